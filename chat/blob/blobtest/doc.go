// Package blobtest tries whether something keeps files as hook.Blobs promises. An adapter calls Run
// in a test of its own.
package blobtest
