// Package brittle has a store that fails where a test tells it to. It is for tests alone, and
// asks of what they call whether every failure of the store is told: EachCall has each call fail
// once.
package brittle
