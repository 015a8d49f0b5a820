package channel_test

import (
	"cmp"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
)

var (
	noon  = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	rules = channel.Rules{
		Channel: "test", Most: 10, Echoes: true,
		Window: channel.Window{Reply: 24 * time.Hour, Person: 7 * 24 * time.Hour},
	}
)

func out(id, text string) channel.Outbound {
	return channel.Outbound{
		ID: id, Account: "shop", To: "vera", By: chat.AuthorAgent, Text: text, At: noon,
	}
}

func took(ids ...string) channel.Result {
	return channel.Result{Outcome: channel.Taken, IDs: ids}
}

// open is a lane of a customer who wrote just now, with messages.
func open(ms ...channel.Outbound) *channel.Lane {
	l := &channel.Lane{}
	l.Hear(noon, channel.Event{Kind: channel.KindMessage, Peer: "vera"})
	for _, m := range ms {
		l.Add(m, rules)
	}
	return l
}

// begin has the first part of a lane tried.
func begin(t testing.TB, l *channel.Lane, now time.Time) channel.Outbound {
	t.Helper()
	m, cs, ok := l.Begin(now, rules)
	require.True(t, ok)
	require.Empty(t, cs)
	return m
}

func status(of string, s channel.State) channel.Event {
	return channel.Event{
		ID: of + string(s), Peer: "vera", Kind: channel.KindStatus, Of: of, State: s,
		Lost: channel.Lost{Failure: "gone"},
	}
}

// own is a status that names our own id.
func own(s channel.State) channel.Event {
	return channel.Event{ID: "s", Kind: channel.KindStatus, Of: "x", Own: "a", State: s}
}

func echo(of, own, text string) channel.Event {
	return channel.Event{ID: of, Peer: "vera", Kind: channel.KindEcho, Of: of, Own: own, Text: text}
}

func TestMessagesGoInOrderAndALongOneInParts(t *testing.T) {
	l := open(out("a", "one two three four"), out("b", "five"))
	require.False(t, l.Add(out("a", "again"), rules), "it is there already")
	require.False(t, l.Add(out("c", " \n"), rules), "it shows nothing")
	var went []string
	for i := range 3 {
		m := begin(t, l, noon)
		went = append(went, m.ID+":"+m.Text)
		_, _, ok := l.Begin(noon, rules)
		require.False(t, ok, "one at a time")
		cs := l.End(noon, took(m.ID+"x"))
		if i == 0 {
			require.Empty(t, cs, "not all of it is there")
		}
	}
	require.Equal(t, []string{"a:one two", "a#2:three four", "b:five"}, went)
	require.Empty(t, l.Hear(noon, status("ax", channel.Read)))
	require.Equal(t, []channel.Change{{Message: "a", State: channel.Delivered}},
		l.Hear(noon, status("a#2x", channel.Delivered)))
	require.False(t, l.Add(out("a", "one two three four"), rules), "it was there")
	require.Zero(t, l.Next())
}

func TestAnUnknownOutcomeIsTriedOnceMoreAndMarked(t *testing.T) {
	l := open(out("a", "one"))
	require.False(t, begin(t, l, noon).Again)
	require.Empty(t, l.End(noon, channel.Result{}))
	_, _, ok := l.Begin(noon.Add(29*time.Second), rules)
	require.False(t, ok, "the platform may tell of it yet")
	require.Equal(t, noon.Add(30*time.Second), l.Next())
	require.True(t, begin(t, l, noon.Add(30*time.Second)).Again)
	twice := []channel.Change{{Message: "a", State: channel.Sent, Twice: true}}
	require.Equal(t, twice, l.End(noon, took("x")))

	l = open(out("a", "one"), out("b", "two"))
	begin(t, l, noon)
	l.End(noon, channel.Result{})
	begin(t, l, noon.Add(time.Minute))
	l.End(noon.Add(time.Minute), channel.Result{})
	m, cs, ok := l.Begin(noon.Add(2*time.Minute), rules)
	require.True(t, ok)
	require.Equal(t, "b", m.ID, "the next one goes on")
	require.Equal(t, []channel.Change{
		{Message: "a", State: channel.Failed, Twice: true, Why: "nobody knows whether it arrived"},
	}, cs)
	late := l.Hear(noon.Add(2*time.Minute), echo("y", "a", "one"))
	require.Empty(t, late, "a person sees to it by now")
}

func TestWhatThePlatformTellsResolvesAnUnknownOutcome(t *testing.T) {
	for name, e := range map[string]channel.Event{
		"an echo with our id":    echo("x", "a", "one"),
		"an echo of the text":    echo("x", "", "one"),
		"a status with our id":   own(channel.Sent),
		"a delivery with our id": own(channel.Delivered),
	} {
		want := e.State
		if want == "" {
			want = channel.Sent
		}
		l := open(out("a", "one"))
		begin(t, l, noon)
		l.End(noon, channel.Result{})
		cs := l.Hear(noon, e)
		require.NotEmpty(t, cs, name)
		require.Equal(t, channel.Change{Message: "a", State: want}, cs[len(cs)-1], name)
		require.Empty(t, l.Parts, name)
		require.Empty(t, l.Step(noon.Add(time.Hour)), name)

		l = open(out("a", "one")) // before the answer
		begin(t, l, noon)
		require.Empty(t, l.Hear(noon, e), name)
		cs = l.End(noon, channel.Result{})
		require.NotEmpty(t, cs, name)
		require.Equal(t, channel.Change{Message: "a", State: want}, cs[len(cs)-1], name)
	}
}

