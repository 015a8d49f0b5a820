package e2e

import (
	"context"
	"errors"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// sitting takes somebody whom a test before has left in the booth; there may be none.
func (b *booth) sitting() *person {
	if len(b.rested) == 0 {
		return nil
	}
	p := b.rested[len(b.rested)-1]
	b.rested = b.rested[:len(b.rested)-1]
	return p
}

// tidy forgets all that a person's browser knows, so that another test may have it. One of a test that failed is closed, for
// nobody knows what state it is in.
func (p *person) tidy(t *testing.T, b *booth) {
	p.t = t // not a step's, which is over
	if t.Failed() || p.left || p.forget(b) != nil {
		p.gone()
		return
	}
	p.mu.Lock()
	p.streams, p.faults = 0, nil
	p.mu.Unlock()
	b.rested = append(b.rested, p)
}

// forget goes to where no script runs, drops what the pages of that origin kept, and leaves.
func (p *person) forget(b *booth) error {
	ctx, done := context.WithTimeout(p.ctx, patience)
	defer done()
	at, err := chromedp.Run(ctx, chromedp.Evaluate[string]("location.origin"))
	if err != nil {
		return err
	}
	if at == "null" {
		return errors.New("the origin is not known any more")
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(at+"/chat/icon.svg")); err != nil {
		return err
	}
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void]("void (localStorage.clear(), sessionStorage.clear())")); err != nil {
		return err
	}
	if at == "http://"+b.shop { // the next shop has another door
		if _, err := chromedp.Call(ctx, network.ClearBrowserCache, cdp.Empty{}); err != nil {
			return err
		}
	}
	p.dark(false)
	whole := storage.ClearCookiesParams{BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID}
	if _, err := chromedp.CallBrowser(ctx, storage.ClearCookies, whole); err != nil {
		return err
	}
	return chromedp.Do(ctx, chromedp.Navigate("about:blank"))
}
