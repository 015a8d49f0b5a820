package desk_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
	"github.com/switchboard-go/switchboard/chat/channel/whatsapp"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// handset is a fake of WhatsApp with a shop behind it.
type handset struct {
	*scene
	fake     *channeltest.Platform
	receiver *channel.Receiver
	courier  *channel.Courier
	store    store.Store
	during   func() // once, when the desk is about to give the courier something
}

// carrier is the courier of a handset.
type carrier struct {
	*channel.Courier
	p *handset
}

func (c carrier) Carry(ctx context.Context, w hook.Words) error {
	if f := c.p.during; f != nil {
		c.p.during = nil
		f()
	}
	return c.Courier.Carry(ctx, w)
}

// phoned runs f on a shop that WhatsApp is connected to.
func phoned(t *testing.T, cfg desk.Config, f func(t *testing.T, p *handset)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := &handset{store: memstore.New(memstore.Config{})}
		p.fake = channeltest.New(channeltest.Config{
			Kind: channeltest.WhatsApp, Calm: true, Now: time.Now,
		})
		cfg.Store, cfg.Lease = p.store, 30*time.Second
		cfg.Seed.Agents = append(cfg.Seed.Agents, settings.Agent{
			Login: "boss", Name: "Boss", Supervisor: true,
		})
		shop := chattest.OpenWith(t, cfg, func(d *desk.Desk) { p.connect(t, d) })
		p.scene = &scene{Shop: shop, t: t}
		p.boss = p.Desk.Supervisor(chat.Principal{
			Kind: chat.RoleSupervisor, ID: "boss", Verified: true,
		})
		p.eyes = desk.Agent(p.boss)
		p.pass(time.Second)
		f(t, p)
	})
}

// connect connects a desk with the fake.
func (p *handset) connect(t *testing.T, d *desk.Desk) {
	adapter, err := whatsapp.New(whatsapp.Config{
		Secret: channeltest.Secret, VerifyToken: "word", Client: p.fake.Client(),
		Tokens: map[string]string{channeltest.Account: channeltest.Token},
	})
	require.NoError(t, err)
	lines := d.Outbox().Lines()
	p.courier, p.receiver, err = channel.Connect(adapter, lines.Lanes("whatsapp"))
	require.NoError(t, err)
	require.NoError(t, lines.Carry(carrier{p.courier, p}))
}

// asks has a customer write, and returns the session that it is in.
func (p *handset) asks(peer, text string) *chattest.Visitor {
	p.t.Helper()
	p.fake.Write(peer, text)
	p.fake.Post(p.receiver)
	p.pass(time.Second)
	all, _, err := p.boss.Sessions(p.t.Context(), desk.SessionFilter{})
	require.NoError(p.t, err)
	for _, c := range all {
		if c.Session.Line.Peer == peer {
			return &chattest.Visitor{Session: c.Session.ID}
		}
	}
	p.t.Fatal("no session")
	return nil
}

// settle lets everything come to its end.
func (p *handset) settle() {
	for range 60 {
		p.fake.Post(p.receiver)
		p.pass(time.Second)
	}
}

// sent are the texts that the platform took from the shop.
func (p *handset) sent() (out []string) {
	for _, l := range p.fake.Transcript() {
		if l.Shop {
			out = append(out, l.Peer+": "+l.Text)
		}
	}
	return out
}

// holding are the keys of the records that have a text in them.
func (p *handset) holding(text string) (keys []string) {
	for _, r := range everyRecord(p.t, p.store) {
		if strings.Contains(string(r.Value), text) {
			keys = append(keys, r.Key)
		}
	}
	return keys
}

// revs are the revisions of the records that have a text in them.
func (p *handset) revs(text string) (revs []store.Rev) {
	for _, r := range everyRecord(p.t, p.store) {
		if strings.Contains(string(r.Value), text) {
			revs = append(revs, r.Rev)
		}
	}
	return revs
}

func everyRecord(t *testing.T, s store.Store) []store.Record {
	rs, err := s.List(t.Context(), store.Range{Limit: 100_000})
	require.NoError(t, err)
	return rs
}

func TestADeskDrivesAMessengerAndKeepsWhatItRemembers(t *testing.T) {
	phoned(t, desk.Config{Seed: one()}, func(t *testing.T, p *handset) {
		ann := p.agents("ann")[0]
		v := p.asks("70017001", "Is it in?")
		p.replies(v, ann, "It is.", "Shall I send it?")
		p.settle()
		require.Equal(t, []string{"70017001: It is.", "70017001: Shall I send it?"}, p.sent())
		require.Equal(t, p.card(v).Line.Read, p.said(v, chat.KindMessage)[2].N)
		lanes := p.Desk.Outbox().Lines().Lanes("whatsapp")
		busy, err := lanes.Busy(t.Context())
		require.NoError(t, err)
		require.Empty(t, busy)
		require.NotEmpty(t, p.holding("wamid"), "its ids are remembered")

		// Nothing is written of it while nothing happens.
		require.NoError(t, ann.Agent.Close(t.Context(), v.Session))
		was := p.revs("wamid")
		p.pass(time.Hour)
		require.Equal(t, was, p.revs("wamid"))

		// What somebody has to do first may come after the desk has been idle.
		again := p.asks("70017001", "And this one?")
		p.replies(again, ann, "That, too.")
		p.settle()
		require.Equal(t, "70017001: That, too.", p.sent()[2])
	})
}

