package pgstore_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/strain"
	"github.com/switchboard-go/switchboard/store/pgstore"
)

// Sixteen connections at once would each be given up before they are ready, and so would those
// after them.
func TestAPoolThatLostAllConnectionsComesBackOnAMachineThatHasMuchElseToDo(t *testing.T) {
	t.Parallel()
	at, err := url.Parse(shared(t).URL())
	require.NoError(t, err)
	way := strain.New(t, "unix", at.Query().Get("host")+"/.s.PGSQL.5432")
	s := openStore(t, pgstore.Config{
		URL:   "postgres://postgres@" + way.Address() + "/postgres?sslmode=disable",
		Table: freshTable(), Timeout: 8 * strain.Cost, Poll: time.Hour,
	})
	put(t, s, "a", "1")
	way.Strain()
	require.EqualValues(t, 32, strain.Readers(t, func() error {
		_, err := s.Get(t.Context(), "a")
		return err
	}))
}
