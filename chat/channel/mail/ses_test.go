package mail_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // Amazon's first version
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/mail"
)

const (
	topic = "arn:aws:sns:eu-west-1:123456789012:mail"
	pemAt = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-x.pem"

	yesterday = "2026-11-29T11:00:00Z"
)

var when = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// amazon signs, and has its certificate.
type amazon struct {
	key   *rsa.PrivateKey
	cert  []byte
	asked []string
	down  bool
}

var theAmazon = sync.OnceValue(func() *amazon {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	like := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: when.Add(-time.Hour), NotAfter: when.Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, like, like, key.Public(), key)
	if err != nil {
		panic(err)
	}
	return &amazon{
		key: key, cert: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
	}
})

// RoundTrip implements http.RoundTripper.
func (a *amazon) RoundTrip(r *http.Request) (*http.Response, error) {
	a.asked = append(a.asked, r.URL.String())
	if a.down {
		return nil, errors.New("no route")
	}
	body := "ok"
	if strings.HasSuffix(r.URL.Path, ".pem") {
		body = string(a.cert)
	}
	return &http.Response{
		StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(body)), Request: r,
	}, nil
}

// post is a notice, signed as Amazon documents it: the names and values of some fields, each on a
// line, in the order of the names.
func (a *amazon) post(t testing.TB, fields map[string]string) channel.Request {
	names := []string{"Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"}
	if fields["Type"] != "Notification" {
		names = []string{
			"Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type",
		}
	}
	text := ""
	for _, name := range names {
		if value, ok := fields[name]; ok {
			text += name + "\n" + value + "\n"
		}
	}
	sum, kind := sha256.Sum256([]byte(text)), crypto.SHA256
	signed := sum[:]
	if fields["SignatureVersion"] == "1" {
		old := sha1.Sum([]byte(text)) //nolint:gosec // see above
		signed, kind = old[:], crypto.SHA1
	}
	signature, err := rsa.SignPKCS1v15(rand.Reader, a.key, kind, signed)
	require.NoError(t, err)
	all := map[string]string{"Signature": base64.StdEncoding.EncodeToString(signature)}
	for name, value := range fields {
		all[name] = value
	}
	raw, err := json.Marshal(all)
	require.NoError(t, err)
	return channel.Request{Header: http.Header{"Content-Type": {"text/plain"}}, Raw: raw}
}

// notice has what every one has.
func notice(message string) map[string]string {
	return map[string]string{
		"Type": "Notification", "MessageId": "n1", "TopicArn": topic, "Message": message,
		"Timestamp": when.Format(time.RFC3339), "SignatureVersion": "2", "SigningCertURL": pemAt,
	}
}

func ses(t testing.TB, a *amazon) *mail.Adapter {
	x, err := mail.New(mail.Config{
		Provider: mail.SES, Topic: topic, Client: &http.Client{Transport: a},
		Now: func() time.Time { return when },
	})
	require.NoError(t, err)
	return x
}

// received is as SES documents it, with the mail in it.
const received = `{"notificationType":"Received",
	"mail":{"messageId":"s3id","source":"eve@x.example","headers":[{"name":"From","value":"Eve <eve@x.example>"},{"name":"Message-ID","value":"<m1@x>"},
	{"name":"Subject","value":"A question"}]},
	"receipt":{"recipients":["reply@shop.example"],"action":{"type":"SNS","encoding":"BASE64"}},
	"content":"RnJvbTogRXZlIDxldmVAeC5leGFtcGxlPg0KDQpJcyBpdCBpbj8NCg=="}`

func TestSESPostsMailByATopicThatIsTheShopsOwn(t *testing.T) {
	am := *theAmazon()
	am.asked = nil
	a := ses(t, &am)
	r := am.post(t, notice(received))
	require.NoError(t, a.Verify(r))
	require.NoError(t, a.Verify(r))
	require.Equal(t, []string{pemAt}, am.asked, "its certificate is asked once")
	es, err := a.Read(r)
	require.NoError(t, err)
	require.Len(t, es, 1)
	require.Equal(t, "Is it in?", es[0].Text)
	require.Equal(t, "reply@shop.example", es[0].Account)
	require.Equal(t, "eve@x.example", es[0].Peer)
	require.Equal(t, "m1@x", es[0].ID)
	old := notice(received)
	old["SignatureVersion"], old["Subject"] = "1", "Amazon SES"
	require.NoError(t, a.Verify(am.post(t, old)))

	for name, change := range map[string]func(map[string]string){
		"another topic":          func(f map[string]string) { f["TopicArn"] += "2" },
		"an old one":             func(f map[string]string) { f["Timestamp"] = yesterday },
		"no time":                func(f map[string]string) { f["Timestamp"] = "x" },
		"a host of somebody's":   at("https://sns.eu-west-1.amazonaws.com.evil.example/x.pem"),
		"a host before Amazon's": at("https://evil.example/sns.eu-west-1.amazonaws.com/x.pem"),
		"a bucket named sns":     at("https://sns.s3-us-west-2.amazonaws.com/x.pem"),
		"not encrypted":          at("http://sns.eu-west-1.amazonaws.com/x.pem"),
		"with a name":            at("https://sns.eu-west-1.amazonaws.com@evil.example/x.pem"),
		"the machine's own":      at("https://169.254.169.254/x.pem"),
		"no certificate":         at("https://sns.eu-west-1.amazonaws.com/x"),
	} {
		f := notice(received)
		change(f)
		asked := len(am.asked)
		require.ErrorIs(t, a.Verify(am.post(t, f)), channel.ErrForged, name)
		require.Len(t, am.asked, asked, "%s: nobody is asked", name)
	}
	changed := strings.Replace(string(r.Raw), "A question", "An answer", 1)
	require.ErrorIs(t, a.Verify(channel.Request{Raw: []byte(changed)}), channel.ErrForged)
}

