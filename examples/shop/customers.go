package main

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

const customerCookie = "northlight_customer"

// customer is somebody with an account. A real shop has them in its own database and asks for a password.
type customer struct {
	ID, Name, Email, Tier, Since, Orders string
}

var customers = []customer{
	{"c-1001", "Eve Tamm", "eve@example.com", "vip", "2019", "23"},
	{"c-1002", "Johan Lind", "johan@example.com", "standard", "2025", "2"},
}

func customerOf(id string) (customer, bool) {
	for _, c := range customers {
		if c.ID == id {
			return c, true
		}
	}
	return customer{}, false
}

// VIP says whether the customer is served first.
func (c customer) VIP() bool { return c.Tier == "vip" }

// Facts is what fills in the form before a chat, JSON.
func (c customer) Facts() string {
	facts, _ := json.Marshal(map[string]string{"name": c.Name, "email": c.Email})
	return string(facts)
}

func (s *shop) customer(r *http.Request) customer {
	c, _ := customerOf(s.cookies.signedIn(r, customerCookie).Who)
	return c
}

// visitorOf tells the chat who asks: the shop's own login. Nobody is the zero Principal: the chat then knows the browser
// by a token of its own.
func (s *shop) visitorOf(r *http.Request) (chat.Principal, error) {
	c := s.customer(r)
	if c.ID == "" {
		return chat.Principal{}, nil
	}
	return chat.Principal{Kind: chat.RoleVisitor, ID: c.ID, Verified: true, SignIn: s.cookies.signedIn(r, customerCookie).ID}, nil
}

// profile is what the shop knows of its customers: their tier, and the rows agents see; and of what
// it sells, which agents show.
type profile struct {
	at string // where the shop is, such as http://127.0.0.1:8080
}

func (profile) Visitor(_ context.Context, p chat.Principal) (hook.Customer, error) {
	c, ok := customerOf(p.ID)
	if !ok || !p.Verified {
		return hook.Customer{}, nil
	}
	known := hook.Customer{Name: c.Name, Email: c.Email, Tier: c.Tier, Card: []hook.CardRow{{Label: "Customer since", Text: c.Since}, {Label: "Orders", Text: c.Orders, URL: "/account"}}}
	if c.VIP() {
		known.Priority = 100
	}
	return known, nil
}

// login answers POST /login; an empty customer signs out. The sign-in before ends with it, also where its cookie was copied.
func (s *shop) login(w http.ResponseWriter, r *http.Request) {
	id := r.PostFormValue("customer")
	if _, ok := customerOf(id); !ok && id != "" {
		http.Error(w, "no such customer", http.StatusBadRequest)
		return
	}
	if p, err := s.visitorOf(r); err == nil && p.ID != "" {
		if err := s.desk.Host().EndSignIn(r.Context(), p, s.cookies.signedIn(r, customerCookie).ends()); err != nil {
			http.Error(w, "signing out did not work; please try again", http.StatusServiceUnavailable)
			return
		}
	}
	sealed := ""
	if id != "" {
		sealed = newSignIn(id).String()
	}
	s.cookies.set(w, r, customerCookie, sealed)
	http.Redirect(w, r, "/account", http.StatusSeeOther)
}
