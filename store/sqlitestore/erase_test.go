package sqlitestore_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store"
)

// traces are what of some texts can be found in a file: the texts, and the hashes that anybody can
// make of them.
func traces(texts ...string) [][]byte {
	var all [][]byte
	for _, t := range texts {
		sum := sha256.Sum256([]byte(t))
		all = append(all, []byte(t), sum[:16], []byte(hex.EncodeToString(sum[:16])))
	}
	return all
}

// inFiles gives the traces that are in a file whose name begins with path.
func inFiles(t *testing.T, path string, traces [][]byte) (found []string) {
	files, err := filepath.Glob(path + "*")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		b, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, trace := range traces {
			if bytes.Contains(b, trace) {
				found = append(found, fmt.Sprintf("%s: %q", filepath.Base(name), trace))
			}
		}
	}
	return found
}

// jobs has a desk do what the leading node has to do now.
func jobs(t *testing.T, d *desk.Desk) {
	now := time.Now()
	steps := []func(context.Context, time.Time) (time.Time, error){d.Follower().Step, d.Follower().Step, d.Dispatcher().Step, d.Jobs().Step}
	for range 3 {
		for _, step := range steps {
			_, err := step(t.Context(), now)
			require.NoError(t, err)
		}
	}
}

// TestErasingAVisitorLeavesNoByteInTheFiles has a visitor and an agent say a word wherever
// something can be said, also in the ids that their clients choose, erases the visitor while the
// store is open and busy, and looks for the word, and for every hash of what was said, in every
// file there is.
func TestErasingAVisitorLeavesNoByteInTheFiles(t *testing.T) {
	const word = "zanzibarensis"
	path := filepath.Join(t.TempDir(), "shop.db")
	d, done := openDesk(t.Context(), path)
	defer done()
	jobs(t, d)
	v := d.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: "customer-" + word, Verified: true})
	start := desk.StartRequest{Command: "start-" + word, Name: word, Email: word + "@example.org", Phone: word, Text: word,
		Pages: []desk.PageView{{URL: "/" + word}}, Cart: &desk.Cart{Items: []desk.CartItem{{Name: word}}}}
	s, err := v.Start(t.Context(), start)
	require.NoError(t, err)
	ann := d.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true})
	_, err = ann.SetStatus(t.Context(), chat.Available, "")
	require.NoError(t, err)
	_, err = ann.Pick(t.Context(), s.ID)
	require.NoError(t, err)
	visitor, err := d.Host().VisitorID(t.Context(), chat.Principal{ID: "customer-" + word, Verified: true})
	require.NoError(t, err)
	me, err := ann.Me(t.Context())
	require.NoError(t, err)
	said, messages := []string{word}, 25
	if os.Getenv("SWITCHBOARD_FULL") != "" {
		messages = 100
	}
	for i := range messages {
		key := chat.CommandID(fmt.Sprint("key-", word, i))
		text := fmt.Sprint("I am ", word, i)
		_, err := v.Send(t.Context(), s.ID, desk.MessageRequest{Command: key, Text: text})
		require.NoError(t, err)
		_, err = ann.Send(t.Context(), s.ID, desk.MessageRequest{Command: "a-" + key, Text: text})
		require.NoError(t, err)
		_, err = ann.Note(t.Context(), s.ID, desk.MessageRequest{Command: "n-" + key, Text: text})
		require.NoError(t, err)
		quoted := " " + strconv.Quote(text)
		said = append(said, string(key), text,
			"visitor.send "+strconv.Quote(string(visitor))+quoted, "agent.send "+strconv.Quote(string(me.ID))+quoted, "agent.note "+strconv.Quote(string(me.ID))+quoted)
	}
	require.NoError(t, v.Transcript(t.Context(), s.ID, ""))
	all := traces(said...)
	require.NotEmpty(t, inFiles(t, path, all[:1]), "the test looks in the right place")
	require.NoError(t, v.Erase(t.Context()))
	_, err = v.Send(t.Context(), s.ID, desk.MessageRequest{Command: chat.CommandID("key-" + word + "7"), Text: "I am " + word + "7"})
	require.Error(t, err, "said again, it does not come back")
	jobs(t, d)
	require.Empty(t, inFiles(t, path, all))
	_, err = d.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprintf("vis_%026d", 1)}).Start(t.Context(), desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err, "the shop goes on")
}

// TestScrubbingLeavesNoByteOfWhatWasDeletedInAnyOrder fills and empties a store so that its pages
// are rebuilt over and over, scrubs it while commits go on, and looks for what was deleted.
func TestScrubbingLeavesNoByteOfWhatWasDeletedInAnyOrder(t *testing.T) {
	f := &files{}
	s := f.open(t, "shop")
	path, _ := f.paths.Load(testing.TB(t))
	put := func(n, round int, text string) {
		b := store.Batch{Put: []store.Record{{Key: fmt.Sprintf("k/%04d", n*7919%2000), Value: []byte(strings.Repeat(text, 1+n%(7+round*40)))}}}
		_, err := s.Commit(t.Context(), b)
		require.NoError(t, err)
	}
	for round := range 4 {
		for n := range 500 {
			put(n*4+round, round, "mauritius.")
		}
		for n := range 250 {
			put(n*8+round, round, "kept here.")
		}
	}
	rs, err := s.List(t.Context(), store.Range{Prefix: "k/", Limit: 5000})
	require.NoError(t, err)
	for i, r := range rs {
		if !bytes.Contains(r.Value, []byte("mauritius")) {
			continue
		}
		b := store.Batch{Delete: []string{r.Key}}
		if i%3 == 0 {
			b = store.Batch{Put: []store.Record{{Key: r.Key, Value: []byte("kept here.")}}}
		}
		_, err := s.Commit(t.Context(), b)
		require.NoError(t, err)
	}
	require.NotEmpty(t, inFiles(t, path.(string), traces("mauritius")), "without a scrub it is there")
	ctx, cancel := context.WithCancel(t.Context())
	busy := make(chan int)
	go func() {
		n := 0
		for ; ctx.Err() == nil; n++ {
			_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: fmt.Sprintf("busy/%04d", n%50), Value: bytes.Repeat([]byte("x"), n%3000)}}})
			if err != nil {
				n = -1 << 30
			}
		}
		busy <- n
	}()
	require.NoError(t, store.Scrub(t.Context(), s))
	cancel()
	require.Positive(t, <-busy)
	require.Empty(t, inFiles(t, path.(string), traces("mauritius")))
	after, err := s.List(t.Context(), store.Range{Prefix: "k/", Limit: 5000})
	require.NoError(t, err)
	for _, r := range after {
		require.Equal(t, 0, len(r.Value)%10)
		require.Empty(t, strings.ReplaceAll(string(r.Value), "kept here.", ""), r.Key)
	}
	require.NoError(t, s.(interface{ Check(context.Context) error }).Check(t.Context()), "SQLite finds nothing wrong with the file")
}
