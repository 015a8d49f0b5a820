package chathttp

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestAFormOfTheShopsOwnTravels(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seed := houseSeed
		seed.Sites = []settings.Site{seed.Sites[0]}
		seed.Sites[0].Form = []settings.Field{{Name: "name"}}
		en := func(s string) map[string]string { return map[string]string{"en": s} }
		seed.Sites[0].Fields = []settings.OwnField{
			{Name: "order", Kind: settings.FieldOrder, Required: true}, {
				Name: "topic", Kind: settings.FieldChoice, Label: en("About"),
				Choices: []settings.Choice{{Value: "return", Label: en("A return")}},
			},
		}
		h := openWith(t, Config{}, seed)
		p, sue := h.person(), h.person("X-Staff", "sue")
		var about availabilityView
		p.do("GET", "v1/config", "").into(200, &about)
		require.Equal(t, seed.Sites[0].Fields[1].Choices, about.Fields[1].Choices)
		order := ownFieldView{Name: "order", Kind: "order", Required: true, Most: 40}
		assert.Equal(t, order, about.Fields[0])
		assert.Equal(t, 80, about.Form[0].Most)
		assert.Equal(t, limitsView{4000, 80, 120, 32, 1000}, about.Limits)

		points := func(to, path, body string) {
			t.Helper()
			refused := p.do("POST", path, body).refused(422, codeInvalid)
			assert.Equal(t, to, refused.Errors[0].Pointer)
		}
		points("/fields/order", "v1/sessions", `{"text":"x"}`)
		points("/fields/topic", "v1/sessions", `{"text":"x","fields":{"order":"A-1","topic":"x"}}`)
		for _, bad := range []string{
			`{"fields":{"order":7}}`, `{"fields":["order"]}`, `{"fields":{"order":null}}`,
			`{"fields":{"order":"1","order":"2"}}`,
		} {
			assert.Equal(t, 400, p.do("POST", "v1/sessions", bad).status, bad)
		}
		var view sessionView
		start := `{"text":"x","fields":{"order":"A-1","topic":"return"}}`
		p.do("POST", "v1/sessions", start).into(201, &view)
		card := func() (c cardView) {
			sue.do("GET", "v1/board/sessions/"+string(view.ID), "").into(200, &c)
			return c
		}
		topic := filledView{"topic", "return", "choice", en("About"), en("A return")}
		assert.Equal(t, topic, card().Fields[1])
		contact := "v1/sessions/" + string(view.ID) + "/contact"
		p.do("POST", contact, `{}`).refused(422, codeInvalid)
		points("/fields/order", contact, `{"fields":{"order":"?"}}`)
		p.do("POST", contact, `{"name":"Eve","fields":{"order":"A-2","topic":""}}`).into(204, nil)
		assert.Equal(t, "Eve", card().Contact.Name)
		assert.Len(t, card().Fields, 1)
		var found sessionsView
		sue.do("GET", "v1/board/sessions?field=order&value=a-2", "").into(200, &found)
		assert.Len(t, found.Sessions, 1)
		sue.do("GET", "v1/board/sessions?value=A-1", "").into(200, &found)
		assert.Empty(t, found.Sessions)
	})
}
