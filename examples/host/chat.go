package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/chatui"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/observer/prom"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
	"github.com/switchboard-go/switchboard/trigger"
)

// liveChat is the chat of the shop.
type liveChat struct {
	*desk.Desk
	shop    *shop
	store   *sqlitestore.Store
	api     *chathttp.Handler
	metrics http.Handler
}

const vip = 500_00 // what a VIP has bought for, in cents

func openChat(ctx context.Context, s *shop, path string) (*liveChat, error) {
	db, err := sqlitestore.Open(ctx, sqlitestore.Config{Path: path})
	if err != nil {
		return nil, err
	}
	figures := prom.New()
	d, err := desk.New(desk.Config{
		Store: db, Observer: figures, Logger: slog.Default(), Profile: profile{s}, NewAgent: s.newAgent,
		Seed: settings.Team{
			Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"help"}, Never: []string{"/checkout"}}},
			Queues: []settings.Queue{{ID: "help", Name: "Help"}},
			Rules: settings.Rules(trigger.Rule{
				ID: "vip", When: trigger.Where("visitor.tier", trigger.Eq, trigger.Text("vip")),
				Do: []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Shall I put something aside for you?"}}},
			}),
		},
	})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	api, err := chathttp.New(d, chathttp.Config{
		Prefix: "/chat", Visitor: s.login(chat.RoleVisitor, false), Agent: s.login(chat.RoleAgent, true),
	})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	figures.Watch(d.Host())
	registry := prometheus.NewRegistry()
	registry.MustRegister(figures)
	return &liveChat{d, s, db, api, promhttp.HandlerFor(registry, promhttp.HandlerOpts{})}, nil
}

func (c *liveChat) mount(mux *http.ServeMux) {
	mux.Handle("/chat/v1/", c.api)
	mux.Handle("/chat/", chatui.Handler())
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		if who, err := c.shop.who(r); err != nil || !who.staff {
			http.Error(w, "for staff", http.StatusForbidden)
			return
		}
		c.metrics.ServeHTTP(w, r)
	})
}

// login is the shop's own, as the chat asks for it: for customers, or for staff.
func (s *shop) login(as chat.Role, staff bool) func(*http.Request) (chat.Principal, error) {
	return func(r *http.Request) (chat.Principal, error) {
		c, err := s.who(r)
		if err != nil || c.id == "" || staff && !c.staff {
			return chat.Principal{}, err
		}
		return chat.Principal{Kind: as, ID: c.id, Verified: true}, nil
	}
}

// newAgent makes whoever works in the shop an agent when they first sign in at the console.
func (s *shop) newAgent(ctx context.Context, p chat.Principal) (settings.Agent, bool) {
	c, err := s.one(ctx, `WHERE c.id = ?`, p.ID)
	return settings.Agent{Name: c.name, Capacity: 3, Queues: []chat.Serves{{Queue: "help"}}}, err == nil && c.staff
}

// profile is what the shop knows of a customer: what rules go by, and what agents see.
type profile struct{ *shop }

func (p profile) Visitor(ctx context.Context, who chat.Principal) (hook.Customer, error) {
	if !who.Verified {
		return hook.Customer{}, nil
	}
	c, err := p.one(ctx, `WHERE c.id = ?`, who.ID)
	known := hook.Customer{Name: c.name, Email: c.email, Card: []hook.CardRow{
		{Label: "Orders", Text: fmt.Sprint(c.orders)}, {Label: "Lifetime value", Text: fmt.Sprintf("%d €", c.cents/100)},
	}}
	if c.cents >= vip {
		known.Tier, known.Priority = "vip", 10
	}
	return known, err
}

// run runs the desk, and sends what the shop has left in its outbox, until ctx ends.
func (c *liveChat) run(ctx context.Context) error {
	ended := make(chan error, 1)
	go func() { ended <- c.Run(ctx) }()
	for ctx.Err() == nil {
		if sent, err := c.sendOne(ctx); err != nil || !sent {
			select {
			case <-ctx.Done():
			case <-time.After(200 * time.Millisecond):
			}
		}
	}
	return <-ended
}

// sendOne reports the order of the oldest letter of the outbox, and says the letter in its customer's chat, if they have one. It goes
// when that is done: one that is sent again, because the process was killed in between, has the same id and is said once.
func (c *liveChat) sendOne(ctx context.Context) (sent bool, err error) {
	id, who, text, order := "", "", "", desk.Order{Currency: "EUR"}
	row := c.shop.db.QueryRowContext(ctx, `SELECT b.id, b.customer, b.text, o.id, o.cents FROM outbox b JOIN orders o ON o.id = b.bought ORDER BY b.id LIMIT 1`)
	if err := row.Scan(&id, &who, &text, &order.ID, &order.Value); err != nil {
		return false, err // sql.ErrNoRows: there is nothing to do
	}
	customer := chat.Principal{Kind: chat.RoleVisitor, ID: who, Verified: true}
	if _, err = c.Host().ReportOrder(ctx, customer, order); errors.Is(err, chat.ErrUnavailable) {
		return false, err
	}
	session, chatting, err := c.Visitor(customer).Current(ctx)
	if err == nil && chatting {
		_, err = c.Host().Say(ctx, session.ID, desk.MessageRequest{Command: chat.CommandID("letter-" + id), Text: text})
	}
	if errors.Is(err, chat.ErrUnavailable) {
		return false, err
	} // any other answer is final: the chat has ended, say
	_, err = c.shop.db.ExecContext(ctx, `DELETE FROM outbox WHERE id = ?`, id)
	return true, err
}
