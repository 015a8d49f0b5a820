package hook

import (
	"context"
	"errors"
	"io"

	"github.com/switchboard-go/switchboard/chat"
)

// Blobs keeps the files that people send in conversations, and small copies of their pictures. The
// desk makes the keys and knows which there are: nothing else is asked of it than to keep bytes.
//
// A key is 1 to 120 characters of a-z 0-9 _ - . and /, and no part of it is empty or begins with a
// dot. Keys are random and never used again.
type Blobs interface {
	// Put stores an object of Size bytes, which Body has, whole or not at all: what Body fails to
	// give to its end takes the place of nothing. When it returns without an error the object
	// survives a crash. An error says that nobody knows: the desk puts it again, or deletes the key
	// in the end.
	Put(ctx context.Context, key string, b Blob) error
	// Open opens an object to be read, also from the middle. There is none: ErrNoBlob.
	Open(ctx context.Context, key string) (BlobReader, error)
	// Delete deletes an object so that nothing is left of it, nor of a Put that did not come to its
	// end. There is none: no error.
	Delete(ctx context.Context, key string) error
}

// Blob is an object to be stored.
type Blob struct {
	Media string // its media type, such as image/png
	Size  int64
	Body  io.Reader
}

// BlobReader reads an object. Close it.
type BlobReader interface {
	io.ReadSeekCloser
	Size() int64
}

// ErrNoBlob says that there is no object under a key.
var ErrNoBlob = errors.New("hook: no such object")

// FileScreen is a Screen that looks at files as well, such as one that asks a scanner for viruses.
type FileScreen interface {
	Screen
	// ScreenFile looks at a file before anybody but its sender sees it. An error of chat.ErrInvalid
	// refuses it, and its bytes are deleted. With any other error it is not taken yet: its sender
	// is told to try again. It may take 30 seconds.
	ScreenFile(ctx context.Context, f FileDraft) error
}

// FileDraft is a file that somebody is about to send.
type FileDraft struct {
	Session chat.SessionID
	Author  chat.AuthorKind
	Name    string // as its sender gave it
	Media   string // by its content
	Data    []byte // as it was sent; not to be changed
}
