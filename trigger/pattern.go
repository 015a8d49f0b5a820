package trigger

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// matcher is a compiled pattern.
type matcher interface{ MatchString(string) bool }

// A pattern comes from whoever may edit rules, and runs on addresses that anybody may send. RE2 is
// linear in both, and neither may be large: the text is bounded, and so is the program it becomes,
// because "(a{99}){99}" is short. An evaluation also has a budget for all patterns together,
// counted in instructions, which is what cost is for.

// pattern compiles a regexp or a glob, within bounds on its text and on its program.
func (b *builder) pattern(l *leaf, pattern, at string) {
	if len(pattern) > maxPattern {
		b.faults.add(at, "the pattern is longer than 256 bytes")
		return
	}
	expr := pattern
	if l.op == Glob {
		if l.form.slash() {
			pattern = trimSlash(pattern)
		}
		expr = globExpr(l.normal(pattern))
	}
	if l.fold && !(l.form == pagePath && l.op == Glob) {
		// The pattern itself folds then, and is given the text as it is.
		expr = "(?i)" + expr
		l.fold = false
	}
	if b.program(l, expr, at); l.form == pagePath {
		l.str = fold(l.str)
	}
}

// program compiles a regexp.
func (b *builder) program(l *leaf, expr, at string) {
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		b.faults.add(at, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		return
	}
	// Asked twice: before the program is made, by an estimate that costs nothing, and after,
	// exactly.
	if n := programSize(tree); n > maxProgram {
		b.faults.add(at, "the pattern compiles to more than "+strconv.Itoa(maxProgram)+" instructions")
		return
	}
	prog, err := syntax.Compile(tree.Simplify())
	if err != nil || len(prog.Inst) > maxProgram {
		b.faults.add(at, "the pattern compiles to more than "+strconv.Itoa(maxProgram)+" instructions")
		return
	}
	// Most patterns are a row of characters, for which there is a faster search.
	if row := newLetters(tree); row != nil {
		l.re = row
	} else if l.re, err = regexp.Compile(expr); err != nil {
		b.faults.add(at, err.Error())
		return
	}
	// Instructions for each byte of the text, at most: what budget.spend counts.
	l.cost = len(prog.Inst)
	l.str = required(tree)
}

// programSize estimates the size of a program from below, before repetitions are written out. A
// short text of nested repetitions is so refused before it is ever expanded.
func programSize(re *syntax.Regexp) int {
	sum := 0
	for _, sub := range re.Sub {
		sum = min(sum+programSize(sub), 1<<20)
	}
	switch re.Op {
	case syntax.OpLiteral:
		return len(re.Rune)
	case syntax.OpRepeat:
		return sum * max(re.Min, re.Max, 1)
	}
	return max(sum, 1)
}

// globExpr returns a glob as a regexp over the whole text. ? is any one character except a slash, *
// any number of those, and ** any number of characters with slashes. A /** at the end also matches
// the place itself.
func globExpr(glob string) string {
	var b strings.Builder
	// A glob is over the whole text, and . of a pattern is any character then, also a line's end.
	b.WriteString("(?s)^")
	rest, below := strings.CutSuffix(glob, "/**")
	for rest != "" {
		i := strings.IndexAny(rest, "*?")
		if i < 0 {
			i = len(rest)
		}
		b.WriteString(regexp.QuoteMeta(rest[:i]))
		switch rest = rest[i:]; {
		case strings.HasPrefix(rest, "**"):
			b.WriteString(".*")
			rest = strings.TrimLeft(rest, "*")
		case strings.HasPrefix(rest, "*"):
			b.WriteString("[^/]*")
			rest = rest[1:]
		case rest != "":
			b.WriteString("[^/]")
			rest = rest[1:]
		}
	}
	if below {
		b.WriteString("(?:/.*)?")
	}
	b.WriteString("$")
	return b.String()
}

// required returns the longest text that every match of a pattern contains, or "". The index looks
// for that text in a visit, and asks only those patterns whose text is there. An alternative has
// none: what is in one branch need not be in the other.
func required(re *syntax.Regexp) string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 && !slices.Contains(re.Rune, utf8.RuneError) {
			return string(re.Rune)
		}
	// Both have their part at least once, and so does a repetition with a minimum.
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return required(re.Sub[0])
		}
	case syntax.OpConcat:
		longest := ""
		for _, sub := range re.Sub {
			if s := required(sub); len(s) > len(longest) {
				longest = s
			}
		}
		return longest
	}
	return ""
}
