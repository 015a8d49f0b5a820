package trigger_test

import (
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/trigger"
)

// shopRules is what a small shop starts with.
const shopRules = `[
 {"id":"checkout","type":"suppress","groups":["prompt"],"when":{"attr":"page.path","op":"glob","value":"/checkout/**"}},
 {"id":"prompt-shoes","priority":50,"group":"prompt",
  "when":{"all":[{"attr":"page.path","op":"prefix","value":"/en/shoes/"},
                 {"attr":"page.dwell","op":"ge","value":"45s"},
                 {"attr":"agents.free","op":"ge","value":1}]},
  "limits":[{"max":1,"per":"24h"}],
  "do":[{"type":"prompt","text":{"en":"Shall we help you find your size, {visitor.name|dear visitor}?"},"expire":"15m"}]}]`

func Example() {
	set, err := trigger.CompileJSON([]byte(shopRules), trigger.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	entered := time.Date(2026, 11, 2, 14, 0, 0, 0, time.UTC)
	visit := trigger.Visit{
		Visitor: "v1", URL: "https://shop.example/en/shoes/?size=42", Started: entered, Entered: entered,
		Attrs: map[string]trigger.Value{"agents.free": trigger.Num(2)},
	}
	var history trigger.History

	now := entered.Add(5 * time.Second)
	res := set.Eval(visit, history, now)
	wait, _ := res.Wait(now)
	fmt.Println("fires:", len(res.Fires), "look again in", wait)

	now = res.Next
	res = set.Eval(visit, history, now)
	fmt.Println(set.Text(res.Fires[0].Do()[0], "en", visit, history, now))

	history, _, err = set.Claim(visit, history, res.Fires[0].Rule(), now)
	fmt.Println("claimed:", err == nil)
	_, _, err = set.Claim(visit, history, "prompt-shoes", now) // the other tab
	fmt.Println(err)
	// Output:
	// fires: 0 look again in 40s
	// Shall we help you find your size, dear visitor?
	// claimed: true
	// trigger: cap reached: "prompt-shoes", limit 0, until 2026-11-03T14:00:45Z
}
