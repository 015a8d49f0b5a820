package chat

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Rich is what a message of an agent or a bot shows beside its words. The zero Rich is nothing.
type Rich struct {
	// Products are cards of the shop's own catalogue, at most MaxProducts, each once.
	Products []Product `json:"products,omitempty"`
	// Choices are answers to choose from, at most MaxChoices, each once and of one line. The one
	// that a visitor chooses is a message like any other.
	Choices []string `json:"choices,omitempty"`
	// Template says that the words are ones that a messenger's platform has approved. They stay as
	// they are. Default: they are the author's own.
	Template *Template `json:"template,omitempty"`
}

// The limits of what a message shows.
const (
	MaxProducts = 5
	MaxChoices  = 6
	MaxChoice   = 40 // characters

	MaxProductID = 64 // characters
)

// Product is a card of something that the shop sells, as its catalogue had it then.
type Product struct {
	ID    string `json:"id"`              // the shop's own, 1 to 64 characters. Required
	Title string `json:"title"`           // one line, up to 120 characters. Required
	Text  string `json:"text,omitempty"`  // one line, up to 200 characters
	Price string `json:"price,omitempty"` // as people read it, up to 40 characters
	URL   string `json:"url"`             // its page: http or https. Required
	// Picture is http or https, and of the same origin as URL.
	Picture string `json:"picture,omitempty"`
	// Cart says that it may be put into the cart: the page is told which, and does so.
	Cart bool `json:"cart,omitempty"`
}

// Check refuses a product that could not be shown; at names the field.
func (p Product) Check(at string) error {
	page, err := webPage(at+".url", p.URL)
	errs := []error{
		missing(at+".id", p.ID), short(at+".id", p.ID, MaxProductID), missing(at+".title", p.Title),
		short(at+".title", p.Title, 120), short(at+".text", p.Text, 200),
		short(at+".price", p.Price, 40), err,
	}
	if p.Picture != "" && err == nil {
		picture, err := webPage(at+".picture", p.Picture)
		errs = append(errs, err)
		if err == nil && (picture.Scheme != page.Scheme || picture.Host != page.Host) {
			errs = append(errs, invalid(at+".picture", "want the same origin as url"))
		}
	}
	return errors.Join(errs...)
}

// webPage reads the address of a page of the web.
func webPage(field, address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil, len(address) > 1000, u.Host == "", u.User != nil,
		u.Scheme != "http" && u.Scheme != "https":
		return nil, invalid(field, "want an address of http or https")
	}
	return u, nil
}

// empty reports whether there is nothing to show.
func (r Rich) empty() bool {
	return len(r.Products) == 0 && len(r.Choices) == 0 && r.Template == nil
}

// check refuses what could not be shown.
func (r Rich) check() error {
	errs := []error{r.Template.check()}
	if n := len(r.Products); n > MaxProducts {
		return invalid("products", fmt.Sprintf("%d, at most %d", n, MaxProducts))
	}
	if n := len(r.Choices); n > MaxChoices {
		return invalid("choices", fmt.Sprintf("%d, at most %d", n, MaxChoices))
	}
	for i, p := range r.Products {
		same := func(o Product) bool { return o.ID == p.ID }
		at := fmt.Sprintf("products[%d]", i)
		if slices.ContainsFunc(r.Products[:i], same) {
			errs = append(errs, invalid(at, "is there twice"))
		}
		errs = append(errs, p.Check(at))
	}
	for i, text := range r.Choices {
		at := fmt.Sprintf("choices[%d]", i)
		if slices.Contains(r.Choices[:i], text) {
			errs = append(errs, invalid(at, "is there twice"))
		}
		errs = append(errs, checkText(at, text, MaxChoice), short(at, text, MaxChoice))
	}
	return errors.Join(errs...)
}

// Plain is what a message says where nothing but text can be shown: its words, then a line for each
// product, one for each choice, and one for each file, with what is to be seen
// on it.
func (e Entry) Plain() string {
	if e.Text == "" || e.Rich.empty() && len(e.Files)+len(e.Awaited) == 0 {
		return e.Text
	}
	lines := []string{e.Text}
	if e.Wordless() {
		lines = nil
	}
	for _, p := range e.Products {
		parts := []string{p.Title, p.Price, p.URL}
		none := func(s string) bool { return s == "" }
		lines = append(lines, strings.Join(slices.DeleteFunc(parts, none), " · "))
	}
	for _, text := range e.Choices {
		lines = append(lines, "– "+text)
	}
	file := func(line string) {
		if !e.Wordless() {
			line = "– " + line
		}
		lines = append(lines, line)
	}
	for _, f := range e.Files {
		if f.Alt != "" {
			f.Name += ": " + f.Alt
		}
		file(f.Name)
	}
	for _, f := range e.Awaited {
		file(f.Name)
	}
	return strings.Join(lines, "\n")
}
