package channeltest_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
	"github.com/switchboard-go/switchboard/chat/channel/mail"
	"github.com/switchboard-go/switchboard/chat/channel/messenger"
	"github.com/switchboard-go/switchboard/chat/channel/telegram"
	"github.com/switchboard-go/switchboard/chat/channel/whatsapp"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// adapter is the real one, against a fake.
func adapter(
	t testing.TB, kind channeltest.Kind, p *channeltest.Platform, now func() time.Time,
) channel.Adapter {
	tokens := map[string]string{channeltest.Account: channeltest.Token}
	var a channel.Adapter
	var err error
	switch kind {
	case channeltest.Telegram:
		a, err = telegram.New(telegram.Config{
			Token: channeltest.Token, Secret: channeltest.Secret, Client: p.Client(),
		})
	case channeltest.Mail:
		a, err = mail.New(mail.Config{
			Provider: mail.Mailgun, Key: channeltest.Secret, Mailer: p.Mailer(), Now: now,
		})
	case channeltest.Postmark, channeltest.SendGrid:
		a, err = mail.New(mail.Config{
			Provider: mail.Provider(kind), User: channeltest.User, Password: channeltest.Secret,
			Mailer: p.Mailer(), Now: now,
		})
	case channeltest.WhatsApp:
		a, err = whatsapp.New(whatsapp.Config{
			Secret: channeltest.Secret, VerifyToken: "x", Tokens: tokens, Client: p.Client(),
		})
	default:
		a, err = messenger.New(messenger.Config{
			Secret: channeltest.Secret, VerifyToken: "x", Tokens: tokens, Client: p.Client(),
			Instagram: kind == channeltest.Instagram, Person: true,
		})
	}
	require.NoError(t, err)
	return a
}

var errCrash = errors.New("the process is gone")

// disk is a journal that outlives the process. A dead process writes nothing more.
type disk struct {
	*channel.Memory
	dies func() bool
	dead bool
}

func (d *disk) Save(ctx context.Context, a channel.Address, l channel.Lane) error {
	if d.dead = d.dead || d.dies(); d.dead {
		return errCrash
	}
	return d.Memory.Save(ctx, a, l)
}

// shop is a host: a receiver, a courier, and a timeline for each customer, of which all but the
// courier's memory outlives a crash.
type shop struct {
	t        *testing.T
	random   *rand.Rand
	now      time.Time
	kind     channeltest.Kind
	fake     *channeltest.Platform
	adapter  channel.Adapter
	memory   *channel.Memory
	disk     *disk
	courier  *channel.Courier
	receiver *channel.Receiver

	took    map[string]bool               // events, by id
	heard   map[string][]string           // customers' words, by customer
	said    map[string][]channel.Outbound // agents', likewise
	became  map[string]channel.Change     // by message
	crashed map[string]bool               // parts that were under way in a crash, by id
	peers   map[string]string             // customers, by what the shop knows them by
	whose   map[string]channel.Address    // to whom a message went, by its id
	apps    map[string]bool               // what was told of the platform's own app
	crashes int
	storms  bool
	n       int
}

// peers is how many customers a platform has.
const peers = 5

func open(t *testing.T, kind channeltest.Kind, seed uint64) *shop {
	s := &shop{
		t: t, kind: kind, random: rand.New(rand.NewPCG(seed, 2)),
		memory: &channel.Memory{}, storms: true,
		now:  time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC),
		took: map[string]bool{}, heard: map[string][]string{},
		said:   map[string][]channel.Outbound{},
		became: map[string]channel.Change{}, crashed: map[string]bool{},
		peers: map[string]string{}, whose: map[string]channel.Address{},
		apps: map[string]bool{},
	}
	s.fake = channeltest.New(channeltest.Config{
		Kind: kind, Seed: seed, Now: func() time.Time { return s.now },
	})
	s.fake.Approve(hook.Template{Name: "ready", Language: "en", Text: "Order {{1}} is ready"})
	for n := range peers {
		s.peers[s.fake.Address(strconv.Itoa(n+1))] = strconv.Itoa(n + 1)
	}
	s.adapter = adapter(t, kind, s.fake, func() time.Time { return s.now })
	s.receiver = &channel.Receiver{
		Adapter: s.adapter, Take: s.take,
		Ours: func(account string) bool { return account == channeltest.Account },
	}
	s.start()
	return s
}

