package powerloss

import (
	"io"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// handle is an open file.
type handle struct {
	*content
	disk *disk
	shm  vfs.SharedMemory
	held vfs.LockLevel
}

func (h *handle) Close() error {
	_ = h.Unlock(vfs.LOCK_NONE)
	if h.shm != nil {
		return h.shm.Close()
	}
	return nil
}

func (h *handle) ReadAt(p []byte, off int64) (int, error) {
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	if h.disk.off {
		return 0, sqlite3.IOERR_READ
	}
	if off >= int64(len(h.now)) {
		return 0, io.EOF
	}
	n := copy(p, h.now[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (h *handle) WriteAt(p []byte, off int64) (int, error) {
	if off+int64(len(p)) > maxFile {
		return 0, sqlite3.FULL
	}
	return len(p), h.change(change{off, append([]byte{}, p...)})
}

func (h *handle) Truncate(size int64) error { return h.change(change{off: size}) }

func (h *handle) change(c change) error {
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	if err := h.disk.operate(); err != nil {
		return err
	}
	h.now = c.apply(h.now)
	h.pending = append(h.pending, c)
	return nil
}

// Sync moves what is pending to the platter. One that fails loses it, as Linux does: the next one
// succeeds without it.
func (h *handle) Sync(vfs.SyncFlag) error {
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	err := h.disk.operate()
	switch {
	case h.disk.off:
		return sqlite3.IOERR_FSYNC
	case err != nil:
		h.pending = nil
		return sqlite3.IOERR_FSYNC
	}
	for _, c := range h.pending {
		h.safe = c.apply(h.safe)
	}
	h.pending = nil
	return nil
}

func (h *handle) Size() (int64, error) {
	h.disk.mu.Lock()
	defer h.disk.mu.Unlock()
	return int64(len(h.now)), nil
}

func (h *handle) SectorSize() int { return sector }

// DeviceCharacteristics are those that the shipped driver claims for any disk.
func (h *handle) DeviceCharacteristics() vfs.DeviceCharacteristic {
	return vfs.IOCAP_POWERSAFE_OVERWRITE
}

func (h *handle) SharedMemory() vfs.SharedMemory { return h.shm }
