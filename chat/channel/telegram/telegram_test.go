package telegram_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/telegram"
)

const token = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11" // of Telegram's documentation

func adapter(t testing.TB, base string) *telegram.Adapter {
	a, err := telegram.New(telegram.Config{Token: token, Secret: "s_3-cret", Base: base})
	require.NoError(t, err)
	return a
}

func read(t testing.TB, body string) []channel.Event {
	es, err := adapter(t, "").Read(channel.Request{Raw: []byte(body)})
	require.NoError(t, err)
	return es
}

func TestAConfigIsWrongInAllItsFieldsAtOnce(t *testing.T) {
	_, err := telegram.New(telegram.Config{Token: "x", Secret: "a b", Base: "no"})
	require.ErrorContains(t, err, "Token")
	require.ErrorContains(t, err, "Secret")
	require.ErrorContains(t, err, "Base")
}

func TestOnlyTheSecretIsAProof(t *testing.T) {
	a := adapter(t, "")
	for _, said := range []string{"s_3-cret", "", "s_3-cre", "S_3-CRET"} {
		ok := said == "s_3-cret"
		h := http.Header{}
		h.Set("X-Telegram-Bot-Api-Secret-Token", said)
		err := a.Verify(channel.Request{Header: h})
		require.Equal(t, ok, err == nil, said)
		if !ok {
			require.ErrorIs(t, err, channel.ErrForged)
		}
	}
}

// published are updates of Telegram's guide to webhooks, which leave out the kind of a chat.
const published = `{"update_id":10000,"message":{"date":1441645532,` +
	`"chat":{"last_name":"Test Lastname",` +
	`"id":1111111,"first_name":"Test","username":"Test"},"message_id":1365,"from":{"last_name":` +
	`"Test Lastname","id":1111111,"first_name":"Test","username":"Test"},"text":"/start"}}`

func TestAMessageIsReadAsPublished(t *testing.T) {
	require.Equal(t, []channel.Event{{
		Account: "123456", Peer: "1111111", Name: "Test Test Lastname", Kind: channel.KindMessage,
		ID: "123456/1111111/1365", At: channel.Stamp(1441645532), Text: "/start",
	}}, read(t, published))
}

// in is an update of a private chat.
func in(kind, rest string) string {
	return fmt.Sprintf(`{"update_id":7,%q:{"message_id":5,"from":{"id":9,"first_name":"Vera"},`+
		`"chat":{"id":9,"type":"private"},"date":1700000000,%s}}`, kind, rest)
}

func TestEveryKindOfUpdateIsWhatItIs(t *testing.T) {
	for name, x := range map[string]struct {
		body string
		want channel.Event
	}{
		"a photo": {
			in("message", `"caption":"Look","photo":[{"file_id":"s","file_size":1},`+
				`{"file_id":"l","file_size":2}]`),
			channel.Event{Kind: channel.KindMessage, ID: "123456/9/5", Text: "Look", Files: []channel.File{
				{ID: "l", Type: "image/jpeg", Size: 2},
			}},
		},
		"a document": {
			in("message", `"document":{"file_id":"d","file_name":"a.pdf",`+
				`"mime_type":"application/pdf"}`),
			channel.Event{Kind: channel.KindMessage, ID: "123456/9/5", Files: []channel.File{
				{ID: "d", Name: "a.pdf", Type: "application/pdf"},
			}},
		},
		"a sticker": {
			in("message", `"sticker":{"file_id":"k","emoji":"👍"}`),
			channel.Event{Kind: channel.KindMessage, ID: "123456/9/5", Files: []channel.File{
				{ID: "k", Name: "👍", Type: "sticker"},
			}},
		},
		"a place": {
			in("message", `"location":{"latitude":59.4,"longitude":24.75}`),
			channel.Event{Kind: channel.KindMessage, ID: "123456/9/5", Text: "geo:59.4,24.75"},
		},
		"a card": {
			in("message", `"contact":{"phone_number":"+372 5","first_name":"Mati"}`),
			channel.Event{Kind: channel.KindMessage, ID: "123456/9/5", Text: "Mati +372 5"},
		},
		"an answer": {
			in("message", `"text":"Yes","reply_to_message":{"message_id":4}`),
			channel.Event{Kind: channel.KindMessage, ID: "123456/9/5", Text: "Yes",
				ReplyTo: []string{"123456/9/4"}},
		},
		"nothing to show": {
			in("message", `"pinned_message":{}`),
			channel.Event{Kind: channel.KindOther, ID: "123456/9/5"},
		},
		"an edit": {
			in("edited_message", `"text":"No","edit_date":1700000100`),
			channel.Event{
				Kind: channel.KindEdit, ID: "123456/9/5.edit.1700000100", Of: "123456/9/5",
				Text: "No",
				At:   channel.Stamp(1700000100),
			},
		},
	} {
		x.want.Account, x.want.Peer, x.want.Name = "123456", "9", "Vera"
		if x.want.At.IsZero() {
			x.want.At = channel.Stamp(1700000000)
		}
		require.Equal(t, []channel.Event{x.want}, read(t, x.body), name)
	}
}

