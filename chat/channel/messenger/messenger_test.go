package messenger_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/messenger"
)

func adapter(t testing.TB, base string, instagram bool) *messenger.Adapter {
	a, err := messenger.New(messenger.Config{
		Secret: "app-secret", VerifyToken: "word", Tokens: map[string]string{"1": "page-token"},
		Instagram: instagram, Person: true, Base: base,
	})
	require.NoError(t, err)
	return a
}

// escaped is a body as Meta writes it, with its signature as OpenSSL makes it.
const (
	escaped = `{"object":"page","entry":[{"id":"1","time":1458692752478,"messaging":[{"sender":` +
		`{"id":"2"},"recipient":{"id":"1"},"timestamp":1458692752478,"message":{"mid":"m1",` +
		`"text":"\u00e4\/ \u00f5un <3"}}]}]}`
	signature = "sha256=1c76475715d0f21b8cdb172fd3eff43a34cee9f9c87fa06dc842d15d467ca322"
)

func TestMetasOwnEscapesAreSigned(t *testing.T) {
	a := adapter(t, "", false)
	r := channel.Request{Header: http.Header{}, Raw: []byte(escaped)}
	require.ErrorIs(t, a.Verify(r), channel.ErrForged)
	r.Header.Set("X-Hub-Signature-256", signature)
	require.NoError(t, a.Verify(r))
	es, err := a.Read(r)
	require.NoError(t, err)
	require.Equal(t, "ä/ õun <3", es[0].Text)
	var parsed map[string]any
	require.NoError(t, json.Unmarshal(r.Raw, &parsed))
	r.Raw, err = json.Marshal(parsed)
	require.NoError(t, err)
	require.ErrorIs(t, a.Verify(r), channel.ErrForged,
		"the same, written anew, is not what was signed")
}

func TestTheHandshakeAnswersTheWordAlone(t *testing.T) {
	q := func(token string) url.Values {
		return url.Values{"hub.mode": {"subscribe"}, "hub.verify_token": {token},
			"hub.challenge": {"1158"}}
	}
	a := adapter(t, "", false)
	said, err := a.Greet(q("word"))
	require.NoError(t, err)
	require.Equal(t, "1158", said)
	for _, bad := range []url.Values{q(""), q("Word"), {"hub.verify_token": {"word"}}} {
		_, err = a.Greet(bad)
		require.ErrorIs(t, err, channel.ErrForged)
	}
}

// body is a request with items of one page. Those of the tests are of Meta's reference.
func body(object, where, items string) channel.Request {
	return channel.Request{Raw: []byte(
		`{"object":"` + object + `","entry":[{"id":"1","time":1458692752478,` +
			`"` + where + `":[` + items + `]}]}`,
	)}
}

func item(rest string) string {
	return `{"sender":{"id":"2"},"recipient":{"id":"1"},"timestamp":1458692752478,` + rest + `}`
}

