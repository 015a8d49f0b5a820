// Package powerloss runs the real sqlitestore on a disk that loses power. kill -9 proves nothing
// about durability: what the operating system has in memory survives it. This disk keeps in memory
// what was not synced and, when the power goes, drops it, halves it, tears it or keeps it, each
// write by chance. It also fails single operations.
//
// The driver is another one than sqlitestore's own, because that lets a file system be plugged in;
// statements, pragmas and grouping are sqlitestore's. The package is for tests only.
package powerloss