func TestWhatACustomerDoesBesideWriting(t *testing.T) {
	chat := `"chat":{"id":9,"type":"private"},"from":{"id":9,"first_name":"Vera"}`
	for body, want := range map[string]channel.Event{
		`"my_chat_member":{` + chat + `,"new_chat_member":{"status":"kicked"}}`: {
			Kind: channel.KindOptOut, ID: "123456/update.7.0", Name: "Vera",
		},
		`"my_chat_member":{` + chat + `,"new_chat_member":{"status":"member"}}`: {
			Kind: channel.KindOptIn, ID: "123456/update.7.0", Name: "Vera",
		},
		`"message_reaction":{"chat":{"id":9,"type":"private"},"message_id":4,` +
			`"new_reaction":[{"emoji":"👍"}]}`: {
			Kind: channel.KindReaction, ID: "123456/update.7.0", Of: "123456/9/4", Text: "👍",
		},
		`"callback_query":{"id":"77","from":{"id":9,"first_name":"Vera"},"data":"yes",` +
			`"message":{"message_id":4,"chat":{"id":9,"type":"private"}}}`: {
			Kind: channel.KindPostback, ID: "123456/callback.77", Of: "123456/9/4", Text: "yes",
			Payload: "yes", Name: "Vera",
		},
	} {
		want.Account, want.Peer = "123456", "9"
		require.Equal(t, []channel.Event{want}, read(t, `{"update_id":7,`+body+`}`), body)
	}
	require.Empty(t, read(t, `{"update_id":7,"poll":{}}`), "what it does not know")
	group := strings.Replace(in("message", `"text":"x"`), "private", "group", 1)
	require.Equal(t, channel.KindOther, read(t, group)[0].Kind, "groups are not taken in")
}

func TestABusinesssChatsAreAnAccountOfTheirOwn(t *testing.T) {
	theirs := in("business_message", `"business_connection_id":"bc","text":"Hi"`)
	e := read(t, theirs)[0]
	require.Equal(t, channel.KindMessage, e.Kind)
	require.Equal(t, "bc", e.Account)
	require.Equal(t, "bc/9/5", e.ID, "two businesses count each for themselves")
	owner := strings.Replace(theirs, `"from":{"id":9`, `"from":{"id":1`, 1)
	e = read(t, owner)[0]
	require.Equal(t, channel.KindEcho, e.Kind, "the owner wrote on the phone")
	require.Equal(t, "bc/9/5", e.Of)
	es := read(t, `{"update_id":7,"deleted_business_messages":{"business_connection_id":"bc",`+
		`"chat":{"id":9,"type":"private"},"message_ids":[4,5]}}`)
	require.Len(t, es, 2)
	require.Equal(t, "bc/9/5", es[1].Of)
	require.Equal(t, channel.KindDelete, es[1].Kind)
}

