package whatsapp_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/whatsapp"
)

func adapter(t testing.TB, base string) *whatsapp.Adapter {
	a, err := whatsapp.New(whatsapp.Config{
		Secret: "app-secret", VerifyToken: "word",
		Tokens: map[string]string{"555": "token"}, Base: base,
	})
	require.NoError(t, err)
	return a
}

// published is the message of Meta's reference, with values in its places.
const published = `{"object":"whatsapp_business_account","entry":[{"id":"99",` +
	`"changes":[{"value":{` +
	`"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881",` +
	`"phone_number_id":"555"},"contacts":[{"profile":{"name":"Vera"},"wa_id":"3725551"}],` +
	`"messages":[{"from":"3725551","id":"wamid.A","timestamp":"1700000000",` +
	`"text":{"body":"Hello"},` +
	`"type":"text"}]},"field":"messages"}]}]}`

func read(t testing.TB, contacts, what, items string) []channel.Event {
	es, err := adapter(t, "").Read(channel.Request{Raw: []byte(
		`{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{` +
			`"metadata":{"phone_number_id":"555"},"contacts":[` + contacts + `],"` + what + `":[` +
			items + `]}}]}]}`,
	)})
	require.NoError(t, err)
	return es
}

func message(rest string) string {
	return `{"from":"3725551","id":"wamid.A","timestamp":"1700000000",` + rest + `}`
}

const vera = `{"profile":{"name":"Vera"},"wa_id":"3725551"}`

func TestEveryKindOfMessageIsWhatItIs(t *testing.T) {
	es, err := adapter(t, "").Read(channel.Request{Raw: []byte(published)})
	require.NoError(t, err)
	require.Equal(t, []channel.Event{{
		Account: "555", Peer: "3725551", Name: "Vera", Kind: channel.KindMessage, ID: "wamid.A",
		At: channel.Stamp(1700000000), Text: "Hello",
	}}, es)
	file := channel.File{ID: "1", Type: "image/jpeg", Size: 9, SHA256: "00" +
		"00000000000000000000000000000000000000000000000000000000000000"}
	for name, x := range map[string]struct {
		rest string
		want channel.Event
	}{
		"a photo": {
			`"type":"image","image":{"id":"1","mime_type":"image/jpeg","caption":"Look",` +
				`"file_size":"9",` +
				`"sha256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`,
			channel.Event{Kind: channel.KindMessage, Text: "Look", Files: []channel.File{file}},
		},
		"a button": {
			`"type":"button","button":{"text":"Yes","payload":"Y"},"context":{"id":"wamid.B"}`,
			channel.Event{Kind: channel.KindPostback, Text: "Yes", Payload: "Y",
				ReplyTo: []string{"wamid.B"}},
		},
		"a list": {
			`"type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"1",` +
				`"title":"Red"}}`,
			channel.Event{Kind: channel.KindPostback, Text: "Red", Payload: "1"},
		},
		"a place": {
			`"type":"location","location":{"latitude":59.4,"longitude":24.7,"name":"Port"}`,
			channel.Event{Kind: channel.KindMessage, Text: "Port\n\ngeo:59.4,24.7"},
		},
		"a card": {
			`"type":"contacts","contacts":[{"name":{"formatted_name":"Mati"},` +
				`"phones":[{"phone":"5"}]}]`,
			channel.Event{Kind: channel.KindMessage, Text: "Mati 5"},
		},
		"a reaction": {
			`"type":"reaction","reaction":{"message_id":"wamid.C","emoji":"👍"}`,
			channel.Event{Kind: channel.KindReaction, Of: "wamid.C", Text: "👍"},
		},
		"what it does not pass on": {
			`"type":"unsupported","errors":[{"code":131051}]`,
			channel.Event{Kind: channel.KindMessage, Files: []channel.File{{Type: "unsupported"}}},
		},
		"other words": {
			`"type":"edit","edit":{"original_message_id":"wamid.O","message":{` +
				`"context":{"id":"wamid.B"},"type":"text","text":{"body":"Is it in?"}}}`,
			channel.Event{Kind: channel.KindEdit, Of: "wamid.O", Text: "Is it in?"},
		},
		"other words of a photo": {
			`"type":"edit","edit":{"original_message_id":"wamid.O","message":{"type":"image",` +
				`"image":{"caption":"Look","mime_type":"image/jpeg","id":"1","file_size":9,` +
				`"sha256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}}`,
			channel.Event{Kind: channel.KindEdit, Of: "wamid.O", Text: "Look",
				Files: []channel.File{file}},
		},
		"what is taken back": {
			`"type":"revoke","revoke":{"original_message_id":"wamid.O"}`,
			channel.Event{Kind: channel.KindDelete, Of: "wamid.O"},
		},
		"a new number": {`"type":"system"`, channel.Event{Kind: channel.KindOther}},
		"a group": {`"type":"text","text":{"body":"x"},"group_id":"g"`,
			channel.Event{Kind: channel.KindOther, Text: "x"}},
	} {
		x.want.Account, x.want.Peer, x.want.Name = "555", "3725551", "Vera"
		x.want.ID, x.want.At = "wamid.A", channel.Stamp(1700000000)
		require.Equal(t, []channel.Event{x.want}, read(t, vera, "messages", message(x.rest)), name)
	}
}

