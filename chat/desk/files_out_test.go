package desk_test

import (
	"bytes"
	"image"
	"image/png"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// asks has a customer of the platform write, and ann take the session.
func (w wired) asks() (id chat.SessionID) {
	w.t.Helper()
	w.fake.Write("1", "Is it in?")
	w.runs()
	for _, s := range w.cards() {
		if s.Line.Peer != "" {
			id = s.ID
		}
	}
	require.NotEmpty(w.t, id)
	_, err := w.agent("ann").Pick(w.ctx, id)
	require.NoError(w.t, err)
	return id
}

// cards are all sessions.
func (w wired) cards() (all []chat.Session) {
	w.t.Helper()
	cs, _, err := w.Host().Sessions(w.ctx, desk.SessionFilter{Limit: 50})
	require.NoError(w.t, err)
	for _, c := range cs {
		all = append(all, c.Session)
	}
	return all
}

// goes lets what the agents wrote go to the platform, and what it tells come back.
func (w wired) goes() {
	w.t.Helper()
	for range 100 {
		w.advance(2 * time.Second)
		_, err := w.courier.Step(w.ctx, w.clock())
		require.NoError(w.t, err)
		w.fake.Post(w.receiver)
	}
}

// shop is what the platform has of the shop's, in order: texts, and files by name.
func (w wired) shopSaid() (all []string) {
	for _, l := range w.fake.Transcript() {
		if l.Shop {
			all = append(all, l.Text+l.File)
		}
	}
	return all
}

func TestAnAgentsFilesGoToTheMessengerAfterTheirWords(t *testing.T) {
	for kind, files := range map[channeltest.Kind][]string{
		channeltest.Telegram:  {"Look:", "boot.png", "bill.pdf"},
		channeltest.WhatsApp:  {"Look:", "boot.png", "bill.pdf"},
		channeltest.Messenger: {"Look:", "boot.png", "bill.pdf"},
		channeltest.Instagram: {"Look:"}, // it takes none
	} {
		t.Run(string(kind), func(t *testing.T) {
			w := newWired(t, kind, 0, true)
			id := w.asks()
			ann := w.agent("ann")
			at := ann.Messages().Files(id)
			a := w.upload(at, "boot.png", photo(t))
			b := w.upload(at, "bill.pdf", []byte("%PDF-1.7 all of it"))
			_, err := ann.Send(w.ctx, id, desk.MessageRequest{
				Text: "Look:", Files: []chat.FileID{a.ID, b.ID},
			})
			c, is := ann.Session(w.ctx, id)
			require.NoError(t, is)
			if c.Carried.Files {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, chat.ErrInvalid)
				require.ErrorContains(t, err, "files: instagram takes none of agents")
				_, err = ann.Send(w.ctx, id, desk.MessageRequest{Text: "Look:"})
				require.NoError(t, err)
			}
			w.goes()
			require.Equal(t, files, w.shopSaid())
			require.Empty(t, w.fake.Faults())
		})
	}
}

func TestAFileThatThePlatformDoesNotTakeIsToldAndNothingOfItsMessageGoes(t *testing.T) {
	w := newWired(t, channeltest.WhatsApp, 0, true)
	id := w.asks()
	ann := w.agent("ann")
	var b bytes.Buffer
	noise := image.NewRGBA(image.Rect(0, 0, 1500, 1500)) // no picture of it is smaller than it
	for i, r := 0, rand.New(rand.NewPCG(1, 2)); i < len(noise.Pix); i++ {
		noise.Pix[i] = byte(r.Uint32() | 0x80*uint32(i%4/3))
	}
	plain := png.Encoder{CompressionLevel: png.NoCompression}
	require.NoError(t, plain.Encode(&b, noise))
	large := w.upload(ann.Messages().Files(id), "a.png", b.Bytes())
	require.Greater(t, large.Size, int64(5<<20))
	_, err := ann.Send(w.ctx, id, desk.MessageRequest{
		Text: "Look:", Files: []chat.FileID{large.ID},
	})
	require.NoError(t, err)
	w.goes()
	require.Empty(t, w.shopSaid())
	_, told := w.lost(id)
	require.Len(t, told, 1)
	require.Contains(t, told[0].Text, "whatsapp takes no file of "+large.Media)
}

func TestAFileThatWasWithdrawnGoesToNobody(t *testing.T) {
	w := newWired(t, channeltest.Telegram, 0, true)
	id := w.asks()
	ann := w.agent("ann")
	bill := w.upload(ann.Messages().Files(id), "bill.pdf", []byte("%PDF-1.7 all of it"))
	e, err := ann.Send(w.ctx, id, desk.MessageRequest{Files: []chat.FileID{bill.ID}})
	require.NoError(t, err)
	w.settle()
	_, err = ann.Messages().Withdraw(w.ctx, id, e.N, "")
	require.NoError(t, err)
	w.goes()
	require.Empty(t, w.shopSaid())
	for _, x := range [][2]string{
		{string(id) + ".1", string(bill.ID)}, {"nonsense", string(bill.ID)},
		{string(id) + ".1", "../../etc/passwd"},
	} {
		_, err = w.Outbox().Lines().Lanes("telegram").File(w.ctx, x[0], x[1])
		require.Error(t, err)
	}
}

// lost are the entries that tell of what did not arrive.
func (w wired) lost(id chat.SessionID) (all, told []chat.Entry) {
	w.t.Helper()
	all, _, err := desk.Agent(w.supervisor()).Timeline(w.ctx, id, 0, 100)
	require.NoError(w.t, err)
	for _, e := range all {
		if e.Kind == chat.KindDelivery && e.Reason == chat.Expired {
			told = append(told, e)
		}
	}
	return all, told
}
