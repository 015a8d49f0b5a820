package settings

import (
	"errors"
	"slices"
)

// Channel is a way by which visitors come.
type Channel string

// The channels. ChannelWidget is the shop's own pages.
const (
	ChannelWidget    Channel = "widget"
	ChannelMessenger Channel = "messenger"
	ChannelWhatsApp  Channel = "whatsapp"
	ChannelTelegram  Channel = "telegram"
	ChannelMail      Channel = "mail"
)

// ChannelOf is the channel of a session, or of an adapter, by its name: the empty one is the
// widget, and Instagram counts as Messenger. One of a host's own, which settings cannot name, is
// taken by what takes every channel.
func ChannelOf(name string) Channel {
	switch name {
	case "":
		return ChannelWidget
	case "instagram":
		return ChannelMessenger
	}
	return Channel(name)
}

// Takes reports whether visitors may come into the queue by a channel.
func (q Queue) Takes(c Channel) bool {
	return len(q.Channels) == 0 || slices.Contains(q.Channels, c)
}

// Takes reports whether visitors may come to the site by a channel.
func (x Site) Takes(c Channel) bool {
	return len(x.Channels) == 0 || slices.Contains(x.Channels, c)
}

// CheckChannels refuses a site that takes a channel which none of its queues takes.
func (t Team) CheckChannels() error {
	var f faults
	for _, x := range t.SitesInForce() {
		for _, c := range x.channels() {
			takes := func(id Queue) bool { return id.Takes(c) && slices.Contains(x.Queues, id.ID) }
			f.when(len(t.Queues) > 0 && !slices.ContainsFunc(t.QueuesInForce(), takes), "channels",
				"site %q takes %s, and none of its queues does", x.ID, c)
		}
	}
	return errors.Join(f...)
}

// channels are those that the site surely takes: what it names, or the shop's own pages.
func (x Site) channels() []Channel {
	if len(x.Channels) == 0 {
		return []Channel{ChannelWidget}
	}
	return x.Channels
}
