// Package wiretest has what the tests of several adapters share: a platform that answers anything.
package wiretest
