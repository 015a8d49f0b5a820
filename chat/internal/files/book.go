package files

import (
	"errors"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// state is how far a file has come.
type state string

const (
	begun state = "begun"
	there state = "there"
	ready state = "ready"
	gone  state = "gone"
)

// How long files are waited for, and looked after. The second is what makes the third safe: nobody
// writes an object later than that, so what is deleted an hour later stays deleted.
const (
	orphanAfter = 24 * time.Hour   // in no message until then: it is deleted
	uploadFor   = 15 * time.Minute // how long after it was announced its bytes may come
	again       = time.Hour        // after which the objects of what is gone are deleted once more
)

// The limits of what one session may have.
const (
	maxCount = 100
	maxBytes = 250 << 20
)

// book is the value of files/<session>.
type book struct {
	Files []stored `json:"files,omitempty"`
}

// stored is one file.
type stored struct {
	chat.File
	By      chat.AuthorKind `json:"by,omitempty"`
	Agent   string          `json:"agent,omitempty"` // who, unless it is the visitor
	Command chat.CommandID  `json:"command,omitempty"`
	At      time.Time       `json:"at"`
	Sum     string          `json:"sum,omitempty"` // SHA-256 of what is to come, in hex
	State   state           `json:"state"`
	Small   string          `json:"small,omitempty"` // the media type of the small copy
	N       int             `json:"n,omitempty"`     // the message that it is in
	// Until is when it is deleted, of a file that is in a message; of one that is gone since when.
	Until time.Time `json:"until,omitzero"`
	// Pending is of a file that is awaited.
	Pending *pending `json:"pending,omitempty"`
	chat.Moderation
}

// Author is whose files they are.
type Author struct {
	Kind chat.AuthorKind
	ID   string // of an agent
}

// owns reports whether a file is the author's. A session has one visitor, whose id may change.
func (a Author) owns(f stored) bool {
	return f.By == a.Kind && (a.Kind == chat.AuthorVisitor || f.Agent == a.ID)
}

// readBook reads a session's book within a batch.
func readBook(tx *store.Tx, id chat.SessionID) (b book, old []byte, err error) {
	rs, err := tx.Get(records.Files(id))
	if err != nil || len(rs) == 0 {
		return b, nil, records.Unavailable(err)
	}
	b, err = records.Decode[book](rs[0].Value)
	return b, rs[0].Value, err
}

// putBook writes a session's book; an empty one is none. What a file that is gone was called must
// not stay in it, so nothing of old is kept beside what this release knows.
func putBook(tx *store.Tx, id chat.SessionID, b book) error {
	if len(b.Files) == 0 {
		tx.Delete(records.Files(id))
		return nil
	}
	value, err := records.Encode(b, nil)
	if err == nil {
		tx.Put(records.Files(id), value)
	}
	return err
}

// find is a file of the book by its id; nil if there is none that is not gone.
//
// What it returns is the book's own: whoever changes it changes the book.
func (b book) find(id chat.FileID) *stored {
	i := slices.IndexFunc(b.Files, func(f stored) bool { return f.ID == id && f.State != gone })
	if i < 0 {
		return nil
	}
	return &b.Files[i]
}

// own is find for a file of the author's. Another one's is answered like one that does not exist.
func (b book) own(a Author, id chat.FileID) (*stored, error) {
	f := b.find(id)
	if f == nil || !a.owns(*f) {
		return nil, chat.ErrNotFound
	}
	return f, nil
}

// ErrFull says that the session has no room for another file.
var ErrFull = errors.New("files: the session has no room for more")

// fits refuses a file for which the session has no room. What is gone counts for as long as it
// stands in the book: whoever announces and drops without end does not make it grow.
func (b book) fits(size int64) error {
	for _, f := range b.Files {
		size += f.Size
	}
	if len(b.Files) >= maxCount || size > maxBytes {
		return ErrFull
	}
	return nil
}

// vanished is what is left of a file that is gone: the keys of its objects, which are made of its
// id. Not even its size stays, which tells who knows a file whether it was this one.
func (f stored) vanished(now time.Time) stored {
	return stored{File: chat.File{ID: f.ID}, At: f.At, State: gone, Until: now}
}

// raw, full and small are the keys of a file's objects: as it came, as it is read, and small. They
// are known before any of the objects is there, so all can be deleted whatever became of them.
func raw(id chat.FileID) string   { return string(id) + "/raw" }
func full(id chat.FileID) string  { return string(id) + "/full" }
func small(id chat.FileID) string { return string(id) + "/small" }

// picture reports whether it is one that was written anew.
func (f stored) picture() bool { return f.Width > 0 }
