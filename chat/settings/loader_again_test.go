package settings_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// ledger is records of two queues, two sites and rules, and the revision of the last write.
type ledger struct {
	settings.Stored
	rev settings.Revision
	*rand.Rand
}

func queueRead(id chat.QueueID) *settings.Read[settings.Queue] {
	x := &settings.Read[settings.Queue]{Key: "settings/queue/" + string(id), ID: string(id), Revision: 1}
	x.Value = settings.Queue{ID: id}
	return x
}

func siteRead(id chat.SiteID) *settings.Read[settings.Site] {
	x := &settings.Read[settings.Site]{Key: "settings/site/" + string(id), ID: string(id), Revision: 1}
	x.Value = settings.Site{ID: id, Queues: []chat.QueueID{"a"}}
	return x
}

func newLedger(seed uint64) *ledger {
	l := &ledger{Rand: rand.New(rand.NewPCG(seed, 1)), rev: 1}
	for _, id := range []chat.QueueID{"a", "b"} {
		l.Queues = append(l.Queues, queueRead(id))
	}
	for _, id := range []chat.SiteID{"main", "other"} {
		l.Sites = append(l.Sites, siteRead(id))
	}
	for range 12 {
		l.Stored = l.With(l.rule(), nil)
	}
	return l
}

// rule writes one of 20 rules. Some cannot be read, some not compiled, and some have a hold, of
// which there are too many.
func (l *ledger) rule() (st settings.Stored) {
	l.rev++
	id := fmt.Sprintf("r%02d", l.IntN(20))
	text := map[string]string{"en": fmt.Sprint(l.rev)}
	r := trigger.Rule{ID: id, Do: []trigger.Action{{Type: trigger.Prompt, Text: text}}}
	var err error
	switch l.IntN(8) {
	case 0:
		err = fmt.Errorf("damaged at %d", l.rev)
	case 1:
		r.When = trigger.Where("no.such", trigger.Eq, trigger.Text("x"))
	case 2, 3, 4, 5:
		r.Hold = time.Second
	}
	x := &settings.Read[settings.Rule]{Key: "rule/" + id, ID: id, Revision: l.rev, Err: err}
	x.Value = settings.Rule{Rule: r, Revision: l.rev}
	st.Rules = append(st.Rules, x)
	return st
}

// change writes something.
func (l *ledger) change() {
	switch l.IntN(10) {
	case 0:
		l.rev++
		x := *l.Sites[l.IntN(2)]
		x.Revision, x.Value.Revision = l.rev, l.rev
		x.Value.Never = []string{fmt.Sprint("/p", l.IntN(3))}
		l.Stored = l.With(settings.Stored{Sites: []*settings.Read[settings.Site]{&x}}, nil)
	case 1:
		l.rev++
		p := settings.Prompts{Off: l.IntN(2) == 0, Revision: l.rev}
		x := &settings.Read[settings.Prompts]{Key: "settings/prompts/team", ID: "team", Revision: l.rev}
		x.Value = p
		l.Stored = l.With(settings.Stored{Prompts: []*settings.Read[settings.Prompts]{x}}, nil)
	case 2:
		if len(l.Rules) > 0 {
			l.Stored = l.With(settings.Stored{}, []string{l.Rules[l.IntN(len(l.Rules))].Key})
		}
	case 3:
		if len(l.Rules) > 0 {
			l.retire(*l.Rules[l.IntN(len(l.Rules))])
		}
	default:
		l.Stored = l.With(l.rule(), nil)
	}
}

// retire writes a rule that is retired, or no longer.
func (l *ledger) retire(x settings.Read[settings.Rule]) {
	l.rev++
	x.Revision, x.Value.Revision = l.rev, l.rev
	changed := settings.Stored{Rules: []*settings.Read[settings.Rule]{&x}}
	if l.IntN(2) == 0 {
		r := settings.Retired{Ref: settings.Ref{Kind: settings.KindRules, ID: x.ID}, At: time.Unix(1, 0)}
		changed.Retired = []*settings.Read[settings.Retired]{{Key: x.Key, ID: x.ID, Value: r}}
	}
	l.Stored = l.With(changed, nil)
}

