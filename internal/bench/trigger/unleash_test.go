package trigger

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/trigger"
)

// unleash installs the published specification of Unleash with npm and reads the files of some numbers. Where npm cannot, the
// test says so and ends, or fails if SWITCHBOARD_REQUIRE asks for npm.
func unleash(t *testing.T, numbers ...string) []specification {
	t.Helper()
	dir := t.TempDir()
	install := exec.Command("npm", "install", "--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", dir, "@unleash/client-specification@6.1.0")
	if out, err := install.CombinedOutput(); err != nil {
		if strings.Contains(os.Getenv("SWITCHBOARD_REQUIRE"), "npm") {
			t.Fatalf("npm: %v\n%s", err, out)
		}
		t.Skipf("Unleash's specification is missing: npm: %v", err)
	}
	var specs []specification
	for _, n := range numbers {
		files, _ := filepath.Glob(filepath.Join(dir, "node_modules/@unleash/client-specification/specifications", n+"-*.json"))
		if len(files) != 1 {
			t.Fatalf("%d files %s", len(files), n)
		}
		text, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		specs = append(specs, decode[specification](t, text))
	}
	return specs
}

type specification struct {
	Name  string
	State struct{ Features []feature }
	Tests []struct {
		Description    string
		Context        map[string]json.RawMessage
		ToggleName     string
		ExpectedResult bool
	}
}

type feature struct {
	Name       string
	Enabled    bool
	Strategies []struct {
		Name        string
		Parameters  map[string]string
		Constraints []constraint
	}
}

type constraint struct {
	ContextName     string
	Operator        string
	Values          []string
	Value           string
	Inverted        bool
	CaseInsensitive bool
}

// fields flattens a context; null is missing.
func fields(t *testing.T, context map[string]json.RawMessage) map[string]string {
	out := map[string]string{}
	for name, raw := range context {
		var s *string
		if name == "properties" {
			for k, v := range fields(t, decode[map[string]json.RawMessage](t, raw)) {
				out[k] = v
			}
		} else if json.Unmarshal(raw, &s) == nil && s != nil {
			out[name] = *s
		}
	}
	return out
}

func TestUnleashConstraints(t *testing.T) {
	ran, refused := 0, 0
	for _, spec := range unleash(t, "09", "11", "13", "21", "22") {
		features := map[string]feature{}
		for _, f := range spec.State.Features {
			features[f.Name] = f
		}
		for _, c := range spec.Tests {
			f := features[c.ToggleName]
			if len(f.Strategies) > 0 && f.Strategies[0].Name != "default" {
				continue // user lists and the like
			}
			u := constraints{context: fields(t, c.Context), schema: trigger.Schema{}, visit: map[string]trigger.Value{}}
			set, err := trigger.Compile([]trigger.Rule{{ID: "r", Disabled: !f.Enabled, When: u.feature(f)}}, trigger.Config{Schema: u.schema})
			got := false
			if err == nil {
				got = len(set.Eval(trigger.Visit{Attrs: u.visit}, trigger.History{}, time.Unix(0, 0)).Fires) == 1
			} else {
				refused++ // Unleash takes a malformed constraint for false, we refuse it
			}
			if got != c.ExpectedResult {
				t.Errorf("%s: got %t (%v)", c.Description, got, err)
			}
			ran++
		}
	}
	t.Logf("%d cases ran, in %d of them Compile refuses the constraint", ran, refused)
	if ran < 110 {
		t.Errorf("only %d cases ran", ran)
	}
}

// Unleash puts visitors into buckets by another hash; what does not depend on it must agree: nobody, everybody, and who has
// no identity.
func TestUnleashRollouts(t *testing.T) {
	ran := 0
	for _, spec := range unleash(t, "03", "04", "10", "12") {
		features := map[string]feature{}
		for _, f := range spec.State.Features {
			features[f.Name] = f
		}
		for _, c := range spec.Tests {
			f := features[c.ToggleName]
			context := fields(t, c.Context)
			want, by, known := rollout(f)
			_, has := context[by]
			byHash := want > 0 && want < 100 && (has || by == "random")
			if !known || len(f.Strategies) != 1 || byHash {
				continue
			}
			v := trigger.Visit{Visitor: context[by]}
			if by == "random" {
				v.Visitor = "anybody"
			}
			set, err := trigger.Compile([]trigger.Rule{{ID: "r", Rollout: &trigger.Rollout{Percent: want}}}, trigger.Config{})
			if err != nil {
				t.Fatal(err)
			}
			if got := len(set.Eval(v, trigger.History{}, time.Unix(0, 0)).Fires) == 1; got != c.ExpectedResult {
				t.Errorf("%s: got %t", c.Description, got)
			}
			ran++
		}
	}
	t.Logf("%d cases ran", ran)
	if ran < 12 {
		t.Errorf("only %d cases ran", ran)
	}
}

// rollout reads a feature's percentage and the field it goes by.
func rollout(f feature) (percent float64, by string, ok bool) {
	if len(f.Strategies) == 0 {
		return 0, "", false
	}
	s := f.Strategies[0]
	text := s.Parameters["percentage"] + s.Parameters["rollout"]
	if json.Unmarshal([]byte(text), &percent) != nil {
		return 0, "", false
	}
	by = map[string]string{"gradualRolloutUserId": "userId", "gradualRolloutSessionId": "sessionId"}[s.Name]
	if stick := s.Parameters["stickiness"]; stick != "" && stick != "default" {
		by = stick
	}
	if by == "" || by == "default" {
		by = "random" // the default falls back to chance
	}
	return percent, by, !strings.Contains(f.Name, "multiple")
}
