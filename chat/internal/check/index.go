package check

import (
	"cmp"
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// indexFamilies are the families whose records are derived from sessions. FamilyCurrent is not among
// them: it names a visitor's last session too, which is over.
var indexFamilies = []records.Family{
	records.FamilyOpen, records.FamilyWaiting, records.FamilyOffer, records.FamilyActive,
	records.FamilyMessaged, records.FamilyEnded, records.FamilyVisitor,
}

// indexes returns the keys of the index records that a session must have. It asks the function by
// which they are written, so an index that is added there is audited here.
func indexes(s chat.Session) map[string]string {
	keys := records.Indexes(s)
	// While it runs it must be its visitor's current one. Afterwards that record may stay.
	if s.State.Running() {
		keys[records.Current(s.Visitor)] = ""
	}
	return keys
}

// strays finds the index records that no session has. A line or an inbox would show a session there
// that is somewhere else.
func (a *Audit) strays(ctx context.Context) error {
	for _, f := range indexFamilies {
		err := a.each(ctx, f, func(k records.Key, r store.Record) error {
			id := cmp.Or(k.Session, records.PointsTo(r)) // the key of an offer does not name its session
			return a.unchanged(ctx, id, func(ctx context.Context, s chat.Session) ([]chat.Fault, error) {
				return a.stray(ctx, s, r.Key, id)
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// stray returns a Fault if an index record exists that session s does not have. The record of a
// session in the archive is right although the session is not in the store.
func (a *Audit) stray(ctx context.Context, s chat.Session, key string, id chat.SessionID) ([]chat.Fault, error) {
	if _, ok := indexes(s)[key]; ok {
		return nil, nil
	}
	rs, err := a.store.Get(ctx, key)
	if err != nil || len(rs) == 0 { // deleted meanwhile
		return nil, err
	}
	if p, err := records.Decode[records.Pointer](rs[0].Value); err == nil && p.Archived && s.ID == "" {
		return nil, nil
	}
	return []chat.Fault{{Kind: chat.FaultStray, Key: key, Session: id, Says: "no session has it"}}, nil
}
