package mail

import (
	"html"
	"regexp"
	"strings"
)

// begins match a line after which a mail only repeats what was there before.
var begins = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^(on\s.{4,250}\swrote:|am\s.{4,250}\sschrieb.*:|le\s.{4,` +
		`250}\sa\s+écrit\s*:|` +
		`.{4,250}\skirjutas.*:|.{4,250}\s(napisał|pisze).*:|pada\s.{4,250}\smenulis:|.{4,` +
		`250}写道[:：]|` +
		`في\s.{4,250}\sكتب.*:)$`),
	regexp.MustCompile(`(?i)^-{2,}\s*(original message|ursprüngliche nachricht|algne kiri|` +
		`wiadomość oryginalna|pesan asli|原始邮件|الرسالة الأصلية).*-{2,}$`),
	regexp.MustCompile(`^_{10,}$`),
	regexp.MustCompile(`(?i)^##- .*reply above.* -##$`),
}

// fold returns what is new in a text, and what it only repeats. If nothing is left, all of it is
// new.
func fold(s string) (said, quoted string) {
	lines := strings.Split(s, "\n")
	end := len(lines)
	for i, line := range lines[:min(len(lines), 2000)] {
		if repeats(line) {
			end = i
			break
		}
	}
	for end > 0 {
		line := strings.TrimSpace(lines[end-1])
		if line != "" && !strings.HasPrefix(line, ">") {
			break
		}
		end--
	}
	if said = strings.TrimSpace(strings.Join(lines[:end], "\n")); said == "" {
		return strings.TrimSpace(s), ""
	}
	return said, strings.TrimSpace(strings.Join(lines[end:], "\n"))
}

func repeats(line string) bool {
	if strings.TrimRight(line, "\r") == "-- " {
		return true
	}
	line = strings.TrimSpace(line)
	if len(line) > 400 {
		return false
	}
	for _, b := range begins {
		if b.MatchString(line) {
			return true
		}
	}
	return false
}

var (
	unseen = regexp.MustCompile(
		`(?is)<(script|style|head|title)\b.*?</(script|style|head|title)\s*>|<!--.*?-->`)
	breaks = regexp.MustCompile(`(?i)<(br|/p|/div|/li|/tr|/h[1-6]|/blockquote)\b[^>]*>`)
	tags   = regexp.MustCompile(`(?s)<[^>]*>`)
	blanks = regexp.MustCompile(`[ \t]+`)
	gaps   = regexp.MustCompile(`\n\s*\n\s*`)
)

// plain is what HTML says, without its marks. What the mail quotes stays: only marks of a text are
// known here.
func plain(s string) string {
	s = tags.ReplaceAllString(breaks.ReplaceAllString(unseen.ReplaceAllString(s, ""), "\n"), "")
	s = blanks.ReplaceAllString(html.UnescapeString(s), " ")
	return strings.TrimSpace(gaps.ReplaceAllString(s, "\n\n"))
}
