package chat

import (
	"errors"
	"slices"
)

// Shown is what a message shows beside its words, in the language of a translation: for each of its
// choices and products what to read in their place, in the same order. What is empty there is read
// as it was written, and so is all of it where there is nothing.
type Shown struct {
	Choices  []string       `json:"choices,omitempty"`
	Products []ProductWords `json:"products,omitempty"`
}

// ProductWords are the words of a product's card; its price and its address are what they were.
type ProductWords struct {
	Title string `json:"title,omitempty"`
	Text  string `json:"text,omitempty"`
}

// fits reports whether there is one for each of the message's, or none.
func (s Shown) fits(m Entry) bool {
	all := func(n, of int) bool { return n == 0 || n == of }
	return all(len(s.Choices), len(m.Choices)) && all(len(s.Products), len(m.Products))
}

// check refuses what could not be shown.
func (s Shown) check() error {
	var errs []error
	for _, text := range s.Choices {
		errs = append(errs, short("choices", text, 2*MaxChoice))
	}
	for _, p := range s.Products {
		errs = append(errs, short("products.title", p.Title, 200), short("products.text", p.Text, 400))
	}
	return errors.Join(errs...)
}

// shownIn is a message with what it shows as a reader of a language reads it.
func (e Entry) shownIn(lang string) Entry {
	i := e.into(lang)
	if i < 0 || !e.Translations[i].fits(e) {
		return e
	}
	e.Choices, e.Products = slices.Clone(e.Choices), slices.Clone(e.Products)
	for n, text := range e.Translations[i].Choices {
		if text != "" {
			e.Choices[n] = text
		}
	}
	for n, p := range e.Translations[i].Products {
		if p.Title != "" {
			e.Products[n].Title = p.Title
		}
		if p.Text != "" {
			e.Products[n].Text = p.Text
		}
	}
	return e
}

// ChoiceIn returns what one of the message's choices says to a reader of a language; "" where that
// is what was offered, or it is none of them.
func (e Entry) ChoiceIn(lang, choice string) string {
	n := slices.Index(e.Choices, choice)
	if n < 0 {
		return ""
	}
	if said := e.shownIn(lang).Choices[n]; said != choice {
		return said
	}
	return ""
}

// Meant returns the choice that an answer stands for: one of the message's own, or what it says in
// another language, as a reader of that may write it by hand. "" for none.
func (e Entry) Meant(answer string) string {
	if slices.Contains(e.Choices, answer) {
		return answer
	}
	for _, x := range e.Translations {
		if i := slices.Index(x.Choices, answer); i >= 0 && answer != "" && x.fits(e) {
			return e.Choices[i]
		}
	}
	return ""
}
