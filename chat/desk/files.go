package desk

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/files"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/store"
)

// The largest file of each side, in bytes.
const (
	MaxVisitorFile = 10 << 20
	MaxAgentFile   = 25 << 20
)

// Files is a handle for what a visitor or an agent sends in a session beside words. A file is
// announced (Begin), its bytes come (Upload), it is looked at (Complete), and then a message may
// bring it along: MessageRequest.Files. Until then only its sender may read it, and what is in no
// message after a day is deleted.
//
// A session that is not the caller's, and a file that is not, give chat.ErrNotFound; a desk without
// Config.Blobs, and a site that takes no files of visitors, chat.ErrForbidden.
type Files struct {
	m  Messages
	id chat.SessionID
}

// Files returns the handle for the files of a session.
func (m Messages) Files(id chat.SessionID) Files { return Files{m, id} }

// FileRequest announces a file.
type FileRequest struct {
	Command chat.CommandID // announced again under it, it is the same file. Default: another one
	Name    string         // as the sender has it; what cannot be shown of it is left out
	Size    int64          // bytes, up to MaxVisitorFile or MaxAgentFile. Required
	Sum     string         // the SHA-256 of its bytes, in hex. Default: they are not compared
	Alt     string         // what is to be seen, up to chat.MaxAlt characters. Default: nothing
}

func (r FileRequest) check(most int64) error {
	sum, err := hex.DecodeString(r.Sum)
	switch {
	case r.Size < 1 || r.Size > most:
		return wrong("size", fmt.Sprintf("want 1 to %d bytes", most))
	case err != nil || len(sum) != 0 && len(sum) != 32:
		return wrong("sha256", "want 64 digits of hex")
	}
	return chat.CheckLine("alt", r.Alt, chat.MaxAlt)
}

// open is who speaks and the session, where they may send files.
func (f Files) open(ctx context.Context) (v voice, s chat.Session, err error) {
	if v, err = f.m.voice(ctx); err != nil {
		return v, s, err
	}
	if !minted(prefixSession, string(f.id)) {
		return v, s, chat.ErrNotFound
	}
	if s, err = v.reads(ctx, f.id); err == nil && f.m.d.cfg.Blobs == nil {
		err = fmt.Errorf("%w: files: the desk keeps none", chat.ErrForbidden)
	}
	return v, s, err
}

// Begin announces a file, in a session that goes on. *Limited: the visitor has sent as much as they
// may in a day, or the session has as much as one may.
func (f Files) Begin(ctx context.Context, r FileRequest) (chat.File, error) {
	v, s, err := f.open(ctx)
	if err != nil {
		return chat.File{}, err
	}
	most := int64(MaxAgentFile)
	if v.author.Kind == chat.AuthorVisitor {
		most = MaxVisitorFile
	}
	if err := errors.Join(r.check(most), f.may(ctx, v, s)); err != nil {
		return chat.File{}, err
	}
	ask := files.Request{Command: r.Command, Size: r.Size, Sum: r.Sum}
	if ask.Name, ask.Alt, err = f.named(ctx, v, r, &ask.Moderation); err != nil {
		return chat.File{}, err
	}
	day, err := f.quota(ctx, v, s, r.Size)
	if err != nil {
		return chat.File{}, err
	}
	made, err := f.m.d.files.Begin(ctx, f.id, v.files(), ask, day)
	if errors.Is(err, files.ErrFull) {
		err = &Limited{What: "files of one session", After: time.Hour}
	}
	return made, err
}

// may refuses whoever may not send files in the session.
func (f Files) may(ctx context.Context, v voice, s chat.Session) error {
	if v.author.Kind != chat.AuthorVisitor {
		if !s.Speaks(chat.AgentID(v.author.ID)) {
			return chat.ErrNotOwner
		}
		return nil
	}
	set, err := f.m.d.settled.Serving(ctx)
	if err == nil && s.State.Running() && !takesFiles(set, s) {
		err = fmt.Errorf("%w: files: the site takes none", chat.ErrForbidden)
	}
	return err
}

// takesFiles reports whether the visitor of a session may send files.
func takesFiles(set *settled.Settings, s chat.Session) bool {
	if set == nil || !s.State.Running() {
		return false
	}
	site, _ := set.Site(s.Site)
	return site.Files.On
}