func at(url string) func(map[string]string) {
	return func(f map[string]string) { f["SigningCertURL"] = url }
}

func TestWhatAmazonDoesNotAnswerComesAgain(t *testing.T) {
	am := *theAmazon()
	am.asked, am.down = nil, true
	a := ses(t, &am)
	r := am.post(t, notice(received))
	err := a.Verify(r)
	require.Error(t, err)
	require.NotErrorIs(t, err, channel.ErrForged)
	require.Equal(t, 503, a.Status(err))
	am.down = false
	require.NoError(t, a.Verify(r))
}

func TestATopicIsToldThatThisIsTheRightPlace(t *testing.T) {
	am := *theAmazon()
	am.asked = nil
	a := ses(t, &am)
	f := notice("You have chosen to subscribe")
	f["Type"], f["Token"] = "SubscriptionConfirmation", "t"
	f["SubscribeURL"] = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription"
	r := am.post(t, f)
	require.NoError(t, a.Verify(r))
	es, err := a.Read(r)
	require.NoError(t, err)
	require.Empty(t, es)
	require.Equal(t, f["SubscribeURL"], am.asked[1])
	f["SubscribeURL"] = "https://169.254.169.254/latest/meta-data"
	_, err = a.Read(am.post(t, f))
	require.Error(t, err)
	require.Len(t, am.asked, 2, "nobody else is asked")
}

func TestABounceThatSESTellsNamesTheMail(t *testing.T) {
	a := ses(t, theAmazon())
	bounce := `{"notificationType":"Bounce","bounce":{"bounceType":"Permanent",
		"bouncedRecipients":[{"emailAddress":"eve@x.example","status":"5.1.1",
		"diagnosticCode":"smtp; 550 nobody"}]},
		"mail":{"messageId":"0100@eu-west-1.amazonses.com",
		"headers":[{"name":"Message-ID","value":"<ours@shop.example>"}]}}`
	es, err := a.Read(theAmazon().post(t, notice(bounce)))
	require.NoError(t, err)
	require.Equal(t, channel.Failed, es[0].State)
	require.Equal(t, "5.1.1 smtp; 550 nobody", es[0].Failure)
	in := es[0].Inbound("mail")
	require.Equal(t, "ours@shop.example", in.ReplyTo[0])
	for name, x := range map[string]struct {
		from, to string
		kind     channel.Kind
		class    channel.Class
	}{
		"a full mailbox": {`"status":"5.1.1"`, `"action":"failed","status":"4.2.2"`,
			channel.KindStatus, ""},
		"tried on":            {`"status":"5.1.1"`, `"action":"delayed"`, channel.KindDelayed, ""},
		"an answer of robots": {`"status":"5.1.1",`, ``, channel.KindDelayed, ""},
	} {
		soft := strings.Replace(bounce, "Permanent", "Transient", 1)
		soft = strings.Replace(soft, x.from, x.to, 1)
		es, err = a.Read(theAmazon().post(t, notice(soft)))
		require.NoError(t, err)
		require.Equal(t, x.kind, es[0].Kind, name)
		require.Equal(t, x.class, es[0].Class, name)
	}
	rejected := `{"eventType":"Reject","reject":{"reason":"Bad content"},"mail":{` +
		`"destination":["eve@x.example"],` +
		`"headers":[{"name":"Message-ID","value":"<ours@shop.example>"}]}}`
	es, err = a.Read(theAmazon().post(t, notice(rejected)))
	require.NoError(t, err)
	require.Equal(t, []any{channel.Failed, channel.Class(""), "eve@x.example", "Bad content"},
		[]any{es[0].State, es[0].Class, es[0].Peer, es[0].Failure})
	unmarked := strings.Replace(complained, `"abuse"`, `"not-spam"`, 1)
	es, err = a.Read(theAmazon().post(t, notice(unmarked)))
	require.NoError(t, err)
	require.Equal(t, channel.KindOther, es[0].Kind)
	_, err = a.Read(theAmazon().post(t, notice(`{"notificationType":"Received"}`)))
	require.Error(t, err, "the mail lies in S3")
	es, err = a.Read(theAmazon().post(t, notice(`{"notificationType":"Complaint"}`)))
	require.NoError(t, err)
	require.Equal(t, channel.KindOther, es[0].Kind)
}

// FuzzSES reads anything as what SNS posts. Nothing of it leads anywhere but to Amazon.
func FuzzSES(f *testing.F) {
	am := theAmazon()
	f.Add(am.post(f, notice(received)).Raw)
	at := `"https://sns.x.amazonaws.com/.pem"}`
	f.Add([]byte(`{"Type":"SubscriptionConfirmation","SubscribeURL":` + at))
	f.Add([]byte(`{"TopicArn":"` + topic + `","SigningCertURL":` + at))
	f.Fuzz(func(t *testing.T, raw []byte) {
		am := &amazon{key: am.key, cert: am.cert}
		a := ses(t, am)
		_ = a.Verify(channel.Request{Raw: raw})
		es, err := a.Read(channel.Request{Raw: raw})
		if err != nil {
			require.Empty(t, es)
		}
		for _, u := range am.asked {
			require.Regexp(t, `^https://sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?([/?#]|$)`, u)
		}
	})
}