func TestWhatIsToldBeforeTheAnswerIsHeldForIt(t *testing.T) {
	l := open(out("a", "one"))
	begin(t, l, noon)
	require.Empty(t, l.Hear(noon, echo("x", "", "one")))
	require.Empty(t, l.Hear(noon, status("x", channel.Read)))
	require.Empty(t, l.Hear(noon, status("x", channel.Read)), "twice")
	cs := l.End(noon, took("x"))
	require.Equal(t, channel.Change{Message: "a", State: channel.Read}, cs[len(cs)-1])
	require.Empty(t, l.Held)
	require.Empty(t, l.Hear(noon, status("x", channel.Delivered)), "a state goes up alone")
	require.Empty(t, l.Hear(noon, status("x", channel.Failed)))
}

func TestWhatSomebodyWroteInThePlatformsAppIsTold(t *testing.T) {
	theirs := echo("y", "", "I am on the phone")
	require.Equal(t, []channel.Change{{Echo: theirs}}, open().Hear(noon, theirs))
	l := open(out("a", "one"))
	begin(t, l, noon)
	require.Empty(t, l.Hear(noon, theirs), "it may be ours")
	require.Empty(t, l.Step(noon.Add(9*time.Second)))
	require.Equal(t, []channel.Change{{Echo: theirs}}, l.Step(noon.Add(10*time.Second)))
	require.Empty(t, l.Step(noon.Add(time.Minute)), "once")
}

func TestAFailureThatAStatusTellsIsOfItsClass(t *testing.T) {
	for class, blocked := range map[channel.Class]bool{
		"": false, channel.WindowClosed: false, channel.Blocked: true,
	} {
		l := open(out("a", "one"), out("b", "two"))
		begin(t, l, noon)
		l.End(noon, took("x"))
		e := status("x", channel.Failed)
		e.Class = class
		cs := l.Hear(noon, e)
		require.Len(t, cs, 1)
		require.Equal(t, cmp.Or(class, channel.Permanent), cs[0].Class)
		_, cs, ok := l.Begin(noon, rules)
		require.Equal(t, blocked, !ok, "what comes behind it goes, or not: %+v", cs)
	}
}

func TestStatusesOfAnInstantRaiseAllBeforeIt(t *testing.T) {
	l := open(out("a", "one"), out("b", "two"))
	begin(t, l, noon)
	l.End(noon.Add(time.Second), took("x"))
	begin(t, l, noon.Add(time.Minute))
	l.End(noon.Add(time.Minute), took("y"))
	up := channel.Event{ID: "w", Kind: channel.KindStatus, State: channel.Read, Watermark: noon}
	require.Equal(t, []channel.Change{{Message: "a", State: channel.Read}}, l.Hear(noon, up))
}

func TestARefusalIsWhatItsClassSays(t *testing.T) {
	l := open(out("a", "one"))
	for _, pause := range []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second} {
		now := l.Next()
		begin(t, l, now)
		require.Empty(t, l.End(now, channel.Refuse(channel.Retry, "", "busy")))
		require.Equal(t, now.Add(pause), l.Next())
	}
	now := l.Next()
	begin(t, l, now)
	r := channel.Refuse(channel.Retry, "429", "slow down")
	r.After = 3 * time.Minute
	l.End(now, r)
	require.Equal(t, now.Add(3*time.Minute), l.Next(), "the platform says when")
	begin(t, l, noon.Add(23*time.Hour+59*time.Minute))
	l.End(noon.Add(25*time.Hour), channel.Refuse(channel.Retry, "", "busy"))
	require.Empty(t, l.Parts, "a day is enough")

	l = open(out("a", "one two three"), out("b", "two"), out("c", "three"))
	begin(t, l, noon)
	require.Equal(t, []channel.Change{{
		Message: "a", State: channel.Failed, Class: channel.Permanent, Why: "too odd",
	}}, l.End(noon, channel.Refuse(channel.Permanent, "", "too odd")), "with the rest of it")
	begin(t, l, noon)
	require.Len(t, l.End(noon, channel.Refuse(channel.Blocked, "", "")), 1)
	_, cs, ok := l.Begin(noon, rules)
	require.False(t, ok)
	require.Len(t, cs, 1, "nothing more goes there")
	require.Equal(t, channel.Blocked, cs[0].Class)
	l.Add(out("d", "four"), rules)
	l.Hear(noon, channel.Event{Kind: channel.KindMessage})
	begin(t, l, noon) // who writes can be written to
}

