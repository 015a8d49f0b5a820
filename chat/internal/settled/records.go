package settled

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// The kinds of records below settings/.
const (
	kindSite     = "site"
	kindQueue    = "queue"
	kindSchedule = "schedule"
	kindCanned   = "canned"
	kindRouting  = "routing"
	kindPrompts  = "prompts"

	kindAttribute = "attribute"

	kindStamp = "stamp"
	kindKey   = "key" // the keyring's own; no setting of the team
)

// StampKey is the key of the record that is written with every change of a setting, so that its
// revision tells whether a copy is still right.
var StampKey = records.Setting(kindStamp, "1")

// stamp is the value of the stamp record.
type stamp struct {
	Node string      `json:"node"`
	Site chat.SiteID `json:"site,omitempty"` // the default site. Default: the first by id
	// Implied says that nobody wrote a setting yet: the desk made records of those that everybody
	// has, in the same batch. An older release that writes a setting leaves the word, and puts a
	// site beside it.
	Implied bool `json:"implied,omitempty"`
}

// unwritten reports whether nobody has written a setting, by the stamp.
func unwritten(at store.Record) bool {
	if at.Rev == 0 {
		return true
	}
	v, err := records.Decode[stamp](at.Value)
	return err == nil && v.Implied && v.Site == ""
}

// storedRule is the value of a rule's record: a rule refuses members it does not know, so it stands
// on its own.
type storedRule struct {
	Rule trigger.Rule `json:"rule"`
}

// storedSite is the value of a site's record.
type storedSite struct {
	settings.Site
	// Grows says that the desk itself wrote the site, of a team that set none up: queues that are
	// added are listed in it.
	Grows bool `json:"grows,omitempty"`
}

// storedQueue returns the queue as its record has it. NoAgentWait was the default once, and a
// queue's record without the word waits. So NoAgentWait is the empty word in records, which every
// release reads alike, and the default is written as a word.
func storedQueue(q settings.Queue) settings.Queue {
	switch q.NoAgent {
	case "":
		q.NoAgent = settings.NoAgentMessage
	case settings.NoAgentWait:
		q.NoAgent = ""
	}
	return q
}

// load makes settings in force of what is kept of their records.
func load(found kept, last *Settings, b settings.Builders) *Settings {
	// A stamp that cannot be read says nothing of the default site: it is the first by id then.
	var first chat.SiteID
	if v, err := records.Decode[stamp](found.stamp.Value); err == nil {
		first = v.Site
	}
	var before *settings.InForce
	if last != nil {
		before = last.InForce
	}
	s := of(settings.Load(found.Stored, first, before, b), found.stamp.Rev)
	s.growing = found.growing
	return s
}

// read decodes records. Growing are the sites that the desk itself wrote.
func read(rs []store.Record) (st settings.Stored, growing []chat.SiteID) {
	for _, r := range rs {
		k, err := records.Parse(r.Key)
		if err != nil {
			st.Damaged = append(st.Damaged, chat.Fault{Kind: chat.FaultSetting, Key: r.Key, Says: err.Error()})
			continue
		}
		// A retired setting is read as all others are: whoever is left with it is still served by it.
		if x, ok := retired(r, k); ok {
			st.Retired = append(st.Retired, &settings.Read[settings.Retired]{Key: r.Key, ID: k.ID, Value: x})
		}
		if k.Family == records.FamilyRule {
			v, err := records.Decode[storedRule](r.Value)
			x := settings.Rule{Rule: v.Rule, Revision: settings.Revision(r.Rev)}
			st.Rules = append(st.Rules, one[storedRule](r, k, x, v.Rule.ID, err))
			continue
		}
		switch k.Kind {
		case kindSite:
			v, err := records.Decode[storedSite](r.Value)
			v.Revision = settings.Revision(r.Rev)
			// Of a damaged record nobody knows who wrote it.
			if v.Grows && err == nil {
				growing = append(growing, v.ID)
			}
			st.Sites = append(st.Sites, one[storedSite](r, k, v.Site, string(v.ID), err))
		case kindQueue:
			v, err := records.Decode[settings.Queue](r.Value)
			// The empty word waits: see storedQueue.
			v.Revision, v.NoAgent = settings.Revision(r.Rev), cmp.Or(v.NoAgent, settings.NoAgentWait)
			st.Queues = append(st.Queues, one[settings.Queue](r, k, v, string(v.ID), err))
		case kindSchedule:
			v, err := records.Decode[settings.Schedule](r.Value)
			v.Revision = settings.Revision(r.Rev)
			st.Schedules = append(st.Schedules, one[settings.Schedule](r, k, v, v.ID, err))
		case kindCanned:
			v, err := records.Decode[settings.Canned](r.Value)
			v.Revision = settings.Revision(r.Rev)
			st.Canned = append(st.Canned, one[settings.Canned](r, k, v, v.ID, err))
		case kindAttribute:
			v, err := records.Decode[settings.Attribute](r.Value)
			v.Revision = settings.Revision(r.Rev)
			st.Attributes = append(st.Attributes, one[settings.Attribute](r, k, v, v.ID, err))
		case kindRouting:
			v, err := records.Decode[settings.Routing](r.Value)
			v.Revision = settings.Revision(r.Rev)
			st.Routing = append(st.Routing, one[settings.Routing](r, k, v, settings.TeamID, err))
		case kindPrompts:
			v, err := records.Decode[settings.Prompts](r.Value)
			v.Revision = settings.Revision(r.Rev)
			st.Prompts = append(st.Prompts, one[settings.Prompts](r, k, v, settings.TeamID, err))
		case kindStamp, kindKey: // these are no settings
		default:
			st.Damaged = append(st.Damaged, chat.Fault{
				Kind: chat.FaultSetting, Key: r.Key, Says: "this release knows no settings of the kind " + k.Kind,
			})
		}
	}
	return st, growing
}

// one is a record of an R that was decoded. It refuses a value that is another one than its key
// says. R is the form in the record and T the setting: of a site the record knows more than the
// setting says.
func one[R, T any](r store.Record, k records.Key, v T, id string, err error) *settings.Read[T] {
	if err == nil && k.ID != id {
		err = fmt.Errorf("%w: it says that it is %q", records.ErrDecode, id)
	}
	rev := settings.Revision(r.Rev)
	x := &settings.Read[T]{Key: r.Key, ID: k.ID, Revision: rev, Value: v, Err: err}
	// A newer release may have written what this one would drop: it is told of, and kept.
	x.Newer.Fields, x.Newer.Version = records.Newer[R](r.Value)
	if _, ok := kindOf(k); ok { // that it is retired, retired reads
		x.Newer.Fields = slices.DeleteFunc(x.Newer.Fields, func(f string) bool { return f == "retired" })
	}
	return x
}