func TestEveryItemIsWhatItIs(t *testing.T) {
	at := channel.Stamp(1458692752478)
	for name, x := range map[string]struct {
		items string
		want  []channel.Event
	}{
		"a message": {
			item(`"message":{"mid":"m1","text":"hello, world!","reply_to":{"mid":"m0"}}`),
			[]channel.Event{{Kind: channel.KindMessage, ID: "m1", Text: "hello, world!",
				ReplyTo: []string{"m0"}}},
		},
		"a quick reply": {
			item(`"message":{"mid":"m1","text":"Red","quick_reply":{"payload":"RED"}}`),
			[]channel.Event{{Kind: channel.KindPostback, ID: "m1", Text: "Red", Payload: "RED"}},
		},
		"a photo": {
			item(`"message":{"mid":"m1","attachments":[{"type":"image",` +
				`"payload":{"url":"https://x/1"}}]}`),
			[]channel.Event{{Kind: channel.KindMessage, ID: "m1", Files: []channel.File{
				{URL: "https://x/1", Type: "image"},
			}}},
		},
		"a thumb": {
			item(`"message":{"mid":"m1","attachments":[{"type":"image",` +
				`"payload":{"sticker_id":369239263222822}}]}`),
			[]channel.Event{{Kind: channel.KindMessage, ID: "m1", Text: "👍"}},
		},
		"a place": {
			item(`"message":{"mid":"m1","attachments":[{"type":"location",` +
				`"payload":{"coordinates":{"lat":59.4,"long":24.7}}}]}`),
			[]channel.Event{{Kind: channel.KindMessage, ID: "m1", Text: "geo:59.4,24.7"}},
		},
		"what it does not pass on": {
			item(`"message":{"mid":"m1","is_unsupported":true}`),
			[]channel.Event{{Kind: channel.KindMessage, ID: "m1",
				Files: []channel.File{{Type: "unsupported"}}}},
		},
		"a postback": {
			item(`"postback":{"mid":"m2","title":"Start","payload":"START"}`),
			[]channel.Event{{Kind: channel.KindPostback, ID: "m2", Text: "Start",
				Payload: "START"}},
		},
		"a delivery": {
			item(`"delivery":{"mids":["m5"],"watermark":1458668856253}`),
			[]channel.Event{
				{Kind: channel.KindStatus, State: channel.Delivered, Of: "m5", ID: "m5.delivered"},
				{Kind: channel.KindStatus, State: channel.Delivered,
					Watermark: channel.Stamp(1458668856253)},
			},
		},
		"a read of Instagram": {
			item(`"read":{"mid":"m5"}`),
			[]channel.Event{{Kind: channel.KindStatus, State: channel.Read, Of: "m5",
				ID: "m5.read"}},
		},
		"an edit": {
			item(`"message_edit":{"mid":"m1","text":"Hi","num_edit":2}`),
			[]channel.Event{{Kind: channel.KindEdit, Of: "m1", ID: "m1.edit.2", Text: "Hi"}},
		},
		"a reaction": {
			item(`"reaction":{"mid":"m5","action":"react","emoji":"❤"}`),
			[]channel.Event{{Kind: channel.KindReaction, Of: "m5", Text: "❤"}},
		},
		"taken back": {
			item(`"message":{"mid":"m1","is_deleted":true}`),
			[]channel.Event{{Kind: channel.KindDelete, Of: "m1", ID: "m1.delete"}},
		},
		"another program": {
			item(`"pass_thread_control":{"new_owner_app_id":"3"}`),
			[]channel.Event{{Kind: channel.KindHandover}},
		},
		"an echo": {
			`{"sender":{"id":"1"},"recipient":{"id":"2"},"timestamp":1458692752478,"message":` +
				`{"is_echo":true,"app_id":1517776481860111,"metadata":"a1","mid":"m5",` +
				`"text":"Hi"}}`,
			[]channel.Event{{Kind: channel.KindEcho, ID: "m5", Of: "m5", Own: "a1", Text: "Hi"}},
		},
		"one that is written badly hides no other": {
			item(`"message":{"mid":7,"text":["x"],`+
				`"attachments":"y"}`) + "," + item(`"message":{"mid":"m1","text":"x"}`),
			[]channel.Event{
				{Kind: channel.KindMessage, Files: []channel.File{{Type: "unsupported"}}},
				{Kind: channel.KindMessage, ID: "m1", Text: "x"},
			},
		},
	} {
		es, err := adapter(t, "", false).Read(body("page", "messaging", x.items))
		require.NoError(t, err, name)
		require.Len(t, es, len(x.want), name)
		for i, want := range x.want {
			want.Account, want.Peer, want.At = "1", "2", at
			if want.ID == "" {
				require.NotEmpty(t, es[i].ID, name)
				want.ID = es[i].ID
			}
			require.Equal(t, want, es[i], name)
		}
	}
}

func TestBothLevelsAreGoneThrough(t *testing.T) {
	one := func(id string) string { return item(`"message":{"mid":"` + id + `","text":"x"}`) }
	es, err := adapter(t, "", true).Read(channel.Request{Raw: []byte(`{"object":"instagram",` +
		`"entry":[` +
		`{"id":"1","messaging":[` + one("m1") + "," + one("m2") + `]},{"id":"8",` +
		`"standby":[` + one("m3") + `]}]}`)})
	require.NoError(t, err)
	require.Len(t, es, 3)
	require.False(t, es[1].Aside)
	require.True(t, es[2].Aside, "another program has that conversation")
	require.Equal(t, "8", es[2].Account)
	for _, raw := range []string{`{"object":"user"}`, `[`, `{"object":"page"}`} {
		_, err = adapter(t, "", true).Read(channel.Request{Raw: []byte(raw)})
		require.Error(t, err, raw)
	}
}

func TestInstagramHasRulesOfItsOwn(t *testing.T) {
	page, ig := adapter(t, "", false).Rules(), adapter(t, "", true).Rules()
	require.Equal(t, 1999, page.Most)
	require.Equal(t, []any{"instagram", channel.Bytes, 1000}, []any{ig.Channel, ig.Unit, ig.Most})
	now := time.Now()
	for by, want := range map[chat.AuthorKind]channel.Way{
		chat.AuthorAgent: channel.WayTagged, chat.AuthorBot: channel.WayNone,
	} {
		require.Equal(t, want, page.Window.At(now, now.Add(-48*time.Hour), by).Way,
			"no robot's tag")
	}
	a, err := messenger.New(messenger.Config{})
	require.ErrorContains(t, err, "Secret")
	require.ErrorContains(t, err, "VerifyToken")
	require.ErrorContains(t, err, "Tokens")
	require.Zero(t, a.Rules().Window.Person, "not without the permission")
}

