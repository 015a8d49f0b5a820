package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// unset is a desk that nobody set up: Ann chats with visitor 1 in the queue there is, and
// visitor 2 waits.
func unset(t *testing.T, adjust ...func(*desk.Config)) (s *shop, waiting chat.SessionID) {
	s = newShop(t, settings.Team{}, adjust...)
	s.hire("ann", "support")
	s.hire("boss")
	s.available("ann")
	s.chatting(1, "ann")
	return s, s.ask(2, desk.StartRequest{})
}

// hire makes an agent of some queues; without any, a supervisor of everything.
func (s *shop) hire(login string, queues ...chat.QueueID) {
	s.t.Helper()
	a := settings.Agent{Login: login, Name: login, Capacity: 1, Supervisor: len(queues) == 0}
	for _, q := range queues {
		a.Queues = append(a.Queues, chat.Serves{Queue: q})
	}
	a.Hosted = true
	_, err := s.Host().PutAgent(s.ctx, a)
	require.NoError(s.t, err)
}

// ask starts a session.
func (s *shop) ask(n int, r desk.StartRequest) chat.SessionID {
	s.t.Helper()
	r.Command, r.Text = "ask", "hello"
	v, err := s.visitor(n).Start(s.ctx, r)
	require.NoError(s.t, err)
	s.settle()
	return v.ID
}

func (s *shop) card(id chat.SessionID) chat.Session {
	s.t.Helper()
	c, err := s.supervisor("boss").Session(s.ctx, id)
	require.NoError(s.t, err)
	return c.Session
}

// served reports that visitor 2 still waits, in the queue Ann serves, and is hers once she has
// time.
func (s *shop) served(waiting chat.SessionID) {
	s.t.Helper()
	s.pass(time.Minute)
	s.settle()
	require.Equal(s.t, chat.Queued, s.card(waiting).State)
	require.NoError(s.t, s.agent("ann").Close(s.ctx, s.current(1)))
	require.Equal(s.t, waiting, s.offer("ann").Session.Session.ID)
	id := s.ask(3, desk.StartRequest{})
	require.Equal(s.t, chat.QueueID("support"), s.card(id).Queue, "who comes now comes where they always came")
	require.Equal(s.t, chat.SiteID("main"), s.card(id).Site)
	s.hire("bob", "support")
}

func TestTheFirstQueueThatIsWrittenStrandsNobodyInTheOneThereWas(t *testing.T) {
	for _, id := range []chat.QueueID{"returns", "a", "zzz"} {
		s, waiting := unset(t)
		_, err := s.supervisor("boss").PutQueue(s.ctx, settings.Queue{ID: id})
		require.NoError(t, err)
		s.served(waiting)
		_, err = s.Host().PutQueue(s.ctx, settings.Queue{ID: "more"})
		require.NoError(t, err)
		sites, err := s.supervisor("boss").Sites(s.ctx)
		require.NoError(t, err)
		require.Len(t, sites, 1)
		require.Equal(t, []chat.QueueID{"support", id, "more"}, sites[0].Queues, "a team that set up no site has one of every queue")
		require.NotZero(t, sites[0].Revision)
		require.Equal(t, id, s.card(s.ask(4, desk.StartRequest{Queue: id})).Queue)
	}
}

func TestTheFirstSiteThatIsWrittenStrandsNobodyInTheOneThereWas(t *testing.T) {
	for _, id := range []chat.SiteID{"outlet", "a", "zzz"} {
		s, waiting := unset(t)
		_, err := s.supervisor("boss").PutSite(s.ctx, settings.Site{ID: id, Queues: []chat.QueueID{"support"}})
		require.NoError(t, err)
		s.served(waiting)
		s.ask(5, desk.StartRequest{Site: "main"})
		require.Equal(t, id, s.card(s.ask(6, desk.StartRequest{Site: id})).Site)
	}
}

