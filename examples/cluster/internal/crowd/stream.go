package crowd

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// deaf is how long a stream may be silent before its client takes the connection for dead: nodes beat every second.
const deaf = 3 * time.Second

// event is one of a stream.
type event struct {
	Type string `json:"type"`
	Data struct {
		Session string `json:"session_id"`
		Entry   *entry `json:"entry"`
		Inbox   *inbox `json:"inbox"`
		Typing  *struct {
			By string `json:"by"`
		} `json:"typing"`
	} `json:"data"`
}

type entry struct {
	N      int    `json:"n"`
	Kind   string `json:"kind"`
	Author struct {
		Kind string `json:"kind"`
	} `json:"author"`
	Command string `json:"command"`
	Text    string `json:"text"`
}

type inbox struct {
	Offers []struct {
		ID string `json:"id"`
	} `json:"offers"`
	Sessions []struct {
		ID    string `json:"id"`
		State string `json:"state"`
	} `json:"sessions"`
}

// listen hears a stream until ctx ends, and connects again whenever it breaks, from where it was.
func (c *client) listen(ctx context.Context, path string, hear func(event)) {
	cursor := ""
	for ctx.Err() == nil {
		_ = c.stream(ctx, path, &cursor, hear)
		select {
		case <-time.After(again):
		case <-ctx.Done():
		}
	}
}

func (c *client) stream(ctx context.Context, path string, cursor *string, hear func(event)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r, err := c.request(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Accept", "text/event-stream")
	if *cursor != "" {
		r.Header.Set("Last-Event-ID", *cursor)
	}
	dead := time.AfterFunc(deaf, cancel)
	defer dead.Stop()
	resp, err := c.http.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("crowd: %s: %s", path, resp.Status)
	}
	c.opened = time.Now()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 8<<20)
	id := ""
	for lines.Scan() {
		dead.Reset(deaf)
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "id":
			id = value
		case "data":
			var e event
			if err := json.Unmarshal([]byte(value), &e); err != nil {
				return err
			}
			hear(e)
		case "":
			if id != "" && lines.Text() == "" {
				*cursor, id = id, ""
			}
		}
	}
	return lines.Err()
}
