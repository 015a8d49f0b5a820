package settings

import (
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// Team is what a team works by. Each part is a record of its own, which a supervisor or the host
// changes. The zero Team has one queue, DefaultQueue, and one site, DefaultSite.
type Team struct {
	Sites     []Site
	Queues    []Queue
	Agents    []Agent
	Schedules []Schedule
	Rules     []Rule
	Canned    []Canned
	// Attributes are what may be known of visitors beside what every desk knows. Default: none.
	Attributes []Attribute
	Routing    *Routing // of the whole team. Default: as the host's Router has it
	Prompts    *Prompts // of the whole team. Default: what the rules say

	// Retired are those of the settings above that are retired. It is to be read: Retire and
	// Restore
	// change it.
	Retired []Retired
	// Retire and Restore are settings of a set that is written: to be retired, and to be taken
	// back.
	// A team that is a seed has none.
	Retire, Restore []Ref
}

// DefaultQueue and DefaultSite are what a team works by that set nothing up.
const (
	DefaultQueue chat.QueueID = "support"
	DefaultSite  chat.SiteID  = "main"
)

// Revision tells which write of a setting one has read. The zero Revision, of a setting to be
// written, writes over any.
type Revision uint64

// Absent, as the Revision of a setting to be written, says that there must be none yet.
const Absent Revision = 1<<64 - 1

// Empty reports whether the team has no setting at all.
func (t Team) Empty() bool {
	return len(t.Sites)+len(t.Queues)+len(t.Agents)+len(t.Schedules)+len(t.Rules)+len(t.Canned)+len(
		t.Attributes,
	) == 0 &&
		t.Routing == nil && t.Prompts == nil
}

// HasSchedule implements Known.
func (t Team) HasSchedule(id string) bool {
	return slices.ContainsFunc(t.Schedules, func(x Schedule) bool { return x.ID == id })
}

// HasQueue implements Known. A team without queues has DefaultQueue.
func (t Team) HasQueue(id chat.QueueID) bool {
	return slices.ContainsFunc(t.Queues, func(x Queue) bool { return x.ID == id }) ||
		len(t.Queues) == 0 && id == DefaultQueue
}

// Rules makes settings of rules.
func Rules(rules ...trigger.Rule) []Rule {
	var out []Rule
	for _, r := range rules {
		out = append(out, Rule{Rule: r})
	}
	return out
}
