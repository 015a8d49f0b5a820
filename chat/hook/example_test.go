package hook_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// shop is a host: it knows its customers, and keeps some words out of its chats.
type shop struct {
	tiers map[string]string // by customer id
}

// Visitor implements hook.Profile.
func (s shop) Visitor(_ context.Context, p chat.Principal) (hook.Customer, error) {
	return hook.Customer{Tier: s.tiers[p.ID], Card: []hook.CardRow{{Label: "Tier", Text: s.tiers[p.ID]}}}, nil
}

// Screen implements hook.Screen.
func (s shop) Screen(_ context.Context, d hook.Draft) (hook.Verdict, error) {
	switch {
	case strings.Contains(d.Text, "casino"):
		return hook.Verdict{}, fmt.Errorf("%w: text: no advertising", chat.ErrInvalid)
	case strings.Contains(d.Text, "lawyer"):
		return hook.Verdict{Flag: "legal"}, nil
	}
	return hook.Verdict{Mask: strings.ReplaceAll(d.Text, "damn", "****")}, nil
}

// A host implements the hooks it needs, and gives them to desk.Config.
func Example() {
	mine := shop{tiers: map[string]string{"c-17": "vip"}}
	var profile hook.Profile = mine
	var screen hook.Screen = mine

	c, err := profile.Visitor(context.Background(), chat.Principal{Kind: chat.RoleVisitor, ID: "c-17"})
	fmt.Println(c.Tier, err)
	for _, text := range []string{"Where is my damn parcel?", "My lawyer will ask", "Our casino!"} {
		fmt.Println(screen.Screen(context.Background(), hook.Draft{Text: text}))
	}
	// Output:
	// vip <nil>
	// {Where is my **** parcel? } <nil>
	// { legal} <nil>
	// { } chat: invalid: text: no advertising
}
