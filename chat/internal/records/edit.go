package records

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

// EditAgent changes an agent's record within a batch. An agent without a record gives
// chat.ErrNotFound.
func EditAgent(tx *store.Tx, id chat.AgentID, edit func(chat.Agent) (chat.Agent, error)) error {
	key := Agent(id)
	rs, err := tx.Get(key)
	if err != nil {
		return err
	}
	// Read within the batch, so the change is refused where another one came between.
	if len(rs) == 0 {
		return chat.ErrNotFound
	}
	a, err := Decode[chat.Agent](rs[0].Value)
	if err != nil {
		return err
	}
	if a, err = edit(a); err != nil {
		return err
	}
	// The old value goes in, so that fields of a newer release stay.
	value, err := Encode(a, rs[0].Value)
	if err != nil {
		return err
	}
	tx.Put(key, value)
	return nil
}
