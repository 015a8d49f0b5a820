package chathttp

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestTheLanguageOfASessionIsChosenByBothSides(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openWith(t, Config{}, houseSeed)
		eve, ana, id := h.began()
		mine, theirs := "v1/sessions/"+id+"/language", "v1/agent/sessions/"+id+"/language"
		require.Equal(t, 204, eve.do("PUT", mine, `{"lang":"et-EE"}`).status)
		var card cardView
		ana.do("GET", "v1/agent/sessions/"+id, "").into(200, &card)
		require.Equal(t, "et", card.Lang)
		require.True(t, card.Chosen)
		require.Equal(t, 204, ana.do("PUT", theirs, `{"lang":"pl"}`).status)
		require.Equal(t, 204, ana.do("PUT", theirs, `{"verbatim":true}`).status)
		ana.do("GET", "v1/agent/sessions/"+id, "").into(200, &card)
		require.True(t, card.Verbatim)
		ana.do("PUT", theirs, `{"lang":"x234567890123456789012345678901234567890"}`).
			refused(422, codeInvalid)
		message := "v1/agent/sessions/" + id + "/messages/"
		ana.do("POST", message+"2/translation", `{}`).refused(403, codeForbidden)
		ana.do("POST", message+"x/translation", `{}`).refused(400, codeInvalid)
		h.person().do("PUT", mine, `{"lang":"et"}`).refused(401, codeUnauth)
	})
}

// shouter is a Translator.
type shouter struct{}

func (shouter) Translate(_ context.Context, w hook.Wording) (hook.Translated, error) {
	return hook.Translated{Text: strings.ToUpper(w.Text), Engine: "shouter"}, nil
}

func TestBothSidesAreToldThatMessagesAreTranslated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seed := houseSeed
		seed.Sites = slices.Clone(seed.Sites)
		seed.Sites[0].Translation = settings.Translation{On: true, Team: "et"}
		h := &house{t: t, store: memstore.New(memstore.Config{})}
		h.content.Translator = shouter{}
		h.opened(Config{}, "n1", seed, func(s store.Store) store.Store { return s })
		eve, ana, id := h.began()
		require.Equal(t, 204, eve.do("PUT", "v1/sessions/"+id+"/language", `{"lang":"pl"}`).status)
		var s sessionView
		eve.do("GET", "v1/sessions/"+id, "").into(200, &s)
		require.Equal(t, readingView{Translates: true, Lang: "pl", Chosen: true}, s.readingView)
		var card cardView
		ana.do("GET", "v1/agent/sessions/"+id, "").into(200, &card)
		require.True(t, card.Translates)

		const words = "Kus mu tellimus on, palun? Pidi eile tulema."
		eve.do("POST", "v1/sessions/"+id+"/messages", `{"text":"`+words+`"}`).into(201, nil)
		time.Sleep(5 * time.Second) // of the bubble
		now := time.Now().UTC()
		of := "?from=" + now.Add(-time.Hour).Format(time.RFC3339) +
			"&to=" + now.Add(time.Hour).Format(time.RFC3339)
		var r reportView
		h.person("X-Staff", "sue").do("GET", "v1/reports/queue"+of, "").into(200, &r)
		require.Len(t, r.Rows, 1)
		require.Positive(t, r.Rows[0].Queue.Translated["orders"])
	})
}
