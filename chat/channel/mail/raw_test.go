package mail_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel/mail"
)

// withFiles is a mail as mail programs write it.
const withFiles = `From: Vera <vera@x.example>
Message-ID: <m1@x.example>
Content-Type: multipart/mixed; boundary="a"

--a
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

S=F5iduk katki
--b
Content-Type: text/html

<p>other</p>
--b--
--a
Content-Type: image/png
Content-Disposition: attachment; filename="=?utf-8?q?pilt=C3=B5.png?="
Content-Transfer-Encoding: base64

iVBO
Rw0K
--a
Content-Type: application/pdf; name="../bill.pdf"

%PDF-1.7
`

func TestAMailAsItCameHasItsFiles(t *testing.T) {
	raw := strings.ReplaceAll(withFiles, "\n", "\r\n") // its last boundary never came
	told, err := json.Marshal(map[string]any{
		"notificationType": "Received", "content": base64.StdEncoding.EncodeToString([]byte(raw)),
		"mail": map[string]any{"messageId": "s3", "headers": []map[string]string{
			{"name": "From", "value": "Vera <vera@x.example>"},
		}},
		"receipt": map[string]any{"action": map[string]string{"encoding": "BASE64"}},
	})
	require.NoError(t, err)
	bySES, err := ses(t, theAmazon()).Read(theAmazon().post(t, notice(string(told))))
	require.NoError(t, err)
	byGrid, err := adapter(t, mail.SendGrid, time.Time{}).Read(
		multi(t, "from", "vera@x.example", "email", raw))
	require.NoError(t, err)
	for _, e := range append(bySES, byGrid...) {
		require.Equal(t, "Sõiduk katki", e.Text)
		require.Len(t, e.Files, 2)
		require.Equal(t, []string{"piltõ.png", "image/png", "\x89PNG\r\n"},
			[]string{e.Files[0].Name, e.Files[0].Type, string(e.Files[0].Data)})
		require.Equal(t, "bill.pdf", e.Files[1].Name)
		require.Contains(t, string(e.Files[1].Data), "%PDF-1.7")
	}
}

// FuzzRaw reads anything as a mail as it came.
func FuzzRaw(f *testing.F) {
	f.Add(withFiles)
	f.Add(strings.ReplaceAll(withFiles, "\n", "\r\n"))
	f.Fuzz(func(t *testing.T, raw string) {
		es, err := adapter(t, mail.SendGrid, time.Time{}).Read(
			multi(t, "from", "vera@x.example", "email", raw))
		require.NoError(t, err)
		require.Len(t, es, 1)
		require.NotContains(t, es[0].Text, "\x00")
		for _, x := range es[0].Files {
			require.Len(t, x.Data, x.Size)
			require.NotContains(t, x.Name, "/")
		}
	})
}
