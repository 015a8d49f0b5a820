package main

import (
	"net/http"
	"time"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
	"github.com/switchboard-go/switchboard/chat/channel/messenger"
	"github.com/switchboard-go/switchboard/chat/channel/telegram"
	"github.com/switchboard-go/switchboard/chat/channel/whatsapp"
)

var kinds = []channeltest.Kind{
	channeltest.Telegram, channeltest.Messenger, channeltest.Instagram, channeltest.WhatsApp,
}

// peer is the one customer of each platform.
const peer = "7001"

// fakes are the platforms.
type fakes map[channeltest.Kind]*channeltest.Platform

// newFakes makes them; without a seed they do not misbehave.
func newFakes(seed uint64, now func() time.Time) fakes {
	fs := fakes{}
	for _, kind := range kinds {
		fs[kind] = channeltest.New(channeltest.Config{
			Kind: kind, Seed: seed, Calm: seed == 0, Now: now,
		})
	}
	return fs
}

// reach is how an adapter reaches its platform: by a client, or at an address.
type reach struct {
	client *http.Client
	base   string
}

// speak is the adapter of a platform.
func speak(kind channeltest.Kind, at reach) (channel.Adapter, error) {
	tokens := map[string]string{channeltest.Account: channeltest.Token}
	switch kind {
	case channeltest.Telegram:
		return telegram.New(telegram.Config{
			Token: channeltest.Token, Secret: channeltest.Secret, Client: at.client, Base: at.base,
		})
	case channeltest.WhatsApp:
		return whatsapp.New(whatsapp.Config{
			Secret: channeltest.Secret, VerifyToken: "word", Tokens: tokens,
			Client: at.client, Base: at.base,
		})
	}
	return messenger.New(messenger.Config{
		Secret: channeltest.Secret, VerifyToken: "word", Tokens: tokens,
		Client: at.client, Base: at.base, Instagram: kind == channeltest.Instagram, Person: true,
	})
}
