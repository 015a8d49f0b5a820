package channel

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// Fetcher is an Adapter that gets the files which its Events name.
//
// What a platform posts decides which address is asked, so an adapter asks only hosts that are the
// platform's by name, over HTTPS, whose addresses are public; it follows no redirect elsewhere, and
// sends its token nowhere else. Where the host gave it a Transport of its own, that connects, and
// has to refuse private addresses itself.
type Fetcher interface {
	Adapter
	// Fetch gets all of a file. Its errors are those of hook.Fetcher.
	Fetch(ctx context.Context, w hook.WantedFile) ([]byte, error)
}

// Fetch implements hook.Fetcher, by an Adapter that is a Fetcher. Any other one has no files.
func (c *Courier) Fetch(ctx context.Context, w hook.WantedFile) ([]byte, error) {
	f, ok := c.cfg.Adapter.(Fetcher)
	if !ok {
		return nil, fmt.Errorf("channel: %s gives no files out: %w", c.Name(), hook.ErrRefused)
	}
	return f.Fetch(ctx, w)
}

// sources is an event as a desk takes it, with its files named alone where nobody can fetch them.
func (c *Courier) sources(in hook.Inbound) hook.Inbound {
	if _, ok := c.cfg.Adapter.(Fetcher); ok {
		return in
	}
	for i := range in.Parts {
		in.Parts[i].Source = hook.FileSource{}
	}
	return in
}
