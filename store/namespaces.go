package store

import (
	"context"
	"errors"
	"fmt"
)

// Namespacer is implemented by stores whose database holds many namespaces, so that a host of many
// tenants can see which there are, and take away that of one who leaves.
type Namespacer interface {
	// Namespaces returns up to limit names of the database's namespaces, in byte order, that come
	// after a name; "" begins. One that was opened and never written to may be left out. It answers
	// ErrInvalid as CheckNamespaces does.
	Namespaces(ctx context.Context, after string, limit int) ([]string, error)

	// Drop deletes the store's own namespace, and nothing of any other: its records, and what is
	// remembered of those that were deleted. It is not listed any more. It may take many
	// transactions. After an error some of it may be gone; Drop goes on where it was, and does
	// nothing where there is nothing.
	//
	// Nobody should use the namespace meanwhile: who writes to it then makes it anew. No condition,
	// cursor or revision from before the drop holds for what is written after it.
	Drop(ctx context.Context) error
}

// Namespaces calls the Namespacer that s is or wraps. For a store without one the error is
// errors.ErrUnsupported.
func Namespaces(ctx context.Context, s Store, after string, limit int) ([]string, error) {
	if n, ok := find[Namespacer](s); ok {
		return n.Namespaces(ctx, after, limit)
	}
	return nil, fmt.Errorf("store: Namespaces: %w", errors.ErrUnsupported)
}

// Drop deletes the namespace of s by the Namespacer that s is or wraps. For a store without one the
// error is errors.ErrUnsupported.
func Drop(ctx context.Context, s Store) error {
	if n, ok := find[Namespacer](s); ok {
		return n.Drop(ctx)
	}
	return fmt.Errorf("store: Drop: %w", errors.ErrUnsupported)
}

// CheckNamespaces checks the arguments of Namespaces.
func CheckNamespaces(after string, limit int) error {
	if limit <= 0 {
		return fmt.Errorf("%w: limit: %d, must be above zero", ErrInvalid, limit)
	}
	if after == "" {
		return nil
	}
	if err := CheckNamespace(after); err != nil {
		return fmt.Errorf("after: %w", err)
	}
	return nil
}
