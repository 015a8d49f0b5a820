package chathttp

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// inboxChange is what moved in an inbox since the event before. What did not move is left out.
type inboxChange struct {
	Me       *agentView   `json:"me,omitempty"`
	Offers   *[]offerLine `json:"offers,omitempty"` // all of them
	Sessions *listChange  `json:"sessions,omitempty"`
	Beside   *listChange  `json:"beside,omitempty"`
	Queue    *listChange  `json:"queue,omitempty"`
	Messages *listChange  `json:"messages,omitempty"`
	// Cards are the sessions that are new or changed. Of one that was there it has the id and the
	// members that changed; a member that is gone is null.
	Cards []json.RawMessage `json:"cards,omitempty"`
	// Positions are those of the sessions of the queue, one after the other, if any of them moved.
	Positions []int `json:"positions,omitempty"`
}

// offerLine is an offer that names its session.
type offerLine struct {
	ID       chat.OfferID   `json:"id"`
	At       time.Time      `json:"at"`
	Deadline time.Time      `json:"deadline"`
	Transfer bool           `json:"transfer,omitempty"`
	Queue    chat.QueueID   `json:"queue,omitempty"`
	Session  chat.SessionID `json:"session_id"`
}

// listChange takes sessions out of a list, and then puts others in, the lowest place first.
type listChange struct {
	Out []chat.SessionID `json:"out,omitempty"`
	In  []placedIn       `json:"in,omitempty"`
}

type placedIn struct {
	ID chat.SessionID `json:"id"`
	At int            `json:"at"` // from 0
}

// changes makes of the inboxes of one stream what moved in them. The first one stays whole.
type changes struct {
	on   bool
	last *desk.Inbox
}

// envelope writes an event, and gives its type. There is none where nothing moved.
func (x *changes) envelope(ev desk.Event) (name string, data []byte, err error) {
	was := x.last
	if x.on && ev.Inbox != nil {
		x.last = ev.Inbox
	}
	switch {
	case ev.Type == desk.EventReset:
		x.last = nil
		fallthrough
	case !x.on, ev.Inbox == nil, was == nil:
		data, err = envelope(ev)
		return ev.Type, data, err
	}
	change, moved, err := changed(*was, *ev.Inbox)
	if err != nil || !moved {
		return "", nil, err
	}
	view := eventView{Type: desk.EventInboxChanged, Timestamp: ev.At}
	view.Data.Change = change
	data, err = json.Marshal(view)
	return view.Type, data, err
}

// changed is what moved between two inboxes. It is false if nothing did.
func changed(was, is desk.Inbox) (*inboxChange, bool, error) {
	c := &inboxChange{
		Sessions: movedIn(was.Sessions, is.Sessions), Beside: movedIn(was.Beside, is.Beside),
		Queue: movedIn(was.Queue, is.Queue), Messages: movedIn(was.Messages, is.Messages),
	}
	if !reflect.DeepEqual(was.Me, is.Me) {
		c.Me = new(viewAgent(is.Me))
	}
	sameOffer := func(a, b desk.OfferView) bool {
		return a.Offer == b.Offer && a.Session.Session.ID == b.Session.Session.ID
	}
	if !slices.EqualFunc(was.Offers, is.Offers, sameOffer) {
		lines := each(is.Offers, lineOf)
		c.Offers = &lines
	}
	cards, moved, err := changedCards(was, is)
	if c.Cards = cards; moved {
		c.Positions = each(is.Queue, func(c desk.SessionCard) int { return c.Position })
	}
	return c, !reflect.DeepEqual(*c, inboxChange{}), err
}

func lineOf(o desk.OfferView) offerLine {
	return offerLine{
		ID: o.Offer.ID, At: o.Offer.At, Deadline: o.Offer.Deadline, Transfer: o.Offer.Transfer,
		Queue: o.Offer.Queue, Session: o.Session.Session.ID,
	}
}

