// Package files keeps what people send beside words: from the first word of an upload to the last
// byte of an erasure.
//
// A session has one record of all its files, and the bytes lie elsewhere, with a hook.Blobs. The
// two are never changed in one step, so the order counts. A file stands in the record before its
// first byte is stored, under keys that are made from its id. It leaves the record only after its
// objects were deleted, an hour after nobody could write any of them any more. So there never is an
// object that no record knows, whenever a node dies.
//
// The other way round it is possible: a record that says ready, and an object that the Blobs lost.
// Such a file is answered as not there, and nothing else is wrong with its conversation.
//
// A file goes through these states:
//
//	begun → there → ready → (in a message)
//	   every one of them → gone
//
// begun: it was announced, and may be uploaded. there: its bytes are stored as they came. ready: it
// was looked at, and what was looked at is stored again, a picture written anew. Only then it can
// be in a message, and only that copy is ever read: no upload writes it, however late it ends. So
// nobody ever sees a file that was not looked at. gone: it is no more, or about to be.
//
// A file that a message from outside awaits stands in the record from that message on, with where
// it comes from. It is awaited, or there where its bytes came along with the message, then ready or
// gone. What it was fetched from is forgotten with that. The sessions with any stand under
// fetching/<session>, with when there is something to do next.
//
// What is due stands under filesdue/<when>/<session>: what was announced and is in no message after
// a day, what was kept as long as the shop keeps files, and objects to be deleted once more. Sweep
// looks at those sessions, on the leading node.
package files