// TestLoadingWhatHasChangedComesToTheSameAsLoadingAll compares a node that keeps what it has
// checked with one that checks everything each time. Both have seen the same records in the
// same order.
func TestLoadingWhatHasChangedComesToTheSameAsLoadingAll(t *testing.T) {
	for seed := range uint64(20) {
		l := newLedger(seed)
		var kept, plain *settings.InForce
		for step := range 40 {
			kept = settings.Load(l.Stored, "", kept, settings.Builders{})
			// revisions that are not those of before have every rule checked anew
			plain = settings.Load(unread(l.Stored), "", plain, settings.Builders{})
			at := fmt.Sprintf("seed %d, step %d", seed, step)
			require.Equal(t, bare(plain.Rules), bare(kept.Rules), at)
			require.Equal(t, plain.Degraded, kept.Degraded, at)
			for _, site := range kept.Sites {
				if l.IntN(3) == 0 {
					continue // nobody asks, and the next Set is made of an earlier one
				}
				require.Equal(t, written(plain.Set(site.ID)), written(kept.Set(site.ID)), at)
				want := 0
				if kept.Set(site.ID) != nil {
					want = len(kept.Rules)
					if len(site.Never) > 0 {
						want++
					}
				}
				require.Len(t, written(kept.Set(site.ID)), want, at)
			}
			l.change()
		}
	}
}

// unread has the rules without revisions, so that nobody knows them.
func unread(st settings.Stored) settings.Stored {
	st.Rules = slices.Clone(st.Rules)
	for i, x := range st.Rules {
		x := *x
		x.Revision, st.Rules[i] = 0, &x
	}
	return st
}

func bare(rules []settings.Rule) (all []trigger.Rule) {
	for _, r := range rules {
		all = append(all, r.Rule)
	}
	return all
}

// written is the rules of a Set as it writes them out.
func written(s *trigger.Set) (all []trigger.Rule) {
	if s == nil {
		return nil
	}
	for _, id := range s.Rules() {
		r, _ := s.Rule(id)
		all = append(all, r)
	}
	return all
}

func TestTheRulesOfASiteAreCompiledAgainOnlyWhereTheyHaveChanged(t *testing.T) {
	st := settings.Stored{
		Queues: []*settings.Read[settings.Queue]{queueRead("a")},
		Sites:  []*settings.Read[settings.Site]{siteRead("main"), siteRead("other")},
		Rules:  []*settings.Read[settings.Rule]{{Key: "rule/r", ID: "r", Revision: 2}},
	}
	st.Rules[0].Value = settings.Rule{Rule: trigger.Rule{ID: "r"}, Revision: 2}
	load := func(last *settings.InForce, changed settings.Stored) *settings.InForce {
		return settings.Load(st.With(changed, nil), "", last, settings.Builders{})
	}
	first := load(nil, settings.Stored{})
	site := *st.Sites[0]
	site.Revision, site.Value.Never = 5, []string{"/checkout"}
	second := load(first, settings.Stored{Sites: []*settings.Read[settings.Site]{&site}})
	require.NotSame(t, first.Set("main"), second.Set("main"))
	require.Same(t, first.Set("other"), second.Set("other"))
	rule := *st.Rules[0]
	rule.Revision, rule.Value.Revision = 6, 6
	third := load(first, settings.Stored{Rules: []*settings.Read[settings.Rule]{&rule}})
	require.NotSame(t, first.Set("other"), third.Set("other"))
}

// TestStoredTakesOverEveryKind has a record of each kind changed, and gone.
func TestStoredTakesOverEveryKind(t *testing.T) {
	kinds := reflect.TypeFor[settings.Stored]()
	for i := range kinds.NumField() {
		one := reflect.MakeSlice(kinds.Field(i).Type, 1, 1)
		if one.Index(0).Kind() == reflect.Pointer {
			one.Index(0).Set(reflect.New(kinds.Field(i).Type.Elem().Elem()))
		}
		reflect.Indirect(one.Index(0)).FieldByName("Key").SetString("k")
		var changed settings.Stored
		reflect.ValueOf(&changed).Elem().Field(i).Set(one)
		st := settings.Stored{}.With(changed, nil)
		require.Equal(t, changed, st, kinds.Field(i).Name)
		st = st.With(settings.Stored{}, []string{"k"})
		require.Zero(t, reflect.ValueOf(st).Field(i).Len(), kinds.Field(i).Name)
	}
}
