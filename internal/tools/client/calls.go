package main

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"
)

// groups are the types that have the calls, by the beginning of their paths; the first that fits
// counts. One that is of a single session has its id.
var groups = []struct{ prefix, name, file string }{
	{"/v1/agent/sessions/{id}/messages", "AgentSession", "agent_messages.go"},
	{"/v1/agent/sessions/{id}/templates", "TemplateSession", "agent_messages.go"},
	{"/v1/agent/sessions/{id}", "AgentSession", "agent_session.go"},
	{"/v1/agent/", "AgentCalls", "agent_calls.go"},
	{"/v1/sessions/current", "VisitorCalls", "visitor_calls.go"},
	{"/v1/sessions/{id}", "VisitorSession", "visitor_session.go"},
	{"/v1/settings", "SettingCalls", "setting_calls.go"},
	{"/v1/healthz", "", ""}, // the same as without v1
	{"/v1/openapi", "", ""},
	{"/healthz", "HostCalls", "host_calls.go"},
	{"/openapi", "HostCalls", "host_calls.go"},
	{"/v1/board", "SupervisorCalls", "supervisor_calls.go"},
	{"/v1/reports", "SupervisorCalls", "supervisor_calls.go"},
	{"/v1/visitors/", "SupervisorCalls", "supervisor_calls.go"},
	{"/v1/outgoing", "SupervisorCalls", "supervisor_calls.go"},
	{"/v1/handoffs", "SupervisorCalls", "supervisor_calls.go"},
	{"/v1/audit", "SupervisorCalls", "supervisor_calls.go"},
	{"/v1/agents", "SupervisorCalls", "supervisor_calls.go"},
	{"/v1/", "VisitorCalls", "visitor_calls.go"},
}

// calls are the files with a method for each operation.
func (d contract) calls() map[string][]byte {
	queries := &writer{known: map[string]bool{}}
	files := map[string]*writer{"queries.go": queries}
	for _, p := range d.Paths {
		for _, g := range groups {
			if !strings.HasPrefix(p.name, g.prefix) {
				continue
			}
			if g.file != "" {
				if files[g.file] == nil {
					files[g.file] = &writer{}
				}
				d.methods(files[g.file], queries, g.name, p.name, p.value)
			}
			break
		}
	}
	out := map[string][]byte{}
	for name, w := range files {
		imports := "\nimport (\n"
		for _, pkg := range []string{"context", "encoding/json", "net/url", "strconv", "time"} {
			if bytes.Contains(w.Bytes(), []byte(pkg[strings.LastIndex(pkg, "/")+1:]+".")) {
				imports += fmt.Sprintf("%q\n", pkg)
			}
		}
		out[name] = []byte(head + imports + ")\n" + w.String())
	}
	return out
}

func (d contract) methods(w, queries *writer, of, at string, p path) {
	for _, o := range []struct {
		method string
		op     *operation
	}{{"GET", p.Get}, {"POST", p.Post}, {"PUT", p.Put}, {"DELETE", p.Delete}} {
		if o.op != nil {
			takes := d.parameters(p, *o.op)
			method(w, queries, call{of: of, at: at, verb: o.method, op: *o.op, takes: takes})
		}
	}
}

// call is one operation as a method.
type call struct {
	of, at, verb string
	op           operation
	takes        []parameter
}

// name is what the method is called.
func (c call) name() string {
	if n, ok := names[c.op.ID]; ok {
		return n
	}
	id := c.op.ID
	for _, verb := range []string{"get", "post", "put", "delete"} {
		id = strings.TrimPrefix(id, verb)
	}
	for _, place := range []string{
		"AgentSessionsOne", "SessionsOne", "Agent", "BoardSessionsOne", "Settings",
	} {
		if rest := strings.TrimPrefix(id, place); rest != "" && rest != id {
			return rest
		}
	}
	return id
}

// answers is the Go type of what comes, "" where nothing does.
func (c call) answers() string {
	for _, code := range []string{"200", "201"} {
		r, ok := c.op.Responses[code]
		if !ok {
			continue
		}
		if s, ok := r.Content["application/json"]; ok {
			return ref(s.Schema.Ref)
		}
		if len(r.Content) > 0 {
			return "[]byte"
		}
	}
	return ""
}

