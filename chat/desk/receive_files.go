package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"strconv"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/files"
	"github.com/switchboard-go/switchboard/store"
)

// brought is a file that came from outside and that this desk can have: its bytes came along, or
// its messenger gives it out.
type brought struct {
	chat.Awaited
	from files.Source
	data []byte
}

// bring finds the files that this desk can have. All others are named in the text.
func (a *arrival) bring(ctx context.Context) {
	if a.d.cfg.Blobs == nil || a.in.Automatic ||
		a.in.Kind != hook.InboundMessage && a.in.Kind != "" {
		return
	}
	c, _ := a.d.engine.outbox.effects.Channel(a.in.Channel)
	_, fetches := c.(hook.Fetcher)
	for i, p := range a.in.Parts {
		given := p.Source != hook.FileSource{} && fetches
		if p.Kind != hook.PartFile || len(a.files) == chat.MaxFiles || p.Data == nil && !given ||
			len(p.Data) > MaxInboundFile {
			continue
		}
		sum := sha256.Sum256([]byte(a.once + "/" + strconv.Itoa(i)))
		id := files.Prefix + lower.EncodeToString(sum[:17])[:mintedLength]
		b := brought{data: p.Data, from: files.Source{
			Channel: a.in.Channel, Account: a.in.Account, FileSource: p.Source,
			Along: p.Data != nil,
		}}
		b.Awaited = chat.Awaited{
			ID: chat.FileID(id), Name: a.calls(ctx, p), Media: mediaOf(p), Size: int64(p.Size),
		}
		if a.files == nil {
			a.files = map[int]brought{}
		}
		a.files[i] = b
	}
}

// calls is what a file is called, as it is accepted: a name is words like others.
func (a *arrival) calls(ctx context.Context, p hook.Part) string {
	name := files.Named(cmp.Or(p.Name, p.Type))
	said, err := a.d.hooks.remark(ctx, hook.Draft{
		Text: name, Author: chat.AuthorVisitor, Channel: a.in.Channel,
	}, "name", chat.MaxFileName)
	if err != nil {
		return files.Named("")
	}
	a.screened = a.screened.And(said.Moderation)
	return files.Named(said.text)
}

// mediaOf is what a sender calls a file, where that can be shown.
func mediaOf(p hook.Part) string {
	if chat.CheckLine("media", p.Type, chat.MaxFileName) != nil {
		return ""
	}
	return p.Type
}

// inOrder are the files in the order of their parts.
func (a arrival) inOrder() (all []brought) {
	for i := range a.in.Parts {
		if b, ok := a.files[i]; ok {
			all = append(all, b)
		}
	}
	return all
}

// says is what a message of it says in a session of a site, and the files that it awaits there. What
// the site does not take, or has no room for, is named. Empty is the id of a session that begins.
func (a arrival) says(
	ctx context.Context, at chat.SiteID, id chat.SessionID, texts []string,
) ([]string, []chat.Awaited, error) {
	if len(a.files) == 0 {
		return texts, nil, nil
	}
	set, err := a.d.settled.Serving(ctx)
	if err != nil {
		return nil, nil, err
	}
	space := 0
	if site, _ := set.Site(at); site.Files.On {
		if space, err = a.d.files.Room(ctx, id); err != nil {
			return nil, nil, err
		}
	}
	var awaited []chat.Awaited
	var names, named []string
	for _, b := range a.inOrder() {
		if len(awaited) < space {
			awaited, names = append(awaited, b.Awaited), append(names, b.Name)
			continue
		}
		named = append(named, "["+b.Name+"]")
	}
	texts = append([]string{}, texts...)
	switch {
	case len(named) > 0 && len(texts) < mostTexts:
		texts = append(texts, strings.Join(named, " "))
	case len(texts) == 0:
		texts = []string{strings.Join(names, "\n")}
	}
	return texts, awaited, nil
}

// await notes within the batch of a message what it awaits.
func (a arrival) await(tx *store.Tx, id chat.SessionID, es []chat.Entry) error {
	for _, e := range es {
		if len(e.Awaited) == 0 {
			continue
		}
		from := map[chat.FileID]files.Source{}
		for _, b := range a.files {
			from[b.ID] = b.from
		}
		err := a.d.files.Await(tx, id, e, from)
		if errors.Is(err, files.ErrCrowded) {
			err = errMoved // they came with another message a moment ago
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// give puts the bytes that came along: whoever posted it posts it again until they are there.
func (a arrival) give(ctx context.Context, id chat.SessionID) error {
	var errs []error
	for _, b := range a.inOrder() {
		if b.data != nil && id != "" {
			errs = append(errs, a.d.files.Give(ctx, id, b.ID, b.data))
		}
	}
	return errors.Join(errs...)
}