func TestWhatTelegramAnswersIsWhatBecameOfAMessage(t *testing.T) {
	var got map[string]any
	status, answer := 200, ""
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/bot"+token+"/sendMessage" {
			t.Errorf("path %s", r.URL.Path)
		}
		raw, _ := io.ReadAll(r.Body)
		got = nil
		if err := json.Unmarshal(raw, &got); err != nil {
			t.Error(err)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	defer s.Close()
	a := adapter(t, s.URL)
	m := channel.Outbound{
		ID: "a", Account: "123456", To: "9", Text: "a *b_ <c>", ReplyTo: "123456/9/4",
	}
	for _, x := range []struct {
		status int
		answer string
		want   channel.Result
	}{
		{200, `{"ok":true,"result":{"message_id":6}}`,
			channel.Result{Outcome: channel.Taken, IDs: []string{"123456/9/6"}}},
		{429, `{"ok":false,"error_code":429,` +
			`"description":"Too Many Requests: retry after 5","parameters":{"retry_after":5}}`,
			channel.Result{Outcome: channel.Refused, Class: channel.Retry, After: 5e9,
				Whole: true, Code: "429",
				Why: "Too Many Requests: retry after 5"}},
		{403, `{"ok":false,"error_code":403,` +
			`"description":"Forbidden: bot was blocked by the user"}`,
			channel.Refuse(channel.Blocked, "403", "Forbidden: bot was blocked by the user")},
		{400, `{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}`,
			channel.Refuse(channel.Blocked, "400", "Bad Request: chat not found")},
		{400, `{"ok":false,"error_code":400,"description":"Bad Request: message is too long"}`,
			channel.Refuse(channel.Permanent, "400", "Bad Request: message is too long")},
		{401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`,
			channel.Refuse(channel.AccountDown, "401", "Unauthorized")},
		{500, `{"ok":false,"error_code":500,"description":"Internal Server Error"}`,
			channel.Refuse(channel.Retry, "500", "Internal Server Error")},
		{502, `<html>Bad Gateway</html>`, channel.Result{Code: "502",
			Why: "the answer cannot be read"}},
		{200, `{"ok":tr`, channel.Result{Code: "200", Why: "the answer cannot be read"}},
	} {
		status, answer = x.status, x.answer
		require.Equal(t, x.want, a.Send(t.Context(), m), x.answer)
		require.Equal(t, map[string]any{
			"chat_id": 9.0, "text": "a *b_ <c>",
			"reply_parameters": map[string]any{"message_id": 4.0,
				"allow_sending_without_reply": true},
		}, got, "no parse_mode")
	}
	m.Account = "bc"
	a.Send(t.Context(), m)
	require.Equal(t, "bc", got["business_connection_id"])
	require.NotContains(t, got, "reply_parameters", "it is of another chat")
	s.Close()
	r := a.Send(t.Context(), m)
	require.Equal(t, channel.Retry, r.Class, "it never left")
	require.NotContains(t, r.Why, token[7:], "the address holds the token")
	require.Equal(t, channel.Permanent, a.Send(t.Context(), channel.Outbound{To: "vera"}).Class)
}

func TestACorrectionPutsOtherWordsInThePlaceOfAMessage(t *testing.T) {
	var asked []string
	says := `{"ok":true,"result":{"message_id":5}}`
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		asked = append(asked, strings.TrimPrefix(r.URL.Path, "/bot"+token)+" "+string(raw))
		_, _ = io.WriteString(w, says)
	}))
	defer s.Close()
	a := adapter(t, s.URL)
	m := channel.Outbound{
		ID: "b", Account: a.Account(), To: "7", Text: "two", Target: a.Account() + "/7/5",
	}
	r := a.Send(t.Context(), m)
	require.Equal(t, channel.Result{
		Outcome: channel.Taken, IDs: []string{a.Account() + "/7/5"},
	}, r)
	says = `{"ok":false,"error_code":400,"description":"Bad Request: message is not modified"}`
	require.Equal(t, channel.Taken, a.Send(t.Context(), m).Outcome, "it came through before")
	says = `{"ok":false,"error_code":400,"description":"Bad Request: message can't be edited"}`
	require.Equal(t, channel.Permanent, a.Send(t.Context(), m).Class)
	m.Target = a.Account() + "/8/5" // of another chat
	says = `{"ok":true,"result":{"message_id":6}}`
	require.Equal(t, channel.Taken, a.Send(t.Context(), m).Outcome)
	edit := `/editMessageText {"chat_id":7,"text":"two","message_id":5}`
	require.Equal(t, []string{
		edit, edit, edit, `/sendMessage {"chat_id":7,"text":"two"}`,
	}, asked)
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(published))
	f.Add([]byte(in("business_message", `"photo":[{"file_id":"s"}],"text":"x"`)))
	f.Add([]byte(`{"update_id":7,"callback_query":{"id":1,"message":{"chat":{"id":"9"}}}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		es, err := adapter(t, "").Read(channel.Request{Raw: raw})
		if err != nil {
			require.Empty(t, es)
		}
		for _, e := range es {
			require.NotEmpty(t, e.ID)
			require.NotEmpty(t, e.Kind)
			require.NotEmpty(t, e.Account)
		}
	})
}
