package sim

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// Config of a run.
type Config struct {
	// Seed decides everything. Default: 0.
	Seed uint64
	// Steps is how many things happen before the faults stop. Default: 5,000.
	Steps int
	// Nodes is how many desks share the store. Default: 3 to 7, by the seed.
	Nodes int
	// Faults are the chances. Default: Usual, by the seed.
	Faults *Faults
	// Mutant is a planted bug. Default: none.
	Mutant *Mutant
	// Trace receives a line for everything that happens. Default: nobody.
	Trace io.Writer
}

// Result of a run.
type Result struct {
	Seed     uint64
	Nodes    int
	Hash     uint64         // of everything that happened: equal for equal seeds
	Commits  int            // batches the store applied
	Messages int            // messages accepted
	Fired    map[string]int // faults, by name
	Moved    map[string]int // transitions of sessions, by states
	Faults   []Fault        // broken invariants; none is what one wants
}

// epoch is when every run begins.
var epoch = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// maxFaults is how many broken invariants end a run.
const maxFaults = 20

// world is everything there is in a run. It is for one goroutine.
type world struct {
	r      *rand.Rand
	cfg    Config
	faults Faults
	mutant *Mutant
	now    time.Time
	mem    *memstore.Store
	nodes  []*node
	people []person
	watch  *watch
	hash   interface {
		io.Writer
		Sum64() uint64
	}
	step    int
	depth   int // calls within calls
	commits int
	healed  bool
	acked   []acked
	broken  []Fault
	fired   map[string]int
	moved   map[string]int
}

// acked is a message whose sender was told that it is kept.
type acked struct {
	session chat.SessionID
	text    string
	n       int
}

// Run plays one seed.
func Run(cfg Config) (Result, error) {
	w, err := newWorld(cfg)
	if err != nil {
		return Result{}, err
	}
	defer w.close()
	for w.step = 1; w.step <= w.cfg.Steps && len(w.broken) < maxFaults; w.step++ {
		w.happen()
	}
	if len(w.broken) == 0 {
		w.heal()
	}
	return Result{Seed: cfg.Seed, Nodes: len(w.nodes), Hash: w.hash.Sum64(), Commits: w.commits, Messages: len(w.acked), Fired: w.fired, Moved: w.moved, Faults: w.broken}, nil
}

func newWorld(cfg Config) (*world, error) {
	r := rand.New(rand.NewPCG(cfg.Seed, 0x5357))
	if cfg.Steps == 0 {
		cfg.Steps = 5000
	}
	if cfg.Nodes == 0 {
		cfg.Nodes = 3 + r.IntN(5)
	}
	w := &world{r: r, cfg: cfg, mutant: cfg.Mutant, faults: Usual(r), now: epoch, mem: memstore.New(memstore.Config{}),
		hash: fnv.New64a(), fired: map[string]int{}, moved: map[string]int{}}
	if cfg.Faults != nil {
		w.faults = *cfg.Faults
	}
	w.watch = newWatch(w)
	for i := range cfg.Nodes {
		n := &node{w: w, name: fmt.Sprintf("node%d", i)}
		if err := n.boot(); err != nil {
			return nil, err
		}
		w.nodes = append(w.nodes, n)
	}
	w.populate()
	return w, nil
}

// close ends what is still open.
func (w *world) close() {
	for _, n := range w.nodes {
		n.hangUp()
	}
}

// happen lets one thing happen.
func (w *world) happen() {
	if w.r.IntN(3) == 0 {
		w.now = w.now.Add(time.Duration(w.r.IntN(1500)) * time.Millisecond)
	}
	switch {
	case w.roll("crash", w.faults.Crash):
		w.pick().die()
	case w.roll("pause", w.faults.Pause):
		w.pick().sleep(time.Duration(w.r.IntN(int(10*lease))), w.r.IntN(2) == 0)
	case w.roll("jump", w.faults.Jump):
		w.pick().skew = time.Duration(w.r.IntN(60_000)-30_000) * time.Millisecond
	case w.roll("drop", w.faults.Drop):
		w.somebody().drop()
	default:
		w.act()
	}
}

// act lets a node take a step, or a person do something.
func (w *world) act() {
	if w.r.IntN(3) > 0 {
		if n := w.pick(); n.idle() {
			n.run(n.turn)
		} else if n.dead && !n.busy && w.r.IntN(20) == 0 {
			if err := n.boot(); err != nil {
				w.fault("boot", "%v", err)
			}
		}
		return
	}
	p := w.somebody()
	if n := w.pick(); n.awake() && !p.busy() {
		n.run(func(ctx context.Context) { p.act(ctx, n) })
	}
}

// meanwhile lets others act while a call is under way.
func (w *world) meanwhile() {
	if w.depth >= 3 {
		return
	}
	w.depth++
	for range 1 + w.r.IntN(4) {
		w.act()
	}
	w.depth--
}

// heal ends all faults, gives the team time to finish, and looks at what is left.
func (w *world) heal() {
	w.healed = true
	for _, n := range w.nodes {
		n.sleep(0, false)
		n.skew = 0
		if n.dead {
			if err := n.boot(); err != nil {
				w.fault("boot", "%v", err)
			}
		}
	}
	w.audit()
	for range 300 {
		w.now = w.now.Add(time.Second)
		for _, n := range w.nodes {
			n.run(n.turn)
		}
		for _, p := range w.people {
			n := w.pick()
			n.run(func(ctx context.Context) { p.finish(ctx, n) })
		}
	}
	w.watch.settled()
	w.audit()
}

// audit asks a desk what it finds wrong: nothing, at any time.
func (w *world) audit() {
	n := w.nodes[0]
	n.run(func(ctx context.Context) {
		faults, err := n.desk.Check(ctx)
		if err != nil {
			w.fault("check", "%v", err)
		}
		for _, f := range faults {
			w.fault("check", "%v", f)
		}
	})
}

func (w *world) pick() *node      { return w.nodes[w.r.IntN(len(w.nodes))] }
func (w *world) somebody() person { return w.people[w.r.IntN(len(w.people))] }

// fault records a broken invariant.
func (w *world) fault(invariant, format string, args ...any) {
	f := Fault{w.step, invariant, fmt.Sprintf(format, args...)}
	w.log("FAULT %s", f)
	if len(w.broken) < maxFaults {
		w.broken = append(w.broken, f)
	}
}

// log adds a line to the history, whose hash tells whether two runs were the same.
func (w *world) log(format string, args ...any) {
	line := fmt.Sprintf("%d %s ", w.step, w.now.Format("15:04:05.000")) + fmt.Sprintf(format, args...) + "\n"
	_, _ = io.WriteString(w.hash, line)
	if w.cfg.Trace != nil {
		_, _ = io.WriteString(w.cfg.Trace, line)
	}
}
