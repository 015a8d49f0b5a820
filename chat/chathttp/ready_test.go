package chathttp

import (
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

func TestADegradedDeskIsReadyAndSaysWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		nobody := h.person()
		nobody.do("GET", "healthz/ready", "").into(204, nil)
		key := records.Rule("tomorrow")
		_, err := h.store.Commit(t.Context(), store.Batch{Put: []store.Record{
			{Key: key, Value: []byte(`{"v":2,"rule":{"id":"tomorrow","do":[{"type":"dance"}]}}`)},
			{Key: records.Setting("stamp", "1"), Value: []byte(`{"v":1}`)},
		}})
		require.NoError(t, err)
		var says struct {
			Status  string
			Reasons []struct{ Key, Detail string }
		}
		nobody.do("GET", "healthz/ready", "").into(200, &says)
		require.Equal(t, "degraded", says.Status)
		require.Len(t, says.Reasons, 1)
		require.Equal(t, key, says.Reasons[0].Key)
		require.Contains(t, says.Reasons[0].Detail, "dance")
		nobody.do("GET", "healthz/live", "").into(204, nil)
	})
}

func TestAFaultOfASettingPointsIntoTheBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue := h.person("X-Staff", "sue")
		for body, pointer := range map[string]string{
			`{"overflow":"x"}`: "/overflow",
			`{"rings":[{"after_seconds":30,"anyone":true},{"after_seconds":30}]}`: "/rings/1/after_seconds",
			`{"skills":[{"name":"","level":1}]}`:                                  "/skills/0/name",
			`{"max_wait_seconds":-1}`:                                             "/max_wait_seconds",
			`{"policy":{"held_weight":-1}}`:                                       "/policy/held_weight",
			`{"no_agent":"shout"}`:                                                "/no_agent",
		} {
			p := sue.do("PUT", "v1/settings/queues/x", body).refused(422, codeInvalid)
			require.NotEmpty(t, p.Errors, body)
			require.Equal(t, pointer, p.Errors[0].Pointer, body)
		}
	})
}

func TestWhatATeamHasThatSetNothingUpIsWrittenLikeAllElse(t *testing.T) {
	for kind, body := range map[string]string{"queues/support": `{"name":"Help"}`, "sites/main": `{"queues":["support"]}`} {
		synctest.Test(t, func(t *testing.T) {
			h := openWith(t, Config{}, settings.Team{})
			_, err := h.desk.Host().PutAgent(t.Context(), settings.Agent{Login: "sue", Name: "Sue", Supervisor: true})
			require.NoError(t, err)
			sue := h.person("X-Staff", "sue")
			sue.do("PUT", "v1/settings/"+kind, body, "If-Match", `"0"`).refused(412, codeRevision)
			qs, err := h.desk.Host().Queues(t.Context())
			require.NoError(t, err)
			made := fmt.Sprintf(`"%d"`, qs[0].Revision)
			a := sue.do("PUT", "v1/settings/"+kind, body, "If-Match", made)
			require.Equal(t, 200, a.status, "%s", a.body)
			sue.do("PUT", "v1/settings/"+kind, body).refused(428, codePrecondition)
			sue.do("PUT", "v1/settings/"+kind, body, "If-Match", made).refused(412, codeRevision)
		})
	}
}

func TestASupervisorOfSomeQueuesGainsNothingByWriting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		host := h.desk.Host()
		_, err := host.PutQueue(t.Context(), settings.Queue{ID: "returns"})
		require.NoError(t, err)
		id, err := host.PutAgent(t.Context(), settings.Agent{Login: "sam", Name: "Sam", Supervisor: true, Queues: []chat.Serves{{Queue: "orders"}}})
		require.NoError(t, err)
		sam := h.person("X-Staff", "sam")
		for _, body := range []string{
			`{"name":"Sam","queues":[{"queue":"orders"},{"queue":"returns"}]}`, `{"name":"Sam","queues":[]}`, `{"name":"Sam","everything":true,"queues":[{"queue":"orders"}]}`,
		} {
			sam.do("PUT", "v1/agents/"+string(id), body).refused(403, codeForbidden)
		}
		sam.do("PUT", "v1/settings/hours/w", `{"week":{"mon":["09:00-17:00"]}}`).refused(403, codeForbidden)
	})
}
