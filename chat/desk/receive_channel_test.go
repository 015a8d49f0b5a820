package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// pigeonOf is a messenger of another name.
type pigeonOf struct {
	*messenger
	name string
}

func (n pigeonOf) Name() string { return n.name }

// comes has somebody write by a channel, and returns their session.
func (s *scene) comes(by, id, text string) chat.Session {
	s.t.Helper()
	got, err := s.Host().Receive(s.t.Context(), hook.Inbound{
		Channel: by, Account: "shop", Sender: "eve@example.com", ExternalID: id,
		Parts: []hook.Part{{Kind: hook.PartText, Text: text}},
	})
	require.NoError(s.t, err)
	s.pass(time.Second)
	card, err := s.Host().Session(s.t.Context(), got.Session)
	require.NoError(s.t, err)
	return card.Session
}

func TestWhoComesByAChannelComesIntoAQueueThatTakesIt(t *testing.T) {
	const page, mail = settings.ChannelWidget, settings.ChannelMail
	const whatsapp = settings.ChannelWhatsApp
	queue := func(id chat.QueueID, by ...settings.Channel) settings.Queue {
		q := settings.Queue{ID: id, NoAgent: settings.NoAgentWait}
		q.Channels = by
		return q
	}
	site := func(id chat.SiteID, queues []chat.QueueID, by ...settings.Channel) settings.Site {
		return settings.Site{ID: id, Queues: queues, Channels: by}
	}
	one := []settings.Site{site("shop", []chat.QueueID{"help", "phones", "letters"})}
	three := []settings.Queue{queue("help", page), queue("phones", whatsapp), queue("letters", mail)}
	social := append(three[:2:2], queue("letters", settings.ChannelMessenger))
	open := append(three[:2:2], queue("letters"))
	both := []settings.Site{
		site("phone", []chat.QueueID{"phones"}, whatsapp),
		site("shop", []chat.QueueID{"help"}, page),
	}
	two := []settings.Queue{queue("help", page), queue("phones", whatsapp)}
	for name, x := range map[string]struct {
		sites  []settings.Site
		queues []settings.Queue
		by     string
		want   chat.QueueID
	}{
		"a queue of its own":            {one, three, "whatsapp", "phones"},
		"mail":                          {one, three, "mail", "letters"},
		"none takes it":                 {one, three, "telegram", "help"},
		"the first site is its alone":   {both, two, "whatsapp", "phones"},
		"the first site is another's":   {both, two, "mail", "phones"},
		"another site is its":           {[]settings.Site{both[1], both[0]}, two, "whatsapp", "phones"},
		"Instagram comes as Messenger":  {one, social, "instagram", "letters"},
		"every channel, the first goes": {one, open, "whatsapp", "phones"},
	} {
		t.Run(name, func(t *testing.T) {
			seed := settings.Team{Sites: x.sites, Queues: x.queues}
			playWith(t, desk.Config{Seed: seed}, func(t *testing.T, s *scene) {
				m := pigeonOf{&messenger{}, x.by}
				if x.by != "mail" {
					require.NoError(t, s.Desk.Outbox().Lines().Connect(m))
				}
				s.pass(time.Second)
				require.Equal(t, x.want, s.comes(x.by, "1", "Hello").Queue)
			})
		})
	}
}

func TestRulesSendWhoComesByAMessengerOnlyIntoQueuesThatTakeIt(t *testing.T) {
	goes := map[chat.QueueID]chat.QueueID{"help": "help", "phones": "phones", "page": "help"}
	for q, want := range goes {
		seed := settings.Team{Queues: []settings.Queue{
			{ID: "help", NoAgent: settings.NoAgentWait},
			{ID: "phones", NoAgent: settings.NoAgentWait},
			{ID: "page", NoAgent: settings.NoAgentWait},
		}}
		seed.Queues[1].Channels = []settings.Channel{settings.ChannelWhatsApp}
		seed.Queues[2].Channels = []settings.Channel{settings.ChannelWidget}
		seed.Rules = settings.Rules(trigger.Rule{
			ID: "r", On: []trigger.Moment{trigger.OnStart, trigger.OnMessage},
			When: trigger.Where("message.text", trigger.Contains, trigger.Text("boots")),
			Do:   []trigger.Action{{Type: trigger.SetQueue, Queue: string(q)}},
		})
		for _, words := range [][]string{{"boots"}, {"Hello", "boots"}} {
			playWith(t, desk.Config{Seed: seed}, func(t *testing.T, s *scene) {
				m := pigeonOf{&messenger{}, "whatsapp"}
				require.NoError(t, s.Desk.Outbox().Lines().Connect(m))
				s.pass(time.Second)
				var x chat.Session
				for _, text := range words {
					x = s.comes("whatsapp", text, text)
				}
				require.Equal(t, want, x.Queue, words)
			})
		}
	}
}
