package trigger

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/growthbook/growthbook-golang" // for the cases in its module

	"github.com/switchboard-go/switchboard/trigger"
)

// growthbook reads the published cases of GrowthBook out of its Go module.
func growthbook(t *testing.T) map[string]json.RawMessage {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/growthbook/growthbook-golang").Output()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "cases.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases map[string]json.RawMessage
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

func decode[T any](t *testing.T, raw []byte) T {
	t.Helper()
	var x T
	if err := json.Unmarshal(raw, &x); err != nil {
		t.Fatal(err)
	}
	return x
}

func TestGrowthBookHashes(t *testing.T) {
	ran := 0
	for _, c := range decode[[][4]any](t, growthbook(t)["hash"]) {
		want, ok := c[3].(float64)
		if !ok {
			continue // an unknown version
		}
		hash := trigger.Hash
		if c[2].(float64) == 1 {
			hash = trigger.HashV1
		}
		if got := hash(c[0].(string), c[1].(string)); got != want {
			t.Errorf("%v: got %v", c, got)
		}
		ran++
	}
	if ran < 26 {
		t.Errorf("%d cases ran, 26 are published", ran)
	}
}

func TestGrowthBookVariations(t *testing.T) {
	type choice struct {
		Name   string
		Place  float64
		Ranges [][2]float64
		Want   int
	}
	ran := 0
	for _, raw := range decode[[][4]json.RawMessage](t, growthbook(t)["chooseVariation"]) {
		c := choice{decode[string](t, raw[0]), decode[float64](t, raw[1]), decode[[][2]float64](t, raw[2]), decode[int](t, raw[3])}
		weights := make([]float64, len(c.Ranges))
		sum, whole := 0.0, true
		for i, r := range c.Ranges {
			whole = whole && r[0]-sum < 1e-9 && sum-r[0] < 1e-9
			weights[i], sum = r[1]-r[0], r[1]
		}
		if !whole || sum < 1-1e-9 {
			continue // ranges with holes: a rollout and its range do that, not the weights
		}
		if got := trigger.ChooseVariant(c.Place, weights); got != c.Want {
			t.Errorf("%s: got %d, want %d", c.Name, got, c.Want)
		}
		ran++
	}
	if ran == 0 {
		t.Error("no case ran")
	}
}

// inNamespace is version 1 of the hash over "__<namespace>", within a range.
func TestGrowthBookNamespaces(t *testing.T) {
	for _, raw := range decode[[][4]json.RawMessage](t, growthbook(t)["inNamespace"]) {
		name, id, want := decode[string](t, raw[0]), decode[string](t, raw[1]), decode[bool](t, raw[3])
		space := decode[[3]any](t, raw[2])
		place := trigger.HashV1("__"+space[0].(string), id)
		if got := id != "" && place >= space[1].(float64) && place < space[2].(float64); got != want {
			t.Errorf("%s: got %t", name, got)
		}
	}
}

func TestGrowthBookConditions(t *testing.T) {
	left := map[string]int{}
	ran, all := 0, decode[[][4]json.RawMessage](t, growthbook(t)["evalCondition"])
	for _, raw := range all {
		name, want := decode[string](t, raw[0]), decode[bool](t, raw[3])
		m := mongo{attrs: decode[any](t, raw[2]), visit: map[string]trigger.Value{}, schema: trigger.Schema{}}
		cond, ok := m.cond(decode[any](t, raw[1]))
		if !ok {
			left[m.reason]++
			continue
		}
		set, err := trigger.Compile([]trigger.Rule{{ID: "r", When: cond}}, trigger.Config{Schema: m.schema})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		res := set.Eval(trigger.Visit{Attrs: m.visit}, trigger.History{}, time.Unix(0, 0))
		if got := len(res.Fires) == 1; got != want {
			t.Errorf("%s: got %t\n%s\n%s", name, got, raw[1], raw[2])
		}
		ran++
	}
	t.Logf("%d of %d cases map to our conditions; the others ask for %v", ran, len(all), left)
	if ran < 295 {
		t.Errorf("only %d cases ran", ran)
	}
}

// mongo maps a Mongo-style condition and the attributes it is about.
type mongo struct {
	attrs  any
	visit  map[string]trigger.Value
	schema trigger.Schema
	reason string // why it has no counterpart
}

func hexed(s string) string {
	const digits = "0123456789abcdef"
	var b strings.Builder
	for _, c := range []byte(s) {
		b.WriteByte(digits[c>>4])
		b.WriteByte(digits[c&15])
	}
	if b.Len() > 50 {
		return b.String()[:50]
	}
	return b.String()
}
