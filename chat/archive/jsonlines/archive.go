package jsonlines

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// Config says where the archive is.
type Config struct {
	// Dir is its folder, made when it is missing. Required.
	Dir string
}

// Archive implements hook.Archive. Make one with Open.
type Archive struct {
	dir string
}

// Open opens an archive, making its folder when it is missing.
func Open(cfg Config) (*Archive, error) {
	if cfg.Dir == "" {
		return nil, errors.New("jsonlines: Dir: missing")
	}
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("jsonlines: Dir: %w", err)
	}
	return &Archive{cfg.Dir}, nil
}

// Shared implements hook.Archive: a folder is this node's own.
func (a *Archive) Shared() bool { return false }

// Put implements hook.Archive.
func (a *Archive) Put(ctx context.Context, s hook.Archived) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	path, err := a.path(s.Session.ID)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := encode(&b, s); err != nil {
		return err
	}
	if err := replace(path, b.Bytes()); err != nil {
		return fmt.Errorf("jsonlines: put: %w", err)
	}
	return nil
}

// Get implements hook.Archive.
func (a *Archive) Get(ctx context.Context, id chat.SessionID) (hook.Archived, error) {
	if err := ctx.Err(); err != nil {
		return hook.Archived{}, err
	}
	path, err := a.path(id)
	if err != nil {
		return hook.Archived{}, chat.ErrNotFound
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return hook.Archived{}, chat.ErrNotFound
	}
	if err != nil {
		return hook.Archived{}, fmt.Errorf("jsonlines: get: %w", err)
	}
	defer f.Close()
	return decode(io.LimitReader(f, maxFile))
}

// path is a session's file: its id is not trusted to be a file's name.
func (a *Archive) path(id chat.SessionID) (string, error) {
	s := string(id)
	if len(s) < 4 || len(s) > 64 {
		return "", fmt.Errorf("jsonlines: session: %q is no id", s)
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '_' && c != '-' {
			return "", fmt.Errorf("jsonlines: session: %q is no id", s)
		}
	}
	return filepath.Join(a.dir, s[len(s)-2:], s+".jsonl.gz"), nil
}

// replace writes a file so that it is there whole or not at all, also when the power fails.
func replace(path string, data []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return err
	}
	return errors.Join(flush(dir), flush(filepath.Dir(dir)))
}

// flush makes the names in a folder durable.
func flush(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
