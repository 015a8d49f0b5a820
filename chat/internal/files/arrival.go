package files

import (
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/switchboard-go/switchboard/chat"
)

// arrival reads the body of a file that was announced. It fails before the last bytes of one that
// is another one, so nothing of it is ever stored: Blobs store what they could read to its end.
type arrival struct {
	of  io.Reader
	f   stored
	sum hash.Hash
	n   int64 // bytes that came
	err error // the sender's fault, once there is one
}

// Read implements io.Reader.
func (a *arrival) Read(p []byte) (int, error) {
	if a.err != nil {
		return 0, a.err
	}
	if a.n == a.f.Size {
		return 0, io.EOF
	}
	n, err := a.of.Read(p[:min(int64(len(p)), a.f.Size-a.n)])
	a.n += int64(n)
	a.sum.Write(p[:n])
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		a.err = fmt.Errorf("%w: the body could not be read to its end", chat.ErrInvalid)
	case a.n < a.f.Size && err != nil, a.n == a.f.Size && err == nil && !ended(a.of):
		a.err = fmt.Errorf("%w: size: other than announced", chat.ErrInvalid)
	case a.n == a.f.Size && a.f.Sum != "" && a.f.Sum != hex.EncodeToString(a.sum.Sum(nil)):
		a.err = fmt.Errorf("%w: sha256: other than announced", chat.ErrInvalid)
	}
	if a.err != nil {
		return 0, a.err
	}
	return n, nil
}

// ended reports whether there is nothing more to read.
func ended(r io.Reader) bool {
	n, err := io.ReadFull(r, make([]byte, 1))
	return n == 0 && errors.Is(err, io.EOF)
}
