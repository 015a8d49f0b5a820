package desk_test

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

func settingsMethods() map[string]access {
	s := func(allow []string, f func(w world, s desk.Settings) error) access {
		return access{func(w world, p chat.Principal) error { return f(w, w.Supervisor(p).Settings()) }, allow}
	}
	whole := []string{"the supervisor"}
	rule := ref(settings.KindRules, "shoes")
	return map[string]access{
		"Retired": s(bosses, func(w world, s desk.Settings) error { return first(s.Retired(w.ctx)) }),
		"Warnings": s(bosses, func(w world, s desk.Settings) error {
			return first(s.Warnings(w.ctx))
		}),
		"Attributes": s(bosses, func(w world, s desk.Settings) error {
			return first(s.Attributes(w.ctx))
		}),
		"Agents": s(bosses, func(w world, s desk.Settings) error {
			return first(s.Agents(w.ctx))
		}),
		"Retire": s(whole, func(w world, s desk.Settings) error {
			return first(s.Retire(w.ctx, rule))
		}),
		"Restore": s(whole, func(w world, s desk.Settings) error {
			return first(s.Restore(w.ctx, rule))
		}),
		"PutAttribute": s(whole, func(w world, s desk.Settings) error {
			return first(s.PutAttribute(w.ctx, settings.Attribute{ID: "club", Type: settings.AttributeText}))
		}),
	}
}
