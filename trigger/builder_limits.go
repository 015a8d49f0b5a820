package trigger

import (
	"math"
	"slices"
	"strings"
	"time"
)

// A limit says how often something may happen (max), within what time (the window), and whose
// firings count (the scope). There are four windows: the whole life of a visitor, a visit, the
// last so many nanoseconds from now, which slides, and a calendar's day in a zone. The three
// scopes are the rule, a group of rules, and all rules that show something.
//
// What is compiled here is evaluated in cap.go, which says from which instant on a limit allows
// one more firing. An instant, and not yes or no: the visitor's browser is told when to look
// again.

// caps are the limits of a rule, as they are written and compiled. Rules with equal limits share
// them.
type caps struct {
	Limits []Limit
	limits []limit
}

// limitsOf compiles the limits of a rule. A rule without any fires once a visit.
func (b *builder) limitsOf(r *rule, limits []Limit) {
	if r.Uncapped {
		if r.caps = b.shared.none; limits != nil {
			b.faults.add("/limits", "an uncapped rule has no limits")
		}
		return
	}
	c, ok := b.shared.capsOf(limits)
	r.caps = c
	if ok {
		return
	}
	c.Limits = slices.Clone(limits)
	if len(limits) == 0 {
		// Once a visit, and not without end: a prompt that its author forgot to bound would show
		// on every page. "uncapped" says the other thing in a word.
		c.limits = []limit{{max: 1, window: perVisit}}
	}
	// Each limit reads a list of firings, so their number bounds what a rule costs.
	if len(limits) > 8 {
		b.faults.add("/limits", "more than 8")
	}
	for i := range limits {
		src, at := &limits[i], item("/limits", i)
		l := limit{max: src.Max}
		// A history keeps the last maxRing firings of a scope. A limit above that could not be
		// counted.
		if l.max < 1 || l.max > maxRing {
			b.faults.add(at+"/max", "1 to 32 is expected")
		}
		b.window(&l, src.Per, at+"/per")
		l.scope, l.group = scopeOf(src.Scope, at+"/scope", b)
		c.limits = append(c.limits, l)
	}
}

// scopeOf compiles whose firings or prompts are meant; those of the rule where nothing is said.
func scopeOf(name, at string, b *builder) (s scope, group int) {
	inside, ok := strings.CutPrefix(name, "group:")
	switch {
	case ok:
		return inGroup, b.group(inside, at)
	case name == "all":
		return overall, 0
	case name != "" && name != "rule":
		b.faults.add(at, "rule, group:<name> or all is expected")
	}
	return ofRule, 0
}

// window compiles Limit.Per. "Local" is refused among the zones: it would mean another day on each
// server.
func (b *builder) window(l *limit, per, at string) {
	zone, calendar := strings.CutPrefix(per, "calendar:")
	switch {
	case per == "":
	case per == "visit":
		l.window = perVisit
	case calendar:
		var err error
		// The zone's data is read once, here. An evaluation reads no files.
		if l.window = perDay; zone != "" && zone != "Local" {
			l.zone, err = time.LoadLocation(zone)
		}
		switch {
		case slices.Contains(visitorsDay, strings.ToLower(zone)):
			// People ask for it and write it in these words, so the fault says why it cannot be.
			b.faults.add(at, "the visitor's own day is no window, because their clock may change "+
				"from page to page; name a zone, as in calendar:Europe/Berlin")
			l.zone = time.UTC
		case l.zone == nil || err != nil:
			b.faults.add(at, "unknown time zone "+quote(zone)+"; an IANA name such as Europe/Berlin is expected")
			l.zone = time.UTC
		}
	default:
		d, ok := parseDuration(per)
		if !ok || d <= 0 {
			meant := ""
			if other, ok := otherWindows[strings.ToLower(per)]; ok {
				meant = "; did you mean " + quote(other) + "?"
			}
			b.faults.add(at, `a duration ("24h", "7d"), "visit" or "calendar:<zone>" is expected`+meant)
		}
		l.window, l.per = sliding, int64(d)
	}
}

// visitorsDay is what people write for a day by the visitor's own clock.
var visitorsDay = []string{"visitor", "visitor.time_zone", "user", "local", "browser"}

// otherWindows are what people write for windows that we call otherwise.
var otherWindows = map[string]string{
	"session": "visit", "page": "visit", "hour": "1h", "1 hour": "1h", "day": "24h", "1 day": "24h",
	"daily": "24h", "week": "7d", "1w": "7d", "1 week": "7d", "weekly": "7d", "month": "30d",
}

// rollout compiles who gets the rule, and by what its variants are dealt out. A rule that has
// variants and no rollout takes everybody, by visitor.id.
func (b *builder) rollout(r *rule) {
	by := "visitor.id"
	if r.Rollout != nil {
		if by = b.shareOf(*r.Rollout, "/rollout"); r.Rollout.Percent == 0 {
			b.warnings.add("/rollout/percent", "0 lets nobody in")
		}
	}
	if r.Rollout == nil && len(r.Variants) == 0 {
		return
	}
	o, key, _ := b.set.config.origin(by)
	everybody := Rollout{Percent: 100}
	if r.Rollout != nil {
		everybody = *r.Rollout
	}
	s := compileShare(everybody, r.ID, b.attr(by, o, key))
	// The share is made also where the percentage is 100: variants are dealt out by its attribute.
	r.share = &s
}