// start begins a process: what the one before had in memory is gone.
func (s *shop) start() {
	s.disk = &disk{Memory: s.memory}
	s.disk.dies = func() bool { return s.storms && s.random.IntN(150) == 0 }
	var err error
	s.courier, err = channel.NewCourier(channel.CourierConfig{
		Adapter: s.adapter, Journal: s.disk, AtOnce: 1, Patience: time.Hour,
		Files: func(context.Context, string, string) ([]byte, error) {
			if s.storms && s.random.IntN(20) == 0 {
				return nil, errCrash
			}
			return []byte("%PDF-1.7\n"), nil
		},
		Whose: func(_ context.Context, id string) (channel.Address, bool, error) {
			a, ok := s.whose[id]
			return a, ok, nil
		},
		Tell: func(_ context.Context, _ channel.Address, c channel.Change) error {
			if s.storms && s.random.IntN(30) == 0 {
				return errCrash
			}
			if was, ok := s.became[c.Message]; ok && c.Message != "" {
				c.State, c.Twice = was.State.Next(c.State), c.Twice || was.Twice
			}
			if c.Message != "" {
				s.became[c.Message] = c
			}
			if c.Message == "" {
				s.apps[c.Echo.Text] = true
			}
			return nil
		},
	})
	require.NoError(s.t, err)
}

// take takes in events, each once.
func (s *shop) take(ctx context.Context, es []channel.Event) error {
	for _, e := range es {
		if s.storms && s.random.IntN(20) == 0 {
			return errCrash
		}
		if err := s.courier.Hear(ctx, s.now, e); err != nil {
			return err
		}
		if e.Kind == channel.KindMessage && !s.took[e.ID] {
			s.took[e.ID] = true
			peer := s.peers[e.Peer]
			s.heard[peer] = append(s.heard[peer], e.Text)
		}
	}
	return nil
}

// act does one thing that can happen.
func (s *shop) act() {
	peer := fmt.Sprint(1 + s.random.IntN(peers))
	switch s.random.IntN(12) {
	case 0, 1:
		s.n++
		s.fake.Write(peer, fmt.Sprintf("q%d õ/<&> 👍", s.n))
	case 2, 3:
		s.answer(peer)
	case 4, 5, 6:
		s.fake.Post(s.receiver)
	case 7:
		s.now = s.now.Add(time.Duration(s.random.IntN(5000)) * time.Millisecond)
	case 8:
		if s.random.IntN(60) == 0 {
			s.now = s.now.Add(time.Duration(s.random.IntN(30)) * time.Hour)
		}
		if s.random.IntN(60) == 0 {
			s.fake.Block(peer)
		}
		if s.random.IntN(20) == 0 {
			s.n++
			s.fake.Answer(peer, fmt.Sprintf("app%d", s.n))
		}
	default:
		s.step()
	}
}

func (s *shop) step() {
	_, _ = s.courier.Step(s.t.Context(), s.now)
	if s.disk.dead {
		s.noteOpen()
		s.start()
	}
}

// noteOpen notes the tries that are open when the process dies: nobody knows how they ended.
func (s *shop) noteOpen() {
	s.crashes++
	busy, err := s.memory.Busy(s.t.Context())
	require.NoError(s.t, err)
	for _, a := range busy {
		l, err := s.memory.Load(s.t.Context(), a.Address)
		require.NoError(s.t, err)
		if len(l.Parts) > 0 && !l.Parts[0].Begun.IsZero() {
			s.crashed[named(l.Parts[0].Outbound)] = true
		}
	}
}

