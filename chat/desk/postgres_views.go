package desk

import (
	"regexp"
	"strings"
)

// PostgresViews is the SQL of views over the table of package pgstore, with which a host joins sessions, timelines and agents
// with its own tables, such as orders: execute it once, and again after an upgrade. Table is pgstore's Config.Table, such as
// "switchboard" or "shop.switchboard". The answer is empty for what cannot be the name of a table.
//
// The views are called Table_sessions, Table_entries, Table_agents. Each row has its namespace and, in the column value, the
// whole record as jsonb, so that what has no column of its own can be had. They read what is committed and lock nothing; what
// a host writes there is not the desk's. Nobody but the host should be able to read them: private notes are in them.
//
// Column ref of Table_sessions is the host's own id of the customer: see hook.Customer.Ref.
//
// A lookup by namespace and id, or by namespace, session and n, is one in the primary key; by anything else it reads all of
// the kind. Sessions that have left for an archive are not in them.
func PostgresViews(table string) string {
	if !postgresTable.MatchString(table) {
		return ""
	}
	return strings.ReplaceAll(postgresViews, "{table}", table)
}

var postgresTable = regexp.MustCompile(`^([a-z_][a-z0-9_]{0,49}\.)?[a-z_][a-z0-9_]{0,40}$`)

// The keys are those of package records, each kind a range of the primary key's, which has the collation "C": "0" comes
// after "/". Columns are only ever added at the end, or CREATE OR REPLACE fails.
const postgresViews = `
CREATE OR REPLACE VIEW {table}_sessions AS
SELECT namespace, substr(key, 9) AS id, value->>'site' AS site, value->>'queue' AS queue, value->>'state' AS state, value->>'reason' AS reason,
	value->>'visitor' AS visitor, value->>'agent' AS agent, value#>>'{contact,name}' AS name, value#>>'{contact,email}' AS email,
	(value->>'entries')::integer AS entries, (value->>'created_at')::timestamptz AS created_at,
	(value->>'assigned_at')::timestamptz AS assigned_at, (value->>'answered_at')::timestamptz AS answered_at,
	(value->>'ended_at')::timestamptz AS ended_at,
	(value#>>'{rating,score}')::integer AS score, value, value#>>'{contact,ref}' AS ref
FROM (SELECT namespace, key, convert_from(value, 'UTF8')::jsonb AS value FROM {table}
	WHERE key >= 'session/' AND key < 'session0') records;

CREATE OR REPLACE VIEW {table}_entries AS
SELECT namespace, split_part(key, '/', 2) AS session, (value->>'n')::integer AS n, (value->>'at')::timestamptz AS at,
	value->>'kind' AS kind, value#>>'{author,kind}' AS author_kind, value#>>'{author,id}' AS author, value->>'text' AS text,
	value->>'reason' AS reason, value->>'agent' AS agent, value->>'queue' AS queue, value->>'command' AS command, value
FROM (SELECT namespace, key, convert_from(value, 'UTF8')::jsonb AS value FROM {table}
	WHERE key >= 'timeline/' AND key < 'timeline0') records;

CREATE OR REPLACE VIEW {table}_agents AS
SELECT namespace, substr(key, 7) AS id, value->>'name' AS name, value->>'mode' AS mode,
	coalesce((value->>'load')::integer, 0) AS load, (value->>'capacity')::integer AS capacity,
	coalesce((value->>'sessions')::integer, 0) AS sessions, coalesce((value->>'supervisor')::boolean, false) AS supervisor,
	coalesce((value->>'removed')::boolean, false) AS removed, value
FROM (SELECT namespace, key, convert_from(value, 'UTF8')::jsonb AS value FROM {table}
	WHERE key >= 'agent/' AND key < 'agent0') records;
`
