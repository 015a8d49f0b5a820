package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// listens has a page lose the answer to its next beacon, and note what each was.
const listens = `(() => {
	window.told = [];
	const real = window.fetch;
	let lose = true;
	window.fetch = async (at, how) => {
		if (!new URL(at, location.href).pathname.endsWith("/visits")) return real(at, how);
		const answer = await real(at, how);
		const key = new Headers(how.headers).get("Idempotency-Key");
		window.told.push({ key, what: JSON.parse(how.body).moments?.at(-1), status: answer.status });
		if (!lose) return answer;
		lose = false;
		throw new TypeError("the answer is lost");
	};
})()`

// TestAnEventIsToldUntilItIsAnsweredAndARefusedOneHoldsUpNoOther has the page tell of one event
// whose answer is lost, of one whose name no shop takes, and of another.
func TestAnEventIsToldUntilItIsAnsweredAndARefusedOneHoldsUpNoOther(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.url("/page/1"))
	eve.see(".launcher", "")
	eve.does(listens)
	const beacon = `document.querySelector("live-chat").visitor.beacon`
	eve.does(beacon + `.event("wish")`)
	eve.eventually(func() bool {
		n, err := chromedp.Run(eve.ctx, chromedp.Evaluate[int](`window.told.length`))
		return err == nil && n == 1
	}, "tells")
	eve.does(beacon + `.event("x".repeat(1000))`) // sends the first again
	eve.does(beacon + `.event("zoom")`)
	type told struct {
		Key, What string
		Status    int
	}
	var all []told
	eve.eventually(func() bool {
		var err error
		all, err = chromedp.Run(eve.ctx, chromedp.Evaluate[[]told](`window.told`))
		return err == nil && len(all) > 0 && all[len(all)-1].What == "event:zoom"
	}, "tells of the last")
	keys, status := map[string]string{}, map[string]int{}
	for _, b := range all {
		require.Contains(t, []string{"", b.Key}, keys[b.What], "%s, each time under one key", b.What)
		keys[b.What], status[b.What] = b.Key, b.Status
	}
	long := "event:" + strings.Repeat("x", 1000)
	require.Equal(t, map[string]int{"event:wish": 200, long: 422, "event:zoom": 200}, status)
	require.NotEqual(t, keys["event:wish"], keys["event:zoom"])
}
