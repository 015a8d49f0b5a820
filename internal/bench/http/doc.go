// Package http measures what a handler with many open streams costs: how long a visitor's message takes to its agent's
// browser, and how much memory a stream holds that has nothing to say. The server is a process of its own; see RESULTS.md.
package http
