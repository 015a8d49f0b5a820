package agentlog

import (
	"context"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// A line is written in the batch that changes the agent.
func ExampleNote() {
	s := memstore.New(memstore.Config{})
	was := chat.Agent{ID: "agt_1", Mode: chat.Offline}
	is := was
	is.Mode = chat.Available
	by := chat.AuditBy{Role: chat.AuditByAgent, ID: "agt_1"}
	_, err := store.Do(context.Background(), s, func(tx *store.Tx) (err error) {
		is, err = Note(tx, was, is, by, "", time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))
		return err // and the record of the agent, with the mark of the log
	})
	log := New(Config{Store: s, Keep: time.Hour})
	ls, _, _ := log.Page(context.Background(), "agt_1", chat.AgentLogFilter{})
	fmt.Println(err, is.Log.N, ls[0].Mode)
	// Output: <nil> 1 available
}
