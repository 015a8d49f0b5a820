// Package channeltest has fakes of Telegram, Messenger, Instagram and WhatsApp, and of a provider
// that posts mail, for tests of a host's own wiring.
//
// A [Platform] speaks the wire form of one of them, written anew from its reference and not with
// the adapter's encoders. It enforces what the real one does: the token, the window and who may use
// it, the length of a text, the pace. It keeps its own transcript, to be compared with the
// timeline.
//
// By seed it misbehaves as the real ones do. What it posts is repeated, batched, delayed, escaped,
// forged, cut off, of unknown kinds and of other accounts. As a server it is slow with echoes,
// tells statuses out of order, answers 429 and 5xx, and breaks off after it took a message. The
// same seed does the same. Its clock is the test's.
package channeltest