// sameList reports whether both are one slice: then a desk says that nothing in it changed.
func sameList(a, b []desk.SessionCard) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// movedIn is how one list becomes another. What they begin and end with alike stays.
func movedIn(was, is []desk.SessionCard) *listChange {
	if sameList(was, is) {
		return nil
	}
	same := func(a, b desk.SessionCard) bool { return a.Session.ID == b.Session.ID }
	head := 0
	for head < min(len(was), len(is)) && same(was[head], is[head]) {
		head++
	}
	tail := 0
	for tail < min(len(was), len(is))-head && same(was[len(was)-1-tail], is[len(is)-1-tail]) {
		tail++
	}
	c := &listChange{}
	for _, x := range was[head : len(was)-tail] {
		c.Out = append(c.Out, x.Session.ID)
	}
	for i, x := range is[head : len(is)-tail] {
		c.In = append(c.In, placedIn{x.Session.ID, head + i})
	}
	if len(c.Out)+len(c.In) == 0 {
		return nil
	}
	return c
}

// changedCards are the cards of an inbox that are new or changed, but for the positions of those in
// the queue: moved reports whether one of them has another than before.
func changedCards(was, is desk.Inbox) (cards []json.RawMessage, moved bool, err error) {
	old, done := map[chat.SessionID]desk.SessionCard{}, map[chat.SessionID]bool{}
	before, now := listsOf(was), listsOf(is)
	for _, l := range before {
		for _, c := range l {
			old[c.Session.ID] = c
		}
	}
	for i, l := range now {
		for _, c := range l {
			id := c.Session.ID
			if done[id] {
				continue
			}
			done[id] = true
			o, there := old[id]
			if i == queueList && o.Position > 0 {
				moved = moved || o.Position != c.Position
				o.Position = c.Position // those of the queue are told together
			}
			if there && reflect.DeepEqual(o, c) {
				continue
			}
			card, err := patchOf(o, c, there)
			if err != nil {
				return nil, false, err
			}
			if card != nil {
				cards = append(cards, card)
			}
		}
	}
	return cards, moved, nil
}

// queueList is which of listsOf is the queue.
const queueList = 2

// listsOf are the lists of an inbox.
func listsOf(b desk.Inbox) [][]desk.SessionCard {
	offered := make([]desk.SessionCard, len(b.Offers))
	for i, o := range b.Offers {
		offered[i] = o.Session
	}
	return [][]desk.SessionCard{b.Sessions, b.Beside, b.Queue, b.Messages, offered}
}

// patchOf is a card that is new, or of one that was there the id and the members that changed, each
// as a whole; one that is gone is null.
func patchOf(was, is desk.SessionCard, there bool) (json.RawMessage, error) {
	if !there {
		return json.Marshal(viewCard(is))
	}
	before, err := cardMembers(was)
	if err != nil {
		return nil, err
	}
	now, err := cardMembers(is)
	if err != nil {
		return nil, err
	}
	patch := map[string]json.RawMessage{}
	for name, v := range now {
		if !bytes.Equal(before[name], v) {
			patch[name] = v
		}
	}
	for name := range before {
		if _, stays := now[name]; !stays {
			patch[name] = json.RawMessage("null")
		}
	}
	if len(patch) == 0 {
		return nil, nil
	}
	patch["id"] = now["id"]
	return json.Marshal(patch)
}

// cardMembers are the members of a card's JSON.
func cardMembers(c desk.SessionCard) (ms map[string]json.RawMessage, err error) {
	b, err := json.Marshal(viewCard(c))
	if err != nil {
		return nil, err
	}
	return ms, json.Unmarshal(b, &ms)
}

// changesFor reads whether a client wants what moves in the inbox, or the whole inbox each time.
func changesFor(r *http.Request) (changes, error) {
	switch r.URL.Query().Get("inbox") {
	case "", "whole":
		return changes{}, nil
	case "changes":
		return changes{on: true}, nil
	}
	return changes{}, refuse(codeInvalid, "inbox: want changes or whole")
}
