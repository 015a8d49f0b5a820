// Package hook is what a host may implement for a desk: mail, moderation, its own knowledge of customers, an archive, a bus
// between its nodes. Each hook is a small interface with the values that go through it, and a field of desk.Config. All of
// them are optional; the field says what happens without one.
//
// A hook may be called by many goroutines at once. A hook that fails, panics or hangs never blocks a message: the desk waits
// for it as long as Config.HookTimeout allows, and goes on without it. What a hook is asked to do in the outside world
// carries an ID. The same ID is the same thing, asked for again because its outcome was unknown.
package hook
