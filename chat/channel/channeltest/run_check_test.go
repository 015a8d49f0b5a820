package channeltest_test

import (
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
)

// check compares the fake's transcript with the timeline.
func (s *shop) check() (marked, doubled int) {
	require.Empty(s.t, s.fake.Faults())
	require.LessOrEqual(s.t, s.fake.Hasty(), s.crashes, "throttles are kept but by who forgot them")
	wrote, got := map[string][]string{}, map[string][]channeltest.Line{}
	for _, l := range s.fake.Transcript() {
		if l.App {
			require.True(s.t, s.apps[l.Text], "%q was written in the app, and not told", l.Text)
			delete(s.apps, l.Text)
			continue
		}
		if l.Shop {
			got[l.Peer] = append(got[l.Peer], l)
		} else {
			wrote[l.Peer] = append(wrote[l.Peer], l.Text)
		}
	}
	require.Equal(s.t, wrote, s.heard, "0 lost, 0 doubled, in order")
	require.Empty(s.t, s.apps, "nobody wrote this in the platform's app")
	rules := s.adapter.Rules()
	for peer, ms := range s.said {
		var want []string // what must be there, in order
		may := map[string]channel.Outbound{}
		for _, m := range ms {
			c, ended := s.became[m.ID]
			require.True(s.t, ended, "%s was forgotten", m.ID)
			require.NotEqual(s.t, channel.Queued, c.State)
			for _, text := range pieces(m, rules) {
				may[text] = m
				if c.State != channel.Failed {
					want = append(want, text)
				}
			}
			if c.Twice {
				marked++
			}
			s.unsure(m, c, rules)
		}
		var there []string // the first of each, of those that must be there
		times, lost := map[string]int{}, map[string]string{}
		for _, l := range got[peer] {
			l.Text += l.File
			m, ours := may[l.Text]
			require.True(s.t, ours, "%q was never said", l.Text)
			if l.Lost && times[l.Text] == 0 {
				lost[l.Text] = m.ID
			}
			if times[l.Text]++; times[l.Text] == 2 {
				doubled++
				require.True(s.t, s.became[m.ID].Twice, "%q came twice unmarked", l.Text)
			}
			if times[l.Text] == 1 && s.became[m.ID].State != channel.Failed {
				there = append(there, l.Text)
			}
		}
		require.Equal(s.t, want, there, "0 lost, in order")
		for text, id := range lost {
			if times[text] == 1 {
				require.Equal(s.t, channel.Failed, s.became[id].State, "%q never got there", text)
			}
		}
	}
	return marked, doubled
}

// unsure holds the mark of a message to what the fake knows: it stands only where an outcome was
// unknown, and, on a platform that tells of nothing, wherever one was.
func (s *shop) unsure(m channel.Outbound, c channel.Change, rules channel.Rules) {
	unknown := false
	for _, text := range pieces(m, rules) {
		unknown = unknown || s.fake.Unknown(text) || s.crashed[text]
	}
	if c.Twice || !rules.Echoes {
		require.Equal(s.t, unknown, c.Twice, "%s: %+v", m.ID, c)
	}
}

// pieces are what has to be with the customer of a message: its texts, and its files by name.
func pieces(m channel.Outbound, r channel.Rules) []string {
	all := r.Unit.Split(m.Text, r.Most)
	for _, f := range m.Files {
		all = append(all, f.Name)
	}
	return all
}

// named is what a part is known by: its text, or the name of its file.
func named(p channel.Outbound) string {
	if len(p.Files) > 0 {
		return p.Files[0].Name
	}
	return p.Text
}
