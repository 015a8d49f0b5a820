package e2e

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

// said is a message with everything that one can bring.
func said() chat.Entry {
	e := chat.Entry{N: 1, Kind: chat.KindMessage, Text: "Hello", Lang: "fr"}
	e.Products = []chat.Product{{ID: "boot", Title: "Boot", URL: "https://shop.example/boot"}}
	e.Choices = []string{"Yes", "No"}
	e.Files = []chat.File{{ID: "f1", Name: "torn.png", Media: "image/png", Size: 7}}
	e.Flag = "rude"
	return e
}

// events are the entries that can come to a message.
func events() []chat.Entry {
	corrected := chat.Entry{Kind: chat.KindCorrected, Text: "Good day"}
	masked := chat.Entry{Kind: chat.KindCorrected, Text: "Card ****"}
	masked.Masked = true
	withdrawn := chat.Entry{Kind: chat.KindWithdrawn}
	all := []chat.Entry{corrected, masked, withdrawn}
	for _, tr := range []chat.Entry{{Lang: "en"}, {}} {
		for _, into := range []string{"et", "pl"} {
			tr.Kind, tr.Translations = chat.KindTranslated, []chat.Translation{{Lang: into, Text: "Tere"}}
			all = append(all, tr)
		}
	}
	return all
}

// TestATimelineOfEventsIsTheOneThatIsRead: whatever comes to a message, who hears of it event by
// event sees the message as the server folds it.
func TestATimelineOfEventsIsTheOneThatIsRead(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.url("/page/1"))
	for _, first := range events() {
		for _, second := range events() {
			folded, raw := said(), []chat.Entry{said()}
			for i, x := range []chat.Entry{first, second} {
				x.N, x.Of = i+2, 1
				raw = append(raw, x)
				switch {
				case folded.Withdrawn: // nothing comes to it any more
				case x.Kind == chat.KindTranslated:
					folded, _ = folded.TranslatedBy(x)
				default:
					folded = folded.ChangedBy(x)
				}
			}
			assert.JSONEq(t, string(marshal(t, folded)), heard(t, eve, raw),
				"%s, then %s", first.Kind, second.Kind)
		}
	}
}

// heard is a message in a timeline that got entries one by one.
func heard(t *testing.T, p *person, raw []chat.Entry) string {
	t.Helper()
	script := fmt.Sprintf(`import("/chat/lib/timeline.js").then(({ Timeline }) => {
		const timeline = new Timeline();
		for (const entry of %s) timeline.put(entry);
		return JSON.stringify(timeline.entries[0]);
	})`, marshal(t, raw))
	got, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](script, await))
	require.NoError(t, err)
	return got
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return b
}
