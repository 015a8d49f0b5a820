// Package filetype tells what a file is by its content: never by its name, and never by what its
// sender says of it.
//
// It knows a short table of types and nothing else. What is none of them is refused at the door, so
// nothing that a browser might run is ever kept: no HTML, no SVG, no program, no archive. A text is
// one only if all of it is, and if a browser that guessed would take it for no markup.
//
// Every type has one ending of a name. A file is offered under a name with that ending, because a
// system that opens a downloaded file goes by it.
package filetype
