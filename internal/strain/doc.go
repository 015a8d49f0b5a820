// Package strain has a way to a server on a machine that has much else to do, and readers who use
// it. It is for tests of stores alone, and asks whether a pool that lost all its connections comes
// back.
package strain
