// Package jsonlines is an archive of sessions as a folder of compressed JSON lines, for a desk that runs on one node.
//
// A session is one file, the first line the session and one for each entry of its timeline, compressed with gzip: any tool can
// read it. A file is written aside, flushed to the disk, and renamed, so that it is there whole or not at all; putting a
// session again replaces it, which is how one is erased. Nothing is kept in memory.
package jsonlines
