package channel

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// SentFile is a file of the shop's on its way to a customer.
type SentFile struct {
	ID    string `json:"id"` // ours
	Name  string `json:"name"`
	Media string `json:"media"`
	Size  int64  `json:"size"` // bytes
	Data  []byte `json:"-"`    // what Send sends; lanes keep no bytes
}

// FileKind is one kind of files that a platform takes.
type FileKind struct {
	Media string // a media type, or with a slash at its end all that begin so; empty: any
	Most  int64  // bytes
}

// Takes reports whether the platform takes a file. The first kind that fits counts.
func (r Rules) Takes(f SentFile) bool {
	at := slices.IndexFunc(r.Files, func(k FileKind) bool {
		return k.Media == "" || k.Media == f.Media ||
			strings.HasSuffix(k.Media, "/") && strings.HasPrefix(f.Media, k.Media)
	})
	return at >= 0 && f.Size <= r.Files[at].Most
}

// CarriesFiles implements hook.FileCarrier: the platform takes some, and the shop gives them out.
func (c *Courier) CarriesFiles() bool {
	return c.cfg.Files != nil && len(c.cfg.Adapter.Rules().Files) > 0
}

// files are those of an agent's message. One that the platform does not take refuses all of it, so
// that nothing goes without what belongs to it.
func (c *Courier) files(w hook.Words) (all []SentFile, err error) {
	rules := c.cfg.Adapter.Rules()
	for _, f := range w.Files {
		x := SentFile{ID: string(f.ID), Name: f.Name, Media: f.Media, Size: f.Size}
		if !c.CarriesFiles() || !rules.Takes(x) {
			return nil, fmt.Errorf("channel: %s takes no file of %s with %d bytes: %w",
				rules.Channel, x.Media, x.Size, hook.ErrRefused)
		}
		all = append(all, x)
	}
	return all, nil
}

// send sends a part. The bytes of a file are read for each try.
func (c *Courier) send(ctx context.Context, m Outbound) Result {
	if len(m.Files) == 0 {
		return c.cfg.Adapter.Send(ctx, m)
	}
	if c.cfg.Files == nil {
		return Refuse(Permanent, "", "no files are given out here")
	}
	id, _, _ := strings.Cut(m.ID, ofPart)
	f := m.Files[0]
	data, err := c.cfg.Files(ctx, id, f.ID)
	switch {
	case errors.Is(err, hook.ErrExpired):
		return Refuse(Permanent, "", "the file is there no more")
	case err != nil:
		return Refuse(Retry, "", "the file cannot be read now")
	}
	f.Data, f.Size = data, int64(len(data))
	m.Files = []SentFile{f}
	return c.cfg.Adapter.Send(ctx, m)
}
