// Package picture makes pictures safe to show: it reads one within limits, turns it the way it was
// taken, and writes it anew, once to be looked at and once small.
//
// What is written anew has pixels and nothing else. Where and with what it was taken (EXIF, GPS),
// and whatever else somebody hid in the file, is gone; so a file that is a picture and a program at
// once is a picture afterwards.
//
// A picture's header says how many pixels it has before any is read. That decides: a file of a few
// kilobytes may ask for gigabytes of memory. The limit is on what decoding takes, and decoders
// differ: one that reads a picture in several passes keeps all of them.
package picture
