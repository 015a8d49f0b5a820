package mail_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/mail"
)

// hardBounce is Postmark's, as its documentation shows it.
const hardBounce = `{"RecordType":"Bounce","MessageStream":"outbound","ID":4323372036854775807,
	"Type":"HardBounce","TypeCode":1,"Name":"Hard bounce","Tag":"Test",
	"MessageID":"883953f4-6105-42a2-a16a-77a8eac79483","Metadata":{"a_key":"a_value"},
	"ServerID":23,"Description":"The server was unable to deliver your message (ex: unknown user).",
	"Details":"Test bounce details","Email":"john@example.com","From":"sender@example.com",
	"BouncedAt":"2019-11-05T16:33:54.9070259Z","DumpAvailable":true,"Inactive":true,
	"CanActivate":true,"Subject":"Test subject",
	"Content":"Message-ID: <report@mx>\r\n\r\n--x\r\n\r\nMessage-ID: <a1@shop.example>\r\n"}`

// gridEvents are SendGrid's, as its documentation shows them.
const gridEvents = `[
	{"email":"example@test.com","timestamp":1513299569,"smtp-id":"<a1@shop.example>",
	"event":"bounce","category":["cat facts"],"sg_event_id":"6g4ZI7SA-xmRDv57GoPIPw==",
	"sg_message_id":"14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
	"reason":"500 unknown recipient","status":"5.0.0","type":"bounce"},
	{"sg_event_id":1,"event":7},
	{"email":"example@test.com","timestamp":1513299569,"smtp-id":"<a2@shop.example>",
	"event":"spamreport","sg_event_id":"37nvH5QBz858KGVYCM4uOA=="},
	{"email":"example@test.com","timestamp":1513299569,"smtp-id":"<a3@shop.example>",
	"event":"deferred","sg_event_id":"t7LEShmowp86DTdUW8M-GQ==","response":"400 try later",
	"attempt":"5"},
	{"email":"example@test.com","timestamp":1513299569,"smtp-id":"<a4@shop.example>",
	"event":"delivered","sg_event_id":"rWVYmVk90MjZJ9iohOBa3w==","response":"250 OK"},
	{"email":"example@test.com","timestamp":1513299569,"smtp-id":"<a5@shop.example>",
	"event":"bounce","type":"blocked","reason":"spam","sg_event_id":"x1"},
	{"email":"example@test.com","event":"dropped","reason":"Bounced Address",
	"status":"5.0.0","sg_event_id":"zmzJhfJgAfUSOW80yEbPyw=="},
	{"email":"example@test.com","event":"open","sg_event_id":"FOTFFO0ecsBE-zxFXfs6WA=="}]`

// complained is Amazon's, as its documentation shows it.
const complained = `{"notificationType":"Complaint","complaint":{"userAgent":"AnyCompany Feedback",
	"complainedRecipients":[{"emailAddress":"richard@example.com"}],
	"complaintFeedbackType":"abuse","feedbackId":"000001378603177f"},
	"mail":{"source":"shop@example.com","messageId":"0000013786031775-fea503bc",
	"destination":["richard@example.com"],
	"headers":[{"name":"Message-ID","value":"<a1@shop.example>"}]}}`

func TestADeadAddressAndAComplaintAreToldApartFromOtherLosses(t *testing.T) {
	es, err := adapter(t, mail.Postmark, time.Time{}).Read(channel.Request{Raw: []byte(hardBounce)})
	require.NoError(t, err)
	require.Len(t, es, 1)
	e := es[0]
	require.Equal(t, channel.KindStatus, e.Kind)
	require.Equal(t, channel.Failed, e.State)
	require.Equal(t, channel.Blocked, e.Class)
	require.Equal(t, []string{"john@example.com", "sender@example.com", "Test bounce details"},
		[]string{e.Peer, e.Account, e.Failure})
	require.Equal(t, "a1@shop.example", e.Of, "the mail's, and not the report's")
	require.Equal(t, "a1", e.Own)
	for name, x := range map[string]struct {
		from, to string
		state    channel.State
		class    channel.Class
		kind     channel.Kind
	}{
		"full":      {`"HardBounce"`, `"SoftBounce"`, channel.Failed, "", channel.KindStatus},
		"tried on":  {`"HardBounce"`, `"Transient"`, "", "", channel.KindDelayed},
		"a robot's": {`"HardBounce"`, `"AutoResponder"`, "", "", channel.KindOther},
		"spam": {`"Type":"HardBounce"`, `"Type":"SpamComplaint"`,
			channel.Failed, channel.Blocked, channel.KindStatus},
		"arrived": {`"Bounce"`, `"Delivery"`, channel.Delivered, "", channel.KindStatus},
		"opened":  {`"Bounce"`, `"Open"`, "", "", channel.KindOther},
	} {
		raw := []byte(strings.Replace(hardBounce, x.from, x.to, 1))
		es, err := adapter(t, mail.Postmark, time.Time{}).Read(channel.Request{Raw: raw})
		require.NoError(t, err)
		require.Equal(t, x.kind, es[0].Kind, name)
		require.Equal(t, x.state, es[0].State, name)
		require.Equal(t, x.class, es[0].Class, name)
	}

	es, err = adapter(t, mail.SendGrid, time.Time{}).Read(channel.Request{Raw: []byte(gridEvents)})
	require.NoError(t, err)
	require.Len(t, es, 7, "one that is written badly hides no other")
	require.Equal(t, channel.Blocked, es[0].Class)
	require.Equal(t, "5.0.0 500 unknown recipient", es[0].Failure)
	require.Equal(t, "a1@shop.example", es[0].Inbound("mail").ReplyTo[0])
	require.Equal(t, channel.Blocked, es[1].Class)
	require.Contains(t, es[1].Failure, "spam")
	require.Equal(t, channel.KindDelayed, es[2].Kind)
	require.Equal(t, channel.Delivered, es[3].State)
	require.Equal(t, channel.Class(""), es[4].Class, "that mail alone")
	require.Equal(t, channel.Failed, es[4].State)
	require.Equal(t, channel.Blocked, es[5].Class)
	require.Equal(t, channel.KindOther, es[6].Kind)

	es, err = ses(t, theAmazon()).Read(theAmazon().post(t, notice(complained)))
	require.NoError(t, err)
	require.Equal(t, channel.Blocked, es[0].Class)
	require.Equal(t, "richard@example.com", es[0].Peer)
	require.Equal(t, "a1@shop.example", es[0].Of)
	require.Contains(t, es[0].Failure, "spam")
}

func TestWhatIsToldOfAMailNamesItByWhatWasSent(t *testing.T) {
	m := &mailer{}
	a, err := mail.New(mail.Config{Provider: mail.Mailgun, Key: "k", Mailer: m})
	require.NoError(t, err)
	r := a.Send(t.Context(), channel.Outbound{
		ID: "a1", Account: "help@shop.example", To: "vera@x.example", Text: "Hi",
	})
	require.Equal(t, []string{"a1@shop.example"}, r.IDs)
}
