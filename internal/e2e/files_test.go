package e2e

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/blob/dir"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// filing is a counter whose visitors may send files, Mari at work, and Eve in a chat with her.
func filing(t *testing.T) (c *counter, d *day, mari, eve *person) {
	t.Helper()
	blobs, err := dir.New(dir.Config{Path: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, blobs.Close()) })
	seed := team()
	seed.Sites[0].Files = settings.Files{On: true}
	c = openCounterOn(t, desk.Config{Seed: seed, Content: desk.Content{Blobs: blobs}})
	d = &day{t: t, axe: axe(t)}
	chrome := browser(t)
	mari, eve = meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	eve.asks(c, "My parcel came torn")
	mari.click(".offer button", "Accept")
	mari.see(".msg", "My parcel came torn")
	eve.see(".composer .attach", "")
	return c, d, mari, eve
}

// hands gives a page a file in one of the ways that pages get them: "pick", "paste" or "drop".
func (p *person) hands(way, name, content string) {
	p.t.Helper()
	p.does(fmt.Sprintf(`(() => {
		const root = document.querySelector("live-chat")?.shadowRoot ?? document;
		const data = new DataTransfer();
		data.items.add(new File([Uint8Array.from(atob(%q), (c) => c.charCodeAt(0))], %q));
		const to = root.querySelector(".composer textarea");
		if (%q === "pick") {
			const input = root.querySelector(".attaches input");
			input.files = data.files;
			input.dispatchEvent(new Event("change"));
		} else if (%q === "paste") {
			to.dispatchEvent(new ClipboardEvent("paste",
				{ clipboardData: data, bubbles: true, cancelable: true, composed: true }));
		} else {
			to.dispatchEvent(new DragEvent("drop",
				{ dataTransfer: data, bubbles: true, cancelable: true, composed: true }));
		}
	})()`, base64.StdEncoding.EncodeToString([]byte(content)), name, way, way))
}

// picture is a PNG of 60 by 40, and what stands behind it.
func picture(t *testing.T, behind string) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 60, 40))))
	return b.String() + behind
}

// TestPicturesAndPapersGoBothWays: they are picked, pasted and dropped, stand above the line until
// they are sent, and are seen or saved on the other side.
func TestPicturesAndPapersGoBothWays(t *testing.T) {
	_, d, mari, eve := filing(t)
	eve.hands("pick", "torn.png", picture(t, ""))
	eve.see(".tray", "Ready to be sent")
	d.accessible(eve, "a file is ready to be sent")
	eve.write(".tray input.alt[aria-label='What is to be seen on torn.png']", "The box is torn")
	eve.hands("paste", "unwanted.txt", "never mind")
	eve.see(".tray li:nth-child(2)", "Ready to be sent")
	eve.click(".tray li:nth-child(2) button", "Remove unwanted.txt")
	eve.notSee(".tray li", "unwanted.txt")
	eve.notSee(".tray li:nth-child(2) .alt", "")
	eve.click(".composer .send", "")
	eve.notSee(".tray li", "")
	shown := func(p *person) {
		t.Helper()
		p.eventually(func() bool {
			wide, ok := ask[int](p, ".msg .files img", "", "el => el.naturalWidth")
			return ok && wide == 60
		}, "sees the picture")
		p.notSee(".msg .text", "torn.png")
	}
	shown(eve)
	shown(mari)
	mari.see(".msg .files img[alt='The box is torn']", "")
	mari.see(".msg .picture[aria-label='Open The box is torn']", "")
	d.accessible(mari, "a picture has come")

	mari.hands("drop", "label.pdf", "%PDF-1.7 a label")
	mari.see(".tray", "Ready to be sent")
	mari.write(line, "Print this")
	mari.click(".composer .send", "")
	eve.see(".msg .text", "Print this")
	eve.see(".msg .files .saved", "label.pdf")
	d.accessible(eve, "a paper has come")
	mari.click(".composer button", "Private note")
	mari.notSee(".composer .attach", "")
}

// hostile are files by which pages have been taken over: what they are called and what they hold.
func hostile(t *testing.T) map[string]string {
	const script = "<script>window.evil = 1; document.title = 'evil'</script>"
	return map[string]string{
		"bare.svg":   `<svg xmlns="http://www.w3.org/2000/svg" onload="window.evil=1">` + script + `</svg>`,
		"prolog.png": `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">` + script + `</svg>`,
		"mark.txt":   "\ufeff<html>" + script, "page.html": "<!DOCTYPE html>" + script,
		"both.gif":                              "GIF89a/*" + script + "*/",
		"tail.png":                              picture(t, script),
		"late.txt":                              "Dear shop, " + script,
		"phone.heic":                            "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00" + script,
		"paper.pdf.html":                        "%PDF-1.7\n" + script,
		"<img src=x onerror=window.evil=1>.png": picture(t, ""),
	}
}

// TestHostileFilesAreInertInABrowser: each is refused, or can be opened without anything of it
// being run.
func TestHostileFilesAreInertInABrowser(t *testing.T) {
	const refusal = "Send a picture as JPEG or PNG"
	c, _, mari, eve := filing(t)
	taken := 0
	for name, content := range hostile(t) {
		eve.hands("drop", name, content)
		eve.eventually(func() bool {
			return eve.sees(".tray li", "Ready to be sent") || eve.sees(".tray .fault", refusal)
		}, "hears of %s", name)
		if eve.sees(".tray .fault", "") {
			eve.click(".tray button", "Remove")
			eve.notSee(".tray li", "")
			continue
		}
		taken++
		eve.click(".composer .send", "")
		eve.notSee(".tray li", "")
	}
	assert.Equal(t, 4, taken)
	in, err := c.Agent("mari").Inbox(t.Context())
	require.NoError(t, err)
	id := in.Sessions[0].Session.ID
	mari.eventually(func() bool {
		n, _ := ask[int](mari, ".log", "", `el => el.querySelectorAll(".files li").length`)
		return n == taken
	}, "sees %d files", taken)
	es, _, err := c.Agent("mari").Timeline(t.Context(), id, 0, 200)
	require.NoError(t, err)
	ran := func(p *person) bool {
		evil, _ := ask[bool](p, "html", "", "() => !!window.evil || document.title === 'evil'")
		return evil
	}
	require.False(t, ran(mari) || ran(eve))
	looks := meet(t, browser(t), "Looks")
	looks.goTo(c.url("/page/1"))
	for _, e := range es {
		for _, f := range e.Files {
			link, err := c.Agent("mari").Messages().Files(id).Link(t.Context(), f.ID, false)
			require.NoError(t, err)
			at := c.url("/chat/v1/files/" + link.Token)
			looks.does(fmt.Sprintf(`(() => {
				window.framed = false;
				const frame = document.createElement("iframe");
				frame.src = %q;
				document.body.append(frame);
				fetch(%q).then((a) => a.text()).then((text) => (window.framed = true));
			})()`, at, at))
			looks.eventually(func() bool {
				done, _ := ask[bool](looks, "html", "", "() => window.framed")
				return done
			}, "has loaded %s", f.Name)
			require.False(t, ran(looks), f.Name)
			if f.Width > 0 {
				looks.goTo(at) // a picture, and nothing else
				require.False(t, ran(looks), f.Name)
				looks.goTo(c.url("/page/1"))
			}
		}
	}
}
