package main

import (
	"bytes"
	"net/mail"
	"net/smtp"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/mailer/gomail"
)

// sent returns the letters that the shop sent, read as the visitor's side would, by their texts.
func sent(t *testing.T, p *postOffice, says string) hook.Inbound {
	t.Helper()
	var found []hook.Inbound
	for _, f := range p.out.files() {
		raw, err := os.ReadFile(f)
		require.NoError(t, err)
		in, err := gomail.Read(bytes.NewReader(raw), gomail.Envelope{})
		require.NoError(t, err)
		if strings.Contains(in.Parts[0].Text+in.Parts[0].Quoted, says) {
			in.Account = replyTo(t, raw)
			found = append(found, in)
		}
	}
	require.Len(t, found, 1, says)
	return found[0]
}

// replyTo is where an answer to a letter goes.
func replyTo(t *testing.T, raw []byte) string {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	require.NoError(t, err)
	to, err := mail.ParseAddress(m.Header.Get("Reply-To"))
	require.NoError(t, err)
	return to.Address
}

// reply is what a mail program writes who answers a letter.
func reply(to hook.Inbound, id, text string) []byte {
	return []byte("From: Eve <eve@customer.example>\r\nTo: " + to.Account + "\r\nMessage-ID: <" + id +
		">\r\nIn-Reply-To: <" + to.ExternalID + ">\r\nSubject: Re: " + to.Subject + "\r\n\r\n" + text +
		"\r\n\r\nOn Monday, Northlight wrote:\r\n> " + to.Parts[0].Text + "\r\n")
}

// The mail server stands outside of the bubble: while it waits for somebody to connect, the bubble's
// clock would stand still.
func TestFridaysMessageIsAnsweredByMailOnMondayAndTheReplyLandsInTheChat(t *testing.T) {
	office, err := newPostOffice(t.TempDir(), "127.0.0.1:0")
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() { ended <- office.serve() }()
	t.Cleanup(func() { office.close(); <-ended })
	synctest.Test(t, func(t *testing.T) {
		tallinn, err := time.LoadLocation(zone)
		require.NoError(t, err)
		until := func(at time.Time) {
			time.Sleep(time.Until(at))
			synctest.Wait()
		}
		until(time.Date(2000, 1, 7, 19, 30, 0, 0, tallinn)) // a Friday, half past seven in the evening
		seed, err := team(20 * time.Second)
		require.NoError(t, err)
		seed.Schedules[0].Hours, err = preset("office", time.Now())
		require.NoError(t, err)
		mailer, err := office.mailer()
		require.NoError(t, err)
		shop := chattest.Open(t, desk.Config{Seed: seed, Mailer: mailer})

		v := shop.Visitor("eve")
		left, err := v.Visitor.Start(t.Context(), desk.StartRequest{
			Name: "Eve", Email: "eve@customer.example", Text: "Is the large tent in?",
			Consent: "2026-11", Leave: true, Queue: advice,
		})
		require.NoError(t, err)
		require.Equal(t, chat.Messaged, left.State)
		require.Equal(t, desk.AnswersMail, left.Answers)
		due := time.Date(2000, 1, 8, 12, 0, 0, 0, tallinn) // open on Saturdays from ten
		require.WithinDuration(t, due, left.ReplyBy, 0)
		time.Sleep(time.Minute)
		synctest.Wait()
		confirmed := sent(t, office, "Saturday 12:00 EET")
		require.True(t, confirmed.Automatic)

		until(time.Date(2000, 1, 10, 9, 30, 0, 0, tallinn)) // Monday
		mari := shop.Agent("mari")
		mari.Available()
		_, err = mari.Agent.Answer(t.Context(), left.ID)
		require.NoError(t, err)
		_, err = mari.Agent.Send(t.Context(), left.ID, desk.MessageRequest{Text: "It is, on the top shelf."})
		require.NoError(t, err)
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		answer := sent(t, office, "It is, on the top shelf.")
		require.False(t, answer.Automatic)
		require.Contains(t, answer.ReplyTo, confirmed.ExternalID, "one thread")
		require.NotContains(t, answer.Parts[0].Text, "large tent", "nobody confirmed the address")

		for range 2 { // it comes twice
			require.NoError(t, smtp.SendMail(office.address().String(), nil, "eve@customer.example",
				[]string{answer.Account}, reply(answer, "1@customer.example", "Then I come by.")))
			require.NoError(t, office.collect(t.Context(), shop.Host()))
		}
		card, err := shop.Host().Session(t.Context(), left.ID)
		require.NoError(t, err)
		require.NotNil(t, card.Session.Reply)
		require.True(t, card.Session.Reply.Broken, "an answer was promised for Saturday")
		es, _, err := mari.Agent.Timeline(t.Context(), left.ID, 0, 100)
		require.NoError(t, err)
		var said []string
		for _, e := range es {
			if e.Kind == chat.KindMessage {
				said = append(said, e.Text)
			}
		}
		require.Equal(t, []string{"Is the large tent in?", "It is, on the top shelf.", "Then I come by."}, said)
		require.Empty(t, office.in.files(), "the chat has it")
	})
}

func TestALetterToNobodyComesBackToTheAgents(t *testing.T) {
	office, err := newPostOffice(t.TempDir(), "127.0.0.1:0")
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() { ended <- office.serve() }()
	t.Cleanup(func() { office.close(); <-ended })
	synctest.Test(t, func(t *testing.T) {
		seed, err := team(20 * time.Second)
		require.NoError(t, err)
		mailer, err := office.mailer()
		require.NoError(t, err)
		shop := chattest.Open(t, desk.Config{Seed: seed, Mailer: mailer})
		v := shop.Visitor("eve")
		left, err := v.Visitor.Start(t.Context(), desk.StartRequest{
			Name: "Eve", Email: "eve" + nowhere, Text: "Hello?", Consent: "2026-11", Leave: true, Queue: advice,
		})
		require.NoError(t, err)
		mari := shop.Agent("mari")
		mari.Available()
		_, err = mari.Agent.Answer(t.Context(), left.ID)
		require.NoError(t, err)
		_, err = mari.Agent.Send(t.Context(), left.ID, desk.MessageRequest{Text: "Hello."})
		require.NoError(t, err)
		require.NoError(t, mari.Agent.Close(t.Context(), left.ID))
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		card, err := shop.Host().Session(t.Context(), left.ID)
		require.NoError(t, err)
		require.Equal(t, chat.Messaged, card.Session.State)
		require.Equal(t, chat.Undelivered, card.Session.Reason)
		require.Empty(t, office.out.files())
	})
}
