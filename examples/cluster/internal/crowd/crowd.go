package crowd

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// Config of a Crowd. URL is required.
type Config struct {
	// URL of the mounted API, without "/v1". Required.
	URL string
	// Visitors at a time; whoever is done is followed by another. Default: 12.
	Visitors int
	// Agents who answer them. Default: 4.
	Agents int
	// Capacity of each agent. Default: 3.
	Capacity int
	// Capacities of the agents, one each, in place of Agents and Capacity. Default: none.
	Capacities []int
	// Messages that a visitor sends. Default: 5.
	Messages int
	// Pause before a visitor writes on. Default: 500 milliseconds.
	Pause time.Duration
	// Typing has visitors show that they are typing before they write on. Default: false.
	Typing bool
	// Await is how long they wait for one answer before they ask again. Default: 2 seconds.
	Await time.Duration
	// Hardy people put up with being refused: the next visitor comes, and agents say every few seconds that they are there.
	// Default: a refusal ends the show.
	Hardy bool
	// Transport takes the requests where they go. Default: HTTP to URL.
	Transport http.RoundTripper
}

// Resolved is the Config with its defaults.
func (c Config) Resolved() Config {
	if len(c.Capacities) > 0 {
		c.Agents, c.Capacity = len(c.Capacities), slices.Max(c.Capacities)
	}
	for n, def := range map[*int]int{&c.Visitors: 12, &c.Agents: 4, &c.Capacity: 3, &c.Messages: 5} {
		if *n < 1 {
			*n = def
		}
	}
	if c.Pause <= 0 {
		c.Pause = 500 * time.Millisecond
	}
	if c.Await <= 0 {
		c.Await = 2 * time.Second
	}
	if c.Transport == nil {
		c.Transport = &http.Transport{MaxIdleConnsPerHost: 256, MaxConnsPerHost: 1024}
	}
	return c
}

// Seed is the settings that the crowd's desk begins with: one line, and its agents. OfferFor is theirs to accept.
func (c Config) Seed(offerFor time.Duration) settings.Team {
	c = c.Resolved()
	s := settings.Team{
		Sites: []settings.Site{{ID: "main", Queues: []chat.QueueID{"help"}}},
		Queues: []settings.Queue{{
			ID: "help", Name: "Help", OfferFor: offerFor, Policy: chat.Policy{Grace: 20 * time.Second, MissFor: time.Second, DeclineFor: time.Second},
			NoAgent: settings.NoAgentWait, // nodes die with all their agents on them
		}},
	}
	for i := range c.Agents {
		s.Agents = append(s.Agents, settings.Agent{Login: login(i), Name: login(i), Capacity: c.room(i), Queues: []chat.Serves{{Queue: "help"}}})
	}
	return s
}

// room is an agent's capacity.
func (c Config) room(i int) int {
	if len(c.Capacities) > 0 {
		return c.Capacities[i]
	}
	return c.Capacity
}

func login(i int) string { return fmt.Sprintf("agent-%d", i+1) }

// Crowd is visitors and agents who talk. Make one with New.
type Crowd struct {
	*Books
	config Config
}

// New makes a crowd that has not begun to talk.
func New(c Config) *Crowd {
	c = c.Resolved()
	return &Crowd{Books: NewBooks(c.Capacity), config: c}
}

// Run has them talk until ctx ends; then everybody finishes what was begun, for at most a minute. The answer is an error
// if somebody was refused who should not have been.
func (c *Crowd) Run(ctx context.Context) error {
	life, end := context.WithTimeout(context.WithoutCancel(ctx), 24*time.Hour)
	defer end()
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(time.Minute, end) })
	defer stop()
	defer c.hangUp()

	var visitors, agents sync.WaitGroup
	errs := make(chan error, c.config.Visitors+c.config.Agents)
	listening, deaf := context.WithCancel(life)
	for i := range c.config.Agents {
		a := &agent{client: c.client(login(i)), ctx: life, running: &agents, talks: map[string]*talk{}, taken: map[string]bool{}, room: c.config.room(i), hardy: c.config.Hardy}
		agents.Go(func() { errs <- a.work(listening) })
	}
	for i := range c.config.Visitors {
		visitors.Go(func() { errs <- c.stream(ctx, life, i) })
	}
	visitors.Wait()
	deaf()
	agents.Wait()
	close(errs)
	var all []error
	for err := range errs {
		all = append(all, err)
	}
	return errors.Join(all...)
}

// stream is one visitor after the other.
func (c *Crowd) stream(ctx, life context.Context, i int) error {
	for n := 1; ctx.Err() == nil; n++ {
		v := &visitor{
			client: c.client(""), name: fmt.Sprintf("v%d-%d", i+1, n), typing: c.config.Typing,
			heard: map[string]bool{}, news: make(chan string, 64),
		}
		err := v.visit(ctx, life, c.config.Messages, c.config.Pause)
		switch {
		case err == nil || life.Err() != nil:
		case c.config.Hardy:
			c.turnedAway()
			rest(ctx, again)
		default:
			return fmt.Errorf("crowd: %s: %w", v.name, err)
		}
	}
	return nil
}

// hangUp closes the connections that nobody uses any more.
func (c *Crowd) hangUp() { (&http.Client{Transport: c.config.Transport}).CloseIdleConnections() }

// Settle waits until everything accepted is in the feed, for as long as that may take, and gives the last word.
func (c *Crowd) Settle(ctx context.Context) Figures {
	for !c.settled() && rest(ctx, again) {
		continue
	}
	f := c.Figures()
	f.Lost += c.missing(&f)
	return f
}
