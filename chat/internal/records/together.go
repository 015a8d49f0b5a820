package records

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// Together does n reads, atOnce of them at a time, so that they take as long as one where the
// store is far away. With 1 it does them one after the other, in order and without a goroutine. No
// read costs nothing. It returns the first error, which ends the others.
func Together(ctx context.Context, atOnce, n int, read func(ctx context.Context, i int) error) error {
	if atOnce == 1 || n <= 1 {
		for i := range n {
			if err := read(ctx, i); err != nil {
				return err
			}
		}
		return nil
	}
	// The first error ends what the others read.
	g, each := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for i := range n {
		g.Go(func() error { return read(each, i) })
	}
	return g.Wait()
}
