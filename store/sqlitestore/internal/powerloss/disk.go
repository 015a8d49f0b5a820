package powerloss

import (
	"math/rand/v2"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// disk is a vfs.VFS in memory. What was written is seen at once, and survives the power only after
// a sync.
type disk struct {
	shm string // path of the shared memory of this power cycle

	mu     sync.Mutex
	rng    *rand.Rand
	files  map[string]*content
	ops    int // writes, truncations and syncs so far
	cutAt  int // the operation that the power does not survive; 0 = it stays on
	failAt int // the operation that fails and leaves the power on; 0 = none
	off    bool
	failed bool // failAt was met
}

// content is a file on the disk.
type content struct {
	now     []byte   // as the system shows it
	safe    []byte   // as the platter has it
	pending []change // from safe to now, in order
	locks   locks
}

// change is a write, or with nil data a truncation.
type change struct {
	off  int64
	data []byte
}

const (
	sector  = 512
	maxFile = 64 << 20
)

func newDisk(seed uint64, shm string) *disk {
	return &disk{shm: shm, rng: rand.New(rand.NewPCG(seed, 1)), files: map[string]*content{}}
}

// operate counts an operation and tells whether it fails.
func (d *disk) operate() error {
	if d.off {
		return sqlite3.IOERR
	}
	d.ops++
	switch d.ops {
	case d.cutAt:
		d.off = true
		return nil // it is under way while the power goes
	case d.failAt:
		d.failed = true
		return sqlite3.IOERR_WRITE
	}
	return nil
}

// powerOff ends this power cycle, and returns the disk of the next one.
func (d *disk) powerOff(shm string) *disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.off = true
	next := &disk{shm: shm, rng: d.rng, files: map[string]*content{}}
	for name, f := range d.files {
		for _, c := range f.pending {
			if c, kept := d.damaged(c); kept {
				f.safe = c.apply(f.safe)
			}
		}
		next.files[name] = &content{safe: f.safe, now: append([]byte(nil), f.safe...)}
	}
	return next
}

// damaged is what is left of a change that was not synced.
func (d *disk) damaged(c change) (change, bool) {
	if c.data == nil {
		return c, d.rng.IntN(2) == 0
	}
	switch d.rng.IntN(4) {
	case 0: // dropped
		return c, false
	case 1: // halved
		c.data = c.data[:len(c.data)/2]
	case 2: // torn
		c.data = append([]byte(nil), c.data...)
		for at := 0; at < len(c.data); at += sector {
			if d.rng.IntN(2) == 0 {
				clear(c.data[at:min(at+sector, len(c.data))])
			}
		}
	}
	return c, true
}

func (c change) apply(to []byte) []byte {
	if c.data == nil {
		return to[:min(int64(len(to)), c.off)]
	}
	if grow := c.off + int64(len(c.data)) - int64(len(to)); grow > 0 {
		to = append(to, make([]byte, grow)...)
	}
	copy(to[c.off:], c.data)
	return to
}

func (d *disk) Open(name string, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.off {
		return nil, flags, sqlite3.CANTOPEN
	}
	f := d.files[name]
	if f == nil {
		f = &content{}
		if name != "" { // a nameless file is a temporary one
			d.files[name] = f
		}
	}
	h := &handle{disk: d, content: f}
	if flags&vfs.OPEN_MAIN_DB != 0 {
		h.shm = vfs.NewSharedMemory(d.shm, flags)
	}
	return h, flags, nil
}

func (d *disk) Delete(name string, _ bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.off {
		return sqlite3.IOERR_DELETE
	}
	if d.files[name] == nil {
		return sqlite3.IOERR_DELETE_NOENT
	}
	delete(d.files, name)
	return nil
}

func (d *disk) Access(name string, _ vfs.AccessFlag) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.files[name] != nil, nil
}

func (d *disk) FullPathname(name string) (string, error) { return name, nil }
