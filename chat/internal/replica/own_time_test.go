package replica

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// fill sets every instant in v, and gives every list and pointer one element.
func fill(v reflect.Value, at time.Time) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(at))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), at)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), at)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), at)
	}
}

func TestASessionInStepHasAllItsInstantsEarlier(t *testing.T) {
	var x, kept, want chat.Session
	for _, s := range []*chat.Session{&x, &kept} {
		fill(reflect.ValueOf(s).Elem(), noon)
	}
	fill(reflect.ValueOf(&want).Elem(), noon.Add(-time.Minute))
	want.Reply.By = noon           // people were told a time of day
	want.Contact.Consent.At = noon // as was agreed, on paper
	want.Origin.CallAt = noon      // as they asked
	require.Equal(t, want, earlier(x, time.Minute))
	require.Equal(t, kept, x, "the one it was made of stays")
	require.Equal(t, chat.Session{}, earlier(chat.Session{}, time.Minute), "never stays never")
}

func TestTheOwnTimeOfASessionGoesOnFromItsLastEntry(t *testing.T) {
	f := newFeeding(t, open{"q0"})
	s := &f.state
	x := chat.Session{ID: "s", State: chat.Active, LastAt: noon}
	s.keepTime(x, noon, noon)
	back := noon.Add(-9 * time.Minute) // a minute later, and put back by ten
	f.Redate(back, noon.Add(time.Minute))
	require.Equal(t, 10*time.Minute, s.aheadOf(x, back))
	require.Equal(t, noon.Add(time.Minute), f.OwnTime(x, back, noon.Add(time.Minute)))
	later := noon.Add(2 * time.Minute)
	require.Equal(t, later, f.OwnTime(x, back.Add(time.Minute), later))

	s.keepTime(x, back, noon.Add(3*time.Minute)) // a change without an entry
	require.Equal(t, noon.Add(time.Minute), f.OwnTime(x, back, noon.Add(time.Minute)))
	unheard := x
	unheard.LastAt = noon.Add(2 * time.Minute)
	own := f.OwnTime(unheard, back, noon.Add(time.Minute))
	require.Equal(t, unheard.LastAt, own, "never before the last entry")
	require.Equal(t, 11*time.Minute, s.aheadOf(unheard, back))

	x.State = chat.Closed
	s.keepTime(x, back, noon.Add(3*time.Minute))
	require.Empty(t, s.sessions.times)
}

func TestTheOwnTimeOfALeftMessageIsThatOfItsJob(t *testing.T) {
	f := newFeeding(t, open{"q0"})
	x := chat.Session{ID: "s", State: chat.Messaged, LastAt: noon}
	back, later := noon.Add(-9*time.Minute), noon.Add(time.Minute) // put back by ten
	require.Equal(t, noon, f.OwnTime(x, back, later), "nobody waits for it")
	key := records.Job(records.JobReply, "s")
	f.state.jobs.put(key, jobDue{Due: noon.Add(time.Hour), At: noon}, noon, noon)
	require.Equal(t, later, f.OwnTime(x, back, later))
	x.LastAt = noon.Add(time.Hour)
	require.Equal(t, x.LastAt, f.OwnTime(x, back, later), "never before its last entry")
}

func TestAnEffectThatIsPutOffKeepsItsOwnTime(t *testing.T) {
	f := newFeeding(t, open{"q0"})
	e := hook.Effect{ID: "out_1", Kind: hook.EffectAnswer, Session: "ses_1", At: noon}
	value, err := records.Encode(e, nil)
	require.NoError(t, err)
	due := noon.Add(2 * time.Minute)
	key, later := records.Outbox(due, e.ID), records.Outbox(due.Add(time.Second), e.ID)
	f.Apply([]store.Record{{Key: key, Rev: 1, Value: value}}, 1, noon, noon)
	back, tick := noon.Add(-8*time.Minute), noon.Add(2*time.Minute) // put back by ten meanwhile
	f.Redate(back, tick)
	require.Equal(t, 10*time.Minute, f.EffectAhead(key))
	f.Apply([]store.Record{
		{Key: key, Rev: 2, Deleted: true}, {Key: later, Rev: 2, Value: value},
	}, 2, back, tick)
	require.Equal(t, 10*time.Minute, f.EffectAhead(later), "it is no younger")

	e.Tries = 1
	value, err = records.Encode(e, nil)
	require.NoError(t, err)
	again := records.Outbox(back.Add(time.Minute), e.ID)
	f.Apply([]store.Record{{Key: again, Rev: 3, Value: value}}, 3, back, tick)
	require.Zero(t, f.EffectAhead(again), "a further try counts from when it was decided on")
}
