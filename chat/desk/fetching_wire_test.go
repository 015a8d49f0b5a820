package desk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
	facebook "github.com/switchboard-go/switchboard/chat/channel/messenger"
	"github.com/switchboard-go/switchboard/chat/channel/telegram"
	"github.com/switchboard-go/switchboard/chat/channel/whatsapp"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// wired is a shop that a fake of a platform is connected to.
type wired struct {
	flown
	fake     *channeltest.Platform
	receiver *channel.Receiver
	courier  *channel.Courier
}

func newWired(t *testing.T, kind channeltest.Kind, seed uint64, calm bool) wired {
	t.Helper()
	boss := func(cfg *desk.Config) {
		boss := settings.Agent{Login: "boss", Name: "Boss", Supervisor: true}
		cfg.Seed.Agents = append(cfg.Seed.Agents, boss)
	}
	w := wired{flown: flown{newFiled(t, settings.Files{On: true, PerDay: 1000}, boss), nil}}
	w.fake = channeltest.New(channeltest.Config{
		Kind: kind, Seed: seed, Calm: calm, Now: w.clock,
	})
	tokens := map[string]string{channeltest.Account: channeltest.Token}
	var a channel.Adapter
	var err error
	switch kind {
	case channeltest.Telegram:
		a, err = telegram.New(telegram.Config{
			Token: channeltest.Token, Secret: channeltest.Secret, Client: w.fake.Client(),
		})
	case channeltest.WhatsApp:
		a, err = whatsapp.New(whatsapp.Config{
			Secret: channeltest.Secret, VerifyToken: "x", Tokens: tokens, Client: w.fake.Client(),
		})
	default:
		a, err = facebook.New(facebook.Config{
			Secret: channeltest.Secret, VerifyToken: "x", Tokens: tokens, Client: w.fake.Client(),
			Instagram: kind == channeltest.Instagram,
		})
	}
	require.NoError(t, err)
	lines := w.Outbox().Lines()
	c, r, err := channel.Connect(a, lines.Lanes(string(kind)))
	require.NoError(t, err)
	require.NoError(t, lines.Connect(c))
	r.Ours = func(account string) bool { return account == channeltest.Account }
	w.receiver, w.courier = r, c
	return w
}

// runs posts and fetches until nothing is left to do.
func (w wired) runs() {
	w.t.Helper()
	for range 5000 {
		left := w.fake.Post(w.receiver)
		next := w.fetches()
		switch {
		case left == 0 && next.IsZero():
			return
		case left == 0:
			w.pass(max(next.Sub(w.clock()), time.Second))
		default:
			w.pass(time.Second)
		}
	}
	w.t.Fatal("it never ends")
}

// brought are the messages with files of the last session, by the name of what they await or have.
func (w wired) brought() (all []chat.Entry) {
	w.t.Helper()
	ids := map[chat.SessionID]bool{}
	for _, key := range w.holding("files/ses_") {
		ids[chat.SessionID(key[len("files/"):])] = true
	}
	for id := range ids {
		es, _, err := desk.Agent(w.supervisor()).Timeline(w.ctx, id, 0, 200)
		require.NoError(w.t, err)
		for _, e := range es {
			if e.Kind == chat.KindMessage && len(e.Files)+len(e.Awaited) > 0 {
				all = append(all, e)
			}
		}
	}
	return all
}

var platforms = []channeltest.Kind{
	channeltest.Messenger, channeltest.Instagram, channeltest.WhatsApp, channeltest.Telegram,
}

func TestFilesComeFromEveryPlatformWhateverItDoes(t *testing.T) {
	for _, kind := range platforms {
		t.Run(string(kind), func(t *testing.T) {
			for seed := range uint64(6) {
				w := newWired(t, kind, seed, false)
				for i := range 4 {
					data := []byte("%PDF-1.7 " + fmt.Sprint(i))
					require.True(t, w.fake.WriteFile("1", fmt.Sprint("w", i%2), channeltest.File{
						Name: fmt.Sprintf("%d.pdf", i), Media: "application/pdf", Data: data,
					}))
				}
				w.runs()
				all := w.brought()
				require.Len(t, all, 4, "seed %d", seed)
				seen := map[string]bool{}
				for _, e := range all {
					require.Empty(t, e.Awaited, "seed %d", seed)
					require.Len(t, e.Files, 1)
					for _, key := range w.holding(string(e.Files[0].ID)) {
						files := w.eyes(chat.SessionID(key[len("files/"):]), e.Files[0].ID)
						seen[files] = true
						break
					}
				}
				require.Len(t, seen, 4, "each once, whole")
				require.Empty(t, w.fake.Faults())
			}
		})
	}
}

// eyes is what a file holds.
func (w wired) eyes(id chat.SessionID, file chat.FileID) string {
	w.t.Helper()
	l, err := desk.Agent(w.supervisor()).Messages().Files(id).Link(w.ctx, file, false)
	require.NoError(w.t, err)
	_, data := w.read(l)
	return data
}

func TestAPlatformThatSendsTheShopElsewhereIsNotHeeded(t *testing.T) {
	for _, kind := range platforms {
		t.Run(string(kind), func(t *testing.T) {
			w := newWired(t, kind, 1, true)
			w.fake.WriteFile("1", "", channeltest.File{
				Name: "a.pdf", Media: "application/pdf", Data: []byte("%PDF-"),
			})
			w.fake.Sends("http://" + channeltest.Metadata + "/latest/meta-data/")
			w.runs()
			require.Empty(t, w.fake.Faults())
			all := w.brought()
			require.Len(t, all, 1)
			if kind == channeltest.Telegram { // it was told by an answer that is none, and asked again
				require.Len(t, all[0].Files, 1)
				return
			}
			require.Equal(t, chat.MissingFailed, all[0].Awaited[0].Missing)
		})
	}
}

func TestWhatAPlatformHasNoMoreIsSaidToBeOver(t *testing.T) {
	for _, kind := range platforms {
		t.Run(string(kind), func(t *testing.T) {
			w := newWired(t, kind, 1, true)
			w.fake.WriteFile("1", "", channeltest.File{Name: "a.pdf", Media: "a/b"})
			w.fake.Expire()
			w.runs()
			all := w.brought()
			require.Len(t, all, 1)
			require.Equal(t, chat.MissingExpired, all[0].Awaited[0].Missing)
		})
	}
}
