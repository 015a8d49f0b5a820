package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestWhoIsSummonedIsNotedAndNobodyElse(t *testing.T) {
	for summons, why := range map[bool]Reason{true: Summoned, false: NoAgent} {
		st := tell(t, start(), Unattended{Summons: summons}).is(Queued, why)
		n := len(st.entries)
		st.then(Unattended{Summons: !summons}).is(Queued, why)
		require.Len(t, st.entries, n, "it is noted already")
		st.then(Attended{}).is(Queued, SomebodyBack)
		n = len(st.entries)
		st.then(Attended{}).is(Queued, SomebodyBack)
		require.Len(t, st.entries, n)
	}
	active(t).refuses(ErrState, Unattended{}, Attended{})
}

func TestWhatComesOfASessionThatNobodyServes(t *testing.T) {
	came := t0.Add(time.Second)
	asked := tell(t, start(), Unattended{Summons: true}).s
	alone := tell(t, start(), Unattended{}).s
	fresh := tell(t, start()).s
	gone, asks := Around{Deserted: true}, Around{Deserted: true, Summon: time.Minute}
	waits := Around{Deserted: true, AwayAfter: time.Hour}
	for name, x := range map[string]struct {
		s      Session
		around Around
		at     time.Time
		want   string
	}{
		"somebody is there":    {fresh, Around{}, time.Time{}, string(LongestWait)},
		"just came":            {fresh, asks, came, "summon"},
		"nobody is summoned":   {fresh, gone, came, "note"},
		"somebody is back":     {alone, Around{}, came, "back"},
		"who was asked is":     {asked, Around{}, came, "back"},
		"the summons ends":     {asked, asks, asked.StateAt.Add(time.Minute), string(NoAgent)},
		"it is for nobody":     {alone, asks, time.Time{}, string(LongestWait)},
		"the wait ends":        {alone, waits, alone.StateAt.Add(time.Hour), string(NoAgent)},
		"no summons any more":  {asked, gone, time.Time{}, string(LongestWait)},
		"asked, and then long": {asked, waits, asked.StateAt.Add(time.Hour), string(NoAgent)},
	} {
		at, c := Next(x.s, x.around, came)
		got := ""
		switch c := c.(type) {
		case Unattended:
			got = map[bool]string{true: "summon", false: "note"}[c.Summons]
		case Attended:
			got = "back"
		case TakeMessage:
			got = string(c.Reason)
		}
		require.Equal(t, x.want, got, name)
		if !x.at.IsZero() {
			require.Equal(t, x.at, at, name)
		}
	}
}

func TestSomebodyIsAskedToComeForWhoComesBackJustNow(t *testing.T) {
	x := tell(t, start(), End{By: visitor(), Reason: ByVisitor}, Reopen{By: visitor()}).s
	around := Around{Deserted: true, Summon: time.Minute}
	for after, summons := range map[time.Duration]bool{0: true, 10 * time.Second: false} {
		_, c := Next(x, around, x.EnteredAt.Add(after))
		require.Equal(t, Unattended{Summons: summons}, c, after)
	}
}
