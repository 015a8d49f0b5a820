package chat

import "strings"

// Language returns the language of a tag: its first part, in lower case. So a visitor with "pl-PL"
// and an agent with "PL" speak the same one. The empty tag is no language.
func Language(tag string) string {
	first, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"), "-")
	return strings.ToLower(first)
}

// Variety is Language with the kind of it that translations tell apart, as tags write it: pt-BR and
// pt-PT, zh-Hans and zh-Hant (of zh-TW, zh-HK and zh-MO too), en-GB and en-US. Of every other tag
// it is the Language alone.
func Variety(tag string) string {
	lang := Language(tag)
	parts := strings.Split(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"), "-")
	for _, part := range parts[1:] {
		if v := varieties[lang+"-"+strings.ToLower(part)]; v != "" {
			return v
		}
	}
	return lang
}

// varieties are those that an engine can be asked for, by language and any later part of a tag.
var varieties = map[string]string{
	"en-gb": "en-GB", "en-us": "en-US", "pt-br": "pt-BR", "pt-pt": "pt-PT",
	"zh-hans": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans",
	"zh-hant": "zh-Hant", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant",
}
