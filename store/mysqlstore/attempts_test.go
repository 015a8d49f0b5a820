package mysqlstore_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/strain"
	"github.com/switchboard-go/switchboard/store/mysqlstore"
)

// Sixteen connections at once would each be given up before they are ready, and so would those
// after them.
func TestAPoolThatLostAllConnectionsComesBackOnAMachineThatHasMuchElseToDo(t *testing.T) {
	t.Parallel()
	way := strain.New(t, "tcp", shared(t).Address())
	db := pool(t, "root@tcp("+way.Address()+")/test")
	db.SetMaxOpenConns(16)
	s := openStore(t, mysqlstore.Config{DB: db, Table: freshTable(), Timeout: 8 * strain.Cost, Stall: 2 * strain.Cost})
	put(t, s, "a", "1")
	way.Strain()
	require.EqualValues(t, 32, strain.Readers(t, func() error {
		_, err := s.Get(t.Context(), "a")
		return err
	}))
}
