// Package wire is how the adapters of translation talk to their engines: one request, one answer
// of a bounded length, no redirects, no secrets and no words of people in errors.
package wire
