package outbox_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// translate puts beside the office's one message what it says in another language.
func (o *office) translate(lang, text string) {
	o.t.Helper()
	ls, err := o.sessions.Lines(o.t.Context(), "ses_1", 0)
	require.NoError(o.t, err)
	for _, l := range ls {
		e := l.Entry
		if e.Kind != chat.KindMessage {
			continue
		}
		e.Lang, e.Translations = "en", []chat.Translation{{Lang: lang, Text: text, At: noon}}
		value, err := records.Encode(e, nil)
		require.NoError(o.t, err)
		_, err = o.Store.Commit(o.t.Context(), store.Batch{
			Put: []store.Record{{Key: records.Timeline("ses_1", e.N), Value: value}},
		})
		require.NoError(o.t, err)
		return
	}
	require.Fail(o.t, "no message")
}

// TestATranscriptHasAChoiceInTheWordsThatWereChosen: what was offered, and what was chosen, as
// their reader read it.
func TestATranscriptHasAChoiceInTheWordsThatWereChosen(t *testing.T) {
	p := &postman{}
	o := newOffice(t, p, nil)
	o.reads = func(chat.Session, chat.Entry) string { return "et" }
	o.Outbox = o.with(p, nil)
	o.change(commit.Options{}, chat.Assign{Agent: "agt_ann", Reason: chat.AutoAccept})
	ann := chat.Author{Kind: chat.AuthorAgent, ID: "agt_ann", Name: "Ann"}
	vera := chat.Author{Kind: chat.AuthorVisitor}
	say := func(by chat.Author, text string, choices ...string) chat.Entry {
		send := chat.Send{Author: by, Text: text}
		send.Choices = choices
		o.change(commit.Options{}, send)
		return o.last()
	}
	offer := say(ann, "Shall I?", "Yes, please", "No")
	offer.Lang = "en"
	offer.Translations = []chat.Translation{{Lang: "et", Text: "Kas ma tohin?", At: noon}}
	offer.Translations[0].Choices = []string{"Jah, palun", ""}
	value, err := records.Encode(offer, nil)
	require.NoError(t, err)
	_, err = o.Store.Commit(t.Context(), store.Batch{
		Put: []store.Record{{Key: records.Timeline("ses_1", offer.N), Value: value}},
	})
	require.NoError(t, err)
	say(vera, "Yes, please")
	say(vera, "No")
	say(vera, "Yes, please do")
	say(ann, "Good.")
	say(vera, "Yes, please")
	o.owe(hook.Effect{
		ID: "out_1", Kind: hook.EffectTranscript, Address: "vera@example.com",
	})
	o.step(noon)
	text := p.mails[0].Text
	require.Contains(t, text, "Kas ma tohin?\n– Jah, palun\n– No\n\n[en] Shall I?\n")
	require.Contains(t, text, "\nJah, palun\n\n[en] Yes, please\n")
	require.Contains(t, text, "\nNo\n", "what has no other words")
	require.Contains(t, text, "\nYes, please do\n", "none of the choices")
	require.Equal(t, 1, strings.Count(text, "[en] Yes, please"), "by then it chose nothing")
}

func TestATranscriptHasTheReadersWordsAndBelowThemTheOriginal(t *testing.T) {
	const kus = `Kus mu <img src=x onerror="alert(1)"> tellimus on?`
	for _, x := range []struct {
		name, reads string
		has, not    []string
	}{
		{"reads it", "et", []string{kus + "\n\n[en] where is my order?"}, nil},
		{"reads another", "pl", []string{"where is my order?"}, []string{"Kus"}},
		{"reads what was written", "", []string{"where is my order?"}, []string{"Kus"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			p := &postman{}
			o := newOffice(t, p, nil)
			o.reads = func(chat.Session, chat.Entry) string { return x.reads }
			o.Outbox = o.with(p, nil)
			o.translate("et", kus)
			o.owe(hook.Effect{
				ID: "out_1", Kind: hook.EffectTranscript, Address: "vera@example.com",
			})
			o.step(noon)
			require.Len(t, p.mails, 1)
			for _, text := range x.has {
				require.Contains(t, p.mails[0].Text, text)
			}
			for _, text := range x.not {
				require.NotContains(t, p.mails[0].Text, text)
				require.NotContains(t, p.mails[0].HTML, text)
			}
			require.NotContains(t, p.mails[0].HTML, "<img", "it is text and nothing else")
		})
	}
}
