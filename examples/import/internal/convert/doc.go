// Package convert makes settings of this module out of what other live chats export: their triggers, greetings, campaigns, canned
// replies and opening hours. It is pure: bytes in, settings and a report out, the same for the same bytes.
//
// Nothing is guessed. A condition that cannot be said drops its rule, for a rule without it would fire more often than it did; an
// alternative that cannot be said is left out, and told. Rules come as drafts: disabled, unless Options says otherwise.
package convert
