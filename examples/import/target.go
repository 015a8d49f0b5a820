package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat/chatclient"
	"github.com/switchboard-go/switchboard/examples/import/internal/convert"
)

// target is a running desk, seen through its API as a supervisor sees it.
type target struct {
	base    string
	headers http.Header
	force   bool
}

func (t *target) header(text string) error {
	name, value, ok := strings.Cut(text, ":")
	if !ok {
		return errors.New(`want "Name: value"`)
	}
	if t.headers == nil {
		t.headers = http.Header{}
	}
	t.headers.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	return nil
}

// there is a setting as the desk has it.
type there struct {
	ID       string
	Revision string
	Value    json.RawMessage
}

// put writes what is new, hours before the rules that speak of them, and leaves alone what is there.
func (t *target) put(ctx context.Context, s convert.Settings, out io.Writer) error {
	var failed []error
	note := func(kind, id, what string, err error) {
		fmt.Fprintf(out, "%-12s %s/%s\n", what, kind, id)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s/%s: %w", kind, id, err))
		}
	}
	each := func(kind string, values map[string]json.RawMessage) error {
		old, err := t.list(ctx, kind)
		if err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(values)) {
			what, err := t.one(ctx, kind, id, values[id], old[id])
			note(kind, id, what, err)
		}
		return nil
	}
	hours, rules, canned := map[string]json.RawMessage{}, map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for id, x := range s.Hours {
		keep(hours, id, x)
	}
	for _, x := range s.Rules {
		keep(rules, x.ID, x)
	}
	for _, x := range s.Canned {
		keep(canned, x.ID, x)
	}
	for _, k := range []struct {
		kind   string
		values map[string]json.RawMessage
	}{{"hours", hours}, {"rules", rules}, {"canned", canned}} {
		if len(k.values) == 0 {
			continue
		}
		if err := each(k.kind, k.values); err != nil {
			return err
		}
	}
	return errors.Join(failed...)
}

func keep[T any](values map[string]json.RawMessage, id string, x T) {
	if data, err := json.Marshal(x); err == nil {
		values[id] = data
	}
}

// one writes a setting that is not there, and says what was done.
func (t *target) one(ctx context.Context, kind, id string, value json.RawMessage, old there) (string, error) {
	switch {
	case old.ID != "" && holds(old.Value, value):
		return "unchanged", nil
	case old.ID != "" && !t.force:
		return "kept theirs", nil
	}
	if err := t.write(ctx, kind, id, old.Revision, value); err != nil {
		return "refused", err
	}
	if old.ID != "" {
		return "replaced", nil
	}
	return "added", nil
}

// holds tells whether a value has every member of another, and the same; a desk may add its defaults.
func holds(old, value json.RawMessage) bool {
	var a, b map[string]json.RawMessage
	if json.Unmarshal(old, &a) != nil || json.Unmarshal(value, &b) != nil {
		return false
	}
	for name := range b {
		var x, y any
		if json.Unmarshal(a[name], &x) != nil || json.Unmarshal(b[name], &y) != nil || !reflect.DeepEqual(x, y) {
			return false
		}
	}
	return true
}

func (t *target) list(ctx context.Context, kind string) (map[string]there, error) {
	lists, err := t.settings()
	if err != nil {
		return nil, err
	}
	list := map[string]func(context.Context) (chatclient.Settings, error){
		"hours": lists.Hours, "rules": lists.Rules, "canned": lists.Canned,
	}[kind]
	answer, err := list(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", kind, err)
	}
	all := map[string]there{}
	for _, i := range answer.Items {
		all[i.ID] = there{ID: i.ID, Revision: i.Revision, Value: i.Value}
	}
	return all, nil
}

// write puts a setting in the place of a revision, or of none.
func (t *target) write(ctx context.Context, kind, id, revision string, value json.RawMessage) error {
	puts, err := t.settings()
	if err != nil {
		return err
	}
	put := map[string]func(context.Context, string, string, json.RawMessage) (chatclient.Item, error){
		"hours": puts.PutHours, "rules": puts.PutRule, "canned": puts.PutCanned,
	}[kind]
	_, err = put(ctx, id, revision, value)
	return err
}

// settings are the desk's, called with the headers that its login asks for.
func (t *target) settings() (chatclient.SettingCalls, error) {
	c, err := chatclient.New(chatclient.Config{Base: t.base, Sign: func(r *http.Request) error {
		maps.Copy(r.Header, t.headers)
		return nil
	}})
	if err != nil {
		return chatclient.SettingCalls{}, err
	}
	return c.Settings(), nil
}
