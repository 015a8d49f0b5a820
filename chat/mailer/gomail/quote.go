package gomail

import (
	"regexp"
	"strings"
)

// wrote matches the line that mail programs put before what they repeat, in the languages that
// visitors write in most. It may be broken over lines.
var wrote = regexp.MustCompile(`(?i)^(on\s.{4,250}\swrote:|am\s.{4,250}\sschrieb.*:|le\s.{4,250}\sa\s+écrit\s*:|el\s.{4,250}\sescribió:|il\s.{4,250}\sha\s+scritto:|` +
	`.{4,250}\skirjutas.*:|.{4,250}\skirjoitti.*:|(dnia|w dniu)\s.{4,250}\s(napisał|pisze).*:|pada\s.{4,250}\smenulis:|.{4,250}\snapsal.*:|op\s.{4,250}\sschreef.*:|.{4,250}\sskrev.*:|` +
	`.{4,250}(пишет|писал|написал).*:|.{4,250}写道[:：]|في\s.{4,250}\sكتب.*:)$`)

// original matches a line after which the mail before is repeated.
var original = regexp.MustCompile(`(?i)^\s*(-{2,}\s*(original message|ursprüngliche nachricht|message d'origine|mensaje original|originaalkiri|algne kiri|wiadomość oryginalna|oryginalna wiadomość|pesan asli|原始邮件|الرسالة الأصلية|исходное сообщение|forwarded message|reply above this line).*-{2,}|_{10,})\s*$`)

// from matches the first of the headers that some programs repeat, and the next one its second.
var (
	from    = regexp.MustCompile(`(?i)^\s*\*?(from|von|de|da|saatja|od|dari|发件人|من|от|van|från)\*?\s*[:：]\*?\s*\S.*[@<]`)
	headers = regexp.MustCompile(`(?i)^\s*\*?(sent|date|to|subject|gesendet|an|betreff|envoyé|à|objet|saadetud|kellele|teema|wysłano|data|do|temat|dikirim|kepada|subjek|发送时间|收件人|主题|أرسل|إلى|الموضوع|отправлено|кому|тема|enviado|para|asunto|cc)\*?\s*[:：]`)
)

// maxLines is how many lines are looked at for where the quotation begins.
const maxLines = 2000

// cut returns what is new in a mail, and what it only repeats. If nothing is left, all of it is new.
func cut(s string) (said, quoted string) {
	lines := strings.Split(s, "\n")
	end := len(lines)
	for i := range min(len(lines), maxLines) {
		if repeats(lines, i) {
			end = i
			break
		}
	}
	end = trimQuotes(lines[:end])
	said = strings.TrimSpace(strings.Join(lines[:end], "\n"))
	if said == "" {
		return strings.TrimSpace(s), ""
	}
	return said, strings.TrimSpace(strings.Join(lines[end:], "\n"))
}

// repeats reports whether everything from a line on is repeated, or is the writer's signature.
func repeats(lines []string, i int) bool {
	line := strings.TrimSpace(strings.TrimLeft(lines[i], "> "))
	switch {
	case line == "":
		return false
	case strings.TrimRight(lines[i], "\r") == "-- ", original.MatchString(line):
		return true
	case from.MatchString(line):
		for _, next := range lines[i+1 : min(i+4, len(lines))] {
			if headers.MatchString(next) {
				return true
			}
		}
	}
	for n := 1; n <= 3 && i+n <= len(lines) && strings.TrimSpace(lines[i+n-1]) != ""; n++ {
		if introduces(lines[i : i+n]) {
			return n == 1 || !introduces(lines[i+1:i+n]) // else the next line is where it begins
		}
	}
	return false
}

// introduces reports whether some lines are one that stands before what is repeated.
func introduces(lines []string) bool {
	joined := strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
	joined = strings.TrimSpace(strings.TrimLeft(joined, "> "))
	return len(joined) < 400 && wrote.MatchString(joined)
}

// trimQuotes returns where quoted lines begin after which nothing is said any more. Those with new
// words between them stay: the writer answers line by line.
func trimQuotes(lines []string) int {
	end := len(lines)
	for end > 0 {
		line := strings.TrimSpace(lines[end-1])
		if line != "" && !strings.HasPrefix(line, ">") {
			break
		}
		end--
	}
	return end
}