// named is a file's name, and what is to be seen, as they are accepted: they are words like others.
func (f Files) named(
	ctx context.Context, v voice, r FileRequest, m *chat.Moderation,
) (name, alt string, err error) {
	d := hook.Draft{Author: v.author.Kind, Session: f.id}
	for _, x := range []struct {
		field, text string
		to          *string
	}{{"name", files.Named(r.Name), &name}, {"alt", r.Alt, &alt}} {
		if *x.to = x.text; x.text == "" {
			continue
		}
		d.Text = x.text
		said, err := f.m.d.hooks.remark(ctx, d, x.field, chat.MaxAlt)
		if err != nil {
			return "", "", err
		}
		*x.to, *m = said.text, m.And(said.Moderation)
	}
	return name, alt, nil
}

// Upload takes the bytes of a file that was announced, within 15 minutes of that. Until it is
// complete they may come again. A body that is not what was announced is a chat.ErrInvalid.
func (f Files) Upload(ctx context.Context, file chat.FileID, body io.Reader) error {
	v, _, err := f.open(ctx)
	if err != nil {
		return err
	}
	return f.m.d.files.Put(ctx, f.id, v.files(), file, body)
}

// Complete looks at a file whose bytes are there: it finds its type by its content, has it scanned
// by Config.Screen, turns a picture the way it was taken and writes it anew without what it says of
// where. What it returns may be sent. Done again it returns the same. A file that cannot be taken
// is a chat.ErrInvalid, and is deleted; with chat.ErrUnavailable it may be tried again.
func (f Files) Complete(ctx context.Context, file chat.FileID) (chat.File, error) {
	v, _, err := f.open(ctx)
	if err != nil {
		return chat.File{}, err
	}
	return f.m.d.files.Complete(ctx, f.id, v.files(), file)
}

// Drop lets go of a file of one's own that is in no message.
func (f Files) Drop(ctx context.Context, file chat.FileID) error {
	v, _, err := f.open(ctx)
	if err != nil {
		return err
	}
	return f.m.d.files.Drop(ctx, f.id, v.files(), file)
}

// brings are the files that a message brings along, as it is accepted.
func (m Messages) brings(
	ctx context.Context, v voice, verb string, id chat.SessionID, r MessageRequest, words *screened,
) (all chat.Attached, err error) {
	switch {
	case len(r.Files)+len(r.Alts) == 0:
		return all, nil
	case verb != "send":
		return all, wrong("files", "are of a message that is sent alone")
	}
	var about chat.Moderation
	all.Files, about, err = m.d.files.Find(ctx, id, v.files(), r.Files)
	words.Moderation = words.And(about)
	if err == nil {
		err = m.described(ctx, v, id, r, all.Files, words)
	}
	return all, err
}

// described puts what a message says of its files in the place of what they were announced with.
func (m Messages) described(
	ctx context.Context, v voice, id chat.SessionID, r MessageRequest, fs []chat.File, words *screened,
) error {
	of := func(id chat.FileID) bool { return !slices.Contains(r.Files, id) }
	if slices.ContainsFunc(slices.Collect(maps.Keys(r.Alts)), of) {
		return wrong("alts", "want files of this message")
	}
	ctx, cancel := m.d.hooks.guard.Within(ctx) // for all of them together
	defer cancel()
	d := hook.Draft{Lang: r.Lang, Author: v.author.Kind, Session: id}
	for i := range fs {
		alt, ok := r.Alts[fs[i].ID]
		if !ok {
			continue
		}
		at := fmt.Sprintf("alts.%s", fs[i].ID)
		if err := chat.CheckLine(at, alt, chat.MaxAlt); err != nil {
			return err
		}
		if fs[i].Alt = alt; alt == "" {
			continue
		}
		d.Text = alt
		said, err := m.d.hooks.remark(ctx, d, at, chat.MaxAlt)
		if err != nil {
			return err
		}
		fs[i].Alt, words.Moderation = said.text, words.And(said.Moderation)
	}
	return nil
}

// attaching says in the batch of a message that its files are in it.
func (m Messages) attaching(
	v voice, r MessageRequest,
	before func(*store.Tx, chat.Session, chat.Session, []chat.Entry) error,
) func(*store.Tx, chat.Session, chat.Session, []chat.Entry) error {
	if len(r.Files) == 0 {
		return before
	}
	return func(tx *store.Tx, old, next chat.Session, entries []chat.Entry) error {
		for _, e := range entries {
			if len(e.Files) == 0 {
				continue
			}
			var until time.Time
			if set := m.d.engine.settings.Load(); set != nil {
				site, _ := set.Site(next.Site)
				until = site.Files.KeptUntil(m.d.now())
			}
			if err := m.d.files.Attach(tx, next.ID, v.files(), e, until); err != nil {
				return err
			}
		}
		if before == nil {
			return nil
		}
		return before(tx, old, next, entries)
	}
}
