package main

import (
	"bytes"
	"strings"
	"testing"
)

func output(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(args, strings.NewReader(""), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func has(t *testing.T, out string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(out, w) {
			t.Errorf("%q is missing in\n%s", w, out)
		}
	}
}

func TestExplainNamesTheInstantFromWhichARuleFires(t *testing.T) {
	out := output(t, "explain", "-rules", "testdata/rules.json", "-visit", "testdata/visit.json", "-at", "2026-11-02T14:03:10Z", "prompt-shoes")
	has(t, out, "fires from 14:03:20 if nothing changes", `✗ page.dwell ge "45s", is 35s, true from 14:03:20`, "✓ agents.free ge 1, is 2")
}

func TestBacktestCountsWhatWouldHaveFiredAndTheDifference(t *testing.T) {
	out := output(t, "backtest", "-rules", "testdata/rules.json", "-against", "testdata/older.json", "-firings", "testdata/visits.jsonl")
	has(t, out, "9 looks of 5 visitors", "2026-11-02 14:00:45 anna prompt-shoes", "+ big-cart fires 1 times",
		"~ prompt-shoes fires 2 times, was 1 (edited)")
	has(t, output(t, "backtest", "-rules", "testdata/rules.json", "-json", "testdata/visits.jsonl"), `"fired": 2`)
}

func TestFaultsNameTheirPlace(t *testing.T) {
	var out bytes.Buffer
	err := run([]string{"check", "-rules", "-"}, strings.NewReader(`[{"id":"a","when":{"attr":"page.pth","op":"eq","value":"/"}}]`), &out)
	if err == nil || !strings.Contains(err.Error(), "/0/when/attr") {
		t.Error(err)
	}
	has(t, output(t, "schema", "-attr", "host.note=string"), `"host.note"`)
}
