package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// shop is a desk with every channel connected.
type shop struct {
	desk *desk.Desk
	ways map[channeltest.Kind]*channel.Receiver // what each platform posts to
}

// team is who works there: one agent, who gets every chat at once.
var team = settings.Team{
	Queues: []settings.Queue{{
		ID: "help", AutoAccept: true, Policy: chat.Policy{MailAfter: 1, LeaveAfter: -1},
	}},
	Sites: []settings.Site{{
		ID: "shop", Queues: []chat.QueueID{"help"}, Files: settings.Files{On: true},
	}},
	Agents: []settings.Agent{{
		Login: "mari", Name: "Mari", Capacity: 64, Hosted: true,
		Queues: []chat.Serves{{Queue: "help"}},
	}},
}

// open makes a desk and connects the platforms that the adapters speak to.
func open(
	cfg desk.Config, adapters map[channeltest.Kind]channel.Adapter,
) (*shop, error) {
	cfg.Seed = team
	d, err := desk.New(cfg)
	if err != nil {
		return nil, err
	}
	s := &shop{desk: d, ways: map[channeltest.Kind]*channel.Receiver{}}
	lines := d.Outbox().Lines()
	for kind, a := range adapters {
		courier, receiver, err := channel.Connect(a, lines.Lanes(a.Rules().Channel))
		if err == nil {
			err = lines.Carry(courier)
		}
		if err != nil {
			return nil, err
		}
		receiver.Ours = func(account string) bool { return account == channeltest.Account }
		s.ways[kind] = receiver
	}
	return s, nil
}

// mari is the agent.
func (s *shop) mari() desk.Agent {
	return s.desk.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "mari", Verified: true})
}

// arrive has the agent come to work.
func (s *shop) arrive(ctx context.Context) error {
	_, err := s.mari().SetStatus(ctx, chat.Available, "")
	return err
}

// answer has the agent write in a session: with the same command once.
func (s *shop) answer(
	ctx context.Context, id chat.SessionID, command chat.CommandID, text string,
) error {
	card, err := s.desk.Host().Session(ctx, id)
	if err != nil {
		return err
	}
	if card.Session.State == chat.Messaged { // nobody has it yet
		if _, err := s.mari().Answer(ctx, id); err != nil {
			return err
		}
	}
	_, err = s.mari().Send(ctx, id, desk.MessageRequest{Command: command, Text: text})
	return err
}

// claim makes a customer of a messenger and a customer of the shop one person. A shop does so for
// somebody who is signed in, and says of themselves that it is they who write there.
func (s *shop) claim(ctx context.Context, kind channeltest.Kind, login string) error {
	at := chat.Line{Channel: string(kind), Account: channeltest.Account, Peer: peer}
	who := chat.Principal{Kind: chat.RoleVisitor, ID: login, Verified: true}
	return s.desk.Outbox().Lines().Link(ctx, at, who)
}

// talk is one session as the page shows it.
type talk struct {
	ID      chat.SessionID
	Person  chat.VisitorID
	Channel string
	State   chat.State
	Window  hook.ReplyWindow
	Lines   []line
}

// line is one entry of it.
type line struct {
	N    int
	Mine bool // the shop wrote it
	Text string
	Said string // how far it came

	Files []string // their names, with what became of those that are awaited

	Twice bool // the customer may have it twice
	Lost  bool // it never will get there
}

// talks are the sessions, the newest first.
func (s *shop) talks(ctx context.Context) (all []talk, err error) {
	cards, _, err := s.desk.Host().Sessions(ctx, desk.SessionFilter{Limit: 200})
	for _, c := range cards {
		t, failed := s.talk(ctx, c.Session)
		all, err = append(all, t), errors.Join(err, failed)
	}
	return all, err
}

func (s *shop) talk(ctx context.Context, of chat.Session) (talk, error) {
	t := talk{ID: of.ID, Person: of.Visitor, Channel: of.Channel, State: of.State}
	t.Window, _ = s.desk.Outbox().Lines().Window(of, chat.AuthorAgent)
	for after, more := 0, true; more; {
		es, next, err := s.mari().Timeline(ctx, of.ID, after, 200)
		if err != nil {
			return t, err
		}
		for _, e := range es {
			t.add(e)
		}
		more, after = next > after, next
	}
	return t, nil
}

// add adds an entry, or what it says of an earlier one.
func (t *talk) add(e chat.Entry) {
	switch e.Kind {
	case chat.KindMessage, chat.KindNote:
		l := line{N: e.N, Mine: e.Author.Kind != chat.AuthorVisitor, Text: e.Plain()}
		for _, f := range e.Files {
			l.Files = append(l.Files, fmt.Sprintf("%s (%d bytes)", f.Name, f.Size))
		}
		for _, f := range e.Awaited {
			l.Files = append(l.Files, f.Name+" (not here yet)")
		}
		if e.Kind == chat.KindNote {
			l.Said = "for the agents alone"
		}
		t.Lines = append(t.Lines, l)
	case chat.KindDelivery:
		said := e.Text
		if e.Reason != "" {
			said = fmt.Sprint(said, ", ", e.Reason)
		}
		for i := range t.Lines {
			if l := &t.Lines[i]; l.Mine && (l.N == e.Of || e.Of == 0) {
				l.Said, l.Twice = said, l.Twice || e.Reason == chat.MaybeTwice
				l.Lost = l.Lost || e.Reason == chat.Expired
			}
		}
	}
}

// letter takes in a letter that came for the shop.
func (s *shop) letter(ctx context.Context, in hook.Inbound) error {
	_, err := s.desk.Host().Receive(ctx, in)
	return err
}
