package sqlitestore_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// TestErasingAVisitorLeavesNoByteInTheFiles has a visitor say a word wherever something can be said, erases the visitor
// while the store is open and busy, and looks for the word in every file there is.
func TestErasingAVisitorLeavesNoByteInTheFiles(t *testing.T) {
	const word = "zanzibarensis"
	path := filepath.Join(t.TempDir(), "shop.db")
	d, done := openDesk(t.Context(), path)
	defer done()
	inFiles := func() (names []string) {
		files, err := filepath.Glob(path + "*")
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, name := range files {
			b, err := os.ReadFile(name)
			require.NoError(t, err)
			if bytes.Contains(b, []byte(word)) {
				names = append(names, filepath.Base(name))
			}
		}
		return names
	}
	v := d.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: "customer-" + word, Verified: true})
	s, err := v.Start(t.Context(), desk.StartRequest{Command: "c", Name: word, Email: word + "@example.org", Text: word,
		Pages: []desk.PageView{{URL: "/" + word}}, Cart: &desk.Cart{Items: []desk.CartItem{{Name: word}}}})
	require.NoError(t, err)
	for range 100 {
		_, err := v.Send(t.Context(), s.ID, desk.MessageRequest{Text: "I am " + word})
		require.NoError(t, err)
	}
	require.NoError(t, v.Transcript(t.Context(), s.ID, ""))
	require.NotEmpty(t, inFiles())
	require.NoError(t, v.Erase(t.Context()))
	require.Empty(t, inFiles())
	_, err = visitor(d, 1).Start(t.Context(), desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err, "the shop goes on")
}
