package settings

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// fill gives every field a value that is not the zero one.
func fill(v reflect.Value) {
	if v.Type() == reflect.TypeFor[Audience]() {
		when := trigger.Where("visitor.tier", trigger.Eq, trigger.Text("vip"))
		share := trigger.Rollout{Percent: 7, Seed: "x"}
		v.Set(reflect.ValueOf(Audience{When: when, Rollout: &share}))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Map:
		k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(k)
		fill(e)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(k, e)
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32:
		v.SetInt(7)
	case reflect.Float64:
		v.SetFloat(7)
	case reflect.Int64:
		v.SetInt(int64(7 * time.Second))
	}
}

// keeps sends a value to a browser and back, and into a record and back, with every field filled.
func keeps[T any](t *testing.T, forget func(*T)) {
	t.Helper()
	var x, stored T
	fill(reflect.ValueOf(&x).Elem())
	forget(&x)
	text, err := json.Marshal(Body[T]{Value: x})
	require.NoError(t, err)
	var back Body[T]
	require.NoError(t, json.Unmarshal(text, &back), string(text))
	require.Equal(t, x, back.Value, string(text))
	text, err = json.Marshal(x)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &stored))
	require.Equal(t, x, stored, string(text))
}

func TestASettingLosesNothingOnTheWay(t *testing.T) {
	keeps(t, func(x *Site) { x.Revision = 0 })
	keeps(t, func(x *Queue) { x.Revision = 0 })
	keeps(t, func(x *Canned) { x.Revision = 0 })
	keeps(t, func(x *Routing) { x.Revision = 0 })
	keeps(t, func(x *Prompts) { x.Revision = 0 })
	keeps(t, func(x *Agent) { // the rest is the host's to say
		x.Login, x.ID, x.Supervisor, x.Bot, x.Hosted, x.Revision = "", "", false, false, false, 0
		x.Powers = nil // as Supervisor is, the host's to say
	})
}

func TestTheHostsWordsDoNotTravel(t *testing.T) {
	var in Body[Agent]
	require.NoError(t, json.Unmarshal([]byte(`{"name":"Ana","supervisor":true,"bot":true,"id":"agt_1"}`), &in))
	require.Equal(t, Agent{Name: "Ana"}, in.Value)
	require.NotContains(t, string(JSONSchema(KindAgents)), "supervisor\":")
}

func TestATimeTravelsInWholeSecondsAwayFromZero(t *testing.T) {
	for d, want := range map[time.Duration]int32{
		0: 0, 1: 1, time.Second: 1, time.Second + 1: 2, -1: -1, -time.Millisecond: -1,
		-time.Second: -1, math.MaxInt64: math.MaxInt32, math.MinInt64: math.MinInt32,
	} {
		require.Equal(t, want, seconds(d), d)
	}
}

// FuzzBody reads whatever may come from a browser: what is read is sent as it was read.
func FuzzBody(f *testing.F) {
	f.Add(`{"name":"VIP","offer_for_seconds":15,"policy":{"warn_after_seconds":-1},"rings":[{"after_seconds":30,"anyone":true}]}`)
	f.Add(`{"target_seconds":2147483648}`)
	f.Add(`{"skills":[null],"rings":null,"policy":null}`)
	f.Fuzz(func(t *testing.T, text string) {
		var a, b Body[Queue]
		if json.Unmarshal([]byte(text), &a) != nil {
			return
		}
		sent, err := json.Marshal(a)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(sent, &b))
		again, err := json.Marshal(b)
		require.NoError(t, err)
		require.Equal(t, string(sent), string(again))
	})
}

// TestEveryTagCanBeRead goes over every field that is described: limits are in order, defaults are
// within them, and words that a field may be are words the check takes.
func TestEveryTagCanBeRead(t *testing.T) {
	seen := 0
	for _, k := range kinds {
		if k.of.Kind() != reflect.Struct || readsItself(k.of) {
			continue
		}
		for _, x := range fieldsOf(k.of) {
			seen++
			low, high, ok := x.limits()
			if ok {
				require.Less(t, low, high, x.Name)
			}
			if d, has := x.Tag.Lookup("default"); has && ok {
				require.GreaterOrEqual(t, x.number(d), min(low, 0), x.Name)
				require.LessOrEqual(t, x.number(d), high, x.Name)
			}
		}
	}
	require.Greater(t, seen, 40)
}

// TestEachLimitIsKept writes, into every field with limits, the last value and the first beyond it.
func TestEachLimitIsKept(t *testing.T) {
	tried := 0
	for _, v := range []any{Queue{ID: "a"}, Routing{}, Prompts{}} {
		for _, x := range fieldsOf(reflect.TypeOf(v)) {
			low, high, ok := x.limits()
			if !ok || x.Name == "Reopen" {
				continue
			}
			try := func(n int64) error {
				filled := reflect.New(reflect.TypeOf(v)).Elem()
				filled.Set(reflect.ValueOf(v))
				at := filled.FieldByIndex(x.Index)
				if at.CanInt() {
					at.SetInt(n)
				} else {
					at.SetFloat(float64(n))
				}
				switch v := filled.Interface().(type) {
				case Queue:
					return v.Check("", Team{})
				case Routing:
					return v.Check("")
				}
				return filled.Interface().(Prompts).Check("")
			}
			require.NoError(t, try(low), x.name)
			require.NoError(t, try(high), x.name)
			require.ErrorIs(t, try(high+1), chat.ErrInvalid, x.name)
			require.ErrorIs(t, try(min(low, 0)-1), chat.ErrInvalid, x.name)
			tried++
		}
	}
	require.Greater(t, tried, 12)
}
