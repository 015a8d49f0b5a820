package jsonlines

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

const (
	version = 1
	maxFile = 256 << 20 // bytes of a compressed file that are read
	maxText = 1 << 30   // bytes of what is in it
)

// ErrFile says that a file is not an archived session.
var ErrFile = errors.New("jsonlines: not an archived session")

// head is the first line.
type head struct {
	V int `json:"v"`
	chat.Session
}

func encode(w io.Writer, a hook.Archived) error {
	z := gzip.NewWriter(w)
	e := json.NewEncoder(z)
	err := e.Encode(head{version, a.Session})
	for i := 0; i < len(a.Entries) && err == nil; i++ {
		err = e.Encode(a.Entries[i])
	}
	if err = errors.Join(err, z.Close()); err != nil {
		return fmt.Errorf("jsonlines: encode: %w", err)
	}
	return nil
}

func decode(r io.Reader) (a hook.Archived, err error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return a, fmt.Errorf("%w: %w", ErrFile, err)
	}
	d := json.NewDecoder(io.LimitReader(z, maxText))
	var h head
	if err := d.Decode(&h); err != nil {
		return a, fmt.Errorf("%w: %w", ErrFile, err)
	}
	if h.V < 1 || h.V > version || h.ID == "" {
		return a, fmt.Errorf("%w: version %d", ErrFile, h.V)
	}
	a.Session = h.Session
	for d.More() {
		var e chat.Entry
		if err := d.Decode(&e); err != nil {
			return hook.Archived{}, fmt.Errorf("%w: entry %d: %w", ErrFile, len(a.Entries)+1, err)
		}
		a.Entries = append(a.Entries, e)
	}
	if len(a.Entries) != h.Entries {
		return hook.Archived{}, fmt.Errorf("%w: %d entries of %d", ErrFile, len(a.Entries), h.Entries)
	}
	return a, nil
}
