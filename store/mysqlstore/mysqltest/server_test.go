package mysqltest

import (
	"strings"
	"testing"
)

func TestServerSurvivesAKill(t *testing.T) {
	s := New(t)
	if dsn := s.DSN("a=b", "c=d"); !strings.HasSuffix(dsn, "/test?a=b&c=d") {
		t.Error(dsn)
	}
	for _, end := range []func() error{s.Kill, s.Stop} {
		if err := end(); err != nil {
			t.Fatal(err)
		}
		if err := s.Restart(); err != nil {
			t.Fatal(err)
		}
	}
}

func ExampleStart() {
	s, err := Start()
	if err != nil {
		return // no server on this machine
	}
	defer s.Close()
	// db, err := sql.Open("mysql", s.DSN())
	// mysqlstore.Open(ctx, mysqlstore.Config{DB: db})
}
