package trigger

import (
	"maps"
	"slices"
	"strings"
)

// What a rule does is checked as strictly as when it does it. The widget and the host carry
// actions out without a look at them, in front of a visitor; what is wrong with one has to come to
// light where a person edits the rule. So a member that is missing is a fault, and so is one that
// means nothing, a link that a browser might take for something else, and a text that fills in
// what is not there.

// actions checks the actions of a rule or of a variant.
func (b *builder) actions(do []Action, at string) {
	if len(do) > maxDo {
		b.faults.add(at, "more than 8 actions")
	}
	prompts := 0
	for i := range do {
		b.action(&do[i], item(at, i))
		if do[i].Type == Prompt {
			prompts++
		}
	}
	// A prompt is what a visitor answers, and the rule's fate is that answer: of two there would
	// be two.
	if prompts > 1 {
		b.faults.add(at, "more than one prompt; use variants")
	}
}

// action checks that what an action needs is there, and nothing that does not belong to it.
func (b *builder) action(a *Action, at string) {
	if !slices.Contains(actionTypes, a.Type) {
		b.faults.add(at+"/type", "unknown action "+quote(string(a.Type))+"; known: "+list(actionTypes))
		return
	}
	b.length(a.Expire, at+"/expire")
	// One row a member: of which types it is a part, and which of them cannot be without it.
	for _, f := range []struct {
		name     string
		there    bool
		required []ActionType
		optional []ActionType
	}{
		{"text", len(a.Text) > 0, []ActionType{Prompt, AddNote}, []ActionType{Form, Link}},
		{"expire", a.Expire != 0, nil, []ActionType{Prompt}},
		{"queue", a.Queue != "", []ActionType{SetQueue}, nil},
		{"tag", a.Tag != "", []ActionType{AddTag}, nil},
		{"form", a.Form != "", []ActionType{Form}, nil},
		{"url", a.URL != "", []ActionType{Link}, nil},
		{"name", a.Name != "", []ActionType{Host}, nil},
		{"data", len(a.Data) > 0, nil, []ActionType{Host}},
		{"priority", a.Priority != 0, []ActionType{AddPriority}, nil},
		{"skill", a.Skill != "", []ActionType{AddSkill}, nil},
		{"level", a.Level != 0, nil, []ActionType{AddSkill}},
	} {
		// What is there and means nothing is a fault, too: a person who wrote it expects something
		// of it.
		switch needed := slices.Contains(f.required, a.Type); {
		case needed && !f.there:
			b.faults.add(at+"/"+f.name, "a "+string(a.Type)+" needs it")
		case f.there && !needed && !slices.Contains(f.optional, a.Type):
			b.faults.add(at+"/"+f.name, "it does not belong to a "+string(a.Type))
		}
	}
	// These names are looked up by the host or the desk. Whether they exist is theirs to say.
	for _, s := range []struct{ name, value string }{
		{"queue", a.Queue}, {"tag", a.Tag}, {"form", a.Form}, {"name", a.Name}, {"skill", a.Skill},
	} {
		if s.value != "" && !validName(s.value) {
			b.faults.add(at+"/"+s.name, "1 to 64 of a-z A-Z 0-9 . _ - are expected")
		}
	}
	if a.URL != "" && !safeLink(a.URL) {
		b.faults.add(at+"/url", "an https address or a path of the shop is expected")
	}
	if a.Priority < -1000 || a.Priority > 1000 {
		b.faults.add(at+"/priority", "beyond ±1,000")
	}
	if a.Level < 0 || a.Level > 10 {
		b.faults.add(at+"/level", "1 to 10 is expected")
	}
	b.contents(a, at)
}

// contents checks the texts by language and the data by name.
//
// Bounds are in bytes. What a variable adds to a text when it is shown is bounded in render.go.
func (b *builder) contents(a *Action, at string) {
	if len(a.Text) > 64 || len(a.Data) > 64 {
		b.faults.add(at, "more than 64 texts or data")
	}
	for _, lang := range sortedKeys(a.Text) {
		at := child(at+"/text", lang)
		if !validName(lang) {
			b.faults.add(at, `a language tag is expected, such as "en" or "pt-BR"`)
		} else if !languageTag(lang) {
			b.warnings.add(at, quote(lang)+` is no language tag such as "en" or "pt-BR"`)
		}
		if s := a.Text[lang]; s == "" || len(s) > MaxText {
			b.faults.add(at, "1 to 2,048 bytes are expected")
		} else {
			b.variables(s, at)
		}
	}
	for _, name := range sortedKeys(a.Data) {
		if !validName(name) || len(a.Data[name]) > MaxText {
			b.faults.add(child(at+"/data", name), "a name of 1 to 64 and a text of at most 2,048 bytes are expected")
		}
	}
}

// variables checks that a text refers to attributes that are there and can be written out.
func (b *builder) variables(s, at string) {
	for piece, err := range pieces(s) {
		if err != "" {
			b.faults.add(at, err)
			return
		}
		if piece.attr == "" {
			continue
		}
		if o, key, ok := b.set.config.origin(piece.attr); !ok || o.kind != String && o.kind != Number {
			b.faults.add(at, quote(piece.attr)+" is not a string or number attribute")
		} else {
			// So that the evaluation has room for the value, also where no condition asks for it.
			b.attr(piece.attr, o, key)
		}
	}
}

// safeLink admits what a browser opens within the shop or over TLS, and nothing a scheme or a
// control character could turn.
func safeLink(s string) bool {
	if len(s) > MaxText || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\\' || r == 0xfffd }) {
		return false
	}
	// "//other.example" is a host and no path, and "https:///x" is read in more than one way.
	host, https := strings.CutPrefix(s, "https://")
	return https && host != "" && host[0] != '/' || strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//")
}

// sortedKeys returns the keys of a map in order. Whatever is told or made of a map goes through it,
// so that equal rules come out equal, faults and all.
func sortedKeys[V any](m map[string]V) []string {
	if len(m) == 0 {
		return nil
	}
	return slices.Sorted(maps.Keys(m))
}
