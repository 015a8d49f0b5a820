// Package chatclient is a client of the HTTP API in Go, of the standard library alone.
//
// A Client has a method for every operation of openapi.yaml, by who may call it: Visitor, Agent,
// Supervisor, Settings and Host; what concerns one session is called on a VisitorSession or an
// AgentSession. Types and methods are made from the contract, so none is missing.
//
// What a lost connection leaves in doubt is asked again where that cannot do it twice: readings,
// and what carries an Idempotency-Key, under the same key. Everything else is asked once. A refusal
// is a *Problem, with its code. Events is a stream that heals itself and goes on from its cursor.
//
// A Client may be used by many goroutines at once. Answers may have members that this release does
// not know; they are ignored.
package chatclient

//go:generate go run ../../internal/tools/client ../chathttp/openapi.yaml .
