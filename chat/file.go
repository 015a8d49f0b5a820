package chat

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// FileID names a file that somebody sends: fil_ and 26 characters.
type FileID string

// The limits of what a message brings along.
const (
	MaxFiles    = 10
	MaxFileName = 120 // characters
	MaxAlt      = 300 // characters
)

// Attached is what a message brings along. The zero Attached is nothing.
type Attached struct {
	// Files are at most MaxFiles, each once. A message without words of its own says their names.
	Files []File `json:"files,omitempty"`
	// Awaited are files that came from outside with the message, and are not there.
	Awaited []Awaited `json:"awaited,omitempty"`
}

// File is a file of a message, as it was when the message was sent. Its bytes are kept elsewhere,
// and may be gone before it.
type File struct {
	ID    FileID `json:"id"`
	Name  string `json:"name"`  // one line; its ending says what it is
	Media string `json:"media"` // its media type, by its content
	Size  int64  `json:"size"`  // bytes
	// Alt says what is to be seen, for those who do not see it; of a sender who said so.
	Alt string `json:"alt,omitempty"`
	// Width and Height are of a picture that can be shown, in pixels.
	Width  int `json:"width,omitempty"`
	Height int `json:"height,omitempty"`
}

// check refuses what could not be shown.
func (a Attached) check() error {
	if n := len(a.Files); n > MaxFiles {
		return invalid("files", fmt.Sprintf("%d, at most %d", n, MaxFiles))
	}
	errs := a.checkAwaited()
	for i, f := range a.Files {
		at := fmt.Sprintf("files[%d]", i)
		same := func(o File) bool { return o.ID == f.ID }
		if f.ID == "" || slices.ContainsFunc(a.Files[:i], same) {
			errs = append(errs, invalid(at, "missing, or there twice"))
		}
		errs = append(errs, missing(at+".name", f.Name), short(at+".name", f.Name, MaxFileName),
			missing(at+".media", f.Media), short(at+".alt", f.Alt, MaxAlt))
	}
	return errors.Join(errs...)
}

// names are the files' names, a line each.
func (a Attached) names() string {
	var all []string
	for _, f := range a.Files {
		all = append(all, f.Name)
	}
	for _, f := range a.Awaited {
		all = append(all, f.Name)
	}
	return strings.Join(all, "\n")
}

// Wordless reports whether a message brings files and has no words of its own: then its text is
// their names.
func (e Entry) Wordless() bool {
	return len(e.Files)+len(e.Awaited) > 0 && e.Text == e.names()
}
