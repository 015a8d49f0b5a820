package desk

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// fill puts something into everything that a value holds.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 8)) // with room to add to
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(value)
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() || v.Type().Field(i).Anonymous {
				fill(v.Field(i))
			}
		}
	case reflect.String:
		v.SetString("x")
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	}
}

// spoil changes everything that a value holds where it is, and adds to each list.
func spoil(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			spoil(v.Elem())
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Uint8 { // bytes are only added to
			for i := range v.Len() {
				spoil(v.Index(i))
			}
		}
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if v.Type().Elem().Kind() == reflect.Pointer {
				spoil(v.MapIndex(key).Elem())
			}
		}
		v.Clear()
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() || v.Type().Field(i).Anonymous {
				spoil(v.Field(i))
			}
		}
	default:
		v.SetZero()
	}
}

// This goes through all that a record holds, so that what is added to it later is not forgotten in
// clone.
func TestARecordThatIsRememberedIsNotChangedByWhoChangesWhatTheyGot(t *testing.T) {
	var m, want visitorRecord
	for _, x := range []*visitorRecord{&m, &want} {
		fill(reflect.ValueOf(x).Elem())
	}
	c := m.clone()
	require.Equal(t, want, c)
	c.Told = append(c.Told, 'y')
	require.NotEqual(t, byte('y'), m.Told[:3][2], "the room behind it is not the copy's")
	c.History.Seen = nil // a History is never changed in place
	spoil(reflect.ValueOf(&c).Elem())
	require.NotEqual(t, want, c)
	require.Equal(t, want, m)
}

func TestRecordsAreRememberedByWhatWasStored(t *testing.T) {
	var x recentRecords
	stored := func(uid string) []byte {
		b, err := json.Marshal(visitorRecord{Prompts: []shown{{UID: uid}}})
		require.NoError(t, err)
		return b
	}
	for range 2 {
		for _, uid := range []string{"one", "two"} {
			for range 2 {
				m, err := x.decode("vera", stored(uid))
				require.NoError(t, err)
				require.Equal(t, uid, m.Prompts[0].UID)
				m.Prompts[0].UID = "spoilt"
			}
		}
	}
	value, err := json.Marshal(visitorRecord{
		Prompts:   []shown{{UID: "one"}},
		Uncounted: promptCounts{time.Time{}: {Rules: []PromptCount{{Rule: "r"}}}},
	})
	require.NoError(t, err)
	again := testing.AllocsPerRun(100, func() { _, _ = x.decode("vera", value) })
	anew := testing.AllocsPerRun(100, func() { _, _ = records.Decode[visitorRecord](value) })
	require.Less(t, again, anew/2, "it is not decoded again, also while it waits to be counted")
	_, err = x.decode("vera", []byte("{"))
	require.Error(t, err)
	for i := range 3 * mostRecent {
		_, err := x.decode(chat.VisitorID(fmt.Sprint(i)), stored("one"))
		require.NoError(t, err)
		require.LessOrEqual(t, len(x.young)+len(x.old), 2*mostRecent)
	}
	x.forget()
	require.Empty(t, x.young)
	require.Empty(t, x.old)
}

func BenchmarkARecordThatIsRemembered(b *testing.B) {
	m := visitorRecord{Device: "phone"}
	for range 3 {
		p := shown{UID: "prm_1", Rule: "cart", Text: "Hello?", Fate: "shown"}
		m.Prompts = append(m.Prompts, p)
	}
	value, err := json.Marshal(m)
	require.NoError(b, err)
	var x recentRecords
	b.ReportAllocs()
	for b.Loop() {
		_, err = x.decode("vera", value)
	}
	require.NoError(b, err)
}
