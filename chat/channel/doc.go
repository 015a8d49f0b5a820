// Package channel brings messengers and mail into the chat: what customers write there becomes a
// message of a session, and what agents answer goes back there.
//
// An [Adapter] speaks one platform's language. It checks that a request is the platform's, reads it
// into Events, and sends one message. It holds no state, and knows nothing of sessions. The
// adapters of this module are below this package: telegram, messenger (with Instagram), whatsapp
// and mail. A host writes its own with four methods.
//
// A [Receiver] is the platform's way in: it checks the proof over the bytes that came, and answers
// 2xx only when everything in them is taken in. [Event.Inbound] is what Host.Receive of package
// desk takes. What comes twice is taken in once, by the platform's own id.
//
// A [Lane] is the way out: all that goes to one recipient over one channel, in order. No platform
// has a key by which a message that is sent again is the same. So a try whose outcome nobody knows
// waits for what the platform tells of it, an echo or a status. Only when nothing comes is it made
// once more, and marked: it may be there twice. A [Courier] keeps lanes in a [Journal], and works
// through them.
//
// A platform lets a shop write only for a while after the customer wrote: a [Window] says until
// when, and who may. Texts are split in the units that the platform counts ([Unit]). What is said
// of a message's way ([State]) only ever goes upward, in whatever order it comes.
package channel
