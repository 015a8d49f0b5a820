package desk

import (
	"context"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// visitorRecord is the value of history/<visitor>: everything kept of somebody who only browses.
// It is written when a prompt is claimed or ends, and when a session begins or ends. The pages
// the visitor looked at are kept only while a session is open.
type visitorRecord struct {
	History trigger.History `json:"history,omitzero"`
	Prompts []shown         `json:"prompts,omitempty"` // the last maxShown
	Pages   []PageView      `json:"pages,omitempty"`   // the newest first
	Cart    Cart            `json:"cart,omitzero"`
	Banned  time.Time       `json:"banned,omitzero"` // until then
	FirstAt time.Time       `json:"first_at,omitzero"`
	Events  []raised        `json:"events,omitempty"` // raised by the host since the last beacon
	Tagged  []tagged        `json:"tagged,omitempty"` // by rules, for the next session
	Rows    []hook.CardRow  `json:"rows,omitempty"`   // what the Profile said when the last session began
	Device  string          `json:"device,omitempty"`
	Clock   *int            `json:"clock,omitempty"`  // minutes ahead of UTC
	Mailed  []time.Time     `json:"mailed,omitempty"` // transcripts asked for in the last day
	Erased  bool            `json:"erased,omitempty"` // nothing may be kept under this id any more
	Erasing *erasing        `json:"erasing,omitempty"`
	orderBook

	// what the host said when the last session began, or a prompt was last shown: Customer.Attrs, and
	// of the request
	Said map[string]trigger.Value `json:"said,omitempty"`
	// likewise, of a customer whom it vouches for, when a prompt was last shown
	Vouched vouched `json:"vouched,omitzero"`

	// the keys of the records that lead from customers of messengers to this visitor
	Lines []string `json:"lines,omitempty"`

	counted

	// what became of prompts and is not among the counts yet: see tally
	Uncounted promptCounts `json:"uncounted,omitempty"`
}

// counted is what is counted, so that it is not more than it may be.
type counted struct {
	once
	Uploaded uploaded `json:"uploaded,omitzero"`
	// when rules opened the chat without a prompt, the last maxShown
	Opened []time.Time `json:"opened,omitempty"`
}

// once is what counts once, and is remembered for that.
type once struct {
	// the host's own ids of events, the last maxRaisedOnce
	Raised []chat.CommandID `json:"raised,omitempty"`
	// the pages' ids of beacons with events, the last maxRaisedOnce
	Heard  []chat.CommandID `json:"heard,omitempty"`
	Helped helped           `json:"helped,omitzero"`
}

// vouched is who a customer was by the host's word.
type vouched struct {
	At     time.Time `json:"at"`
	Name   string    `json:"name,omitempty"`
	Locale string    `json:"locale,omitempty"`
	Tier   string    `json:"tier,omitempty"`
}

// shown is one prompt that the visitor was shown.
type shown struct {
	UID     string       `json:"uid"`
	Rule    string       `json:"rule"`
	Variant string       `json:"variant,omitempty"`
	Text    string       `json:"text"`
	Queue   chat.QueueID `json:"queue,omitempty"`
	At      time.Time    `json:"at"`
	Expires time.Time    `json:"expires,omitzero"`
	Fate    trigger.Fate `json:"fate"`
	Place   uint64       `json:"place,omitempty"` // the page it was shown on: see pageMark
	Tags    []string     `json:"tags,omitempty"`  // of a session that begins from it
	Began   bool         `json:"began,omitempty"` // a session began from it

	Answered time.Time `json:"answered,omitzero"` // when it was accepted or dismissed
}

// raised is an event that the rules have yet to see, or to invite for.
type raised struct {
	Name  string    `json:"name"`
	At    time.Time `json:"at"`
	Stays time.Time `json:"stays,omitzero"` // since when it waits for a place: see glance
}

const (
	maxShown  = 16
	maxPages  = 30
	maxRaised = 8

	maxRaisedOnce = 32
)

// visitorRecords reads and changes visitors' records.
type visitorRecords struct {
	store  store.Store
	tally  *tally
	now    func() time.Time
	recent *recentRecords
}

// get reads a visitor's record; the zero record if there is none.
func (vs visitorRecords) get(ctx context.Context, v chat.VisitorID) (visitorRecord, error) {
	r, err := vs.read(ctx, v)
	if err != nil || r.Rev == 0 {
		return visitorRecord{}, err
	}
	return records.Decode[visitorRecord](r.Value)
}

// read reads a visitor's record as it is stored; the zero Record if there is none.
func (vs visitorRecords) read(ctx context.Context, v chat.VisitorID) (store.Record, error) {
	if v == "" {
		return store.Record{}, nil
	}
	rs, err := vs.store.Get(ctx, records.History(v))
	if err != nil || len(rs) == 0 {
		return store.Record{}, unavailable(err)
	}
	return rs[0], nil
}

// raised returns when the host raised the last event that no beacon has taken yet; zero: none.
func (vs visitorRecords) raised(ctx context.Context, v chat.VisitorID) (time.Time, error) {
	rs, err := vs.store.Get(ctx, records.History(v))
	if err != nil || len(rs) == 0 {
		return time.Time{}, unavailable(err)
	}
	m, err := records.Decode[struct {
		Events []raised `json:"events"`
	}](rs[0].Value)
	if err != nil || len(m.Events) == 0 {
		return time.Time{}, err
	}
	return m.Events[len(m.Events)-1].At, nil
}

// editVisitorRecord changes a visitor's record within a batch. An edit that returns false writes
// nothing.
func editVisitorRecord(tx *store.Tx, v chat.VisitorID, edit func(*visitorRecord) (bool, error)) error {
	key := records.History(v)
	rs, err := tx.Get(key)
	if err != nil {
		return unavailable(err)
	}
	var m visitorRecord
	var old []byte
	if len(rs) > 0 {
		old = rs[0].Value
		if m, err = records.Decode[visitorRecord](old); err != nil {
			return err
		}
	}
	write, err := edit(&m)
	if err != nil || !write {
		return err
	}
	return putRecord(tx, key, m, old)
}

// edit is editVisitorRecord for changes that may leave something to be counted.
func (vs visitorRecords) edit(
	tx *store.Tx, v chat.VisitorID, edit func(*visitorRecord) (bool, error),
) error {
	return editVisitorRecord(tx, v, func(m *visitorRecord) (bool, error) {
		waits := len(m.Uncounted) > 0
		write, err := edit(m)
		if err != nil || !write || waits || len(m.Uncounted) == 0 {
			return write, err
		}
		return true, putJobIn(tx, vs.now(), countLate, job{Kind: jobCount, Visitor: v})
	})
}

// update is editVisitorRecord in a batch of its own. Edit may run many times.
func (vs visitorRecords) update(
	ctx context.Context, v chat.VisitorID, edit func(*visitorRecord) (bool, error),
) error {
	return vs.updateWith(ctx, v, func(_ *store.Tx, m *visitorRecord) (bool, error) {
		return edit(m)
	})
}

// updateWith is update with the batch at hand, for what belongs to the change. It is nil the first
// time, when nothing is written yet.
func (vs visitorRecords) updateWith(
	ctx context.Context, v chat.VisitorID, edit func(*store.Tx, *visitorRecord) (bool, error),
) error {
	r, err := vs.read(ctx, v)
	if err != nil {
		return err
	}
	return vs.updateFrom(ctx, v, new(visitorRecord), r, edit)
}

// updateFrom is updateWith for whoever has read the record together with others. The zero Record:
// there is none. M is the zero record, which takes it in. What is written is decided by the
// record as it stands then.
func (vs visitorRecords) updateFrom(
	ctx context.Context, v chat.VisitorID, m *visitorRecord, read store.Record,
	edit func(*store.Tx, *visitorRecord) (bool, error),
) (err error) {
	if read.Rev != 0 {
		if *m, err = vs.recent.decode(v, read.Value); err != nil {
			return err
		}
	}
	uncounted := len(m.Uncounted) > 0 // a node stopped before it counted
	defer func() {
		if uncounted {
			vs.tally.note(v)
		}
	}()
	if write, err := edit(nil, m); err != nil || !write {
		return err // most edits change nothing, and then nothing is written
	}
	var refused error
	_, err = store.Do(ctx, vs.store, func(tx *store.Tx) error {
		refused = vs.edit(tx, v, func(m *visitorRecord) (bool, error) {
			write, err := edit(tx, m)
			uncounted = len(m.Uncounted) > 0
			return write, err
		})
		return refused
	})
	if refused != nil {
		return refused
	}
	return unavailable(err)
}

// noteChat records in the visitor's history that their session began to run or stopped. Start
// writes the history of a new session, with everything else that belongs to it.
func noteChat(tx *store.Tx, old, next chat.Session) error {
	is := next.State.Running()
	if old.ID == "" || old.State.Running() == is {
		return nil
	}
	return editVisitorRecord(tx, next.Visitor, func(m *visitorRecord) (bool, error) {
		if m.Erased {
			return false, nil
		}
		if is {
			m.History = m.History.ChatStart(next.LastAt)
		} else {
			m.History = m.History.ChatEnd(next.LastAt)
		}
		return true, nil
	})
}

// find returns the prompt with this id, or nil.
func (m *visitorRecord) find(uid string) *shown {
	i := slices.IndexFunc(m.Prompts, func(s shown) bool { return s.UID == uid })
	if i < 0 {
		return nil
	}
	return &m.Prompts[i]
}

// remember records the pages and the cart the visitor looks at. It skips a page that is known with
// the same instant: a browser that got no answer sends its pages again.
func (m *visitorRecord) remember(pages []PageView, cart *Cart, now time.Time) bool {
	wrote := false
	if m.FirstAt.IsZero() {
		m.FirstAt, wrote = now, true
	}
	for _, p := range pages {
		p.At = clamp(p.At, now)
		if len(m.Pages) > 0 && m.Pages[0].URL == p.URL || slices.ContainsFunc(m.Pages, p.same) {
			continue
		}
		m.Pages, wrote = append([]PageView{p}, m.Pages...), true
	}
	m.Pages = m.Pages[:min(len(m.Pages), maxPages)]
	if cart != nil && !sameCart(m.Cart, *cart) {
		m.Cart, wrote = *cart, true
	}
	return wrote
}

// whereabouts is the part of a visitor's record that says where the visitor is.
type whereabouts struct {
	Pages  []PageView `json:"pages"`
	Device string     `json:"device"`
	Clock  *int       `json:"clock"`
}

func (w whereabouts) now() VisitorWhere {
	at := VisitorWhere{Device: w.Device, Clock: w.Clock}
	if len(w.Pages) > 0 {
		at.Page = w.Pages[0]
	}
	return at
}

// clamp returns an instant from a browser, or now if the instant is not within the last day.
func clamp(t, now time.Time) time.Time {
	if t.IsZero() || t.After(now) || t.Before(now.Add(-24*time.Hour)) {
		return now
	}
	return t.UTC()
}

func sameCart(a, b Cart) bool {
	return a.Value == b.Value && a.Currency == b.Currency && slices.Equal(a.Items, b.Items)
}
