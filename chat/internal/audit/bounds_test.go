package audit_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

func TestALineKeepsExactlyAsMuchAsItMay(t *testing.T) {
	const most = 128 << 10
	for more, cut := range map[int]bool{0: false, 1: true} {
		h := newHouse(t)
		line := h.Line(audit.ByHost, chat.AuditPut, "")
		_, err := store.Do(t.Context(), h.store, func(tx *store.Tx) error {
			to := line.Draft(tx)
			for n, size := range []int{most / 2, most/2 + more} {
				value := fmt.Sprintf(`{"x":"%s"}`, strings.Repeat("x", size-len(`{"x":""}`)))
				to.Put(records.Setting("canned", fmt.Sprint(n)), []byte(value), store.Record{})
			}
			return to.Close()
		})
		require.NoError(t, err)
		ls, _ := h.page(chat.AuditFilter{})
		require.Equal(t, cut, ls[0].Changes[1].Cut, "%d bytes more", more)
		require.False(t, ls[0].Changes[0].Cut, "the longest goes")
	}
}

func TestARecordThatWasEmptyWasThere(t *testing.T) {
	h := newHouse(t)
	line := h.Line(audit.ByHost, chat.AuditPut, "")
	_, err := store.Do(t.Context(), h.store, func(tx *store.Tx) error {
		to := line.Draft(tx)
		was := store.Record{Value: []byte(`{"x":2}`)}
		to.Put(records.Setting("site", "a"), []byte(`{"x":1}`), was)
		to.Put(records.Setting("site", "b"), []byte(`{"x":1}`), store.Record{})
		return to.Close()
	})
	require.NoError(t, err)
	ls, _ := h.page(chat.AuditFilter{})
	require.JSONEq(t, `{"x":2}`, string(ls[0].Changes[0].Before))
	require.Nil(t, ls[0].Changes[1].Before)
}

func TestALineIsTheOneThatItsKeySays(t *testing.T) {
	value := []byte(`{"v":1,"id":"aud_1","act":"put"}`)
	for key, ok := range map[string]bool{
		records.Audit(noon, "aud_1"): true, records.Audit(noon, "aud_2"): false,
		records.About("agt_1", noon, "aud_1"): false, "audit/x": false,
	} {
		_, err := audit.Decode(store.Record{Key: key, Value: value})
		require.Equal(t, ok, err == nil, "%s: %v", key, err)
	}
}
