// Package chathttp serves a desk to browsers: one http.Handler with JSON, server-sent events that resume, a long-poll
// fallback on the same URL, and an OpenAPI document. It needs no router and nothing beyond the standard library.
//
// It promises: every route has a policy, and New fails when one has none; a request with an unknown or doubled key,
// bad UTF-8 or too much depth or size changes nothing; every refusal is an RFC 9457 problem document with a stable code;
// no token is ever in a URL, a log or an answer's body; a page of a foreign origin can neither write nor read; a stream
// outlives the server's WriteTimeout, ends cleanly, and resumes from its cursor without a gap; a reader who stalls is
// dropped and costs nobody else anything.
//
// The host's login decides who asks: Config.Visitor and Config.Agent make principals from the request. A visitor whom the
// host does not know carries a signed token in an HttpOnly cookie. Register Handler.Close with http.Server.RegisterOnShutdown,
// or Shutdown waits for every open stream. The paths, bodies and events are described in docs/http.md.
//
//go:generate env SWITCHBOARD_WRITE=1 go test -count=1 -run TheGenerated .
package chathttp