// shareOf checks a rollout and returns the attribute it goes by.
func (b *builder) shareOf(ro Rollout, at string) string {
	// Steps of 0.01 are the buckets, 10,000 of them: a finer number would be rounded, and what is
	// shown would not be what was asked for. Written with "not", so that NaN is a fault.
	if !(ro.Percent >= 0 && ro.Percent <= 100) || math.Abs(ro.Percent*100-math.Round(ro.Percent*100)) > 1e-6 {
		b.faults.add(at+"/percent", "0 to 100 in steps of 0.01 is expected")
	}
	if len(ro.Seed) > maxPattern {
		b.faults.add(at+"/seed", "longer than 256 bytes")
	}
	if lo, hi := ro.Range[0], ro.Range[1]; ro.Range != ([2]float64{}) && !(lo >= 0 && lo < hi && hi <= 1) {
		b.faults.add(at+"/range", "two numbers from 0 to 1, the first below the second, are expected")
	}
	if ro.By == "" {
		return "visitor.id"
	}
	if o, _, ok := b.set.config.origin(ro.By); !ok || o.kind != String {
		b.faults.add(at+"/by", quote(ro.By)+" is not a string attribute")
	}
	return ro.By
}

// variants checks the variants of a rule and gathers their weights.
func (b *builder) variants(r *rule) {
	seen := map[string]bool{}
	if len(r.Variants) > 16 {
		b.faults.add("/variants", "more than 16")
	}
	for i := range r.Variants {
		v, at := &r.Variants[i], item("/variants", i)
		if !validName(v.ID) || seen[v.ID] {
			b.faults.add(at+"/id", "1 to 64 of a-z A-Z 0-9 . _ -, each once, are expected")
		}
		if seen[v.ID] = true; v.Weight < 1 || v.Weight > 10_000 {
			b.faults.add(at+"/weight", "1 to 10,000 is expected")
		}
		// The weights need not add up to anything: each is a part of their sum.
		b.actions(v.Do, at+"/do")
		r.weights = append(r.weights, float64(v.Weight))
	}
}

// config checks what is not in any rule.
func (b *builder) config() {
	c := &b.set.config
	for _, name := range sortedKeys(c.Schema) {
		at := child("/config/schema", name)
		if kind := c.Schema[name]; kind < String || kind > IP {
			b.faults.add(at, "unknown kind")
		}
		// A host's name for a built-in attribute would hide it from some rules and not from
		// others, so it is refused, and so are the beginnings of families.
		_, taken := builtin[name]
		dynamic := slices.ContainsFunc(families, func(begin string) bool {
			return strings.HasPrefix(name, begin)
		})
		if !validName(name) || taken || dynamic {
			b.faults.add(at, "the name is built in, or not 1 to 64 of a-z A-Z 0-9 . _ -")
		}
	}
	for _, name := range sortedKeys(c.Hours) {
		if !validName(name) || c.Hours[name] == nil {
			b.faults.add(child("/config/hours", name), "a schedule under a name of 1 to 64 of a-z A-Z 0-9 . _ - is expected")
		}
	}
	// Only a warning: a shop may use names of its own for its texts, and then they are found.
	if !languageTag(c.Language) {
		b.warnings.add("/config/language", quote(c.Language)+` is no language tag such as "pt-BR"`)
	}
	if c.MaxSlots < 0 {
		b.faults.add("/config/max_slots", "cannot be negative")
	}
	if c.Budget < 0 {
		b.faults.add("/config/budget", "cannot be negative")
	}
	if c.Horizon < 0 || c.Horizon > maxDuration {
		b.faults.add("/config/horizon", "cannot be negative, nor above ten years")
	}
	if by := b.shareOf(c.Holdout, "/config/holdout"); c.Holdout.Percent > 0 {
		o, key, _ := c.origin(by)
		s := compileShare(c.Holdout, c.Holdout.Seed, b.attr(by, o, key))
		b.set.holdout = &s
	}
}

// families are how the names of attributes begin that are many of a kind.
var families = []string{"page.query.", "utm.", "prompt.fate.", "hours.", formFamily}

// neverHere is the ID of Config.Never in explanations. No rule can have it.
const neverHere = "(never)"

// references warns of groups that no rule is in, and of the fates of rules that are not there.
//
// Such a name is no fault: rules are written one after another, and a group may be filled
// tomorrow. The faults of a rule alone are all found before this runs, once for the whole list.
func (b *builder) references(rules []Rule) {
	// Most lists ask for no rule's fate, and then no condition is walked again.
	fated := slices.ContainsFunc(b.set.attrs, func(a attr) bool { return a.source == fromFate })
	for i := 0; fated && i < len(rules); i++ {
		b.prover.fates(&rules[i].When, item("", i)+"/when")
	}
	members := map[string]bool{}
	for i := range rules {
		members[rules[i].Group] = true
	}
	lonely := func(group, at string) {
		if !members[group] {
			b.warnings.add(at, "no rule is in the group "+quote(group))
		}
	}
	for i := range rules {
		for j, g := range rules[i].Groups {
			lonely(g, item(item("", i)+"/groups", j))
		}
		for j, l := range rules[i].Limits {
			if g, ok := strings.CutPrefix(l.Scope, "group:"); ok {
				lonely(g, item(item("", i)+"/limits", j)+"/scope")
			}
		}
	}
	for i := range rules {
		if g, ok := strings.CutPrefix(rules[i].Quiet.Scope, "group:"); ok {
			lonely(g, item("", i)+"/quiet/scope")
		}
	}
	for i, g := range b.set.config.OffGroups {
		lonely(g, item("/config/off_groups", i))
	}
}
