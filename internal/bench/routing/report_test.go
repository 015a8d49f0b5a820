package routing_test

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// cpu is the processor time of this process: what others do on the machine
// does not count.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// cost is the processor time of one op: the least of five rounds of about 60 ms.
func cost(op func()) float64 {
	n := 1
	for {
		at := cpu()
		for range n {
			op()
		}
		if d := cpu() - at; d > 40*time.Millisecond || n > 1<<24 {
			break
		}
		n *= 2
	}
	best := 0.0
	for range 5 {
		at := cpu()
		for range n {
			op()
		}
		if c := float64(cpu()-at) / float64(n); best == 0 || c < best {
			best = c
		}
	}
	return best
}

// row is a line of the report: one number of agents, costs in nanoseconds.
type row struct {
	n                                     int
	match, scan, unique, uniqueScan, sql_ float64
}

// TestReport writes RESULTS.md and cost.svg, with SWITCHBOARD_REPORT=1.
func TestReport(t *testing.T) {
	if os.Getenv("SWITCHBOARD_REPORT") == "" {
		t.Skip("set SWITCHBOARD_REPORT=1 to measure for about a minute and write RESULTS.md")
	}
	var rows []row
	for _, n := range sizes {
		r := row{n: n}
		for _, unique := range []bool{false, true} {
			team := newTeam(n, unique)
			m := newMatched(t, team)
			match := cost(func() { m.release(); m.assign() })
			s := newScanned(team)
			for _, a := range m.live {
				x := s.byID(a.Agent())
				x.used++
				s.live = append(s.live, x)
			}
			scan := cost(func() { s.release(); s.assign() })
			if unique {
				r.unique, r.uniqueScan = match, scan
			} else {
				r.match, r.scan = match, scan
			}
		}
		if n <= 10_000 {
			x := newTable(t, newTeam(n, false))
			r.sql_ = cost(func() { x.turnover(t) })
		}
		rows = append(rows, r)
	}
	c, m := newCycled(t, newTeam(1_000, false)), newMatched(t, newTeam(1_000, false))
	cycle := cost(func() {
		if err := c.cycle(); err != nil {
			t.Fatal(err)
		}
	})
	bare := cost(func() { m.release(); m.assign() })
	team := newTeam(200, false)
	w, l := newWaiting(t, team, 10_000), newListed(t, team, 10_000)
	for range 50_000 { // until what waits longest is what few can serve
		w.turnover()
		l.turnover()
	}
	pop, list := cost(w.turnover), cost(l.turnover)
	text := report(rows, cycle, bare, pop, list)
	for name, s := range map[string]string{"RESULTS.md": text, "cost.svg": plot(rows)} {
		if err := os.WriteFile(name, []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Log("\n" + text)
}

func report(rows []row, cycle, bare, pop, list float64) string {
	var b strings.Builder
	b.WriteString(`# Routing: cost against the size of the team

Measured in one run, as processor time of the process (others' load does not count; absolute figures still depend on
the machine: read the ratios), the least of five rounds:

    cd internal/bench && SWITCHBOARD_REPORT=1 go test ./routing -run TestReport -v

One operation is the release of one request and the assignment of another, at a load of 80 %; 50 skills with levels, 64
different requirements, capacity 3 to 6, least loaded first, ties by longest idle. *Archetypes*: 60 different sets of
skills; *unique*: every agent has eight random skills. The scan looks at every agent, with skills in a map; the SQL is
one indexed UPDATE … RETURNING to assign and one UPDATE to release, SQLite in memory, agents loaded evenly.

| agents | class lists | scan | ratio | unique: class lists | scan | ratio | SQLite | ratio |
|---|---|---|---|---|---|---|---|---|
`)
	for _, r := range rows {
		sql, ratio := "–", "–"
		if r.sql_ > 0 {
			sql, ratio = ns(r.sql_), fmt.Sprintf("%.0f", r.sql_/r.match)
		}
		fmt.Fprintf(&b, "| %d | %s | %s | %.0f | %s | %s | %.0f | %s | %s |\n", r.n, ns(r.match), ns(r.scan), r.scan/r.match,
			ns(r.unique), ns(r.uniqueScan), r.uniqueScan/r.unique, sql, ratio)
	}
	fmt.Fprintf(&b, `
The whole life of an offer through the public API (Complete, Enqueue, offer, Accept; string ids), 1,000 agents: %s, %.1f
times the bare match of the same team (%s). 0 allocations, as a test.

An agent frees with 10,000 waiting, after 50,000 such turns: the next request by place that the agent can serve is taken and another one
arrives: %s, against %s with an ordered list that is scanned from the front: %.0f times.

![Cost of one assignment and release against the number of agents](cost.svg)
`, ns(cycle), cycle/bare, ns(bare), ns(pop), ns(list), list/pop)
	return b.String()
}

func ns(x float64) string {
	switch {
	case x >= 1e6:
		return fmt.Sprintf("%.1f ms", x/1e6)
	case x >= 1e4:
		return fmt.Sprintf("%.0f µs", x/1e3)
	}
	return fmt.Sprintf("%.0f ns", x)
}
