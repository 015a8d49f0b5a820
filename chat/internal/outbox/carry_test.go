package outbox_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
	"github.com/switchboard-go/switchboard/store"
)

// pigeon is a channel.
type pigeon struct {
	name   string
	got    []string
	during func() // while it takes a message over
}

func (p *pigeon) Name() string { return p.name }

func (p *pigeon) Carry(_ context.Context, w hook.Words) error {
	p.got = append(p.got, w.To+": "+w.Text)
	if p.during != nil {
		p.during()
	}
	return nil
}

func (*pigeon) Window(time.Time, time.Time, chat.AuthorKind) hook.ReplyWindow {
	return hook.ReplyWindow{Way: "reply"}
}

// edit changes the session of a messenger.
func (o *office) edit(opt commit.Options, c chat.Command) {
	o.t.Helper()
	_, err := o.committer.Change(o.t.Context(), minted, func(chat.Session) (chat.Command, error) {
		return c, nil
	}, opt)
	require.NoError(o.t, err)
}

// owesWords has an agent answer a customer of a messenger.
func (o *office) owesWords() {
	start := chat.Start{ID: minted, Site: "shop", Visitor: "vis_2", Queue: "help", Text: "Hello?"}
	start.Line = chat.Line{Channel: "pigeon", Peer: "7"}
	o.edit(commit.Options{New: true}, start)
	o.edit(commit.Options{}, chat.Assign{Agent: "agt_ann", Reason: chat.AutoAccept})
	o.edit(commit.Options{Also: func(
		tx *store.Tx, old, next chat.Session, _ []chat.Entry,
	) error {
		return outbox.Watch(tx, old, next)
	}}, chat.Send{Author: chat.Author{Kind: chat.AuthorAgent, ID: "agt_ann"}, Text: "It is."})
}

func TestATryDuringWhichItsSessionIsErasedEndsWithoutAWord(t *testing.T) {
	o := newOffice(t, nil, nil)
	p := &pigeon{name: "pigeon", during: func() {
		o.edit(commit.Options{Erasing: true}, chat.End{
			By: chat.Author{Kind: chat.AuthorSystem}, Reason: chat.Erased,
		})
		o.edit(commit.Options{Erasing: true}, chat.Redact{})
	}}
	o.Connect(p)
	o.owesWords()
	o.step(noon)
	require.Len(t, p.got, 1)
	require.Empty(t, o.left(), "nobody is to be told")
}

func TestWordsWaitForANodeThatHasTheirMessenger(t *testing.T) {
	o := newOffice(t, nil, nil)
	other := &pigeon{name: "owl"}
	o.Connect(other)
	o.owesWords()
	now := noon
	for range 3000 { // more than a day, after which failures are given up
		o.step(now)
		left := o.left()
		require.Len(t, left, 1)
		require.Zero(t, left[0].Tries, "it was no try")
		require.True(t, left[0].Due.After(now), "and it comes later")
		now = left[0].Due
	}
	require.True(t, now.After(noon.Add(25*time.Hour)))
	mine := &pigeon{name: "pigeon"}
	o.Connect(mine)
	o.step(now)
	require.Equal(t, []string{"7: It is."}, mine.got)
	require.Empty(t, other.got)
	require.Empty(t, o.left())
}
