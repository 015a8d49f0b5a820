package audit

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

const (
	maxPage  = 200  // lines on a page
	page     = 50   // where nobody says how many
	maxLooks = 2000 // lines that are looked at for one page
)

// Page returns lines that a filter chooses, the newest first, and where the next page begins: empty
// after the last one. A page may have few lines, or none, and a next one: no request looks at more
// than 2,000 lines.
func (t Trail) Page(ctx context.Context, f chat.AuditFilter) ([]chat.AuditLine, string, error) {
	if f.Limit < 0 || f.Limit > maxPage {
		return nil, "", fmt.Errorf("%w: limit: want 1 to %d", chat.ErrInvalid, maxPage)
	}
	f.Limit = cmp.Or(f.Limit, page)
	prefix := records.Prefix(records.FamilyAudit)
	if f.Kind.Person() && f.ID != "" {
		// The lines about a person have an index. Everything else is found by looking.
		prefix = records.Prefix(records.FamilyAbout, f.ID)
		if store.CheckKey(prefix+"x") != nil {
			return nil, "", nil
		}
	}
	r := store.Range{Prefix: prefix, Desc: true, Limit: records.Page}
	switch {
	case f.After != "":
		at, err := after(f.After)
		if err != nil {
			return nil, "", err
		}
		r.After = prefix + at
	case !f.To.IsZero():
		r.After = prefix + records.Instant(f.To)
	}
	return t.scan(ctx, f, r)
}

// scan reads backwards from a place until the page is full, the time is over, or enough was looked
// at. Then the page is short and has a next one: a filter that chooses hardly any line must not
// read the whole trail in one request.
func (t Trail) scan(
	ctx context.Context, f chat.AuditFilter, r store.Range,
) (ls []chat.AuditLine, next string, err error) {
	for looked := 0; ; looked += r.Limit {
		rs, err := t.cfg.Store.List(ctx, r)
		if err != nil {
			return nil, "", records.Unavailable(err)
		}
		found, err := t.lines(ctx, rs)
		if err != nil {
			return nil, "", err
		}
		for i, l := range found {
			if !f.From.IsZero() && l.At.Before(f.From) {
				return ls, "", nil
			}
			if l.ID != "" && f.Chooses(l) {
				ls = append(ls, l)
			}
			if len(ls) == f.Limit {
				// The page is full with the very last line there is.
				if i+1 == len(rs) && len(rs) < r.Limit {
					return ls, "", nil
				}
				return ls, cursor(l), nil
			}
		}
		if len(rs) < r.Limit {
			return ls, "", nil
		}
		if looked >= maxLooks {
			return ls, cursor(last(rs)), nil
		}
		r.After = rs[len(rs)-1].Key
	}
}

// lines reads the lines that records are, or that records of the index name, in their order. One
// that cannot be read is there with its instant and its id alone, one that is gone without an id.
func (t Trail) lines(ctx context.Context, rs []store.Record) ([]chat.AuditLine, error) {
	found := records.ByKey(rs)
	var keys []string
	ls := make([]chat.AuditLine, len(rs))
	for i, r := range rs {
		k, err := records.Parse(r.Key)
		if err != nil {
			return nil, err
		}
		ls[i] = chat.AuditLine{ID: k.ID, At: k.At}
		if k.Family == records.FamilyAbout {
			keys = append(keys, records.Audit(k.At, k.ID))
		}
	}
	// Records of the index only name their lines: these are read as many at a time as a store
	// gives.
	for len(keys) > 0 {
		n := min(len(keys), store.MaxBatch)
		got, err := t.cfg.Store.Get(ctx, keys[:n]...)
		if err != nil {
			return nil, records.Unavailable(err)
		}
		for _, r := range got {
			found[r.Key] = r
		}
		keys = keys[n:]
	}
	for i, l := range ls {
		r, ok := found[records.Audit(l.At, l.ID)]
		if !ok {
			ls[i].ID = ""
		} else if x, err := Decode(r); err == nil {
			ls[i] = x
		}
	}
	return ls, nil
}

// Decode reads a line. Its revision is that of the commit it was written with. A line that is not
// the one its key says is refused: the index would find another than it names.
func Decode(r store.Record) (chat.AuditLine, error) {
	l, err := records.Decode[chat.AuditLine](r.Value)
	if err != nil {
		return l, err
	}
	k, err := records.Parse(r.Key)
	if err != nil || k.Family != records.FamilyAudit || k.ID != l.ID {
		return l, fmt.Errorf("%w: it is another line than its key says", records.ErrDecode)
	}
	l.At = k.At
	l.Revision = cmp.Or(l.Revision, uint64(r.Rev))
	return l, nil
}

// last is the place of the last of some records.
func last(rs []store.Record) chat.AuditLine {
	k, _ := records.Parse(rs[len(rs)-1].Key)
	return chat.AuditLine{ID: k.ID, At: k.At}
}

// cursor is where a line stands, as it travels. It names the line and is no count, so that lines
// which come or go between two pages move nothing.
func cursor(l chat.AuditLine) string { return records.Instant(l.At) + "~" + l.ID }

// after is the end of the key that a cursor names. It came from outside, so it is looked at before
// a key is made of it: a cursor must not lead out of the trail.
func after(s string) (string, error) {
	at, id, ok := strings.Cut(s, "~")
	_, err := records.ParseInstant(at)
	if !ok || err != nil || strings.Contains(id, "/") || store.CheckKey("x/"+at+"/"+id) != nil {
		return "", fmt.Errorf("%w: after: unknown", chat.ErrInvalid)
	}
	return at + "/" + id, nil
}
