package desk

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// The limits of what a page says of itself and its cart.
const (
	maxURL     = 2048 // bytes of an address
	maxTitle   = 256  // characters
	maxItems   = 50   // of a cart
	maxName    = 200  // characters of an item
	maxMoments = 16
)

// under puts the field that each fault names below the field at.
func under(at string, err error) error {
	if err == nil {
		return nil
	}
	faults := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		faults = joined.Unwrap()
	}
	var errs []error
	for _, f := range faults {
		field := strings.TrimPrefix(f.Error(), chat.ErrInvalid.Error()+": ")
		errs = append(errs, fmt.Errorf("%w: %s.%s", chat.ErrInvalid, at, field))
	}
	return errors.Join(errs...)
}

func wrong(field, how string) error { return fmt.Errorf("%w: %s: %s", chat.ErrInvalid, field, how) }

// check refuses facts that are out of bounds, and tells all faults at once. It serves beacons,
// starts and questions about a rule alike.
func (f VisitFacts) check() error {
	errs := append(make([]error, 0, 16),
		checkAddress("url", f.URL), checkLink("referrer", f.Referrer),
		chat.CheckLine("title", f.Title, maxTitle), chat.CheckLocale("locale", f.Locale),
		chat.CheckLine("device", f.Device, 32), checkPages(f.Pages), f.Cart.check(),
	)
	negative := func(field string, is bool) {
		if is {
			errs = append(errs, wrong(field, "must not be negative"))
		}
	}
	negative("on_site", f.OnSite < 0)
	negative("on_page", f.OnPage < 0)
	negative("idle", f.Idle < 0)
	negative("visits", f.Visits < 0)
	negative("views", f.Views < 0)
	negative("since_visit", f.SinceVisit < 0)
	errs = append(errs, chat.CheckLine("time_zone", f.TimeZone, 64), checkClock(f.Clock))
	if f.Command != "" {
		errs = append(errs, chat.CheckCommand("command", f.Command))
	}
	if len(f.Moments) > maxMoments {
		errs = append(errs, wrong("moments", fmt.Sprintf("%d, at most %d", len(f.Moments), maxMoments)))
	}
	for i, m := range f.Moments[:min(len(f.Moments), maxMoments)] {
		errs = append(errs, chat.CheckLine(fmt.Sprintf("moments[%d]", i), string(m), 80))
	}
	for i, h := range f.Holds {
		errs = append(errs, chat.CheckLine(fmt.Sprintf("holds[%d].rule", i), h.Rule, 128))
	}
	return errors.Join(errs...)
}

// check refuses what no site accepts at the start. What the visitor's own site asks for is checked
// later, when the site is known.
func (r StartRequest) check() error {
	errs := []error{
		chat.CheckCommand("command", r.Command), chat.CheckContact(chat.Contact{Name: r.Name, Email: r.Email, Phone: r.Phone, Locale: r.Locale}),
		chat.CheckLine("consent", r.Consent, 32), chat.CheckLine("prompt", r.Prompt, 64),
		checkAddress("page", r.Page), checkPages(r.Pages), r.Cart.check(),
	}
	if !slices.Contains([]string{"", "phone", "tablet", "computer"}, r.Device) {
		errs = append(errs, wrong("device", "want phone, tablet or computer"))
	}
	errs = append(errs, checkClock(r.Clock), chat.CheckSkills("skills", r.Skills))
	if r.Text != "" {
		errs = append(errs, chat.CheckText("text", r.Text))
	}
	return errors.Join(errs...)
}

// maxClock is how many minutes a visitor's clock may be off UTC: no zone is more than 15 hours.
const maxClock = 900

func checkClock(minutes *int) error {
	if minutes != nil && (*minutes < -maxClock || *minutes > maxClock) {
		return wrong("clock", "want -900 to 900")
	}
	return nil
}

func checkPages(pages []PageView) error {
	if len(pages) > maxPages {
		return wrong("pages", fmt.Sprintf("%d, at most %d", len(pages), maxPages))
	}
	var errs []error
	for i, p := range pages {
		at := fmt.Sprintf("pages[%d]", i)
		errs = append(errs, checkAddress(at+".url", p.URL), chat.CheckLine(at+".title", p.Title, maxTitle))
	}
	return errors.Join(errs...)
}

// check refuses a cart that no shop has.
func (c *Cart) check() error {
	if c == nil {
		return nil
	}
	errs := []error{checkCurrency("cart.currency", c.Currency)}
	if c.Value < 0 {
		errs = append(errs, wrong("cart.value", "must not be negative"))
	}
	return errors.Join(append(errs, checkItems("cart.items", c.Items))...)
}

// checkItems refuses lines of a cart, or of an order, that no shop has.
func checkItems(field string, items []CartItem) error {
	if len(items) > maxItems {
		return wrong(field, fmt.Sprintf("%d, at most %d", len(items), maxItems))
	}
	var errs []error
	for i, it := range items {
		at := fmt.Sprintf("%s[%d]", field, i)
		errs = append(errs, chat.CheckLine(at+".name", it.Name, maxName), checkAddress(at+".url", it.URL))
		if it.Quantity < 0 {
			errs = append(errs, wrong(at+".quantity", "must not be negative"))
		}
	}
	return errors.Join(errs...)
}

// checkCurrency wants a code of ISO 4217, or nothing: a console can show no other.
func checkCurrency(field, code string) error {
	letter := func(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }
	if code != "" && (len(code) != 3 || strings.ContainsFunc(code, func(r rune) bool { return !letter(r) })) {
		return wrong(field, "want three letters, such as EUR")
	}
	return nil
}

// checkAddress wants a web address, or the path of one.
func checkAddress(field, s string) error {
	if err := checkLink(field, s); err != nil {
		return err
	}
	if u, err := url.Parse(s); err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return wrong(field, "want http, https or a path")
	}
	return nil
}

// checkLink takes any address, such as that of an app that a visitor came from.
func checkLink(field, s string) error {
	if len(s) > maxURL {
		return wrong(field, fmt.Sprintf("%d bytes, at most %d", len(s), maxURL))
	}
	return chat.CheckLine(field, s, maxURL)
}

// momentsOfAPage refuses moments that only the desk itself sees.
func (f VisitFacts) momentsOfAPage() error {
	for i, m := range f.Moments {
		if m == trigger.OnStart || m == trigger.OnMessage {
			return wrong(fmt.Sprintf("moments[%d]", i), "a page does not say it")
		}
	}
	return nil
}
