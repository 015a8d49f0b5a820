package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
)

const patience = 30 * time.Second

// living is a town that runs until the test ends.
func living(t *testing.T) (*town, func(path, text string) int) {
	x, err := build("127.0.0.1:0", 0)
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- x.live(ctx) }()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-ended)
	})
	p := x.page()
	return x, func(path, text string) int {
		r := httptest.NewRequest(http.MethodPost, path,
			strings.NewReader(url.Values{"text": {text}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		p.ServeHTTP(w, r)
		return w.Code
	}
}

// of is the one session of a channel, once it has so many lines.
func (t *town) of(ctx context.Context, channel string, lines int) (talk, bool) {
	all, err := t.shop.talks(ctx)
	for _, x := range all {
		if err == nil && x.Channel == channel && len(x.Lines) >= lines {
			return x, true
		}
	}
	return talk{}, false
}

func TestBothSidesOfEveryChannelSayTheSame(t *testing.T) {
	x, write := living(t)
	names := []string{"mail"}
	for _, kind := range kinds {
		names = append(names, string(kind))
	}
	for _, name := range names {
		var asked talk
		require.Equal(t, http.StatusSeeOther, write("/customer/"+name, "Is it <in>?"), name)
		require.Eventually(t, func() (ok bool) {
			asked, ok = x.of(t.Context(), name, 1)
			return ok && (name == "mail" || asked.State == chat.Active)
		}, patience, 20*time.Millisecond, name)
		require.Eventually(t, func() bool { // mari may be on her way to work
			return write("/agent/"+string(asked.ID), "It is.") == http.StatusSeeOther
		}, patience, 20*time.Millisecond, name)
		require.Eventually(t, func() bool {
			if name == "mail" {
				got := x.post.all()
				return len(got) == 2 && got[1].Shop && strings.Contains(got[1].Text, "It is.")
			}
			got := x.fakes[channeltest.Kind(name)].Transcript()
			return len(got) == 2 && got[1].Shop && got[1].Text == "It is."
		}, patience, 20*time.Millisecond, name)
	}
	require.Equal(t, http.StatusSeeOther, write("/customer/mail", "Thank you!"))
	require.Eventually(t, func() bool {
		got, ok := x.of(t.Context(), "mail", 3)
		return ok && got.Lines[2].Text == "Thank you!"
	}, patience, 20*time.Millisecond, "the reply finds its chat")
	w := httptest.NewRecorder()
	x.page().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), "Is it &lt;in&gt;?")
	require.NotContains(t, w.Body.String(), "<in>")
}

func TestAVisitorClaimsTwoIdentities(t *testing.T) {
	x, write := living(t)
	people := map[chat.VisitorID]bool{}
	for _, name := range []string{"telegram", "whatsapp"} {
		require.Equal(t, http.StatusConflict, write("/claim/"+name, "vera"), "nobody wrote yet")
		require.Equal(t, http.StatusSeeOther, write("/customer/"+name, "Hello"))
		var asked talk
		require.Eventually(t, func() (ok bool) {
			asked, ok = x.of(t.Context(), name, 1)
			return ok && asked.State == chat.Active
		}, patience, 20*time.Millisecond)
		people[asked.Person] = true
		require.NoError(t, x.shop.mari().Close(t.Context(), asked.ID))
		require.Equal(t, http.StatusSeeOther, write("/claim/"+name, "vera"))
	}
	require.Len(t, people, 2, "two until they said so")
	one, _ := x.of(t.Context(), "telegram", 1)
	two, _ := x.of(t.Context(), "whatsapp", 1)
	require.Equal(t, one.Person, two.Person)
	require.Equal(t, http.StatusConflict, write("/claim/telegram", "mallory"))
}

func TestAFileStandsOnBothSides(t *testing.T) {
	x, write := living(t)
	for _, kind := range kinds {
		require.Equal(t, http.StatusSeeOther, write("/file/"+string(kind), "Here it is"))
		require.Eventually(t, func() bool {
			at, _ := x.of(t.Context(), string(kind), 1)
			for _, l := range at.Lines {
				if len(l.Files) == 1 && strings.Contains(l.Files[0], " bytes)") {
					return true
				}
			}
			return false
		}, patience, 20*time.Millisecond, kind)
	}
	w := httptest.NewRecorder()
	x.page().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	require.Equal(t, len(kinds), strings.Count(w.Body.String(), "bytes)</small>"))
	require.Equal(t, len(kinds), strings.Count(w.Body.String(), "file receipt.pdf</small>"))
}