func method(w, queries *writer, c call) {
	args, fields := c.arguments(queries)
	answer := c.answers()
	fmt.Fprintln(w)
	comment(w, fmt.Sprintf("%s calls %s %s: %s.", c.name(), c.verb, strings.TrimPrefix(c.at, "/"),
		lower(strings.TrimSuffix(c.op.Summary, "."))))
	does, result := "done(ctx, c.client, ", "error"
	if answer != "" {
		does, result = "answer["+answer+"](ctx, c.client, ", "("+answer+", error)"
	}
	takes := strings.Join(args, ", ")
	if len(c.of)+len(c.name())+len(takes)+len(result) > 82 {
		takes = "\n" + strings.Join(args, ", ") + ",\n"
	}
	fmt.Fprintf(w, "func (c %s) %s(%s) %s {\n\treturn %srequest{\n\t\t%s,\n\t})\n}\n",
		c.of, c.name(), takes, result, does, strings.Join(fields, ",\n\t\t"))
}

// lower has a sentence go on from another.
func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// arguments are those of the method, and the fields of the request that are made of them.
func (c call) arguments(queries *writer) (args, fields []string) {
	args = []string{"ctx context.Context"}
	fields = []string{
		fmt.Sprintf("method: %q", c.verb),
		fmt.Sprintf("path: %q", strings.TrimPrefix(c.at, "/")),
	}
	var query []parameter
	var held []string
	for _, p := range c.takes {
		switch {
		case p.In == "path" && strings.HasSuffix(c.of, "Session") && p.Name == "id":
			held = append(held, "c.id")
		case p.In == "path" && p.Schema.Type == "integer":
			args = append(args, p.Name+" int")
			held = append(held, "strconv.Itoa("+p.Name+")")
		case p.In == "path":
			args = append(args, p.Name+" string")
			held = append(held, p.Name)
		case p.Name == "Idempotency-Key":
			args = append(args, "key string")
			fields = append(fields, "keyed: true, key: key")
		case p.Name == "If-Match":
			args = append(args, "revision string")
			fields = append(fields, "revision: revision")
		case p.In == "query":
			query = append(query, p)
		}
	}
	if len(held) > 0 {
		fields = append(fields, "in: []string{"+strings.Join(held, ", ")+"}")
	}
	if c.op.Body != nil {
		named := ref(c.op.Body.Content["application/json"].Schema.Ref)
		if named == "" {
			args = append(args, "data []byte")
			fields = append(fields, "data: data")
		} else if raw(named) {
			args = append(args, "value json.RawMessage")
			fields = append(fields, "body: value")
		} else {
			args = append(args, "body "+named)
			fields = append(fields, "body: body")
		}
	}
	if len(query) > 0 {
		named := cmp.Or(asked[c.op.ID], c.name()+"Query")
		args = append(args, "q "+named)
		fields = append(fields, "query: q.values()")
		queries.query(named, query)
	}
	return args, fields
}

// query declares the type of what is asked for in an address, unless it is there.
func (w *writer) query(name string, ps []parameter) {
	if w.known[name] {
		return
	}
	w.known[name] = true
	fmt.Fprintln(w)
	comment(w, name+" is what can be asked for. What is left zero is not said.")
	fmt.Fprintf(w, "type %s struct {\n", name)
	var set strings.Builder
	for _, p := range ps {
		field := camel(p.Name)
		if p.Description != "" {
			comment(w, field+": "+p.Description)
		}
		kind, text, said := "string", "q."+field, "q."+field+" != \"\""
		switch {
		case p.Schema.Type == "integer":
			kind, text, said = "int", "strconv.Itoa(q."+field+")", "q."+field+" != 0"
		case p.Schema.Format == "date-time":
			kind, said = "time.Time", "!q."+field+".IsZero()"
			text = "q." + field + ".UTC().Format(time.RFC3339Nano)"
		}
		fmt.Fprintf(w, "%s %s\n", field, kind)
		fmt.Fprintf(&set, "if %s {\nv.Set(%q, %s)\n}\n", said, p.Name, text)
	}
	fmt.Fprintf(w, "}\n\nfunc (q %s) values() url.Values {\nv := url.Values{}\n", name)
	fmt.Fprintf(w, "%sreturn v\n}\n", set.String())
}
