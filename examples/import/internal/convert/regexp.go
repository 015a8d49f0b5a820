package convert

import (
	"errors"
	"regexp"

	"github.com/switchboard-go/switchboard/trigger"
)

var errNoZone = errors.New("the export does not name an IANA zone: give one by -zone")

// regexp is a pattern of another engine. What RE2 does not have (looking around, backward references) loses the rule.
func (d *draft) regexp(attr, pattern string, fold bool) trigger.Cond {
	if _, err := regexp.Compile(pattern); err != nil {
		d.lose("the pattern %q cannot be said in RE2: %v", pattern, err)
		return trigger.Cond{}
	}
	if len(pattern) > 256 {
		d.lose("a pattern is longer than 256 bytes")
	}
	if fold {
		pattern = "(?i)" + pattern
	}
	return trigger.Where(attr, trigger.Regexp, trigger.Text(pattern))
}