func TestWhatNobodySetUpIsARecordFromTheFirstUseOn(t *testing.T) {
	refused := func(s *shop) { // of bad input there is no record
		_, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Text: "hello", Queue: "none"})
		require.ErrorIs(s.t, err, chat.ErrInvalid)
		_, err = s.Host().PutQueue(s.ctx, settings.Queue{ID: "x", Weight: 99})
		require.ErrorIs(s.t, err, chat.ErrInvalid)
		_, err = s.Host().Settings().Retire(s.ctx, ref(settings.KindQueues, "support"))
		require.ErrorIs(s.t, err, chat.ErrInvalid, "the last one")
	}
	for name, first := range map[string]func(s *shop){
		"a message": func(s *shop) {
			_, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "a", Text: "hello", Leave: true})
			require.NoError(s.t, err)
		},
		"an agent": func(s *shop) { s.hire("ann", "support") },
		"hours": func(s *shop) {
			_, err := s.Host().PutSchedule(s.ctx, settings.Schedule{ID: "office", Hours: weekdays(s.t, 0, 0)})
			require.NoError(s.t, err)
		},
		"a queue that takes the place of the first": func(s *shop) {
			_, err := s.Host().PutSettings(s.ctx, settings.Team{
				Queues: []settings.Queue{{ID: "sales"}}, Retire: []settings.Ref{ref(settings.KindQueues, "support")},
			})
			require.NoError(s.t, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, settings.Team{})
			_, err := s.visitor(1).Availability(s.ctx, "", "")
			require.NoError(t, err)
			refused(s)
			queues, err := s.Host().Queues(s.ctx)
			require.NoError(t, err)
			require.Zero(t, queues[0].Revision)
			require.Empty(t, s.everything(), "nothing was used yet")

			first(s)
			queues, err = s.Host().Queues(s.ctx)
			require.NoError(t, err)
			sites, err := s.Host().Sites(s.ctx)
			require.NoError(t, err)
			var told []string
			for _, l := range s.trail(chat.AuditFilter{}) {
				for _, c := range l.Changes {
					told = append(told, string(c.Kind)+" "+c.ID)
				}
			}
			require.Subset(t, told, []string{"queue support", "site main"})
			require.NotZero(t, queues[len(queues)-1].Revision)
			require.NotZero(t, sites[0].Revision)

			_, err = s.Host().PutQueue(s.ctx, settings.Queue{ID: "later"})
			require.NoError(t, err)
			if name != "a queue that takes the place of the first" {
				_, err = s.Host().PutSite(s.ctx, settings.Site{ID: "main", Queues: []chat.QueueID{"later"}})
				require.NoError(t, err)
				_, err = s.Host().Settings().Retire(s.ctx, ref(settings.KindQueues, "support"))
				require.NoError(t, err, "it retires as any other")
			}
			retired, err := s.Host().Settings().Retired(s.ctx)
			require.NoError(t, err)
			require.Equal(t, "support", retired[0].ID)
		})
	}
}

func TestTheOneQueueAndTheOneSiteCanBeWrittenThemselves(t *testing.T) {
	s, waiting := unset(t)
	_, err := s.Host().PutQueue(s.ctx, settings.Queue{ID: "support", Name: "Help"})
	require.NoError(t, err)
	_, err = s.Host().PutSite(s.ctx, settings.Site{ID: "main", Name: "Shop", Queues: []chat.QueueID{"support"}})
	require.NoError(t, err)
	_, err = s.Host().PutQueue(s.ctx, settings.Queue{ID: "more"})
	require.NoError(t, err)
	sites, err := s.supervisor("boss").Sites(s.ctx)
	require.NoError(t, err)
	require.Equal(t, []chat.QueueID{"support"}, sites[0].Queues, "a site that somebody wrote lists what they wrote")
	s.served(waiting)
}

func TestOtherSettingsLeaveTheOneQueueAsItIs(t *testing.T) {
	s, waiting := unset(t)
	_, err := s.Host().PutSchedule(s.ctx, settings.Schedule{ID: "office", Hours: weekdays(t, 0, 0)})
	require.NoError(t, err)
	_, err = s.Host().PutCanned(s.ctx, settings.Canned{ID: "hi", Text: map[string]string{"en": "Hi"}, Queue: "support"})
	require.NoError(t, err)
	_, err = s.Host().PutRule(s.ctx, withPrompt().Rules[0])
	require.NoError(t, err)
	s.served(waiting)
}