func TestACustomerIsKnownByTheIDThatWhatsAppGivesThem(t *testing.T) {
	both := `{"profile":{"name":"Vera","username":"vera"},"wa_id":"3725551","user_id":"US.1349"}`
	e := read(t, both, "messages", message(`"from_user_id":"US.1349","text":{"body":"x"}`))[0]
	require.Equal(t, []string{"US.1349", "3725551", "Vera"}, []string{e.Peer, e.Alias, e.Name})
	hidden := `{"profile":{"username":"vera"},"user_id":"US.1349"}`
	for _, rest := range []string{`"from_user_id":"US.1349",`, ``} {
		e = read(t, hidden, "messages", `{"id":"wamid.A",`+rest+`"text":{"body":"x"}}`)[0]
		require.Equal(t, "US.1349", e.Peer, "without a number")
	}
	s := read(t, "", "statuses", `{"id":"wamid.B","status":"read",`+
		`"recipient_user_id":"US.1349"}`)[0]
	require.Equal(t, "US.1349", s.Peer)
}

func TestStatusesNameOurOwnID(t *testing.T) {
	es := read(t, "", "statuses", `{"id":"wamid.B","status":"delivered","timestamp":1700000000000,`+
		`"recipient_id":"3725551","biz_opaque_callback_data":"a1"},`+
		`{"id":7},{"id":"wamid.C","status":"failed","recipient_id":"3725551",`+
		`"errors":[{"code":131026,`+
		`"title":"Message undeliverable","error_data":{"details":"Gone"}}]},{"id":"wamid.D",`+
		`"status":"odd"}`)
	require.Equal(t, []channel.Event{
		{
			Account: "555", Peer: "3725551", Kind: channel.KindStatus, ID: "wamid.B.delivered",
			Of: "wamid.B", Own: "a1", State: channel.Delivered, At: channel.Stamp(1700000000),
		},
		{
			Account: "555", Peer: "3725551", Kind: channel.KindStatus, ID: "wamid.C.failed",
			Of: "wamid.C", State: channel.Failed,
			Lost: channel.Lost{Failure: "131026 Gone", Class: channel.Blocked},
		},
		{Account: "555", Kind: channel.KindOther, ID: "wamid.D.odd", Of: "wamid.D"},
	}, es, "one that is written badly loses no batch")
}

func TestWhatTheShopWritesOnThePhoneIsAnEcho(t *testing.T) {
	es, err := adapter(t, "").Read(channel.Request{Raw: []byte(
		`{"object":"whatsapp_business_account",` +
			`"entry":[{"changes":[{"field":"smb_message_echoes","value":{` +
			`"metadata":{"phone_number_id":"555"},"message_echoes":[{"from":"15550783881",` +
			`"to":"3725551",` +
			`"id":"wamid.E","timestamp":"1700000000","type":"text","text":{"body":"Hi"}}]}}]}]}`,
	)})
	require.NoError(t, err)
	require.Len(t, es, 1)
	require.Equal(t, channel.KindEcho, es[0].Kind)
	require.Equal(t, []string{"3725551", "wamid.E", "Hi"}, []string{es[0].Peer, es[0].Of,
		es[0].Text})
}

func TestWhatTheShopChangesOnThePhoneIsNoCustomers(t *testing.T) {
	es := read(t, "", "message_echoes",
		`{"to_user_id":"US.1","id":"wamid.E","type":"edit",`+
			`"edit":{"original_message_id":"wamid.O",`+
			`"message":{"type":"text","text":{"body":"At nine"}}}},`+
			`{"to":"3725551","id":"wamid.F","type":"revoke",`+
			`"revoke":{"original_message_id":"wamid.O"}}`)
	shop := channel.Whose{Elsewhere: true}
	require.Equal(t, []channel.Event{
		{Account: "555", Peer: "US.1", Kind: channel.KindEdit, ID: "wamid.E", Of: "wamid.O",
			Text: "At nine", Whose: shop},
		{Account: "555", Peer: "3725551", Kind: channel.KindDelete, ID: "wamid.F", Of: "wamid.O",
			Whose: shop},
	}, es)
	require.True(t, es[0].Inbound("whatsapp").Elsewhere)
}

