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
func (s shop) Screen(_ context.Context, text string) error {
	if strings.Contains(text, "casino") {
		return fmt.Errorf("%w: text: no advertising", chat.ErrInvalid)
	}
	return nil
}

// A host implements the hooks it needs, and gives them to desk.Config.
func Example() {
	mine := shop{tiers: map[string]string{"c-17": "vip"}}
	var profile hook.Profile = mine
	var screen hook.Screen = mine

	c, err := profile.Visitor(context.Background(), chat.Principal{Kind: chat.RoleVisitor, ID: "c-17"})
	fmt.Println(c.Tier, err)
	fmt.Println(screen.Screen(context.Background(), "Where is my parcel?"))
	fmt.Println(screen.Screen(context.Background(), "Try our casino!"))
	// Output:
	// vip <nil>
	// <nil>
	// chat: invalid: text: no advertising
}
