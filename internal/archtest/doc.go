// Package archtest holds no code: its tests prove that the tree is the house that the design
// describes. Arrows point downwards only, the packages that decide are pure, the core needs two
// modules, files are short and named in words, no type can do too much, a room keeps its state to
// itself, no private name is a riddle, and every package says what it promises and shows it in an
// example. Where the tree is not there yet, a list names the exceptions; it may only shrink.
package archtest
