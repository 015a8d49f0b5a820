package replica

import (
	"strings"

	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// lanes are the keys of the lanes in which a messenger has something to do, and of the sessions
// whose messages await files. What that is stands in their records, which whoever does it reads on
// the node that leads.
type lanes map[string]struct{}

// put takes in that there is something to do in a lane, or that there is not any more.
func (l *lanes) put(key string, busy bool) {
	switch {
	case !busy:
		delete(*l, key)
	case *l == nil: // a shop without messengers has none
		*l = lanes{key: {}}
	default:
		(*l)[key] = struct{}{}
	}
}

// fetching reports whether messages of any session await files.
func (l lanes) fetching() bool {
	for key := range l {
		if strings.HasPrefix(key, fetchingPrefix) {
			return true
		}
	}
	return false
}

var fetchingPrefix = records.Prefix(records.FamilyFetching)

// Fetching reports whether messages of any session await files.
func (j Jobs) Fetching() bool { return j.Carrying(fetchingPrefix) }

// Carrying reports whether there is something to do in a lane whose key begins with a prefix.
func (j Jobs) Carrying(prefix string) bool {
	j.of.mu.Lock()
	defer j.of.mu.Unlock()
	for key := range j.of.state.jobs.lanes {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}
