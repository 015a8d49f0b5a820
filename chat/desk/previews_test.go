package desk_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// sitemap is a Profile that knows pages, and remembers what it was asked.
type sitemap struct {
	mu    sync.Mutex
	asked []hook.PageSought
}

func (*sitemap) Visitor(context.Context, chat.Principal) (hook.Customer, error) {
	return hook.Customer{}, nil
}

func (m *sitemap) Page(ctx context.Context, s hook.PageSought) (p chat.Preview, err error) {
	m.mu.Lock()
	m.asked = append(m.asked, s)
	m.mu.Unlock()
	p = chat.Preview{URL: s.URL, Title: "Page " + s.URL, Picture: "https://shop.example/a.jpg"}
	switch _, name, _ := strings.Cut(s.URL, "shop.example/"); name {
	case "none":
		return chat.Preview{}, nil
	case "fails":
		return p, errors.New("no connection")
	case "panics":
		panic("nil map")
	case "hangs":
		<-ctx.Done()
		return p, ctx.Err()
	case "elsewhere":
		p.URL, p.Picture = "https://evil.test/", ""
	case "tracks":
		p.Picture = "https://evil.test/pixel.gif"
	}
	return p, nil
}

func (m *sitemap) count() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.asked)
}

// linking is a shop with pages of its own.
func linking(t *testing.T, m hook.Profile) *shop {
	seed := twoTeams()
	for i := range seed.Sites {
		seed.Sites[i].Origins = []string{"https://shop.example"}
	}
	return newShop(t, seed, func(cfg *desk.Config) {
		cfg.Profile, cfg.HookTimeout = m, 500*time.Millisecond
	})
}

func TestLinksToTheShopsOwnPagesAreShownAsCardsToBothSides(t *testing.T) {
	m := &sitemap{}
	s := linking(t, m)
	s.available("ann")
	id := s.chatting(1, "ann")
	ann, vera := s.agent("ann"), s.visitor(1)
	cards := func(text string) (all []string) {
		e, err := ann.Send(s.ctx, id, desk.MessageRequest{Text: text})
		require.NoError(t, err)
		q := desk.PreviewQuery{Session: id, N: e.N}
		agents, err := q.By(s.ctx, ann)
		require.NoError(t, err)
		visitors, err := q.ByVisitor(s.ctx, vera)
		require.NoError(t, err)
		require.Equal(t, agents, visitors)
		for _, p := range agents {
			all = append(all, p.URL)
		}
		return all
	}
	require.Equal(t, []string{"https://shop.example/boots"},
		cards("See https://shop.example/boots. And https://evil.test/boots"))
	require.Equal(t, 1, m.count(), "of another origin nobody is asked, and of one page once")
	for _, name := range []string{"none", "fails", "panics", "hangs", "elsewhere", "tracks"} {
		require.Empty(t, cards("https://shop.example/"+name), name)
	}
	view, err := vera.Session(s.ctx, id)
	require.NoError(t, err)
	require.Equal(t, []string{"https://shop.example"}, view.Previews)
	require.Empty(t, s.holding("Page https"), "nothing of a card is stored")
}

func TestOnlyWhoReadsAMessageIsShownItsCards(t *testing.T) {
	m := &sitemap{}
	s := linking(t, m)
	s.available("ann")
	id := s.chatting(1, "ann")
	ann, vera := s.agent("ann"), s.visitor(1)
	r := desk.MessageRequest{Text: "https://shop.example/secret"}
	note, err := ann.Note(s.ctx, id, r)
	require.NoError(t, err)
	q := desk.PreviewQuery{Session: id, N: note.N}
	found, err := q.By(s.ctx, ann)
	require.NoError(t, err)
	require.Len(t, found, 1)
	_, err = q.ByVisitor(s.ctx, vera)
	require.ErrorIs(t, err, chat.ErrInvalid)
	_, err = q.ByVisitor(s.ctx, s.visitor(2))
	require.ErrorIs(t, err, chat.ErrNotFound)
	_, err = q.By(s.ctx, s.agent("bob"))
	require.ErrorIs(t, err, chat.ErrNotFound)
	for _, n := range []int{-1, 0, 1, 99} {
		_, err = desk.PreviewQuery{Session: id, N: n}.By(s.ctx, ann)
		require.ErrorIs(t, err, chat.ErrInvalid, "%d", n)
	}
	e, err := vera.Send(s.ctx, id, r)
	require.NoError(t, err)
	_, err = vera.Messages().Withdraw(s.ctx, id, e.N, "")
	require.NoError(t, err)
	found, err = desk.PreviewQuery{Session: id, N: e.N}.By(s.ctx, ann)
	require.NoError(t, err)
	require.Empty(t, found, "it was taken back")
}

func TestAPageIsAskedAboutAnewAfterAnErasure(t *testing.T) {
	m := &sitemap{}
	s := linking(t, m)
	s.available("ann")
	id := s.chatting(1, "ann")
	ann := s.agent("ann")
	e, err := ann.Send(s.ctx, id, desk.MessageRequest{Text: "https://shop.example/boots"})
	require.NoError(t, err)
	ask := func() {
		_, err := desk.PreviewQuery{Session: id, N: e.N}.By(s.ctx, ann)
		require.NoError(t, err)
	}
	ask()
	ask()
	require.Equal(t, 1, m.count())
	v, err := s.visitor(2).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	require.NotEmpty(t, v.ID)
	require.NoError(t, s.visitor(2).Erase(s.ctx))
	s.settle()
	ask()
	require.Equal(t, 2, m.count())
}

func TestWithoutPagesOrOriginsNoLinkIsACard(t *testing.T) {
	for name, s := range map[string]*shop{
		"no pages": linking(t, shelf(stocked)),
		"no origins": newShop(t, twoTeams(), func(cfg *desk.Config) {
			cfg.Profile = &sitemap{}
		}),
	} {
		t.Run(name, func(t *testing.T) {
			s.available("ann")
			id := s.chatting(1, "ann")
			e, err := s.agent("ann").Send(s.ctx, id, desk.MessageRequest{
				Text: "https://shop.example/boots",
			})
			require.NoError(t, err)
			found, err := desk.PreviewQuery{Session: id, N: e.N}.By(s.ctx, s.agent("ann"))
			require.NoError(t, err)
			require.Empty(t, found)
			view, err := s.visitor(1).Session(s.ctx, id)
			require.NoError(t, err)
			require.Empty(t, view.Previews)
		})
	}
}

func TestOriginsOfASiteAreWrittenAsBrowsersWriteThem(t *testing.T) {
	site := settings.Site{ID: "shop", Queues: []chat.QueueID{"q"}}
	known := settings.Team{Queues: []settings.Queue{{ID: "q"}}}
	for origin, good := range map[string]bool{
		"https://shop.example": true, "http://localhost:8080": true,
		"https://shop.example/": false, "https://SHOP.example": false, "shop.example": false,
		"https://*.shop.example": false, "": false, "https://shop.example:443": false,
	} {
		site.Origins = []string{origin}
		require.Equal(t, good, site.Check("", known) == nil, origin)
	}
}
