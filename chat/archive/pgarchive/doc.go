// Package pgarchive is an archive of sessions as a table in PostgreSQL (12 or later), which all
// nodes share.
//
// A session is one row: its namespace and id, the session and its timeline as jsonb, and when it
// ended, so that the host can query and join it with its own tables. Open creates the table under
// an advisory lock, so any number of nodes may do so at once. A Put is one durable statement:
// synchronous_commit is on, whatever the server says. It works in all modes of pgx and behind any
// pooler. No wait is for ever: Config.Timeout bounds every answer.
//
// Putting a session again replaces it, which is how one is erased: no query finds what was there.
// Its bytes leave the files by VACUUM and the recycling of the log, as all of PostgreSQL's do.
package pgarchive
