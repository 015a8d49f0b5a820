// Package wire is how the adapters talk to their platforms: one request, one answer, no redirects,
// no secrets in errors.
package wire