func TestAMessageOfWhichAPartMayBeThereTwiceSaysSoWhenTheRestFails(t *testing.T) {
	l := open(out("a", "one two three"))
	begin(t, l, noon)
	l.End(noon, channel.Result{})
	begin(t, l, noon.Add(time.Minute))
	require.Empty(t, l.End(noon.Add(time.Minute), took("x")))
	begin(t, l, noon.Add(time.Minute))
	require.Equal(t, []channel.Change{
		{Message: "a", State: channel.Failed, Class: channel.Blocked, Twice: true, Why: "away"},
	}, l.End(noon.Add(time.Minute), channel.Refuse(channel.Blocked, "", "away")))
}

func TestACorrectionEditsTheMessageWhereThePlatformCan(t *testing.T) {
	edits := rules
	edits.Edits = true
	corrects := func(id, of, text string) channel.Outbound {
		m := out(id, text)
		m.Corrects = of
		return m
	}
	l := open(out("a", "one"), corrects("b", "a", "two"), out("c", "one two three four"),
		corrects("d", "c", "five"), corrects("e", "a", "one two three four"),
		corrects("f", "nothing", "six"))
	var went []string
	for i := 0; len(l.Parts) > 0; i++ {
		m, _, ok := l.Begin(l.Next(), edits)
		require.True(t, ok)
		went = append(went, m.ID+" "+m.Target)
		if m.ID == "b" && i == 1 { // nobody knows whether it was taken: that does no harm
			l.End(noon, channel.Result{})
			continue
		}
		require.False(t, m.Again)
		l.End(l.Parts[0].Begun, took("x"+m.ID))
	}
	require.Equal(t, []string{
		"a ", "b xa", "b xa", "c ", "c#2 ", "d ", "e ", "e#2 ", "f ",
	}, went)
	l = open(out("a", "one"), corrects("b", "a", "two"))
	begin(t, l, noon)
	l.End(noon, took("xa"))
	require.Empty(t, begin(t, l, noon).Target, "another platform has a message of its own")
}

func TestNothingGoesOutsideTheWindow(t *testing.T) {
	bot := out("a", "one")
	bot.By = chat.AuthorBot
	l := open(bot, out("b", "two"))
	m, cs, ok := l.Begin(noon.Add(25*time.Hour), rules)
	require.True(t, ok)
	require.Equal(t, "b", m.ID)
	require.Equal(t, channel.WayTagged, m.Way)
	require.Len(t, cs, 1)
	require.Equal(t, channel.WindowClosed, cs[0].Class)

	l = open()
	m = out("t", "")
	m.Template = &channel.Template{Name: "hello"}
	l.Add(m, rules)
	_, cs, _ = l.Begin(noon, rules)
	require.Len(t, cs, 1, "there are no templates here")
	theirs := rules
	theirs.Window.Templates = true
	l.Add(channel.Outbound{ID: "u", Template: m.Template}, theirs)
	m, _, ok = l.Begin(noon.Add(1000*time.Hour), theirs)
	require.True(t, ok)
	require.Equal(t, channel.WayTemplate, m.Way)
}

func TestTheWindowGoesByThePlatformsClock(t *testing.T) {
	l := &channel.Lane{}
	l.Hear(noon, channel.Event{Kind: channel.KindMessage, At: noon.Add(-time.Hour)})
	require.Equal(t, noon.Add(-time.Hour), l.Heard, "it came late")
	l.Hear(noon, channel.Event{Kind: channel.KindPostback, At: noon.Add(time.Hour)})
	require.Equal(t, noon, l.Heard, "its clock is ahead")
	l.Hear(noon, channel.Event{Kind: channel.KindMessage, At: noon.Add(-time.Minute)})
	require.Equal(t, noon, l.Heard, "it came out of order")
}

func TestWhoLeftWithATryOpenLeavesAnUnknownOutcome(t *testing.T) {
	l := open(out("a", "one"))
	begin(t, l, noon)
	kept, err := json.Marshal(l)
	require.NoError(t, err)
	var next channel.Lane
	require.NoError(t, json.Unmarshal(kept, &next))
	next.Resume(noon)
	_, _, ok := next.Begin(noon, rules)
	require.False(t, ok)
	require.True(t, begin(t, &next, noon.Add(30*time.Second)).Again)
}

func TestALaneKeepsAPaceAndForgetsWhatIsOld(t *testing.T) {
	slow := rules
	slow.Pace = time.Second
	l := open(out("a", "one"), out("b", "two"))
	_, _, ok := l.Begin(noon, slow)
	require.True(t, ok)
	l.End(noon, took("x"))
	_, _, ok = l.Begin(noon, slow)
	require.False(t, ok)
	require.Equal(t, noon.Add(time.Second), l.Next())
	for i := range 300 {
		id := strings.Repeat("i", i+1)
		l.Hear(noon, status("of-"+id, channel.Read))
		l.Add(out(id, "x"), rules)
		now := noon.Add(time.Duration(i+1) * time.Second)
		begin(t, l, now)
		l.End(now, took(id))
	}
	kept, err := json.Marshal(l)
	require.NoError(t, err)
	require.Less(t, len(kept), 200_000)
}
