package pgtest

import (
	"testing"
	"time"
)

func TestAReplicaFollowsAndTakesOver(t *testing.T) {
	c := New(t, "fsync=off")
	r := c.Replica(t, "fsync=off")
	if err := c.SQL("CREATE TABLE a (b int)", "INSERT INTO a VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	for try := 0; r.SQL("SELECT b FROM a") != nil; try++ {
		if try == 1000 {
			t.Fatal("it does not follow")
		}
		time.Sleep(20 * time.Millisecond)
	}
	if r.SQL("INSERT INTO a VALUES (2)") == nil {
		t.Fatal("a replica takes no writes")
	}
	if err := c.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := r.Promote(); err != nil {
		t.Fatal(err)
	}
	if err := r.SQL("INSERT INTO a VALUES (2)"); err != nil {
		t.Fatal(err)
	}
}
