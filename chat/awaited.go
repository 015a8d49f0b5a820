package chat

import (
	"fmt"
	"slices"
)

// Awaited is a file of a message that came from outside, such as by a messenger, and is not there:
// it is being fetched, or, with a Missing, it will not come.
type Awaited struct {
	ID   FileID `json:"id"`   // that the file will have
	Name string `json:"name"` // as its sender gave it
	// Media is what its sender calls it: a media type, or a word such as image.
	Media   string  `json:"media,omitempty"`
	Size    int64   `json:"size,omitempty"`    // bytes, as its sender says; 0: not said
	Missing Missing `json:"missing,omitempty"` // why it will not come; empty: it is being fetched
}

// Missing says why a file will not come.
type Missing string

// Why files do not come.
const (
	MissingType    Missing = "type"    // it is of no type that is taken, or cannot be read
	MissingSize    Missing = "size"    // it is too large
	MissingRefused Missing = "refused" // moderation refused it
	MissingEnough  Missing = "enough"  // its visitor has sent as much as they may
	MissingExpired Missing = "expired" // the other side has it no more
	MissingFailed  Missing = "failed"  // it could not be fetched
)

// Fetch tells of a file that a message awaits: that it is there, or that it will not come. It is no
// message: nothing is owed or answered by it, and it restarts no timer. It adds nothing where the
// message does not await it any more.
type Fetch struct {
	Message Entry // as it stands in the timeline
	File    File  // its ID is the awaited one's; with a Missing, that alone counts
	Missing Missing
}

func (c Fetch) apply(t *step) error {
	switch m := c.Message; {
	case t.Erased:
		return ErrClosed
	case m.Kind != KindMessage || m.N < 1 || m.N > t.Entries:
		return invalid("message", "want a message of this session")
	case !c.Missing.known():
		return invalid("missing", "there is no such reason")
	}
	i := c.Message.awaits(c.File.ID)
	if i < 0 || c.Message.Withdrawn || c.Message.Awaited[i].Missing != "" {
		return nil
	}
	e := Entry{Kind: KindFetched}
	e.Of = c.Message.N
	if c.Missing == "" {
		e.Files = []File{c.File}
	} else {
		gone := c.Message.Awaited[i]
		gone.Missing = c.Missing
		e.Awaited = []Awaited{gone}
	}
	if err := e.Attached.check(); err != nil {
		return err
	}
	t.add(e)
	return nil
}

func (m Missing) known() bool {
	return m == "" || slices.Contains([]Missing{
		MissingType, MissingSize, MissingRefused, MissingEnough, MissingExpired, MissingFailed,
	}, m)
}

// awaits finds a file that the message awaits, or that will not come.
func (a Attached) awaits(id FileID) int {
	return slices.IndexFunc(a.Awaited, func(x Awaited) bool { return x.ID == id })
}

// Awaiting reports whether a message awaits a file that may still come.
func (a Attached) Awaiting(id FileID) bool {
	i := a.awaits(id)
	return i >= 0 && a.Awaited[i].Missing == ""
}

// FetchedBy returns a message as it stands once an entry has told of a file of it. One without
// words of its own says the names that its files have now.
func (e Entry) FetchedBy(x Entry) Entry {
	wordless := e.Wordless()
	e.Files, e.Awaited = slices.Clone(e.Files), slices.Clone(e.Awaited)
	for _, f := range x.Files {
		if i := e.awaits(f.ID); i >= 0 {
			e.Awaited = slices.Delete(e.Awaited, i, i+1)
			e.Files = append(e.Files, f)
		}
	}
	for _, gone := range x.Awaited {
		if i := e.awaits(gone.ID); i >= 0 {
			e.Awaited[i].Missing = gone.Missing
		}
	}
	if wordless {
		e.Text = e.Attached.names()
	}
	return e
}

// checkAwaited refuses what could not be shown.
func (a Attached) checkAwaited() (errs []error) {
	if n := len(a.Files) + len(a.Awaited); n > MaxFiles {
		errs = append(errs, invalid("awaited", fmt.Sprintf("%d files, at most %d", n, MaxFiles)))
	}
	for i, f := range a.Awaited {
		at := fmt.Sprintf("awaited[%d]", i)
		if f.ID == "" || a.awaits(f.ID) != i {
			errs = append(errs, invalid(at, "missing, or there twice"))
		}
		errs = append(errs, missing(at+".name", f.Name), short(at+".name", f.Name, MaxFileName),
			short(at+".media", f.Media, MaxFileName))
	}
	return errs
}
