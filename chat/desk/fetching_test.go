package desk_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// albatross is a messenger that gives out the files of its customers, by their ids.
type albatross struct {
	messenger
	files map[string]string
	fails []error // of the next calls
	asked []hook.WantedFile
	dies  func() // while a file is fetched
}

// Fetch implements hook.Fetcher.
func (a *albatross) Fetch(_ context.Context, w hook.WantedFile) ([]byte, error) {
	a.asked = append(a.asked, w)
	if a.dies != nil {
		a.dies()
	}
	if len(a.fails) > 0 {
		err := a.fails[0]
		if a.fails = a.fails[1:]; err != nil {
			return nil, err
		}
	}
	data, ok := a.files[w.ID]
	if !ok {
		return nil, hook.ErrExpired
	}
	return []byte(data), nil
}

// flown is a shop to which customers send files by such a messenger.
type flown struct {
	*filed
	bird *albatross
}

func newFlown(t *testing.T, adjust ...func(*desk.Config)) flown {
	t.Helper()
	adjust = append(adjust, func(cfg *desk.Config) {
		boss := settings.Agent{Login: "boss", Name: "Boss", Supervisor: true}
		cfg.Seed.Agents = append(cfg.Seed.Agents, boss)
	})
	f := flown{newFiled(t, settings.Files{On: true}, adjust...), &albatross{}}
	f.bird.files = map[string]string{"pic": pixels(t, 3, 2), "bill": "%PDF-1.7 " + marker}
	require.NoError(t, f.Outbox().Lines().Connect(f.bird))
	return f
}

func mailed(id string, parts ...hook.Part) hook.Inbound {
	return hook.Inbound{
		Channel: "mail", Sender: "vera@example.com", ExternalID: id, Parts: parts,
	}
}

func pigeon(id string, parts ...hook.Part) hook.Inbound {
	return hook.Inbound{
		Channel: "pigeon", Account: "page", Sender: "7", ExternalID: id, Parts: parts,
	}
}

func away(id, name string) hook.Part {
	return hook.Part{
		Kind: hook.PartFile, Name: name, Type: "image", Source: hook.FileSource{ID: id},
	}
}

func along(name, data string) hook.Part {
	return hook.Part{Kind: hook.PartFile, Name: name, Type: "a/b", Data: []byte(data)}
}

func words(text string) hook.Part { return hook.Part{Kind: hook.PartText, Text: text} }

// comes takes in what came, twice, and returns the session.
func (f flown) comes(in hook.Inbound) chat.SessionID {
	f.t.Helper()
	r, err := f.Host().Receive(f.ctx, in)
	require.NoError(f.t, err)
	again, err := f.Host().Receive(f.ctx, in)
	require.NoError(f.t, err)
	require.Equal(f.t, r.Session, again.Session)
	return r.Session
}

// fetches does what is due.
func (f flown) fetches() time.Time {
	f.t.Helper()
	next, err := f.Outbox().Lines().Fetch(f.ctx, f.clock())
	require.NoError(f.t, err)
	return next
}

// said is the last message of a session, as it stands, and the entries that told of its files.
func (f flown) said(id chat.SessionID) (m chat.Entry, told []chat.Entry) {
	f.t.Helper()
	es, _, err := desk.Agent(f.supervisor()).Timeline(f.ctx, id, 0, 100)
	require.NoError(f.t, err)
	for _, e := range es {
		switch e.Kind {
		case chat.KindMessage:
			m = e
		case chat.KindFetched:
			told = append(told, e)
		}
	}
	return m, told
}

func (f flown) supervisor() desk.Supervisor {
	return f.Supervisor(chat.Principal{Kind: chat.RoleSupervisor, ID: "boss", Verified: true})
}

func TestFilesOfAMessengerStandInTheirMessageOnceTheyCame(t *testing.T) {
	f := newFlown(t)
	id := f.comes(pigeon("1", words("look"), away("pic", "torn.svg"), away("bill", "bill")))
	m, _ := f.said(id)
	require.Equal(t, "look", m.Text)
	require.Len(t, m.Awaited, 2)
	require.Empty(t, m.Files)
	require.True(t, f.fetches().IsZero())
	m, told := f.said(id)
	require.Len(t, told, 2)
	require.Empty(t, m.Awaited)
	require.Equal(t, "torn.svg.png", m.Files[0].Name)
	require.Equal(t, [2]int{3, 2}, [2]int{m.Files[0].Width, m.Files[0].Height})
	require.Equal(t, "application/pdf", m.Files[1].Media)
	require.Equal(t, "page", f.bird.asked[0].Account)
	require.EqualValues(t, desk.MaxInboundFile, f.bird.asked[0].Most)
	ann := desk.Agent(f.supervisor()).Messages().Files(id)
	l, err := ann.Link(f.ctx, m.Files[1].ID, false)
	require.NoError(t, err)
	_, data := f.read(l)
	require.Contains(t, data, marker)
	all, _ := f.objects()
	require.Len(t, all, 3, "a picture, its small copy, and the bill")
	f.comes(pigeon("1", words("look"), away("pic", "torn.svg"), away("bill", "bill")))
	f.fetches()
	require.Len(t, f.bird.asked, 2, "what comes again is not fetched again")
	require.Empty(t, f.holding("fetching/"))
}

