package sqlitestore_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

// The child of the crash test is this test binary again, with the file to write to in crashFile and
// how far each talker got in crashFrom.
const (
	crashFile = "SWITCHBOARD_CRASH_FILE"
	crashFrom = "SWITCHBOARD_CRASH_FROM"
	crashFull = "SWITCHBOARD_FULL" // 1,000 cycles instead of 10
	ready     = "ready"
	talkers   = 8 // sessions; in each the visitor and the agent talk
)

func TestMain(m *testing.M) {
	if path := os.Getenv(crashFile); path != "" {
		if err := talk(path, os.Getenv(crashFrom)); err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// TestKillingTheProcessLosesDoublesAndReordersNothing kills a process that writes through a desk,
// at any moment, again and again, and then reads what every talker was told is accepted: it is
// there once, and in order.
func TestKillingTheProcessLosesDoublesAndReordersNothing(t *testing.T) {
	cycles := 10
	if os.Getenv(crashFull) != "" {
		cycles = 1000
	}
	path := filepath.Join(t.TempDir(), "shop.db")
	said := make([]int, 2*talkers) // the last message accepted from each: visitors, then the agent in each session
	unknown := 0
	for cycle := range cycles {
		killed(t, path, said, cycle%3 == 2)
	}
	d, done := openDesk(t.Context(), path)
	defer done()
	faults, err := d.Check(t.Context())
	require.NoError(t, err)
	require.Empty(t, faults)
	total, replies := 0, 0
	for i := range talkers {
		replies += said[talkers+i]
		heard := transcript(t, d, i)
		for who, accepted := range map[chat.AuthorKind]int{chat.AuthorVisitor: said[i], chat.AuthorAgent: said[talkers+i]} {
			require.GreaterOrEqual(t, len(heard[who]), accepted, "%s %d: lost", who, i)
			require.LessOrEqual(t, len(heard[who]), accepted+1, "%s %d: more than was said", who, i)
			for n, text := range heard[who] {
				require.Equal(t, strconv.Itoa(n+1), text, "%s %d: doubled or out of order", who, i)
			}
			unknown += len(heard[who]) - accepted
			total += accepted
		}
	}
	require.Greater(t, total, cycles/2, "the processes died before they did anything")
	require.Positive(t, replies, "the agent was never assigned a session")
	t.Logf("%d cycles, %d messages accepted (%d of the agent), all there once and in order; %d more had been committed unheard", cycles, total, replies, unknown)
}

// killed runs the child until it dies by our hand, and notes what it says was accepted. It is
// killed a little after some messages were accepted, or, when early, after it began at all.
func killed(t *testing.T, path string, said []int, early bool) {
	from := make([]string, len(said))
	for i, n := range said {
		from[i] = strconv.Itoa(n)
	}
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), crashFile+"="+path, crashFrom+"="+strings.Join(from, ","))
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	lines := bufio.NewScanner(out)
	var death <-chan time.Time
	patience := 1 + rand.IntN(40)
	dead := make(chan struct{})
	for lines.Scan() {
		if patience--; death == nil && (early || patience < 0) {
			death = time.After(time.Duration(30+rand.IntN(120)) * time.Millisecond)
			go func() {
				defer close(dead)
				<-death
				_ = child.Process.Kill()
			}()
		}
		var who, n int
		if _, err := fmt.Sscanf(lines.Text(), "%d %d", &who, &n); err == nil {
			require.Equal(t, said[who]+1, n)
			said[who] = n
		}
	}
	require.NoError(t, lines.Err())
	require.NotNil(t, death, "the child died by itself")
	<-dead
	_ = child.Wait()
}

func openDesk(ctx context.Context, path string) (*desk.Desk, func()) {
	s, err := sqlitestore.Open(ctx, sqlitestore.Config{Path: path})
	if err != nil {
		panic(err)
	}
	d, err := desk.New(desk.Config{Store: s, Key: make([]byte, 32), Node: "n", Lease: 60 * time.Millisecond, Seed: settings.Team{
		Queues: []settings.Queue{{ID: "support", AutoAccept: true, NoAgent: settings.NoAgentWait, Policy: chat.Policy{WarnAfter: -1, Grace: time.Hour}}},
		Agents: []settings.Agent{{Login: "ann", Name: "Ann", Capacity: 64, Queues: []chat.Serves{{Queue: "support"}}}},
	}})
	if err != nil {
		panic(err)
	}
	return d, func() { _ = s.Close() }
}

func visitor(d *desk.Desk, i int) desk.Visitor {
	return d.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprintf("vis_%026d", i)})
}

// transcript is what each side said in talker i's session, in order.
func transcript(t *testing.T, d *desk.Desk, i int) map[chat.AuthorKind][]string {
	heard := map[chat.AuthorKind][]string{}
	s, ok, err := visitor(d, i).Current(t.Context())
	require.NoError(t, err)
	if !ok {
		return heard
	}
	for after := 0; ; {
		es, next, err := visitor(d, i).Timeline(t.Context(), s.ID, after, 0)
		require.NoError(t, err)
		if next == after {
			return heard
		}
		after = next
		for _, e := range es {
			if e.Kind == chat.KindMessage {
				heard[e.Author.Kind] = append(heard[e.Author.Kind], e.Text)
			}
		}
	}
}

// talk is the child: everybody says 1, 2, 3 … from where they were, and every accepted message is a
// line of the output.
func talk(path, from string) error {
	ctx := context.Background()
	d, done := openDesk(ctx, path)
	defer done()
	go func() { _ = d.Run(ctx) }()
	ann := d.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true})
	if _, err := ann.SetStatus(ctx, chat.Available, ""); err != nil {
		return err
	}
	var starts []int
	for _, s := range strings.Split(from, ",") {
		n, err := strconv.Atoi(s)
		if err != nil {
			return err
		}
		starts = append(starts, n)
	}
	fmt.Println(ready)
	failed := make(chan error, 2*talkers)
	for i := range talkers {
		go func() {
			s, err := visitor(d, i).Start(ctx, desk.StartRequest{Command: "start"})
			if err != nil {
				failed <- err
				return
			}
			go func() { failed <- say(i, starts[i], visitorSays(ctx, d, i, s.ID)) }()
			failed <- say(talkers+i, starts[talkers+i], annSays(ctx, ann, s.ID))
		}()
	}
	return <-failed
}

// say goes on for ever. A message whose answer was lost with the last life is said again, with the
// same id.
func say(who, n int, send func(n int) (bool, error)) error {
	for {
		n++
		for {
			accepted, err := send(n)
			if err != nil {
				return err
			}
			if accepted {
				break
			}
			time.Sleep(time.Millisecond) // nobody has the session yet
		}
		_, _ = fmt.Printf("%d %d\n", who, n)
	}
}

func visitorSays(ctx context.Context, d *desk.Desk, i int, id chat.SessionID) func(int) (bool, error) {
	return func(n int) (bool, error) {
		_, err := visitor(d, i).Send(ctx, id, desk.MessageRequest{Command: chat.CommandID(fmt.Sprintf("v%d", n)), Text: strconv.Itoa(n)})
		return err == nil, err
	}
}

func annSays(ctx context.Context, ann desk.Agent, id chat.SessionID) func(int) (bool, error) {
	return func(n int) (bool, error) {
		card, err := ann.Session(ctx, id)
		if err != nil || !card.Session.State.Owned() {
			return false, err
		}
		_, err = ann.Send(ctx, id, desk.MessageRequest{Command: chat.CommandID(fmt.Sprintf("a%d", n)), Text: strconv.Itoa(n)})
		return err == nil, err
	}
}
