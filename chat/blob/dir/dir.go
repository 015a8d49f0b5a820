package dir

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// Config says where the files are.
type Config struct {
	// Path is the folder. It is made if it is not there. Required.
	Path string
}

// Dir keeps objects in a folder. It is safe for concurrent use, also by several processes.
type Dir struct {
	root *os.Root
}

// New opens the folder. Close closes it.
func New(cfg Config) (*Dir, error) {
	if cfg.Path == "" {
		return nil, errors.New("dir: config: Path: missing")
	}
	if err := os.MkdirAll(cfg.Path, 0o700); err != nil {
		return nil, fmt.Errorf("dir: %w", err)
	}
	root, err := os.OpenRoot(cfg.Path)
	if err != nil {
		return nil, fmt.Errorf("dir: %w", err)
	}
	return &Dir{root}, nil
}

// Close closes the folder.
func (d *Dir) Close() error { return d.root.Close() }

// A key is a path of parts that are no files of the system's own, and no part of a write under way.
var key = regexp.MustCompile(`^[a-z0-9_-][a-z0-9_.-]*(/[a-z0-9_-][a-z0-9_.-]*)*$`)

const (
	maxKey = 120
	part   = ".part-"
)

func checked(k string) error {
	if len(k) > maxKey || !key.MatchString(k) || strings.Contains(k, part) {
		return fmt.Errorf("dir: %q is no key", k)
	}
	return nil
}

// Put implements hook.Blobs.
func (d *Dir) Put(ctx context.Context, k string, b hook.Blob) error {
	if err := checked(k); err != nil {
		return err
	}
	if err := d.put(ctx, k, b); err != nil {
		return fmt.Errorf("dir: put %s: %w", k, err)
	}
	return nil
}

func (d *Dir) put(ctx context.Context, k string, b hook.Blob) (err error) {
	folder := path.Dir(k)
	beside := k + part + strings.ToLower(rand.Text())
	f, err := d.create(folder, beside)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = d.root.Remove(beside)
		}
	}()
	n, err := io.Copy(f, reader{ctx, io.LimitReader(b.Body, b.Size+1)})
	if err == nil && n != b.Size {
		err = fmt.Errorf("%d bytes came, and not %d", n, b.Size)
	}
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := d.root.Rename(beside, k); err != nil {
		return err
	}
	return d.sync(folder)
}

// create makes a file and its folder. A Delete of the last file there may take the folder away in
// between: then it is made again.
func (d *Dir) create(folder, name string) (f *os.File, err error) {
	for range 20 {
		if err = d.root.MkdirAll(folder, 0o700); err != nil {
			continue
		}
		f, err = d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	return f, err
}

// sync makes what stands in a folder survive a crash, the folder too.
func (d *Dir) sync(folder string) error {
	for {
		f, err := d.root.Open(folder)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil || folder == "." {
			return err
		}
		folder = path.Dir(folder)
	}
}

// Open implements hook.Blobs.
func (d *Dir) Open(_ context.Context, k string) (hook.BlobReader, error) {
	if err := checked(k); err != nil {
		return nil, err
	}
	f, err := d.root.Open(k)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("dir: %s: %w", k, hook.ErrNoBlob)
	}
	if err != nil {
		return nil, fmt.Errorf("dir: open: %w", err)
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, f.Close(), hook.ErrNoBlob)
	}
	return object{f, info.Size()}, nil
}

// Delete implements hook.Blobs.
func (d *Dir) Delete(_ context.Context, k string) error {
	if err := checked(k); err != nil {
		return err
	}
	folder := path.Dir(k)
	all, err := fs.ReadDir(d.root.FS(), folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("dir: delete: %w", err)
	}
	for _, e := range all {
		name := path.Join(folder, e.Name())
		if name != k && !strings.HasPrefix(name, k+part) {
			continue
		}
		if err := d.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("dir: delete: %w", err)
		}
	}
	for ; folder != "."; folder = path.Dir(folder) {
		if d.root.Remove(folder) != nil { // others are in it
			break
		}
	}
	return d.survive(folder)
}

// survive is sync of what may have been deleted by somebody else meanwhile.
func (d *Dir) survive(folder string) error {
	if err := d.sync(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("dir: delete: %w", err)
	}
	return nil
}

// object is an open file.
type object struct {
	*os.File
	size int64
}

// Size implements hook.BlobReader.
func (o object) Size() int64 { return o.size }

// reader stops reading once its context is over.
type reader struct {
	ctx context.Context
	io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