func TestACustomerWithAUsernameIsKnownByTheirNumberToo(t *testing.T) {
	const contacts = `"contacts":[{"wa_id":"3725551","user_id":"US.1"}],`
	for name, x := range map[string]struct{ field, who string }{
		"an echo to both":       {"message_echoes", `"to":"3725551","to_user_id":"US.1",`},
		"an echo by the number": {"message_echoes", `"to":"3725551",`},
		"an echo by the id":     {"message_echoes", `"to_user_id":"US.1",`},
		"a message by the id":   {"messages", `"from_user_id":"US.1",`},
		"a status by both": {"statuses",
			`"status":"read","recipient_id":"3725551","recipient_user_id":"US.1",`},
		"a status by the number": {"statuses", `"status":"read","recipient_id":"3725551",`},
	} {
		es, err := adapter(t, "").Read(channel.Request{Raw: []byte(
			`{"object":"whatsapp_business_account",` +
				`"entry":[{"changes":[{"field":"messages","value":{` + contacts +
				`"metadata":{"phone_number_id":"555"},"` + x.field + `":[{` + x.who +
				`"id":"wamid.E","timestamp":"1700000000","type":"text",` +
				`"text":{"body":"Hi"}}]}}]}]}`,
		)})
		require.NoError(t, err)
		require.Equal(t, "US.1", es[0].Peer, name)
		require.Equal(t, "3725551", es[0].Alias, name)
	}
}

func TestWhatMetaAnswersIsWhatBecameOfAMessage(t *testing.T) {
	var got map[string]any
	status, answer := 200, ""
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		proof := r.Header.Get("Authorization")
		if r.URL.String() != "/v25.0/555/messages" || proof != "Bearer token" {
			t.Errorf("%s %v", r.URL, r.Header)
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
	m := channel.Outbound{ID: "a1", Account: "555", To: "3725551", Text: "Hi", ReplyTo: "wamid.A"}
	for code, class := range map[string]channel.Class{
		"131047": channel.WindowClosed, "131026": channel.Blocked, "131056": channel.Retry,
		"130429": channel.Retry, "132000": channel.Permanent, "132001": channel.Permanent,
		"190": channel.AccountDown, "131031": channel.AccountDown, "368": channel.AccountDown,
	} {
		status, answer = 400, `{"error":{"code":`+code+`,"message":"no",`+
			`"error_data":{"details":"why"}}}`
		r := a.Send(t.Context(), m)
		require.Equal(t, class, r.Class, code)
		require.Equal(t, "why", r.Why)
		require.Equal(t, code == "130429", r.Whole, code)
	}
	status, answer = 200, `{"messages":[{"id":"wamid.F"}]}`
	require.Equal(t, channel.Result{Outcome: channel.Taken, IDs: []string{"wamid.F"}},
		a.Send(t.Context(), m))
	require.Equal(t, map[string]any{
		"messaging_product": "whatsapp", "to": "3725551", "type": "text",
		"text": map[string]any{"body": "Hi"}, "context": map[string]any{"message_id": "wamid.A"},
		"biz_opaque_callback_data": "a1",
	}, got)
	m = channel.Outbound{ID: "a2", Account: "555", To: "US.1349", Way: channel.WayTemplate}
	require.Equal(t, channel.WindowClosed, a.Send(t.Context(), m).Class)
	m.Template = &channel.Template{Name: "back", Language: "et", Params: []string{"Vera\n\tM", "x"}}
	a.Send(t.Context(), m)
	require.Equal(t, "US.1349", got["recipient"])
	require.NotContains(t, got, "to")
	raw, err := json.Marshal(got["template"])
	require.NoError(t, err)
	require.JSONEq(t, `{"name":"back","language":{"code":"et"},"components":[{"type":"body",`+
		`"parameters":`+
		`[{"type":"text","text":"Vera M"},{"type":"text","text":"x"}]}]}`, string(raw))
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(published))
	f.Add([]byte(`{"object":"whatsapp_business_account",` +
		`"entry":[{"changes":[{"field":"messages","value":` +
		`{"statuses":[{"id":"w","status":"failed","errors":[{"code":"1"}]}]}}]}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		es, err := adapter(t, "").Read(channel.Request{Raw: raw})
		if err != nil {
			require.Empty(t, es)
		}
		for _, e := range es {
			require.NotEmpty(t, e.ID)
			require.NotEmpty(t, e.Kind)
		}
	})
}
