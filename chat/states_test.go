package chat_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/internal/brief"
)

// statesFile is the table of what leads from which state to which. SWITCHBOARD_WRITE=1 writes it.
const statesFile = "../docs/states.md"

//go:generate env SWITCHBOARD_WRITE=1 go test -count=1 -run TestTheTableOfStates .

// move is one way from a state to another.
type move struct {
	from, to State
	by       string // the command
	why      Reason // of the state it leads to
}

// tried are the commands that are tried in every kind of session, in every meaning that they have.
func tried(s Session) (all []Command) {
	system, owner := Author{Kind: AuthorSystem}, Author{Kind: AuthorAgent, ID: string(s.Agent)}
	at := s.LastAt.Add(time.Minute)
	offer := Offer{ID: OfferID(fmt.Sprint("off_", s.Entries)), Agent: "agt_ben", Deadline: at}
	queue := Transfer{By: owner, Queue: "returns", Reason: ByAgent}
	left, ben := queue, queue
	left.Leave = OutsideHours
	ben.Agent, ben.Offer, ben.Deadline = "agt_ben", offer.ID, at
	benOrQueue, benOrMessage := ben, ben
	benOrQueue.Fallback = true
	benOrMessage.Fallback, benOrMessage.Leave = true, NoAgent
	other := Offer{ID: "off_x", Agent: "agt_cid", Deadline: at}
	all = []Command{
		MakeOffer{Offers: []Offer{offer}}, MakeOffer{Offers: []Offer{offer, other}},
		Send{Author: visitor(), Text: "a"}, Send{Author: owner, Text: "b"},
		Hold{By: owner, Reason: ByAgent}, Resume{By: owner, Reason: ByAgent},
		Resume{By: system, Reason: HoldOver},
		queue, left, ben, benOrQueue, benOrMessage,
		End{By: visitor(), Reason: ByVisitor}, End{By: owner, Reason: ByAgent},
		End{By: owner, Reason: BySupervisor}, End{By: system, Reason: ByHost},
		End{By: system, Reason: Inactivity}, End{By: system, Reason: Erased},
		Escalate{By: owner, To: "email", Address: "v@example.com"},
		EndWrap{Reason: ByAgent}, EndWrap{Reason: WrapOver}, Requeue{}, Requeue{Reason: Unanswered},
		Settle{By: owner}, Reopen{By: visitor()}, Reopen{By: owner, Agent: "agt_ben"},
		Speak{Author: Author{Kind: AuthorAgent, ID: "agt_ben"}, Text: "c"},
		Leave{Absence{Since: s.LastAt}}, Return{},
		Widen{Ring: 1}, Widen{Queue: "returns"}, Redirect{Queue: "returns"}, Warn{}, SetIdle{}, Remind{},
		Undeliver{Text: "a"}, Arrive{Author: visitor(), Texts: []string{"a"}, Via: "mail"},
		Settle{By: system, Reason: Unanswered},
	}
	for _, why := range []Reason{LongestWait, Closing, QueueFull, NoAgent, Choice} {
		all = append(all, TakeMessage{By: system, Reason: why})
	}
	for _, why := range []Reason{AutoAccept, Picked, BySupervisor} {
		all = append(all, Assign{Agent: "agt_ben", Reason: why})
	}
	for _, o := range s.Offers {
		all = append(all, Accept{Offer: o.ID, Agent: o.Agent}, Decline{Offer: o.ID, Agent: o.Agent})
		all = append(all, Expire{Offer: o.ID})
		for _, why := range []Reason{Rescinded, AgentGone, OnBreak, Taken} {
			all = append(all, Rescind{Offer: o.ID, Reason: why})
		}
	}
	return all
}

// like is what decides which moves a session has.
func like(s Session) string {
	offer := Offer{}
	if len(s.Offers) > 0 {
		offer = s.Offers[0]
	}
	return fmt.Sprint(s.State, s.Policy.WrapUp, len(s.Offers), offer.Transfer, offer.Fallback,
		offer.Leave, s.Agent, s.Owed, s.Fresh, s.Idle, !s.WarnedAt.IsZero(),
		s.Reason == Left, !s.LeftAt.IsZero())
}

// moves are all moves that there are, found by trying every command in every kind of session that
// others lead to: at once, an hour later and after a month.
func moves(t *testing.T) map[move]bool {
	found, seen := map[move]bool{}, map[string]bool{}
	var todo []Session
	reach := func(s Session) {
		if k := like(s); !seen[k] {
			seen[k] = true
			todo = append(todo, s)
		}
	}
	for _, leave := range []Reason{"", OutsideHours, NoAgent, QueueFull, Choice} {
		for _, wrap := range []time.Duration{0, time.Minute} {
			c := start()
			c.Leave, c.Policy = leave, Policy{WrapUp: wrap, IdleAfter: time.Minute}
			if wrap > 0 {
				c.Policy.WhenLeft = WhenLeftMessage
			}
			s, _, err := Decide(Session{}, c, t0)
			require.NoError(t, err)
			found[move{"", s.State, "Start", s.Reason}] = true
			reach(s)
		}
	}
	for len(todo) > 0 {
		s := todo[0]
		todo = todo[1:]
		for _, wait := range []time.Duration{time.Second, time.Hour, 31 * 24 * time.Hour} {
			for _, c := range tried(s) {
				next, es, err := Decide(s, c, s.LastAt.Add(wait))
				if err != nil || len(es) == 0 && next.State == s.State {
					continue
				}
				if next.State != s.State {
					name := strings.TrimPrefix(fmt.Sprintf("%T", c), "chat.")
					found[move{s.State, next.State, name, next.Reason}] = true
				}
				reach(next)
			}
		}
	}
	return found
}

var stateOrder = []State{"", Queued, Offered, Active, Held, Wrapping, Closed, Abandoned, Messaged}

// table is the moves in the order of a session's life, those between the same states in one row.
func table(found map[move]bool) string {
	var b strings.Builder
	b.WriteString("# The states of a session\n\n" +
		"Every move that `chat.Decide` makes from one state to another: by which command, and the" +
		" reason that the\n" +
		"new state has then. A move that is not here does not exist. The table is made by trying" +
		" every command in every\n" +
		"kind of session (`go generate ./chat`), and a test fails while it is out of date.\n\n" +
		"| from | to | by the command, with the reasons |\n|---|---|---|\n")
	for _, from := range stateOrder {
		for _, to := range stateOrder {
			by := map[string][]string{}
			for m := range found {
				if m.from == from && m.to == to {
					by[m.by] = append(by[m.by], string(m.why))
				}
			}
			if len(by) == 0 {
				continue
			}
			var says []string
			for _, c := range slices.Sorted(maps.Keys(by)) {
				slices.Sort(by[c])
				says = append(says, fmt.Sprintf("`%s` %s", c, strings.Join(by[c], ", ")))
			}
			name := string(from)
			if from == "" {
				name = "–"
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", name, to, strings.Join(says, " · "))
		}
	}
	return b.String()
}

func TestTheTableOfStatesIsWhatDecideDoes(t *testing.T) {
	want := table(moves(t))
	if os.Getenv("SWITCHBOARD_WRITE") != "" {
		require.NoError(t, os.WriteFile(statesFile, []byte(want), 0o644))
		return
	}
	got, err := os.ReadFile(statesFile)
	require.NoError(t, err)
	brief.Same(t, want, string(got), "go generate ./chat")
}
