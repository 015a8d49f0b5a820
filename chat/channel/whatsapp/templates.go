package whatsapp

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// approvals is one page of what Meta lists of a business's templates. They are read one by one, so
// that one that is written badly hides no other.
type approvals struct {
	Data   []json.RawMessage `json:"data"`
	Paging struct {
		Next    string `json:"next"`
		Cursors struct {
			After string `json:"after"`
		} `json:"cursors"`
	} `json:"paging"`
}

type approval struct {
	Name       string  `json:"name"`
	Language   string  `json:"language"`
	Status     string  `json:"status"`
	Format     string  `json:"parameter_format"`
	Components []piece `json:"components"`
}

// piece is a part of a template.
type piece struct {
	Type    string `json:"type"`
	Format  string `json:"format"` // of a header
	Text    string `json:"text"`
	Buttons []struct {
		Type string `json:"type"`
		URL  string `json:"url"`
	} `json:"buttons"`
}

const (
	mostListed = 1 << 20 // bytes of a page
	mostPages  = 20      // of 100 templates each
)

// Templates implements channel.Approver. It lists those whose words alone have places, in their
// body: none with a picture, a code, or an address to be filled in.
func (a *Adapter) Templates(ctx context.Context, account string) ([]hook.Template, error) {
	business, token := a.businesses[account], a.graph.Tokens[account]
	if business == "" || token == "" {
		return nil, nil
	}
	q := url.Values{
		"fields": {"name,language,status,parameter_format,components"}, "limit": {"100"},
	}
	list := a.graph.Base + "/" + a.graph.Version + "/" + business + "/message_templates"
	var all []hook.Template
	for range mostPages {
		at := list + "?" + q.Encode()
		raw, err := a.graph.Files().Get(ctx, at, token, mostListed)
		if err != nil {
			return nil, fmt.Errorf("whatsapp: templates: Meta does not list them: %w", err)
		}
		some, after, err := listed(raw)
		if err != nil {
			return nil, fmt.Errorf("whatsapp: templates: %w", err)
		}
		if all = append(all, some...); after == "" {
			break
		}
		q.Set("after", after)
	}
	slices.SortStableFunc(all, func(a, b hook.Template) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

// listed reads one page, and where the next one begins; empty: there is none.
func listed(raw []byte) (all []hook.Template, after string, err error) {
	page, err := wire.Decode[approvals](raw)
	if err != nil {
		return nil, "", err
	}
	for _, raw := range page.Data {
		x, err := wire.Decode[approval](raw)
		if err != nil {
			continue
		}
		if t, ok := x.template(); ok {
			all = append(all, t)
		}
	}
	if page.Paging.Next != "" {
		after = page.Paging.Cursors.After
	}
	return all, after, nil
}

// template is what can be filled in of it; false: it cannot be sent with words alone.
func (x approval) template() (t hook.Template, ok bool) {
	texts := map[string]string{}
	for _, p := range x.Components {
		if p.Type = strings.ToUpper(p.Type); !p.plain() || texts[p.Type] != "" {
			return t, false
		}
		texts[p.Type] = p.Text
	}
	words := []string{texts["HEADER"], texts["BODY"], texts["FOOTER"]}
	words = slices.DeleteFunc(words, func(s string) bool { return s == "" })
	t = hook.Template{Name: x.Name, Language: x.Language, Text: strings.Join(words, "\n\n")}
	known := chat.Template{Name: x.Name, Language: x.Language}.Check() == nil
	filled, err := t.Fill(make([]string, t.Places()))
	if err != nil || strings.Contains(filled, "{{") {
		return t, false // a place that has a name
	}
	ok = known && strings.EqualFold(x.Status, "approved") && texts["BODY"] != "" &&
		!strings.EqualFold(x.Format, "named") && t.Places() <= chat.MaxParams &&
		chat.CheckText("text", t.Text) == nil
	return t, ok
}

// plain reports whether a piece can go without anything being filled in but words in the body.
func (p piece) plain() bool {
	switch p.Type {
	case "BODY":
		return true
	case "HEADER":
		text := p.Format == "" || strings.EqualFold(p.Format, "text")
		return text && !strings.Contains(p.Text, "{{")
	case "FOOTER":
		return !strings.Contains(p.Text, "{{")
	case "BUTTONS":
		for _, b := range p.Buttons {
			fixed := slices.Contains([]string{"QUICK_REPLY", "URL", "PHONE_NUMBER"}, b.Type)
			if !fixed || strings.Contains(b.URL, "{{") {
				return false
			}
		}
		return true
	}
	return false
}
