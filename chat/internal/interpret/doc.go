// Package interpret asks a host's Translator, and believes nothing of what it says.
//
// What it once translated it remembers for a while, in the memory of this process alone: replies
// that agents insert are said again and again. An erasure empties that.
package interpret