func TestASeedForATeamThatHadNoneStrandsNobody(t *testing.T) {
	sales := settings.Queue{ID: "sales"}
	for name, seed := range map[string]settings.Team{
		"queues":           {Queues: []settings.Queue{sales}},
		"a site":           {Sites: []settings.Site{{ID: "a", Queues: []chat.QueueID{"support"}}}},
		"queues and sites": {Queues: []settings.Queue{sales}, Sites: []settings.Site{{ID: "a", Queues: []chat.QueueID{"sales"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			old, waiting := unset(t)
			s := newShop(t, seed, func(c *desk.Config) { c.Store = old.store; c.IDs = nil })
			s.setClock(old.clock())
			s.settle()
			s.served(waiting)
		})
	}
}

func TestAQueueThatComesFirstByNameTakesNobodysPlace(t *testing.T) {
	s := newShop(t, settings.Team{Queues: []settings.Queue{{ID: "help"}}})
	s.hire("boss")
	_, err := s.Host().PutQueue(s.ctx, settings.Queue{ID: "aaa"})
	require.NoError(t, err)
	require.Equal(t, chat.QueueID("help"), s.card(s.ask(1, desk.StartRequest{})).Queue)
	require.Equal(t, chat.QueueID("aaa"), s.card(s.ask(2, desk.StartRequest{Queue: "aaa"})).Queue)
}

func TestASiteThatComesFirstByNameTakesNobodysPlace(t *testing.T) {
	s := newShop(t, twoTeams())
	s.hire("boss")
	_, err := s.Host().PutSite(s.ctx, settings.Site{ID: "aaa", Queues: []chat.QueueID{"billing"}})
	require.NoError(t, err)
	require.Equal(t, chat.SiteID("main"), s.card(s.ask(1, desk.StartRequest{})).Site)
	other := newShop(t, settings.Team{}, func(c *desk.Config) { c.Store = s.store; c.Node = "node-2"; c.IDs = nil })
	_, err = other.Host().PutCanned(s.ctx, settings.Canned{ID: "x", Text: map[string]string{"en": "Hi"}})
	require.NoError(t, err)
	require.Equal(t, chat.SiteID("main"), s.card(other.ask(2, desk.StartRequest{})).Site)
}

func TestAQueueThatASiteNoLongerListsServesWhoIsInIt(t *testing.T) {
	s := newShop(t, withPrompt())
	s.hire("boss")
	s.available("ann", "bob")
	id := s.chatting(1, "ann")
	waiting := s.ask(2, desk.StartRequest{Queue: "billing"})
	a, err := s.visitor(3).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.NotNil(t, a.Prompt, "it leads to support")
	require.NoError(t, s.agent("ann").Transfer(s.ctx, id, desk.TransferRequest{Queue: "billing"}))
	_, err = s.Host().PutSite(s.ctx, settings.Site{ID: "main", Queues: []chat.QueueID{"billing"}})
	require.NoError(t, err)
	s.settle()
	require.Equal(t, chat.Offered, s.card(waiting).State)

	other := s.ask(3, desk.StartRequest{Prompt: a.Prompt.UID})
	require.Equal(t, chat.QueueID("billing"), s.card(other).Queue, "the prompt's queue is offered no more")

	_, err = s.Host().PutSite(s.ctx, settings.Site{ID: "main", Queues: []chat.QueueID{"support"}})
	require.NoError(t, err)
	require.NoError(t, s.visitor(2).End(s.ctx, waiting))
	view, err := s.visitor(2).Session(s.ctx, waiting)
	require.NoError(t, err)
	require.True(t, view.CanReopen)
	require.NoError(t, s.visitor(2).Reopen(s.ctx, waiting))
	s.settle()
	require.Equal(t, chat.QueueID("billing"), s.card(waiting).Queue)
}
