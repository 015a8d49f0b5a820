package blobtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// Run tries b, which must be empty.
func Run(t *testing.T, b hook.Blobs) {
	t.Helper()
	for name, try := range map[string]func(context.Context, hook.Blobs) error{
		"WhatIsPutIsThereWhole":         whole,
		"ARangeIsReadFromTheMiddle":     middle,
		"WhatIsDeletedIsGone":           gone,
		"ABodyOfAnotherSizeIsNotTaken":  sized,
		"ABodyThatFailsReplacesNothing": failing,
		"ManyAtOnceAreKeptApart":        many,
		"AKeyThatIsNoneIsRefused":       keys,
	} {
		t.Run(name, func(t *testing.T) {
			if err := try(t.Context(), b); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// put stores a text under a key.
func put(ctx context.Context, b hook.Blobs, key, text string) error {
	return b.Put(ctx, key, hook.Blob{
		Media: "text/plain", Size: int64(len(text)), Body: strings.NewReader(text),
	})
}

// read is the text under a key from an offset on.
func read(ctx context.Context, b hook.Blobs, key string, from int64) (string, error) {
	r, err := b.Open(ctx, key)
	if err != nil {
		return "", err
	}
	if _, err := r.Seek(from, io.SeekStart); err != nil {
		return "", errors.Join(err, r.Close())
	}
	all, err := io.ReadAll(r)
	return string(all), errors.Join(err, r.Close())
}

func same(got, want string) error {
	if got != want {
		return fmt.Errorf("got %q, want %q", got, want)
	}
	return nil
}

func whole(ctx context.Context, b hook.Blobs) error {
	for _, text := range []string{"", "one", strings.Repeat("many bytes ", 100_000)} {
		if err := put(ctx, b, "whole/a", text); err != nil {
			return err
		}
		r, err := b.Open(ctx, "whole/a")
		if err != nil {
			return err
		}
		size := r.Size()
		if err := r.Close(); err != nil {
			return err
		}
		if size != int64(len(text)) {
			return fmt.Errorf("the size is %d, want %d", size, len(text))
		}
		got, err := read(ctx, b, "whole/a", 0)
		if err := errors.Join(err, same(got, text)); err != nil {
			return err
		}
	}
	return b.Delete(ctx, "whole/a")
}

func middle(ctx context.Context, b hook.Blobs) error {
	if err := put(ctx, b, "middle/a", "0123456789"); err != nil {
		return err
	}
	r, err := b.Open(ctx, "middle/a")
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // nothing was written
	if end, err := r.Seek(0, io.SeekEnd); err != nil || end != 10 {
		return fmt.Errorf("the end is at %d: %w", end, err)
	}
	for _, at := range []int64{7, 2} {
		if _, err := r.Seek(at, io.SeekStart); err != nil {
			return err
		}
		some := make([]byte, 3)
		if _, err := io.ReadFull(r, some); err != nil {
			return err
		}
		if err := same(string(some), "0123456789"[at:at+3]); err != nil {
			return err
		}
	}
	return b.Delete(ctx, "middle/a")
}

func gone(ctx context.Context, b hook.Blobs) error {
	for range 2 { // the second time there is none
		if err := b.Delete(ctx, "gone/a"); err != nil {
			return err
		}
		if _, err := b.Open(ctx, "gone/a"); !errors.Is(err, hook.ErrNoBlob) {
			return fmt.Errorf("open what is not there: %w, want hook.ErrNoBlob", err)
		}
		if err := errors.Join(put(ctx, b, "gone/a", "x"), put(ctx, b, "gone/b", "y")); err != nil {
			return err
		}
		if err := b.Delete(ctx, "gone/a"); err != nil {
			return err
		}
		got, err := read(ctx, b, "gone/b", 0)
		if err := errors.Join(err, same(got, "y")); err != nil {
			return err
		}
	}
	return b.Delete(ctx, "gone/b")
}

func sized(ctx context.Context, b hook.Blobs) error {
	for _, size := range []int64{2, 4} {
		body := bytes.NewReader([]byte("123"))
		if b.Put(ctx, "sized/a", hook.Blob{Media: "text/plain", Size: size, Body: body}) == nil {
			return fmt.Errorf("3 bytes were taken for %d", size)
		}
		if _, err := b.Open(ctx, "sized/a"); !errors.Is(err, hook.ErrNoBlob) {
			return fmt.Errorf("a part is there: %w", err)
		}
	}
	return b.Delete(ctx, "sized/a")
}

func failing(ctx context.Context, b hook.Blobs) error {
	if err := put(ctx, b, "failing/a", "123"); err != nil {
		return err
	}
	for _, came := range []string{"", "45", "456"} {
		broken := io.MultiReader(strings.NewReader(came), iotest.ErrReader(errors.New("it broke")))
		o := hook.Blob{Media: "text/plain", Size: 3, Body: broken}
		if b.Put(ctx, "failing/a", o) == nil {
			return fmt.Errorf("%q was taken, and then the body failed", came)
		}
		got, err := read(ctx, b, "failing/a", 0)
		if err := errors.Join(err, same(got, "123")); err != nil {
			return err
		}
	}
	return b.Delete(ctx, "failing/a")
}

func many(ctx context.Context, b hook.Blobs) error {
	var g sync.WaitGroup
	errs := make([]error, 16)
	for i := range errs {
		g.Go(func() {
			key, text := fmt.Sprintf("many/%d/a", i/2), strings.Repeat(fmt.Sprint(i), 1000)
			if i%2 == 1 {
				key += "b"
			}
			if errs[i] = put(ctx, b, key, text); errs[i] != nil {
				return
			}
			got, err := read(ctx, b, key, 0)
			errs[i] = errors.Join(err, same(got, text), b.Delete(ctx, key))
		})
	}
	g.Wait()
	return errors.Join(errs...)
}

func keys(ctx context.Context, b hook.Blobs) error {
	for _, key := range []string{
		"", "/a", "a/", "../a", "a/../b", "a//b", "A", "a b", "a\x00", strings.Repeat("a", 121),
	} {
		if put(ctx, b, key, "x") == nil {
			return fmt.Errorf("%q was taken for a key", key)
		}
		if _, err := b.Open(ctx, key); err == nil {
			return fmt.Errorf("%q was opened", key)
		}
	}
	return nil
}
