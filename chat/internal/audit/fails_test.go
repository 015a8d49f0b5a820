package audit_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/internal/brittle"
	"github.com/switchboard-go/switchboard/store"
)

// onBrittle is the same trail on a store that fails where it is told to.
func (h *house) onBrittle() *brittle.Store {
	b := &brittle.Store{Store: h.store}
	h.Trail = audit.New(audit.Config{
		Store: b, Observer: h, Keep: 24 * time.Hour, Mint: func() string { return "aud_x" },
		Now: func() time.Time { return h.now },
	})
	return b
}

func TestEveryFailureOfTheStoreIsTold(t *testing.T) {
	h := newHouse(t)
	ann := records.Agent("agt_ann")
	h.put(chat.AuditBy{Role: chat.AuditByHost}, ann, `{"name":"Ann"}`)
	h.put(chat.AuditBy{Role: chat.AuditByHost}, ann, `{"name":"Anna"}`)
	s := h.onBrittle()
	for name, call := range map[string]func() error{
		"page": func() error {
			ls, _, err := h.Page(t.Context(), chat.AuditFilter{})
			require.True(t, err != nil || len(ls) == 2, "half an answer")
			return err
		},
		"about a person": func() error {
			f := chat.AuditFilter{Kind: chat.AuditAgent, ID: "agt_ann"}
			ls, _, err := h.Page(t.Context(), f)
			require.True(t, err != nil || len(ls) == 2, "half an answer")
			return err
		},
		"erase": func() error { return h.Erase(t.Context(), "agt_ann") },
	} {
		require.Positive(t, brittle.EachCall(t, s, call), name)
	}
	h.now = noon.Add(25 * time.Hour)
	next, err := h.Trim(t.Context(), h.now)
	require.NoError(t, err)
	require.Equal(t, h.now, next, "there may be more")
	h.put(chat.AuditBy{Role: chat.AuditByHost}, ann, `{"name":"Annika"}`)
	h.now = h.now.Add(25 * time.Hour)
	brittle.EachCall(t, s, func() error {
		next, err := h.Trim(t.Context(), h.now)
		if err != nil {
			require.Equal(t, h.now.Add(time.Minute), next, "it is tried again")
		}
		return err
	})
	require.Empty(t, h.keys(records.Prefix(records.FamilyAudit)))
	require.Empty(t, h.keys(records.Prefix(records.FamilyAbout)))
}

func TestALineOfALaterReleaseIsNotRewritten(t *testing.T) {
	h := newHouse(t)
	h.put(chat.AuditBy{Role: chat.AuditByHost}, records.Agent("agt_ann"), `{"name":"Ann"}`)
	key := h.keys(records.Prefix(records.FamilyAudit))[0]
	later := `{"v":99,"id":"aud_0001","changes":[]}`
	_, err := h.store.Commit(t.Context(), store.Batch{
		Put: []store.Record{{Key: key, Value: []byte(later)}},
	})
	require.NoError(t, err)
	require.Error(t, h.Erase(t.Context(), "agt_ann"), "whoever erases must hear of it")
	rs, err := h.store.Get(t.Context(), key)
	require.NoError(t, err)
	require.Equal(t, later, string(rs[0].Value))
	ls, _ := h.page(chat.AuditFilter{})
	require.Equal(t, []string{"aud_0001"}, ids(ls), "that there is a line is told")
}

func TestAPageOfExactlyTheLimitIsGiven(t *testing.T) {
	h := newHouse(t)
	_, _, err := h.Page(t.Context(), chat.AuditFilter{Limit: 200})
	require.NoError(t, err)
	for _, n := range []int{-1, 201} {
		_, _, err = h.Page(t.Context(), chat.AuditFilter{Limit: n})
		require.ErrorIs(t, err, chat.ErrInvalid)
	}
}

// haunted is a store whose lists name a line that is gone by then, as when another node trims.
type haunted struct {
	*brittle.Store
	gone store.Record
}

func (h haunted) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	rs, err := h.Store.List(ctx, r)
	if err == nil && len(rs) > 0 && rs[0].Key < h.gone.Key && r.After < h.gone.Key {
		rs = append(rs, h.gone)
	}
	return rs, err
}

func TestALineThatIsTrimmedMeanwhileStopsNoErasure(t *testing.T) {
	h := newHouse(t)
	h.put(chat.AuditBy{Role: chat.AuditByHost}, records.Agent("agt_ann"), `{"name":"Ann"}`)
	about := h.keys(records.Prefix(records.FamilyAbout))[0]
	last := about[:strings.LastIndex(about, "/")+1] + "aud_zzzz"
	h.Trail = audit.New(audit.Config{
		Store: haunted{&brittle.Store{Store: h.store}, store.Record{Key: last}}, Observer: h,
		Keep: 24 * time.Hour, Mint: func() string { return "aud_x" },
		Now: func() time.Time { return h.now },
	})
	require.NoError(t, h.Erase(t.Context(), "agt_ann"))
}
