package chat

import "strings"

// Language returns the language of a tag: its first part, in lower case. So a visitor with "pl-PL"
// and an agent with "PL" speak the same one. The empty tag is no language.
func Language(tag string) string {
	first, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"), "-")
	return strings.ToLower(first)
}
