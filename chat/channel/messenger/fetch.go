package messenger

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/chat/channel/internal/meta"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// Fetch implements channel.Fetcher: a file lies at an address of Meta's, which expires and needs no
// token.
func (a *Adapter) Fetch(ctx context.Context, w hook.WantedFile) ([]byte, error) {
	if w.URL == "" {
		return nil, fmt.Errorf("messenger: fetch: there is no address: %w", hook.ErrRefused)
	}
	return a.graph.Files(meta.CDN...).Get(ctx, w.URL, "", w.Most)
}