// answer has an agent or a robot answer a customer, sometimes at length.
func (s *shop) answer(peer string) {
	s.n++
	m := channel.Outbound{
		ID: fmt.Sprintf("a%d", s.n), Account: channeltest.Account, By: chat.AuthorAgent,
		To:   s.fake.Address(peer),
		Text: fmt.Sprintf("a%d õ👍", s.n), At: s.now,
	}
	if s.random.IntN(4) == 0 {
		m.By, m.Text = chat.AuthorBot, channeltest.Robot+m.Text
	}
	if s.random.IntN(10) == 0 && m.By == chat.AuthorAgent {
		for i := range 500 {
			m.Text += fmt.Sprintf(" a%d.%d👍", s.n, i)
		}
	}
	if s.kind == channeltest.WhatsApp && s.random.IntN(6) == 0 {
		which := fmt.Sprintf("a%d õ👍", s.n)
		m.Text = "Order " + which + " is ready"
		m.Template = &channel.Template{Name: "ready", Language: "en", Params: []string{which}}
	}
	if m.Template == nil && len(s.adapter.Rules().Files) > 0 && s.random.IntN(8) == 0 {
		f := channel.SentFile{ID: m.ID, Name: m.ID + ".pdf", Media: "application/pdf", Size: 9}
		m.Files = []channel.SentFile{f}
	}
	s.whose[m.ID] = channel.Address{Account: m.Account, Peer: m.To}
	if err := s.courier.Post(s.t.Context(), s.now, m); err != nil {
		if s.disk.dead {
			s.noteOpen()
			s.start()
		}
		return // the agent is told, and it was not taken
	}
	s.said[peer] = append(s.said[peer], m)
}

// settle ends the storm and lets everything come to its end.
func (s *shop) settle() {
	s.storms = false
	s.fake.Calm(true)
	if s.disk.dead {
		s.noteOpen()
		s.start()
	}
	for range 20_000 {
		left := s.fake.Post(s.receiver)
		next, err := s.courier.Step(s.t.Context(), s.now)
		require.NoError(s.t, err)
		if left == 0 && next.IsZero() {
			return
		}
		s.now = s.now.Add(time.Second)
	}
	require.Fail(s.t, "it never ends")
}

// sliced is which part of the seeds is run: SWITCHBOARD_SLICE=2/8 is the second of eight.
func sliced(t *testing.T) (slice, parts uint64) {
	text := os.Getenv("SWITCHBOARD_SLICE")
	if text == "" {
		return 1, 1
	}
	_, err := fmt.Sscanf(text, "%d/%d", &slice, &parts)
	require.NoError(t, err, "SWITCHBOARD_SLICE: want a part and how many there are, as in 2/8")
	return slice, parts
}

// steps are how many things happen to each platform.
func steps() int {
	if os.Getenv("SWITCHBOARD_FULL") != "" {
		return 1_000_000
	}
	return 6_000
}

func TestNothingIsLostOrDoubledUnmarkedWhateverAPlatformDoes(t *testing.T) {
	for _, kind := range []channeltest.Kind{
		channeltest.Telegram, channeltest.Messenger, channeltest.Instagram, channeltest.WhatsApp,
		channeltest.Mail, channeltest.Postmark, channeltest.SendGrid,
	} {
		t.Run(string(kind), func(t *testing.T) {
			marked, doubled, events := 0, 0, 0
			slice, parts := sliced(t)
			seed := uint64(0)
			t.Cleanup(func() {
				if t.Failed() {
					t.Logf("seed %d", seed)
				}
			})
			for left := steps(); left > 0; left -= 2000 {
				seed++
				if seed%parts != slice%parts {
					continue
				}
				s := open(t, kind, seed)
				for range 2000 {
					s.act()
				}
				s.settle()
				m, d := s.check()
				marked, doubled, events = marked+m, doubled+d, events+len(s.took)
			}
			require.Positive(t, marked, "the storm was none")
			require.LessOrEqual(t, doubled, marked)
			t.Logf("%d customers' messages, %d marked, %d of them twice", events, marked, doubled)
		})
	}
}
