// Package meta is what Meta's platforms share: the handshake, the signature, the Graph API and its
// errors.
package meta
