package desk_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/internal/brief"
)

// TestAnInboxThatThisNodeMakesIsTheOneInTheStore compares the inboxes that agents are shown on
// their streams with those in the store, after anything that visitors and agents may do.
func TestAnInboxThatThisNodeMakesIsTheOneInTheStore(t *testing.T) {
	seeds := uint64(3)
	if full {
		seeds = 40
	}
	for seed := range seeds {
		inShop(t, func(s *shop) {
			day := &workday{shop: s, r: rand.New(rand.NewPCG(seed, 21))}
			logins := []string{"ann", "bob"}
			shown := map[string]*heard{}
			for _, l := range logins {
				_, err := s.agent(l).SetStatus(s.ctx, chat.Available, "")
				require.NoError(t, err)
				h, bye := s.listen(s.agent(l).Events)
				defer bye()
				shown[l] = h
			}
			for n := range 60 {
				day.deed()
				if n%4 > 0 {
					continue
				}
				time.Sleep(2 * desk.Pace)
				synctest.Wait()
				compare := func(of func(desk.Inbox) desk.Inbox) {
					for _, l := range logins {
						want, got := s.stored(l, of), asJSON(t, of(*shown[l].inbox()))
						for tries := 0; want != got && tries < 9; tries++ { // something is due just now
							time.Sleep(desk.Pace)
							want, got = s.stored(l, of), asJSON(t, of(*shown[l].inbox()))
						}
						require.JSONEq(brief.T(t), want, got, "seed %d, deed %d, %s", seed, n, l)
					}
				}
				compare(toldAtOnce) // the rest comes with the next inbox
				s.Hub().RingAll()
				time.Sleep(2 * desk.Pace)
				compare(func(in desk.Inbox) desk.Inbox { return in })
			}
			require.Greater(t, day.done, 15, "too little was done")
		})
	}
}

// stored is a part of the inbox of an agent, as the store has it.
func (s *shop) stored(login string, of func(desk.Inbox) desk.Inbox) string {
	in, err := s.agent(login).Inbox(s.ctx)
	require.NoError(s.t, err)
	return asJSON(s.t, of(in))
}

// toldAtOnce is what of an inbox wakes a stream: not where visitors are, nor how far anybody has
// read what no agent has.
func toldAtOnce(in desk.Inbox) desk.Inbox {
	blank := func(c desk.SessionCard) desk.SessionCard {
		c.Where = desk.VisitorWhere{}
		if !c.Session.State.Owned() {
			c.SeenUpTo, c.ReadUpTo = 0, 0
		}
		return c
	}
	for _, l := range []*[]desk.SessionCard{&in.Sessions, &in.Beside, &in.Queue, &in.Messages} {
		*l = slices.Clone(*l)
		for i, c := range *l {
			(*l)[i] = blank(c)
		}
	}
	in.Offers = slices.Clone(in.Offers)
	for i, o := range in.Offers {
		in.Offers[i].Session = blank(o.Session)
	}
	return in
}

func asJSON(t *testing.T, in desk.Inbox) string {
	if len(in.Offers) == 0 {
		in.Offers = nil
	}
	for _, l := range []*[]desk.SessionCard{&in.Sessions, &in.Beside, &in.Queue, &in.Messages} {
		if len(*l) == 0 {
			*l = nil
		}
	}
	b, err := json.Marshal(in)
	require.NoError(t, err)
	return string(b)
}

// inbox is the one that came last.
func (h *heard) inbox() (in *desk.Inbox) {
	for _, e := range h.events() {
		if e.Inbox != nil {
			in = e.Inbox
		}
	}
	return in
}

// workday is what goes on in a shop.
type workday struct {
	*shop
	r       *rand.Rand
	all     []chat.SessionID
	who     map[chat.SessionID]string
	done    int
	strange int
}

// deed does something that may be refused.
func (w *workday) deed() {
	if len(w.all) == 0 || w.r.IntN(5) == 0 {
		w.comes()
		return
	}
	id := w.all[w.r.IntN(len(w.all))]
	v, a := w.customer(w.who[id]), w.agent([]string{"ann", "bob"}[w.r.IntN(2)])
	s, err := w.session(id), error(nil)
	switch w.r.IntN(14) {
	case 0:
		_, err = v.Send(w.ctx, id, desk.MessageRequest{Text: fmt.Sprint("question ", w.r.IntN(1000))})
	case 1:
		_, err = a.Send(w.ctx, id, desk.MessageRequest{Text: fmt.Sprint("answer ", w.r.IntN(1000))})
	case 2:
		err = v.Read(w.ctx, id, s.Entries)
	case 3:
		err = a.Read(w.ctx, id, s.Entries)
	case 4, 5, 6:
		if err = chat.ErrState; len(s.Offers) > 0 {
			if _, err = a.Accept(w.ctx, s.Offers[0].ID); err != nil {
				err = a.Decline(w.ctx, s.Offers[0].ID)
			}
		}
	case 7:
		err = a.Close(w.ctx, id)
	case 8:
		err = a.Transfer(w.ctx, id, desk.TransferRequest{Queue: "help"})
	case 9:
		_, err = a.Messages().Withdraw(w.ctx, id, s.Entries, "")
		if err != nil {
			_, err = v.Messages().Correct(w.ctx, id, s.Entries, desk.MessageRequest{Text: "I meant this"})
		}
	case 10:
		page := fmt.Sprint("https://shop/", w.r.IntN(9))
		_, err = v.Visit(w.ctx, desk.VisitFacts{URL: page, Pages: []desk.PageView{{URL: page, At: w.clock()}}})
	case 11:
		err = a.Beside().Follow(w.ctx, id)
	case 12:
		err = a.Settle(w.ctx, id)
	case 13:
		if w.r.IntN(3) > 0 {
			_, err = a.Answer(w.ctx, id)
		} else {
			err = w.Host().ErasePrincipal(w.ctx, w.who[id])
		}
	}
	if err == nil {
		w.done++
	}
}

// comes has somebody begin, or leave a message.
func (w *workday) comes() {
	w.strange++
	name := fmt.Sprint("visitor ", w.strange)
	v, err := w.customer(name).Start(w.ctx, desk.StartRequest{
		Text: "hello", Name: name, Email: fmt.Sprint(w.strange, "@shop.example"),
		Leave: w.r.IntN(4) == 0,
	})
	require.NoError(w.t, err)
	if w.who == nil {
		w.who = map[chat.SessionID]string{}
	}
	w.who[v.ID] = name
	w.all = append(w.all, v.ID)
	w.done++
}
