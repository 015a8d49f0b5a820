package desk

import (
	"cmp"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// mostTexts is how many entries one mail makes at most, and mostOfText how long each is, in bytes.
const (
	mostTexts  = 8
	mostOfText = 4000
)

// text is what it says, as one: no cut is in the number of a card yet. The names of files that this
// desk cannot have follow: an agent should know that there were some. Of what is longer
// than its entries can hold a little more is kept, which is then known to be cut off.
func (a arrival) text() string {
	var all, files []string
	for i, p := range a.in.Parts {
		if _, ok := a.files[i]; ok {
			continue
		}
		switch p.Kind {
		case hook.PartFile:
			files = append(files, "["+cmp.Or(p.Name, p.Type, "file")+"]")
		case hook.PartText:
			all = append(all, p.Text)
		}
	}
	s := strings.Join(all, "\n\n")
	if most := (mostTexts + 1) * mostOfText; len(s) > most {
		s = s[:most]
	}
	s = strings.TrimSpace(strings.ToValidUTF8(s, "\ufffd"))
	return strings.TrimSpace(s + "\n\n" + strings.Join(files, " "))
}

// inPieces are a mail's words in pieces that an entry can hold. Of more than a mail may have the
// last are cut off, which is said.
func inPieces(said string) []string {
	out := pieces(said)
	if len(out) > mostTexts {
		out = append(out[:mostTexts-1], "[…]")
	}
	return out
}

// pieces cuts a text at ends of paragraphs, of lines or of words. A piece that shows nothing, or
// cannot stand in a timeline, is left out.
func pieces(s string) (out []string) {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	for s = strings.TrimSpace(s); s != ""; {
		piece := s
		if len(s) > mostOfText {
			piece = s[:mostOfText]
			for _, end := range []string{"\n\n", "\n", " "} {
				if i := strings.LastIndex(piece, end); i > mostOfText/2 {
					piece = piece[:i]
					break
				}
			}
			piece = strings.ToValidUTF8(piece, "") // no letter is cut through
		}
		s = strings.TrimSpace(s[len(piece):])
		if piece = strings.TrimSpace(piece); chat.CheckText("text", piece) == nil {
			out = append(out, piece)
		}
	}
	return out
}
