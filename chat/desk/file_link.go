package desk

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/files"
	"github.com/switchboard-go/switchboard/chat/internal/keyring"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// linkFor is how long a link to a file holds.
const linkFor = time.Minute

// FileLink opens a file for a minute to whoever has it: for pages, which cannot sign what an
// address of theirs loads. It says nothing of who asked for it.
type FileLink struct {
	Token string // of letters, digits, "-", "_" and "."
	Until time.Time
}

// OpenedFile is a file to be read. Close it.
type OpenedFile struct {
	hook.BlobReader
	Name  string
	Media string
	At    time.Time // it has not changed since
	// Shown says that it may be shown within a page: it is a picture that the desk wrote. Anything
	// else is for saving alone.
	Shown bool
}

// Link returns a link to a file that the caller may read: one in a message of a session that they
// see, or their own. Small is the small copy of a picture; of any other file it is the file.
func (f Files) Link(ctx context.Context, file chat.FileID, small bool) (FileLink, error) {
	v, s, err := f.open(ctx)
	if err != nil {
		return FileLink{}, err
	}
	if err := f.m.d.files.Readable(ctx, s.ID, v.files(), file); err != nil {
		return FileLink{}, err
	}
	until := f.m.d.now().Add(linkFor).Truncate(time.Second)
	said := []string{string(s.ID), string(file), "full", strconv.FormatInt(until.Unix(), 10)}
	if small {
		said[2] = "small"
	}
	mac, err := linkMAC(ctx, f.m.d.keyring, said)
	return FileLink{strings.Join(append(said, mac), "."), until}, err
}

// linkMAC is the proof in a link.
func linkMAC(ctx context.Context, k *keyring.Keyring, said []string) (string, error) {
	key, err := k.For(ctx, "files")
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(keyring.MAC(key, said...)), nil
}

// Open opens what the token of a link is for. Every token that does not, by its proof, by its time
// or because the file is gone, gives the same chat.ErrNotFound.
func (l FileLink) Open(ctx context.Context, d *Desk) (OpenedFile, error) {
	part := strings.Split(l.Token, ".")
	if len(part) != 5 || len(l.Token) > 300 {
		return OpenedFile{}, chat.ErrNotFound
	}
	mac, err := linkMAC(ctx, d.keyring, part[:4])
	if err != nil {
		return OpenedFile{}, err
	}
	until, err := strconv.ParseInt(part[3], 10, 64)
	if err != nil || !hmac.Equal([]byte(mac), []byte(part[4])) || d.now().Unix() > until {
		return OpenedFile{}, chat.ErrNotFound
	}
	id, file := chat.SessionID(part[0]), chat.FileID(part[1])
	if !minted(prefixSession, string(id)) || !records.Minted(files.Prefix, string(file)) {
		return OpenedFile{}, chat.ErrNotFound
	}
	o, err := d.files.Open(ctx, id, file, part[2] == "small")
	if err != nil {
		return OpenedFile{}, err
	}
	return OpenedFile{o.BlobReader, o.Name, o.Media, o.At, o.Shown}, nil
}
