package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const reactVersion = "18.3.1"

// react is the framework's own source, with what draws it on a page. It is fetched once.
var react = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "e2e-react")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	install := exec.Command("npm", "install", "--prefix", dir, "--no-audit", "--no-fund", "--no-save",
		"--ignore-scripts", "--prefer-offline", "react@"+reactVersion, "react-dom@"+reactVersion)
	if _, err := install.CombinedOutput(); err != nil {
		return "", err
	}
	var all strings.Builder
	for _, name := range []string{"react", "react-dom"} {
		at := filepath.Join(dir, "node_modules", name, "umd", name+".development.js")
		source, err := os.ReadFile(at)
		if err != nil {
			return "", err
		}
		all.Write(source)
		all.WriteString("\n;")
	}
	return all.String(), nil
})

// storefront is a shop's page as React draws it: the widget is a part of it that comes and goes, and
// whose attributes are known late.
const storefront = `(() => {
	const { createElement: e, useEffect, useRef, useState, StrictMode } = React;
	function Shop() {
		const [locale, speak] = useState("en");
		const [shown, show] = useState(true);
		const [heard, hear] = useState([]);
		const chat = useRef(null);
		useEffect(() => {
			const el = chat.current;
			const note = ({ type, detail }) => hear((was) => [...was, type + ":" + JSON.stringify(detail)]);
			el?.addEventListener("livechat:status", note);
			return () => el?.removeEventListener("livechat:status", note);
		}, [shown]);
		return e("main", null, e("h1", null, "Shop"),
			e("button", { id: "speak", onClick: () => speak("et") }, "Eesti keeles"),
			e("button", { id: "show", onClick: () => show(!shown) }, "Chat"),
			e("p", { id: "heard" }, heard.join(" ")),
			shown && e("live-chat", { ref: chat, locale, name: "Shop" }));
	}
	document.querySelector("live-chat").remove();
	const root = document.body.appendChild(document.createElement("div"));
	ReactDOM.createRoot(root).render(e(StrictMode, null, e(Shop)));
})()`

func TestAPageOfReactMountsTheWidget(t *testing.T) {
	source, err := react()
	if err != nil {
		require.NotContains(t, os.Getenv("SWITCHBOARD_REQUIRE"), "npm", "react %s: %v", reactVersion, err)
		t.Skipf("react %s cannot be installed here: %v", reactVersion, err)
	}
	c := openCounter(t, team())
	mari := c.Agent("mari")
	mari.Available()
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.url("/page/1"))
	eve.see(".launcher", "")
	require.NoError(t, chromedp.Do(eve.ctx, chromedp.Evaluate[chromedp.Void](source+"void 0")))
	eve.does(storefront)
	eve.see("main h1", "Shop")

	eve.click(".launcher", "")
	eve.fillsIn("Which size?")
	mari.Accept()
	mari.Say("The larger one.")
	eve.see(".msg", "The larger one.")
	eve.see("#heard", `"chatting"`)
	eve.write(line, "half a wo")

	eve.click("#speak", "") // an attribute changes
	eve.see(".composer textarea[placeholder='Kirjuta sõnum']", "")
	eve.holds("half a wo")
	eve.see(".msg", "The larger one.")
	eve.click("#show", "") // the part goes, and comes back
	eve.notSee(".panel", "")
	mari.Say("Take your time.")
	eve.click("#show", "") // open, as it was
	eve.see(".msg", "Take your time.")
	eve.holds("half a wo")
	eve.say("Thank you")
	mari.Hear("Thank you")
	assert.Empty(t, eve.complaints())
}
