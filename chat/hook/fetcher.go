package hook

import (
	"context"
	"errors"
)

// Fetcher is a Channel that gives out the files which its customers send. What it fetches is not to
// be trusted: a desk finds out by the bytes what it is.
type Fetcher interface {
	Channel
	// Fetch gets all of a file, which may take a minute. The error is an ErrTooLarge if it has more
	// bytes than w.Most, an ErrExpired if it is there no more, and an ErrRefused if it never will be
	// fetched. After any other error it is fetched again later.
	Fetch(ctx context.Context, w WantedFile) ([]byte, error)
}

// FileSource is where a Fetcher has a file from. The zero FileSource is none.
type FileSource struct {
	ID     string `json:"id,omitempty"`     // by which the platform gives it out
	URL    string `json:"url,omitempty"`    // where it lies
	SHA256 string `json:"sha256,omitempty"` // of its bytes, in hexadecimal; empty: not said
}

// WantedFile is a file to be fetched.
type WantedFile struct {
	Account string // of the shop's that it came to
	FileSource
	Most int64 // how many bytes it may have
}

// The errors by which a Fetcher says that a file will not come.
var (
	ErrTooLarge = errors.New("hook: the file is too large")
	ErrExpired  = errors.New("hook: the file is there no more")
)
