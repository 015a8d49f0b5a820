package routing_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/switchboard-go/switchboard/routing"
	_ "modernc.org/sqlite"
)

// table is routing by SQL as usual: loads in a column with an index, skills in
// a table, one transaction to assign and one to release.
type table struct {
	db   *sql.DB
	t    team
	live []int
	rnd  *rand.Rand
	now  int64
}

func newTable(tb testing.TB, t team) *table {
	db, err := sql.Open("sqlite", "file::memory:")
	if err != nil {
		tb.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	tb.Cleanup(func() { db.Close() })
	x := &table{db: db, t: t, rnd: rand.New(rand.NewPCG(1, 2))}
	x.exec(tb, `CREATE TABLE agent(id INTEGER PRIMARY KEY, used INT, capacity INT, ratio REAL, idle INT)`)
	x.exec(tb, `CREATE TABLE skill(agent INT, name TEXT, level INT, PRIMARY KEY(agent, name)) WITHOUT ROWID`)
	x.exec(tb, `BEGIN`)
	for i, a := range t.agents { // filled flat at 80 %
		used := a.Capacity * 8 / 10
		x.exec(tb, `INSERT INTO agent VALUES(?,?,?,?,?)`, i, used, a.Capacity, float64(used)/float64(a.Capacity), i)
		for _, s := range a.Skills {
			x.exec(tb, `INSERT INTO skill VALUES(?,?,?)`, i, s.Name, s.Level)
		}
		for range used {
			x.live = append(x.live, i)
		}
	}
	x.exec(tb, `COMMIT`)
	x.exec(tb, `CREATE INDEX free ON agent(ratio, idle) WHERE used < capacity`)
	x.exec(tb, `ANALYZE`)
	x.now = int64(len(t.agents))
	return x
}

func (x *table) exec(tb testing.TB, q string, args ...any) {
	if _, err := x.db.Exec(q, args...); err != nil {
		tb.Fatal(fmt.Errorf("%s: %w", q, err))
	}
}

func (x *table) turnover(tb testing.TB) {
	x.now++
	if len(x.live) > 0 {
		i := x.rnd.IntN(len(x.live))
		x.exec(tb, `UPDATE agent SET used=used-1, ratio=(used-1.0)/capacity, idle=? WHERE id=?`, x.now, x.live[i])
		x.live[i] = x.live[len(x.live)-1]
		x.live = x.live[:len(x.live)-1]
	}
	need := x.t.needs[x.rnd.IntN(len(x.t.needs))].Skills
	var id int
	if err := x.pick(need).Scan(&id); err == sql.ErrNoRows {
		return
	} else if err != nil {
		tb.Fatal(err)
	}
	x.live = append(x.live, id)
}

// pick assigns in one statement, which is one transaction.
func (x *table) pick(need []routing.Skill) *sql.Row {
	q := `UPDATE agent SET used=used+1, ratio=(used+1.0)/capacity, idle=? WHERE id=(SELECT id FROM agent a WHERE used<capacity`
	args := []any{x.now}
	for _, n := range need {
		q += ` AND EXISTS(SELECT 1 FROM skill WHERE agent=a.id AND name=? AND level>=?)`
		args = append(args, n.Name, n.Level)
	}
	return x.db.QueryRow(q+` ORDER BY ratio, idle LIMIT 1) RETURNING id`, args...)
}

func BenchmarkSQLite(b *testing.B) {
	for _, n := range []int{10, 100, 1_000, 10_000} {
		b.Run(fmt.Sprintf("agents=%d", n), func(b *testing.B) {
			x := newTable(b, newTeam(n, false))
			for b.Loop() {
				x.turnover(b)
			}
		})
	}
}
