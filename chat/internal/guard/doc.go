// Package guard keeps what a host's hook does wrong away from the desk.
//
// A hook is the host's code: it may panic, and it may hang. [Guard.Call] runs it on a goroutine
// of its own and waits no longer than its context allows. A hook that hangs leaves that goroutine
// behind until it returns; nothing else waits.
package guard
