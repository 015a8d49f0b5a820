package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

// twoZones is a queue of two sites. Tallinn closes at 00:10 of a bubble's time and New York at
// 00:14, each with a last call 4 minutes before, and a grace of 4 minutes after it.
func twoZones(t *testing.T) settings.Team {
	day := func(zone, open string) *hours.Schedule {
		h, err := hours.New(hours.Config{
			Zone: zone, Rules: []hours.Rule{hours.Week("Mon-Sun", open)},
			LastCall: 4 * time.Minute, Grace: 4 * time.Minute,
		})
		require.NoError(t, err)
		return h
	}
	help := []chat.QueueID{"help"}
	return settings.Team{
		Sites: []settings.Site{
			{ID: "tallinn", Schedule: "tallinn", Queues: help},
			{ID: "york", Schedule: "york", Queues: help},
		},
		Queues: []settings.Queue{{
			ID: "help", NoAgent: settings.NoAgentWait,
			Policy: chat.Policy{WarnAfter: -1, AnswerWithin: -1},
		}},
		Schedules: []settings.Schedule{
			{ID: "tallinn", Hours: day("Europe/Tallinn", "00:00-02:10")},
			{ID: "york", Hours: day("America/New_York", "09:00-19:14")},
		},
		Agents: []settings.Agent{{Login: "ann", Name: "Ann", Capacity: 1, Queues: serves}},
	}
}

// at is a visitor of a site, who is refused or in line.
func (s *scene) at(site chat.SiteID, name string) (*chattest.Visitor, error) {
	v := s.Visitor(name)
	view, err := v.Visitor.Start(s.t.Context(), desk.StartRequest{Site: site, Text: "Hello"})
	v.Session = view.ID
	return v, err
}

func TestEachSiteClosesByItsOwnClockAndThrowsNobodyOff(t *testing.T) {
	for name, stays := range map[string]bool{"ann stays": true, "ann goes home": false} {
		t.Run(name, func(t *testing.T) {
			play(t, twoZones(t), func(t *testing.T, s *scene) {
				ann := s.agents("ann")[0]
				in := func(site chat.SiteID, name string) *chattest.Visitor {
					v, err := s.at(site, name)
					require.NoError(t, err)
					s.pass(time.Second)
					return v
				}
				talks := in("tallinn", "talks")
				ann.Accept()
				ann.Say("Hello")
				s.until("00:05")
				east, west := in("tallinn", "east"), in("york", "west")

				s.until("00:07")
				_, err := s.at("tallinn", "late")
				require.ErrorIs(t, err, chat.ErrOutsideHours, "after the last call")
				also := in("york", "also")

				s.until("00:12")
				require.Equal(t, chat.Active, s.card(talks).State, "a chat goes on after closing")
				require.Equal(t, chat.Queued, s.card(east).State, "who was let in is in line")
				if !stays {
					require.NoError(t, s.status(ann, chat.Draining))
				}
				s.until("00:15")
				require.Equal(t, chat.Active, s.card(talks).State)
				require.Equal(t, chat.Queued, s.card(west).State, "it is not late in New York")
				require.Equal(t, chat.Queued, s.card(also).State)
				if !stays {
					require.Equal(t, chat.Messaged, s.card(east).State, "nobody is left by now")
					require.Equal(t, chat.Closing, s.card(east).Reason)
					s.until("00:19")
					require.Equal(t, chat.Active, s.card(talks).State, "also now")
					require.Equal(t, chat.Messaged, s.card(west).State)
					require.Equal(t, chat.Messaged, s.card(also).State)
					return
				}
				require.Equal(t, chat.Queued, s.card(east).State, "Ann is there for them")
				s.until("00:19")
				for _, next := range []*chattest.Visitor{east, west, also} {
					ann.Close()
					s.pass(time.Second)
					s.take(next, ann)
				}
			})
		})
	}
}
