package archtest

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// banned are words that no private name may hold: each is a picture that only its author could see,
// or means several things. The text says what to write instead.
var banned = map[string]string{
	"image":   "replica",
	"warm":    "recent",
	"warmth":  "recent",
	"gate":    "admission",
	"doorway": "availability",
	"knock":   "what the call asks for",
	"news":    "topics",
	"astray":  "lost",
	"moot":    "what it is no longer good for",
	"pile":    "what it is a collection of",
	"bench":   "rank: a bench of agents reads as a benchmark",
	"def":     "cmp.Or",
}

// bannedInChat are words that are plain English elsewhere, and pictures in chat and below.
var bannedInChat = map[string]string{
	"room":    "engine, or what it is: the rooms of the house are packages",
	"rung":    "wakes, or how often: a ring is a step of a search",
	"flicker": "gap",
	"nap":     "pause",
	"rota":    "shifts",
	"vain":    "failed",
}

// still are the packages in which a banned word is yet to go, by word. The list may only shrink.
var still = map[string][]string{}

func TestNoNameIsARiddle(t *testing.T) {
	found := map[string]map[string]string{} // word → package → a place
	for _, f := range core(t) {
		if !product(f) {
			continue
		}
		declared(f, func(id *ast.Ident) {
			for _, w := range words(id.Name) {
				if instead(f, w) != "" && !id.IsExported() {
					if found[w] == nil {
						found[w] = map[string]string{}
					}
					found[w][f.dir()] = fset.Position(id.Pos()).String() + " " + id.Name
				}
			}
		})
	}
	for w, dirs := range found {
		for dir, at := range dirs {
			assert.Contains(t, still[w], dir, "%s: say %s", at, banned[w]+bannedInChat[w])
		}
	}
	for w, dirs := range still {
		for _, dir := range dirs {
			assert.NotEmpty(t, found[w][dir], "%q is gone from %s: delete it from the list", w, dir)
		}
	}
}

// instead is what to write instead of a word in a file; "" where the word may stand.
func instead(f file, word string) string {
	if say := bannedInChat[word]; say != "" && under(f.path, "chat") {
		return say
	}
	return banned[word]
}

// declared calls fn with each name that a file declares: of types, functions, fields, parameters,
// constants and variables.
func declared(f file, fn func(*ast.Ident)) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			fn(n.Name)
		case *ast.TypeSpec:
			fn(n.Name)
		case *ast.ValueSpec:
			for _, id := range n.Names {
				fn(id)
			}
		case *ast.Field:
			for _, id := range n.Names {
				fn(id)
			}
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				if id, ok := e.(*ast.Ident); ok && n.Tok.String() == ":=" {
					fn(id)
				}
			}
		}
		return true
	})
}

// words takes a name apart where a capital follows a small letter: "waitFor" is wait and for.
func words(name string) []string {
	var ws []string
	from := 0
	for i, r := range name {
		if i > from && unicode.IsUpper(r) && !unicode.IsUpper(rune(name[i-1])) {
			ws, from = append(ws, strings.ToLower(name[from:i])), i
		}
	}
	return append(ws, strings.ToLower(name[from:]))
}

var fileName = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*\.go$`)

// glued are the files whose names are several words without an underscore between them. The list
// may only shrink.
var glued = []string{}

// seam finds where two words meet that the code knows in a part of a file's name that it does not
// know whole; 0 for nowhere.
func seam(part string, known map[string]bool) int {
	if known[part] {
		return 0
	}
	for at := 3; at <= len(part)-2; at++ {
		if known[part[:at]] && known[part[at:]] {
			return at
		}
	}
	return 0
}

func TestFileNamesAreWordsWithUnderscores(t *testing.T) {
	known := map[string]bool{"test": true, "doc": true}
	said := regexp.MustCompile(`\b[A-Z]?[a-z0-9]+\b`)
	for _, f := range files(t) {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				for _, w := range words(id.Name) {
					known[w] = true
				}
			}
			return true
		})
		for _, c := range f.ast.Comments {
			for _, w := range said.FindAllString(c.Text(), -1) {
				known[strings.ToLower(w)] = true
			}
		}
	}
	var odd []string
	for _, f := range files(t) {
		assert.Regexp(t, fileName, f.name(), f.path)
		for part := range strings.SplitSeq(strings.TrimSuffix(f.name(), ".go"), "_") {
			if at := seam(part, known); at > 0 {
				odd = append(odd, f.path)
				assert.True(t, slices.Contains(glued, f.path), "%s: write %s_%s", f.path, part[:at], part[at:])
			}
		}
	}
	for _, p := range glued {
		assert.Contains(t, odd, p, "%s is named in words now: delete it from the list", p)
	}
	require.NotEmpty(t, known)
}
