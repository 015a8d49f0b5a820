package gocloud

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// Config says where the objects are.
type Config struct {
	// Bucket is open, and stays the host's to close. Required.
	Bucket *blob.Bucket
	// Prefix stands in front of every key, such as "chat/". Default: nothing.
	Prefix string
	// Temp is a folder for files on their way, each removed as soon as it is open. Default: the
	// system's.
	Temp string
}

// Bucket keeps objects in a bucket. It is safe for concurrent use.
type Bucket struct {
	cfg Config
}

// New returns the Blobs of a bucket. It reads nothing.
func New(cfg Config) (*Bucket, error) {
	if cfg.Bucket == nil {
		return nil, errors.New("gocloud: config: Bucket: missing")
	}
	return &Bucket{cfg}, nil
}

var key = regexp.MustCompile(`^[a-z0-9_-][a-z0-9_.-]*(/[a-z0-9_-][a-z0-9_.-]*)*$`)

const maxKey = 120

// at is where an object stands.
func (b *Bucket) at(k string) (string, error) {
	if len(k) > maxKey || !key.MatchString(k) {
		return "", fmt.Errorf("gocloud: %q is no key", k)
	}
	return b.cfg.Prefix + k, nil
}

// The least that a driver takes as the size of a part: S3 wants 5 MiB.
const leastPart = 5 << 20

// Put implements hook.Blobs. What comes goes to a temporary file first, and to the bucket once all of
// it is there: a body that breaks off, or is not as long as it was said to be, is never begun.
func (b *Bucket) Put(ctx context.Context, k string, o hook.Blob) error {
	at, err := b.at(k)
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(b.cfg.Temp, "switchboard-")
	if err != nil {
		return fmt.Errorf("gocloud: put %s: %w", k, err)
	}
	_ = os.Remove(file.Name())   // so nothing stays of it where the program ends meanwhile
	defer os.Remove(file.Name()) //nolint:errcheck // where one that is open cannot be removed
	if err = take(file, o); err == nil {
		err = b.cfg.Bucket.Upload(ctx, at, file, &blob.WriterOptions{
			ContentType: cmp.Or(o.Media, "application/octet-stream"), DisableContentTypeDetection: true,
			// One part, and so one request: what a driver writes in several may stay behind in parts.
			BufferSize: max(leastPart, int(o.Size)+1), MaxConcurrency: 1,
		})
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("gocloud: put %s: %w", k, err)
	}
	return nil
}

// take writes a body to a file, and goes back to its beginning.
func take(file *os.File, o hook.Blob) error {
	n, err := io.Copy(file, io.LimitReader(o.Body, o.Size+1))
	if err == nil && n != o.Size {
		err = fmt.Errorf("%d bytes came, and not %d", n, o.Size)
	}
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	return err
}

// Open implements hook.Blobs.
func (b *Bucket) Open(ctx context.Context, k string) (hook.BlobReader, error) {
	at, err := b.at(k)
	if err != nil {
		return nil, err
	}
	r, err := b.cfg.Bucket.NewReader(ctx, at, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, fmt.Errorf("gocloud: %s: %w", k, hook.ErrNoBlob)
	}
	if err != nil {
		return nil, fmt.Errorf("gocloud: open %s: %w", k, err)
	}
	return r, nil
}

// Delete implements hook.Blobs.
func (b *Bucket) Delete(ctx context.Context, k string) error {
	at, err := b.at(k)
	if err != nil {
		return err
	}
	err = b.cfg.Bucket.Delete(ctx, at)
	if err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return fmt.Errorf("gocloud: delete %s: %w", k, err)
	}
	return nil
}