func TestWhatMetaAnswersIsWhatBecameOfAMessage(t *testing.T) {
	var got map[string]any
	status, answer, after := 200, "", ""
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		proof := r.Header.Get("Authorization")
		if r.URL.String() != "/v25.0/1/messages" || proof != "Bearer page-token" {
			t.Errorf("%s %v", r.URL, r.Header)
		}
		raw, _ := io.ReadAll(r.Body)
		got = nil
		if err := json.Unmarshal(raw, &got); err != nil {
			t.Error(err)
		}
		w.Header().Set("Retry-After", after)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	defer s.Close()
	a := adapter(t, s.URL, false)
	m := channel.Outbound{ID: "a1", Account: "1", To: "2", Text: "Hi", Way: channel.WayReply}
	refusal := func(code string) string {
		return `{"error":{"message":"no","type":"OAuthException","code":` + code + `}}`
	}
	for _, x := range []struct {
		status int
		answer string
		class  channel.Class
		code   string
	}{
		{400, refusal(`10,"error_subcode":2018278`), channel.WindowClosed, "10/2018278"},
		{400, refusal(`10`), channel.AccountDown, "10"},
		// of one conversation, and not of the page
		{400, refusal(`10,"error_subcode":2018300`), channel.Permanent, "10/2018300"},
		{400, refusal(`10,"error_subcode":2018065`), channel.WindowClosed, "10/2018065"},
		{400, refusal(`200,"error_subcode":1545041`), channel.Blocked, "200/1545041"},
		{401, refusal(`190,"error_subcode":463`), channel.AccountDown, "190/463"},
		{400, refusal(`100,"error_subcode":2018001`), channel.Blocked, "100/2018001"},
		{400, refusal(`"100"`), channel.Permanent, "100"},
		{400, refusal(`551`), channel.Blocked, "551"},
		{401, refusal(`190`), channel.AccountDown, "190"},
		{400, refusal(`613`), channel.Retry, "613"},
		{500, refusal(`2`), channel.Retry, "2"},
		{200, refusal(`4`), channel.Retry, "4"},
		{302, ``, channel.Permanent, "302"},
		{429, ``, channel.Retry, "429"},
	} {
		status, answer, after = x.status, x.answer, "7"
		r := a.Send(t.Context(), m)
		require.Equal(t, channel.Refused, r.Outcome, x.answer)
		require.Equal(t, x.class, r.Class, x.answer)
		require.Equal(t, x.code, r.Code)
		require.Equal(t, x.class == channel.Retry, r.After == 7*time.Second, x.answer)
	} // Meta answers so also where it has sent the message.
	status, answer = 500, refusal(`1`)
	require.Equal(t, channel.Unknown, a.Send(t.Context(), m).Outcome)

	status, answer = 502, "<html>"
	require.Equal(t, channel.Unknown, a.Send(t.Context(), m).Outcome,
		"a machine in between does not know")
	status, answer = 200, `{"recipient_id":"2","message_id":"m5"}`
	require.Equal(t, channel.Result{Outcome: channel.Taken, IDs: []string{"m5"}},
		a.Send(t.Context(), m))
	require.Equal(t, map[string]any{
		"recipient": map[string]any{"id": "2"}, "messaging_type": "RESPONSE",
		"message": map[string]any{"text": "Hi", "metadata": "a1"},
	}, got)
	m.Way = channel.WayTagged
	a.Send(t.Context(), m)
	require.Equal(t, "HUMAN_AGENT", got["tag"])
	m.Account = "9"
	require.Equal(t, channel.Permanent, a.Send(t.Context(), m).Class, "another page")
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(escaped))
	f.Add(body("page", "standby", item(`"delivery":{"mids":["m5"],`+
		`"watermark":"1458668856253"}`)).Raw)
	f.Add(body("page", "messaging", item(`"message":{"mid":"m",`+
		`"attachments":[{"payload":{"coordinates":{}}}]}`)).Raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		es, err := adapter(t, "", false).Read(channel.Request{Raw: raw})
		if err != nil {
			require.Empty(t, es)
		}
		for _, e := range es {
			require.NotEmpty(t, e.ID)
			require.NotEmpty(t, e.Kind)
		}
	})
}
