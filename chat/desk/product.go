package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// Showing is what a message of an agent or a bot shows beside its words. It goes with
// Agent.Send and Agent.Speak alone, and stays as it is when the words are corrected.
type Showing struct {
	// Products are the ids of products in the catalogue of the host: a Profile that is a
	// hook.Catalogue. At most chat.MaxProducts. One that it does not have is a chat.ErrInvalid, and
	// while it cannot be asked nothing is sent: chat.ErrUnavailable. Default: none.
	Products []string
	// Choices are answers for the visitor to choose from, at most chat.MaxChoices. They are
	// moderated as the text is, within another HookTimeout together. Default: none.
	Choices []string
}

// told tells a repetition from another command.
func (x Showing) told() (said []string) {
	if len(x.Products) > 0 {
		said = append(append(said, "products"), x.Products...)
	}
	if len(x.Choices) > 0 {
		said = append(append(said, "choices"), x.Choices...)
	}
	return said
}

// ProductQuery finds products of the host's catalogue, for a session of an agent's.
type ProductQuery struct {
	Session chat.SessionID
	Text    string // what is looked for, up to 100 characters. Default: what the host shows first
}

const (
	maxSought  = 100 // characters
	mostSought = 10  // products that are shown
)

// By asks the catalogue, and returns up to 10 products. There are none where the host has no
// catalogue, and where it fails.
func (q ProductQuery) By(ctx context.Context, a Agent) ([]chat.Product, error) {
	if err := chat.CheckLine("q", q.Text, maxSought); err != nil {
		return nil, err
	}
	card, err := a.Session(ctx, q.Session)
	if err != nil {
		return nil, err
	}
	s := card.Session
	sought := hook.Sought{Site: s.Site, Lang: s.Contact.Locale, Text: q.Text}
	found, err := a.d.hooks.products(ctx, sought)
	if err != nil && !errors.Is(err, errNoCatalogue) {
		a.d.cfg.Logger.WarnContext(ctx, "catalogue", "error", err)
	}
	return found[:min(len(found), mostSought)], nil
}

var errNoCatalogue = fmt.Errorf(
	"%w: products: the desk has no catalogue, its Profile is no hook.Catalogue", chat.ErrInvalid,
)

var errShowsNothing = wrong("products, choices", "are of an agent's message alone")

// catalogueOf returns the Catalogue that a Profile is; nil if it is none.
func catalogueOf(p hook.Profile) hook.Catalogue {
	c, _ := p.(hook.Catalogue)
	return c
}

// products asks the host's catalogue. What could not be shown is left out.
func (h hooks) products(ctx context.Context, s hook.Sought) (all []chat.Product, err error) {
	catalogue := catalogueOf(h.profile)
	if catalogue == nil {
		return nil, errNoCatalogue
	}
	within, cancel := h.guard.Within(ctx)
	defer cancel()
	found := make(chan []chat.Product, 1)
	if err := h.guard.Call(within, "catalogue", func() error {
		ps, err := catalogue.Products(within, s)
		found <- slices.Clone(ps)
		return err
	}); err != nil {
		return nil, fmt.Errorf("%w: catalogue: %w", chat.ErrUnavailable, err)
	}
	for _, p := range <-found {
		if err := p.Check("product"); err != nil {
			h.log.WarnContext(ctx, "catalogue: left out", "error", err)
			continue
		}
		all = append(all, p)
	}
	return all, nil
}

// shows is what a message shows beside its words, as it is accepted.
func (m Messages) shows(
	ctx context.Context, v voice, verb string, id chat.SessionID, r MessageRequest, words *screened,
) (rich chat.Rich, err error) {
	if len(r.Products)+len(r.Choices) == 0 {
		return rich, nil
	}
	if k := v.author.Kind; verb != "send" || k != chat.AuthorAgent && k != chat.AuthorBot {
		return rich, errShowsNothing
	}
	switch n, c := len(r.Products), len(r.Choices); {
	case n > chat.MaxProducts:
		return rich, wrong("products", fmt.Sprintf("%d, at most %d", n, chat.MaxProducts))
	case c > chat.MaxChoices:
		return rich, wrong("choices", fmt.Sprintf("%d, at most %d", c, chat.MaxChoices))
	}
	d := hook.Draft{Lang: r.Lang, Author: v.author.Kind, Session: id}
	rich.Choices, err = m.remarks(ctx, d, "choices", r.Choices, chat.MaxChoice, words)
	if err != nil {
		return rich, err
	}
	rich.Products, err = m.products(ctx, id, r.Products)
	return rich, err
}

// remarks are several short texts as they are accepted, all of them within HookTimeout.
func (m Messages) remarks(
	ctx context.Context, d hook.Draft, field string, texts []string, most int, words *screened,
) (all []string, err error) {
	ctx, cancel := m.d.hooks.guard.Within(ctx)
	defer cancel()
	for i, text := range texts {
		d.Text = text
		said, err := m.d.hooks.remark(ctx, d, fmt.Sprintf("%s[%d]", field, i), most)
		if err != nil {
			return nil, err
		}
		all = append(all, said.text)
		words.Moderation = words.And(said.Moderation)
	}
	return all, nil
}

// products are those of ids, in their order.
func (m Messages) products(
	ctx context.Context, id chat.SessionID, ids []string,
) (all []chat.Product, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	for i, id := range ids {
		at := fmt.Sprintf("products[%d]", i)
		if id == "" || slices.Contains(ids[:i], id) {
			return nil, wrong(at, "is empty, or there twice")
		}
		if err := chat.CheckLine(at, id, chat.MaxProductID); err != nil {
			return nil, err
		}
	}
	s, err := m.d.sessions.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	sought := hook.Sought{Site: s.Site, Lang: s.Contact.Locale, IDs: ids}
	found, err := m.d.hooks.products(ctx, sought)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		at := slices.IndexFunc(found, func(p chat.Product) bool { return p.ID == id })
		if at < 0 {
			return nil, wrong(fmt.Sprintf("products[%d]", i), "the catalogue has no such product")
		}
		all = append(all, found[at])
	}
	return all, nil
}
