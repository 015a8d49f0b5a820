package mysqlstore

import (
	"context"

	"github.com/switchboard-go/switchboard/store"
)

// counter is where a namespace stands. The zero counter is that of a new one.
type counter struct {
	head, floor store.Rev
	lineage     store.Lineage
}

// next is the revision of a further commit.
func (c *counter) next(n *store.Numbering) store.Rev {
	c.head, c.lineage = n.Next(c.head, c.lineage)
	return c.head
}

// counter reads it outside of a commit.
func (d *database) counter(ctx context.Context, namespace string) (c counter, found bool, err error) {
	err = d.read(ctx, func(ctx context.Context, s *session) error {
		c, found, err = readCounter(ctx, s, d.sql.counter(namespace))
		return err
	})
	return c, found, err
}

func readCounter(ctx context.Context, s *session, text string) (c counter, found bool, err error) {
	err = s.each(ctx, text, func(scan func(...any) error) error {
		var lineage []byte
		if err := scan(&c.head, &c.floor, &lineage); err != nil {
			return err
		}
		found = true
		c.lineage, err = store.ParseLineage(lineage)
		return err
	})
	return c, found, err
}