func TestAnErasureTakesWhatAMessengerRemembers(t *testing.T) {
	phoned(t, desk.Config{Seed: one()}, func(t *testing.T, p *handset) {
		ann := p.agents("ann")[0]
		v := p.asks("70017001", "Is it in?")
		p.replies(v, ann, "It is.")
		p.settle()
		down := channel.Event{ // the platform's word of something that is not known
			Account: channeltest.Account, Peer: "70017001", Kind: channel.KindStatus,
			ID: "x", Of: "wamid.zanzibar", State: channel.Read,
		}
		require.NoError(t, p.courier.Hear(t.Context(), time.Now(), down))
		require.NotEmpty(t, p.holding("zanzibar"))
		require.NotEmpty(t, p.holding("70017001"))
		require.NoError(t, p.Host().Erase(t.Context(), p.card(v).Visitor))
		p.pass(time.Second)
		require.Empty(t, p.holding("zanzibar"))
		require.Empty(t, p.holding("70017001"))
		require.Empty(t, p.holding("It is."))
		busy, err := p.Desk.Outbox().Lines().Lanes("whatsapp").Busy(t.Context())
		require.NoError(t, err)
		require.Empty(t, busy)
		require.NotEqual(t, v.Session, p.asks("70017001", "Hello").Session)
	})
}

func TestWhatIsGivenToAMessengerDuringAnErasureIsForgotten(t *testing.T) {
	phoned(t, desk.Config{Seed: one()}, func(t *testing.T, p *handset) {
		ann := p.agents("ann")[0]
		v := p.asks("70017001", "Is it in?")
		who := p.card(v).Visitor
		p.during = func() { require.NoError(t, p.Host().Erase(t.Context(), who)) }
		p.replies(v, ann, "It is.")
		p.settle()
		require.Nil(t, p.during)
		require.Empty(t, p.sent())
		for _, r := range everyRecord(t, p.store) {
			require.False(t, strings.HasPrefix(r.Key, "lane/"), "%s: %s", r.Key, r.Value)
			require.NotContains(t, string(r.Value), "70017001", r.Key)
		}
	})
}

func TestALaneIsChangedByOneAtATime(t *testing.T) {
	phoned(t, desk.Config{Seed: one()}, func(t *testing.T, p *handset) {
		lanes := p.Desk.Outbox().Lines().Lanes("whatsapp")
		at := chat.Line{Channel: "whatsapp", Account: "a", Peer: "p"}
		l, err := lanes.Lane(t.Context(), at)
		require.NoError(t, err)
		require.Equal(t, hook.Lane{At: at}, l)
		l.Value, l.Busy, l.Due = []byte(`{"a":1}`), true, time.Now().Add(time.Hour).UTC()
		require.NoError(t, lanes.Keep(t.Context(), l))
		require.ErrorIs(t, lanes.Keep(t.Context(), l), hook.ErrChanged)
		busy, err := lanes.Busy(t.Context())
		require.NoError(t, err)
		require.Equal(t, []hook.Lane{{At: at, Busy: true, Due: l.Due}}, busy)
		got, err := lanes.Lane(t.Context(), at)
		require.NoError(t, err)
		require.JSONEq(t, `{"a":1}`, string(got.Value))
		for _, wrong := range []hook.Lane{
			{At: chat.Line{Peer: ""}, Value: []byte("{}")},
			{At: chat.Line{Peer: strings.Repeat("p", 129)}, Value: []byte("{}")},
			{At: at, Rev: got.Rev, Busy: true},
		} {
			require.ErrorIs(t, lanes.Keep(t.Context(), wrong), chat.ErrInvalid)
		}
		got.Value, got.Busy = nil, false
		require.NoError(t, lanes.Keep(t.Context(), got))
		busy, err = lanes.Busy(t.Context())
		require.NoError(t, err)
		require.Empty(t, busy)
	})
}

// TestAMessengerThatAnotherNodeHears has one node take in what a platform tells while another one
// leads and sends.
func TestAMessengerThatAnotherNodeHears(t *testing.T) {
	phoned(t, desk.Config{Seed: one()}, func(t *testing.T, p *handset) {
		ann := p.agents("ann")[0]
		second, err := desk.New(desk.Config{Store: p.store, Lease: 30 * time.Second})
		require.NoError(t, err)
		first := p.receiver
		p.connect(t, second)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- second.Run(ctx) }()
		p.pass(time.Second)
		v := p.asks("70017001", "Is it in?") // the second node takes it in
		p.replies(v, ann, "It is.")
		p.settle()
		require.Equal(t, []string{"70017001: It is."}, p.sent())
		require.Equal(t, p.said(v, chat.KindMessage)[1].N, p.card(v).Line.Read)
		stop()
		require.NoError(t, <-ended)
		p.receiver = first
	})
}
