package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// breaking is a store that fails the one call it is told to: the nth from now, counted from 1.
type breaking struct {
	store.Store
	ids    *countingIDs
	nth    int
	failed bool
}

func (b *breaking) Unwrap() store.Store { return b.Store }

func (b *breaking) fails() bool {
	if b.nth == 0 {
		return false
	}
	b.nth--
	b.failed = b.nth == 0
	return b.failed
}

func (b *breaking) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	if b.fails() {
		return nil, errLost
	}
	return b.Store.Get(ctx, keys...)
}

func (b *breaking) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if b.fails() {
		return nil, errLost
	}
	return b.Store.List(ctx, r)
}

func (b *breaking) Commit(ctx context.Context, batch store.Batch) (store.Rev, error) {
	if b.fails() {
		return 0, errLost
	}
	return b.Store.Commit(ctx, batch)
}

// fail has call meet a store that fails in its nth call (0: never), and reports whether it got that far. The ids that
// call mints are the same each time.
func (b *breaking) fail(nth int, call func() error) (met bool, err error) {
	b.nth, b.failed, b.ids.n = nth, false, 1000
	err = call()
	b.nth = 0
	return b.failed, err
}

// fragile is a world on a breaking store, with something in each of its lists.
func fragile(t *testing.T) (world, *breaking) {
	b := &breaking{}
	w := worldOf(newShop(t, withPrompt(), func(c *desk.Config) {
		b.Store, c.Store = c.Store, b
		b.ids = c.IDs.(*countingIDs)
	}))
	_, err := w.visitor(6).Start(w.ctx, desk.StartRequest{Command: "c", Text: "later", Leave: true})
	require.NoError(t, err)
	_, err = w.visitor(7).Start(w.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	require.NoError(t, w.visitor(1).Identify(w.ctx, chat.Contact{Email: "vera@example.com"}))
	w.settle()
	return w, b
}

// reads are the answers that come from the store. What one of them says is compared as JSON.
func reads(w world) map[string]func() (any, error) {
	v, a := w.visitor(1), w.agent("ann")
	s := w.supervisor("sue")
	all := func(seq iter.Seq2[chat.Session, error]) (ss []chat.Session, err error) {
		for x, e := range seq {
			if err = e; err == nil {
				ss = append(ss, x)
			}
		}
		return ss, err
	}
	return map[string]func() (any, error){
		"Visitor.Current": func() (any, error) {
			x, _, err := v.Current(w.ctx)
			return x, err
		},
		"Visitor.Session": func() (any, error) { return v.Session(w.ctx, w.session) },
		"Visitor.Timeline": func() (any, error) {
			x, _, err := v.Timeline(w.ctx, w.session, 0, 0)
			return x, err
		},
		"Visitor.Export":       func() (any, error) { return v.Export(w.ctx) },
		"Visitor.Availability": func() (any, error) { return v.Availability(w.ctx, "", "") },
		"Agent.Me":             func() (any, error) { return a.Me(w.ctx) },
		"Agent.Inbox":          func() (any, error) { return a.Inbox(w.ctx) },
		"Agent.Session":        func() (any, error) { return a.Session(w.ctx, w.session) },
		"Agent.Timeline": func() (any, error) {
			x, _, err := a.Timeline(w.ctx, w.session, 0, 0)
			return x, err
		},
		"Agent.VisitorCard":     func() (any, error) { return a.VisitorCard(w.ctx, w.session) },
		"Agent.Canned":          func() (any, error) { return a.Canned(w.ctx, "") },
		"Agent.TransferTargets": func() (any, error) { return a.TransferTargets(w.ctx) },
		"Agent.Explain":         func() (any, error) { return a.Explain(w.ctx, w.session) },
		"Supervisor.Board":      func() (any, error) { return s.Board(w.ctx) },
		"Supervisor.Agents":     func() (any, error) { return s.Agents(w.ctx) },
		"Supervisor.Queues":     func() (any, error) { return s.Queues(w.ctx) },
		"Supervisor.Rules":      func() (any, error) { return s.Rules(w.ctx) },
		"Supervisor.Session":    func() (any, error) { return s.Session(w.ctx, w.session) },
		"Supervisor.Sessions": func() (any, error) {
			x, _, err := s.Sessions(w.ctx, desk.SessionFilter{})
			return x, err
		},
		"Supervisor.SessionsBetween": func() (any, error) {
			return all(s.SessionsBetween(w.ctx, monday.Add(-time.Hour), monday.Add(time.Hour)))
		},
		"Supervisor.ExplainRule": func() (any, error) {
			return s.ExplainRule(w.ctx, desk.RuleQuestion{Rule: "shoes", Session: w.session, Facts: desk.VisitFacts{URL: "/"}})
		},
		"Host.Outbox":    func() (any, error) { return w.Host().Outbox(w.ctx) },
		"Host.VisitorID": func() (any, error) { return w.Host().VisitorID(w.ctx, anonymous(1)) },
		"Check":          func() (any, error) { return w.Check(w.ctx) },
	}
}

func TestAStoreThatFailsIsAnErrorAndNeverHalfAnAnswer(t *testing.T) {
	w, b := fragile(t)
	for name, read := range reads(w) {
		whole, err := read()
		require.NoError(t, err, name)
		for nth := 1; ; nth++ {
			var got any
			met, err := b.fail(nth, func() (err error) { got, err = read(); return err })
			if !met {
				break
			}
			if err == nil { // the desk did without what it did not get
				require.Equal(t, inJSON(t, whole), inJSON(t, got), "%s, call %d", name, nth)
			} else {
				require.ErrorIs(t, err, errLost, "%s, call %d", name, nth)
			}
		}
	}
}

// inParts are the calls that take more than one commit, each of which leaves things right and is found done by the next try.
var inParts = map[string]bool{"Visitor.Claim": true, "Visitor.Erase": true, "Supervisor.Erase": true, "Host.Erase": true}

func TestACallThatFailsInTheStoreSaysSoAndChangesAllOrNothing(t *testing.T) {
	for handle, methods := range map[string]map[string]access{
		"Visitor": visitorMethods(), "Agent": agentMethods(), "Supervisor": supervisorMethods(t), "Host": hostMethods(),
	} {
		for method, row := range methods {
			if len(row.allow) == 0 {
				continue
			}
			name := handle + "." + method
			t.Run(name, func(t *testing.T) {
				w, b := fragile(t)
				smooth, ok := fragile(t)
				_, err := ok.fail(0, func() error { return row.call(smooth, smooth.principals()[row.allow[0]]) })
				require.NoError(t, err)
				for nth := 1; ; nth++ {
					before := w.values()
					met, err := b.fail(nth, func() error { return row.call(w, w.principals()[row.allow[0]]) })
					if err != nil {
						require.True(t, met, "the store is back: %v", err)
						require.ErrorIs(t, err, errLost, "call %d", nth)
					}
					switch after := w.values(); {
					case err == nil: // the desk could do without, or tried again; or the store did not fail
						requireSame(t, smooth.values(), after, nth)
					case inParts[name]:
						continue
					case !slices.Equal(smooth.values(), after): // what fails is at most the answer's reading
						requireSame(t, before, after, nth)
						continue
					}
					w.clean()
					if !met {
						return
					}
					w, b = fragile(t)
				}
			})
		}
	}
}

// hostMethods are the host's calls that write.
func hostMethods() map[string]access {
	h := func(call func(w world, h desk.Host) error) access {
		return access{func(w world, _ chat.Principal) error { return call(w, w.Host()) }, []string{"nobody"}}
	}
	vera := func(w world) (chat.VisitorID, error) { return w.Host().VisitorID(w.ctx, anonymous(1)) }
	return map[string]access{
		"PutAgent": h(func(w world, h desk.Host) error {
			return first(h.PutAgent(w.ctx, settings.Agent{Login: "zoe", Name: "Zoe"}))
		}),
		"Revoke": h(func(w world, h desk.Host) error { return h.Revoke(w.ctx, chat.RoleAgent, "ann", 7) }),
		"EndSignIn": h(func(w world, h desk.Host) error {
			p := chat.Principal{Kind: chat.RoleVisitor, ID: "c1", Verified: true, SignIn: "s1"}
			return h.EndSignIn(w.ctx, p, monday.Add(time.Hour))
		}),
		"Raise": h(func(w world, h desk.Host) error {
			v, err := vera(w)
			return errors.Join(err, h.Raise(w.ctx, v, "checkout"))
		}),
		"ReportOrder": h(func(w world, h desk.Host) error {
			return first(h.ReportOrder(w.ctx, anonymous(1), desk.Order{ID: "o", Value: 1}))
		}),
		"Say": h(func(w world, h desk.Host) error {
			return first(h.Say(w.ctx, w.session, desk.MessageRequest{Command: "m", Text: "Your parcel has arrived."}))
		}),
		"PutCanned": h(func(w world, h desk.Host) error {
			return first(h.PutCanned(w.ctx, settings.Canned{ID: "x", Title: "x", Text: map[string]string{"en": "x"}}))
		}),
		"PutSettings": h(func(w world, h desk.Host) error {
			return first(h.PutSettings(w.ctx, settings.Team{
				Queues: []settings.Queue{{ID: "one", Overflow: "two"}, {ID: "two"}},
			}))
		}),
		"Erase": h(func(w world, h desk.Host) error {
			v, err := vera(w)
			return errors.Join(err, h.Erase(w.ctx, v))
		}),
	}
}

// values is what the store has, record by record, each in one line.
func (s *shop) values() (all []string) {
	for _, r := range s.everything() {
		all = append(all, r.Key+" "+string(r.Value))
	}
	return all
}

// requireSame names the records in which two stores differ.
func requireSame(t *testing.T, want, got []string, nth int) {
	t.Helper()
	require.Empty(t, without(want, got), "missing after a failure of call %d", nth)
	require.Empty(t, without(got, want), "there after a failure of call %d", nth)
}

func inJSON(t *testing.T, x any) string {
	b, err := json.MarshalIndent(x, "", " ")
	require.NoError(t, err)
	return string(b)
}
