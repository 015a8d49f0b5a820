package desk_test

import (
	"maps"
	"strings"
	"sync"
)

// counts is how often something was asked for, by what.
type counts struct {
	mu sync.Mutex
	of map[string]int
}

// add counts a question about a key or a prefix, by its family.
func (c *counts) add(verb, key string) {
	family, _, _ := strings.Cut(key, "/")
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = map[string]int{}
	}
	c.of[verb+family]++
}

func (c *counts) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.of = nil
}

func (c *counts) all() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.of)
}
