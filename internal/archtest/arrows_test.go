package archtest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// arrows says which packages of this module a package may import, by folder: the first entry that
// holds a file counts. Nothing is listed for those that may import none.
var arrows = []struct {
	dir  string
	from []string
}{
	{"chat/chathttp", []string{"chat", "chat/hook", "chat/desk", "chat/settings", "chat/internal/loglimit", "hours", "routing", "trigger", "chat/report"}},
	{"chat/settings", []string{"chat", "hours", "routing", "trigger"}},
	{"chat/chatui", nil},
	{"chat/chatclient", nil},
	{"chat/chattest", []string{"chat", "chat/hook", "chat/desk", "chat/chathttp", "chat/settings", "store", "store/memstore", "routing", "trigger", "hours"}},
	{"chat/channel", []string{"chat", "chat/hook"}},
	{"chat/archive", []string{"chat", "chat/hook"}},
	{"chat/blob", []string{"chat/hook"}},
	{"chat/hook", []string{"chat", "trigger"}},
	{"chat/faq", nil},
	{"chat/translate/deepl", []string{"chat/hook", "chat/translate"}},
	{"chat/translate/libre", []string{"chat/hook", "chat/translate"}},
	{"chat/translate", nil},
	{"chat/assign", []string{"chat", "routing"}},
	{"chat/report", []string{"chat", "hours"}},
	{"chat/internal/loglimit", nil},
	{"chat/internal/guard", nil},
	{"chat/internal/filetype", nil},
	{"chat/internal/picture", nil},
	{"chat/internal/timing", nil},
	{"chat/internal/audit", []string{"chat", "chat/hook", "chat/internal/records", "store"}},
	{"chat/internal/settled", []string{"chat", "chat/internal/audit", "chat/internal/door", "chat/internal/records", "chat/internal/replica", "chat/settings", "hours", "routing", "store", "trigger"}},
	{"chat/internal/lead", []string{
		"chat", "chat/hook", "chat/assign", "chat/internal/agentlog", "chat/internal/records",
		"chat/internal/replica", "chat/internal/shifts", "chat/internal/timing", "routing",
		"store",
	}},
	{"chat/internal/commit", []string{
		"chat", "chat/hook", "chat/internal/agentlog", "chat/internal/keyring",
		"chat/internal/records", "store",
	}},
	{"chat/internal/sessions", []string{"chat", "chat/hook", "chat/internal/records", "store"}},
	{"chat/internal/erase", []string{"chat", "chat/hook", "chat/internal/commit", "chat/internal/records", "chat/internal/sessions", "store"}},
	{"chat/internal/interpret", []string{
		"chat", "chat/hook", "chat/internal/guard", "chat/translate",
	}},
	{"chat/internal/files", []string{
		"chat", "chat/hook", "chat/internal/filetype", "chat/internal/picture",
		"chat/internal/records", "store",
	}},
	{"chat/internal/letters", nil},
	{"chat/internal/mailbox", []string{"chat", "chat/internal/keyring", "chat/internal/records"}},
	{"chat/internal/outbox", []string{"chat", "chat/hook", "chat/internal/commit", "chat/internal/guard", "chat/internal/letters", "chat/internal/mailbox", "chat/internal/records", "chat/internal/sessions", "store"}},
	{"chat/internal/signs", []string{"chat", "chat/hook", "chat/internal/guard", "chat/internal/replica"}},
	{"chat/internal/presence", []string{"chat", "chat/internal/records", "chat/internal/replica", "store"}},
	{"chat/internal/keyring", []string{"chat/internal/records", "store"}},
	{"chat/internal/replica", []string{
		"chat", "chat/assign", "chat/hook", "chat/internal/door", "chat/internal/invite",
		"chat/internal/records", "chat/internal/shifts", "chat/internal/timing", "hours", "routing", "store",
	}},
	{"chat/internal/agentlog", []string{"chat", "chat/internal/records", "store"}},
	{"chat/internal/door", []string{"chat"}},
	{"chat/internal/invite", []string{"chat", "chat/internal/records"}},
	{"chat/internal/shifts", []string{"chat", "hours"}},
	{"chat/internal/check", []string{"chat", "chat/internal/records", "store"}},
	{"chat/internal/records", []string{"chat", "store"}},
	{"chat/desk", []string{"chat", "chat/hook", "chat/assign", "chat/faq", "chat/settings", "chat/translate", "chat/internal", "store", "hours", "routing", "trigger"}},
	{"chat", nil},
	{"hours/osm", []string{"hours"}},
	{"hours/schemaorg", []string{"hours"}},
	{"hours/ics", []string{"hours"}},
	{"hours", nil},
	{"trigger", nil},
	{"routing/staffing", nil},
	{"routing", nil},
	{"store/memstore", []string{"store"}},
	{"store/storetest", []string{"store"}},
	{"store", nil},
	{"internal/sim", []string{"chat", "chat/hook", "chat/desk", "chat/settings", "store", "store/memstore", "routing", "trigger", "hours"}},
	{"internal/brittle", []string{"store"}},
	{"internal", nil},
}

func TestArrowsPointDownwardsOnly(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range core(t) {
		if f.test() {
			continue
		}
		rule := -1
		for i, a := range arrows {
			if under(f.path, a.dir) {
				rule = i
				break
			}
		}
		if !assert.GreaterOrEqual(t, rule, 0, "%s is in no part of the house", f.path) {
			continue
		}
		seen[arrows[rule].dir] = true
		for _, p := range f.imports() {
			if strings.Contains(p, ".") || !local(p) || under(p, arrows[rule].dir) {
				continue
			}
			assert.True(t, allowed(p, arrows[rule].from), "%s imports %s", f.path, p)
		}
	}
	for _, dir := range []string{"chat", "chat/hook", "chat/desk", "hours", "trigger", "routing", "store"} {
		assert.True(t, seen[dir], "%s has no code", dir)
	}
}

// local reports whether an import path, as file.imports gives it, is of this module.
func local(p string) bool {
	for _, dir := range []string{"chat", "hours", "trigger", "routing", "store", "internal", "examples"} {
		if under(p, dir) {
			return !strings.HasPrefix(p, "internal/") || under(p, "internal/sim") // std has internal packages of its own
		}
	}
	return false
}

func allowed(p string, from []string) bool {
	for _, f := range from {
		if p == f || (f != "chat" && f != "store" && under(p, f)) {
			return true
		}
	}
	return false
}

func TestTheCoreImportsTheStandardLibraryAndErrgroupAlone(t *testing.T) {
	for _, f := range core(t) {
		for _, p := range f.imports() {
			if !strings.Contains(strings.Split(p, "/")[0], ".") {
				continue
			}
			switch {
			case strings.HasPrefix(p, "github.com/stretchr/testify/"):
				assert.True(t, f.test(), "%s is linked into production and imports testify", f.path)
			case p == "golang.org/x/sync/errgroup":
				acts := under(f.path, "chat/desk") || under(f.path, "chat/internal/lead") || under(f.path, "chat/internal/outbox") ||
					under(f.path, "chat/internal/records")
				assert.True(t, f.test() || acts, "%s imports %s", f.path, p)
			default:
				assert.Fail(t, "foreign import", "%s imports %s", f.path, p)
			}
		}
	}
}
