package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// The most that one search reads, finds, and is asked.
const (
	maxSearched  = 8 * records.Page
	maxPastFound = 50
	maxPastText  = 100
)

// PastQuery finds sessions that have ended, those that ended last first.
type PastQuery struct {
	// Text is what is looked for: each of its words, in capitals or not, must stand in the name,
	// address, phone, tags, outcome or own fields of the session, or be its id. At most 100
	// characters. Default: every session.
	Text  string
	After string // where the page before ended
	Limit int    // 1 to 50. Default: 20
}

// PastPage is what was found. Next is where the search goes on, and empty once everything was looked
// at: a page that has found nothing may have a Next.
type PastPage struct {
	Sessions []SessionCard
	Next     string
}

// By searches the sessions of the agent's queues, and those that are theirs otherwise. A search
// reads 2,048 sessions at most, however many there are: then Next says where it goes on. Sessions
// in the archive, and erased ones, are not found.
func (q PastQuery) By(ctx context.Context, a Agent) (PastPage, error) {
	st, err := a.who(ctx)
	if err != nil {
		return PastPage{}, err
	}
	x := store.Range{Prefix: records.Prefix(records.FamilyEnded), Desc: true, Limit: records.Page}
	if x.After, err = q.from(); err != nil {
		return PastPage{}, err
	}
	limit := cmp.Or(min(max(0, q.Limit), maxPastFound), 20)
	var found []chat.Session
	for looked := 0; looked < maxSearched; looked += records.Page {
		index, err := a.d.cfg.Store.List(ctx, x)
		if err != nil {
			return PastPage{}, unavailable(err)
		}
		ended, err := q.read(ctx, a.d.cfg.Store, index)
		if err != nil {
			return PastPage{}, err
		}
		for _, mark := range index {
			x.After = mark.Key
			if s, ok := ended[mark.Key]; ok && st.sees(s) {
				found = append(found, s)
			}
			if len(found) == limit {
				return pastPage(ctx, a.d.engine.views, found, x.After)
			}
		}
		if len(index) < records.Page {
			return pastPage(ctx, a.d.engine.views, found, "")
		}
	}
	return pastPage(ctx, a.d.engine.views, found, x.After)
}

// from is the key of the mark at which the page before ended.
func (q PastQuery) from() (string, error) {
	if utf8.RuneCountInString(q.Text) > maxPastText {
		return "", wrong("q", fmt.Sprintf("more than %d characters", maxPastText))
	}
	if q.After == "" {
		return "", nil
	}
	at, id, _ := strings.Cut(q.After, "~")
	instant, err := records.ParseInstant(at)
	if err != nil || !minted(prefixSession, id) {
		return "", wrong("after", "unknown")
	}
	return records.Ended(instant, chat.SessionID(id)), nil
}

// read returns the sessions of some marks that the query finds, by the keys of their marks.
func (q PastQuery) read(
	ctx context.Context, s store.Store, index []store.Record,
) (map[string]chat.Session, error) {
	rs, err := records.ReadSessions(ctx, s, index)
	if err != nil {
		return nil, unavailable(err)
	}
	byKey := records.ByKey(rs)
	words := strings.Fields(strings.ToLower(q.Text))
	found := map[string]chat.Session{}
	for _, mark := range index {
		k, err := records.Parse(mark.Key)
		if err != nil {
			return nil, err
		}
		rec, there := byKey[records.Session(k.Session)]
		if !there {
			continue
		}
		x, err := records.Decode[chat.Session](rec.Value)
		if err != nil {
			return nil, err
		}
		if !x.Erased && hasWords(x, words) {
			found[mark.Key] = x
		}
	}
	return found, nil
}

// hasWords reports whether each word stands in what is known of a session.
func hasWords(s chat.Session, words []string) bool {
	c := s.Contact
	texts := []string{c.Name, c.Email, c.Phone, c.Said.Name, c.Said.Email, c.Said.Phone, s.Outcome}
	texts = append(texts, s.Tags...)
	for _, f := range s.Fields {
		texts = append(texts, f.Value)
	}
	all := strings.ToLower(strings.Join(texts, "\n"))
	return !slices.ContainsFunc(words, func(word string) bool {
		return word != string(s.ID) && !strings.Contains(all, word)
	})
}

// pastPage makes a page, which goes on after a mark; without one it is the last.
func pastPage(
	ctx context.Context, v views, found []chat.Session, mark string,
) (p PastPage, err error) {
	if k, err := records.Parse(mark); mark != "" && err == nil {
		p.Next = records.Instant(k.At) + "~" + string(k.Session)
	}
	p.Sessions, err = v.agents(ctx, found)
	return p, err
}
