package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// TestAMailToWhomLeftAMessageIsInTheirLanguageWithTheOriginalBelow: one whose translation is late
// waits for it, and one that gets none goes as it was written.
func TestAMailToWhomLeftAMessageIsInTheirLanguageWithTheOriginalBelow(t *testing.T) {
	for mood, want := range map[string]string{
		"":      "et: " + inEnglish + "\n\n[en] " + inEnglish,
		"slow":  "et: " + inEnglish + "\n\n[en] " + inEnglish,
		"fails": inEnglish,
		"lies":  inEnglish,
	} {
		t.Run(mood, func(t *testing.T) {
			p, b := &postman{}, &babel{}
			cfg := desk.Config{
				Seed: foreign(), Mailer: p, Content: desk.Content{Translator: b},
			}
			playWith(t, cfg, func(t *testing.T, s *scene) {
				v := s.left("v", eve)
				ann := s.agents("ann")[0]
				b.set(mood)
				s.answers(v, ann, inEnglish)
				s.pass(10 * time.Minute)
				mails := p.got()
				require.NotEmpty(t, mails)
				last := mails[len(mails)-1]
				require.Contains(t, last.Text, want)
				require.NotContains(t, last.HTML, "<img")
				if mood == "fails" || mood == "lies" {
					require.NotContains(t, last.Text, "[en]")
				}
			})
		})
	}
}
