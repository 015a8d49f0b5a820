package chathttp

import (
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestHelpBesideTheChatTravels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seed := houseSeed
		seed.Sites = []settings.Site{seed.Sites[0]}
		evil := `</script><img src=x onerror=alert(1)>`
		seed.Sites[0].Help = settings.Help{
			Questions: []settings.Question{{
				ID: "delivery", Ask: map[string]string{"en": "How long does delivery take?"},
				Answer: map[string]string{"en": evil},
			}},
			Phone:    settings.Phone{Number: "+372 600 1234"},
			CallBack: settings.CallBack{On: true},
			Pages:    []settings.HelpPage{{URL: "/help"}},
		}
		h := openWith(t, Config{}, seed)
		start := time.Now()
		p, sue := h.person(), h.person("X-Staff", "sue")
		var about availabilityView
		p.do("GET", "v1/config", "").into(200, &about)
		require.Equal(t, 1, about.Help.Questions)
		require.Equal(t, "+372 600 1234", about.Help.Phone.Number)
		require.True(t, about.Help.CallBack)

		var all, found helpAnswersView
		p.do("POST", "v1/help", `{"lang":"en"}`).into(200, &all)
		require.NotEmpty(t, all.Times)
		p.do("POST", "v1/help", `{"lang":"en","text":"my deliv"}`).into(200, &found)
		require.Equal(t, []helpAnswerView{
			{ID: "delivery", Title: "How long does delivery take?", Text: evil},
		}, found.Answers, "a text is a text")
		p.do("POST", "v1/help", `{"text":"nothing of that kind"}`).into(200, &found)
		require.Empty(t, found.Answers)
		p.do("POST", "v1/help", `{"lang":"`+evil[:9]+`\n"}`).refused(422, codeInvalid)
		p.do("POST", "v1/help", `{"site":"nowhere"}`).refused(404, codeNotFound)

		p.do("POST", "v1/help/helped", `{"id":"delivery"}`).into(204, nil)
		p.do("POST", "v1/help/helped", `{"id":"delivery"}`).into(204, nil)
		p.do("POST", "v1/help/helped", `{"id":"nothing"}`).refused(404, codeNotFound)
		q := url.Values{
			"from": {start.Add(-24 * time.Hour).Format(time.RFC3339)},
			"to":   {start.Add(time.Hour).Format(time.RFC3339)},
		}
		var r helpReportView
		sue.do("GET", "v1/reports/help?"+q.Encode(), "").into(200, &r)
		require.Len(t, r.Rows, 1)
		require.Equal(t, "delivery", r.Rows[0].Question)
		require.Equal(t, 1, r.Rows[0].Count)
		sue.do("GET", "v1/reports/help", "").refused(400, codeInvalid)
		p.do("GET", "v1/reports/help?"+q.Encode(), "").refused(401, codeUnauth)

		body := `{"text":"Call me","call_at":"` + all.Times[2].Format(time.RFC3339) + `"`
		refused := p.do("POST", "v1/sessions", body+`}`).refused(422, codeInvalid)
		require.Equal(t, "/phone", refused.Errors[0].Pointer)
		old := `{"text":"x","phone":"+372 5123","call_at":"2001-01-01T00:00:00Z"}`
		refused = p.do("POST", "v1/sessions", old).refused(422, codeInvalid)
		require.Equal(t, "/call_at", refused.Errors[0].Pointer)
		var view sessionView
		p.do("POST", "v1/sessions", body+`,"phone":"+372 5123"}`).into(201, &view)
		require.Equal(t, "messaged", string(view.State))
	})
}