func TestFilesThatComeAlongWithAMailAreTakenIn(t *testing.T) {
	f := newFlown(t)
	in := mailed("<1@x>", along("bill.pdf", "%PDF-1.7 "+marker), along("b.exe", "MZ\x90"))
	id := f.comes(in)
	m, _ := f.said(id)
	require.Equal(t, "bill.pdf\nb.exe", m.Text, "it says nothing else")
	f.fetches()
	m, told := f.said(id)
	require.Len(t, told, 2)
	require.Equal(t, "bill.pdf\nb.exe", m.Text)
	require.True(t, m.Wordless())
	require.Equal(t, "bill.pdf", m.Files[0].Name)
	require.Equal(t, chat.MissingType, m.Awaited[0].Missing)
	all, _ := f.objects()
	require.Len(t, all, 1)
	f.fetches()
	require.Empty(t, f.bird.asked)
}

func TestAFileThatComesAlongAndIsTooLargeIsNamed(t *testing.T) {
	f := newFlown(t)
	most := "%PDF-1.7 " + strings.Repeat("x", desk.MaxInboundFile-9)
	more := along("more.pdf", most+"x")
	id := f.comes(mailed("<1@x>", words("look"), along("most.pdf", most), more))
	m, _ := f.said(id)
	require.Equal(t, "look\n\n[more.pdf]", m.Text)
	require.Len(t, m.Awaited, 1)
	f.fetches()
	m, _ = f.said(id)
	require.Equal(t, "most.pdf", m.Files[0].Name)
	_, err := f.Host().Receive(f.ctx, mailed("<2@x>", more))
	require.NoError(t, err, "no other files, and no words")
}

func TestWhyAFileDoesNotComeIsSaid(t *testing.T) {
	large := errors.New("it is refused")
	for name, c := range map[string]struct {
		fails  error
		screen error
		id     string
		want   chat.Missing
	}{
		"too large": {fails: hook.ErrTooLarge, want: chat.MissingSize},
		"expired":   {id: "gone", want: chat.MissingExpired},
		"guarded":   {fails: fmt.Errorf("%w: %w", large, hook.ErrRefused), want: chat.MissingFailed},
		"no type":   {id: "exe", want: chat.MissingType},
		"scanned":   {screen: fmt.Errorf("%w: a virus", chat.ErrInvalid), want: chat.MissingRefused},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFlown(t, func(cfg *desk.Config) { cfg.Screen = scanner{c.screen} })
			f.bird.files["exe"] = "MZ\x90"
			f.bird.fails = []error{c.fails}
			file := away("pic", "a.png")
			if c.id != "" {
				file = away(c.id, "a.png")
			}
			id := f.comes(pigeon("1", file))
			require.True(t, f.fetches().IsZero())
			m, told := f.said(id)
			require.Len(t, told, 1)
			require.Equal(t, c.want, m.Awaited[0].Missing)
			require.Equal(t, "a.png", m.Plain())
			all, _ := f.objects()
			require.Empty(t, all)
		})
	}
}

// scanner is a Screen that says the same of every file.
type scanner struct{ err error }

func (scanner) Screen(context.Context, hook.Draft) (hook.Verdict, error) {
	return hook.Verdict{}, nil
}
func (s scanner) ScreenFile(context.Context, hook.FileDraft) error { return s.err }

func TestAFileIsFetchedAgainForADay(t *testing.T) {
	f := newFlown(t)
	for range 100 {
		f.bird.fails = append(f.bird.fails, errors.New("the platform is down"))
	}
	id := f.comes(pigeon("1", away("pic", "a.png")))
	begun := f.clock()
	for next := f.fetches(); !next.IsZero(); next = f.fetches() {
		require.True(t, next.After(f.clock()))
		f.pass(next.Sub(f.clock()))
	}
	require.WithinRange(t, f.clock(), begun.Add(24*time.Hour), begun.Add(26*time.Hour))
	require.Less(t, len(f.bird.asked), 40)
	m, _ := f.said(id)
	require.Equal(t, chat.MissingFailed, m.Awaited[0].Missing)

	f.bird.fails = []error{errors.New("the platform is down"), nil}
	id = f.comes(pigeon("2", away("pic", "a.png")))
	f.pass(f.fetches().Sub(f.clock()))
	f.fetches()
	m, _ = f.said(id)
	require.Len(t, m.Files, 1)
}

func TestAVisitorsDayAndASessionsRoomHoldForFilesFromOutside(t *testing.T) {
	f := newFlown(t)
	f.bird.files["big"] = "%PDF-" + strings.Repeat("x", 24<<20)
	var ps []hook.Part
	for i := range 3 {
		ps = append(ps, away("big", fmt.Sprint(i)))
	}
	id := f.comes(pigeon("1", ps...))
	f.fetches()
	m, _ := f.said(id)
	require.Len(t, m.Files, 2)
	require.Equal(t, chat.MissingEnough, m.Awaited[0].Missing)

	ps = nil
	for i := range 12 {
		ps = append(ps, away("pic", fmt.Sprint(i)))
	}
	for i := range 6 {
		id = f.comes(pigeon(fmt.Sprint("n", i), ps...))
	}
	m, _ = f.said(id)
	require.Empty(t, m.Awaited, "so many are awaited already")
	require.True(t, strings.HasPrefix(m.Text, "[0] [1] "), m.Text)
}

func TestASiteThatTakesNoFilesNamesThem(t *testing.T) {
	f := newFlown(t, func(cfg *desk.Config) { cfg.Seed.Sites[0].Files.On = false })
	id := f.comes(pigeon("1", words("look"), away("pic", "a.png")))
	es, _, err := desk.Agent(f.supervisor()).Timeline(f.ctx, id, 0, 100)
	require.NoError(t, err)
	require.Equal(t, "[a.png]", es[len(es)-1].Text)
	require.True(t, f.fetches().IsZero())
	require.Empty(t, f.bird.asked)
}

// pixels is a picture.
func pixels(t *testing.T, width, height int) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, png.Encode(&b, image.NewRGBA(image.Rect(0, 0, width, height))))
	return b.String()
}
