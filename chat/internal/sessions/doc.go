// Package sessions reads sessions and their timelines, wherever they are.
//
// A session lives in the store until it has been over for a while. Then it may move to the host's
// archive: its record leaves the store first, its timeline a little later. [Reader] hides that.
// It asks the store, and the archive only for what the store does not have. So a session in the
// store never costs a look at the archive, and one that is nowhere costs one look at each.
//
// The room only reads. It authorises nobody: whoever calls it has asked already whether the
// caller may see the session. A list is read page by page, each page as of its own instant;
// whoever needs one instant for several records puts them into one Get.
//
// [Tails] and [Glances] keep what streams and lists would read again and again: the last lines of
// timelines, and what stands beside sessions' records. The feed keeps them up to date; what they
// do not have is read.
//
// A [Line] is an entry with the revision of its record, and a [Mark] is a place between lines.
// Revisions order the lines of different sessions as they were committed; numbers order the lines
// of one commit.
package sessions
