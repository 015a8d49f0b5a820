package e2e

import (
	"encoding/base64"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAFileThatCannotBeHadNowIsOfferedAgain: a bad line does not say that a file is gone.
func TestAFileThatCannotBeHadNowIsOfferedAgain(t *testing.T) {
	_, d, mari, eve := filing(t)
	mari.does(`(window.whole = window.fetch, window.fetch = (at, how) =>
		String(at).includes("/files/") ? Promise.reject(new TypeError("no line")) : whole(at, how))`)
	eve.hands("pick", "torn.png", picture(t, ""))
	eve.see(".tray", "Ready to be sent")
	eve.click(".composer .send", "")
	mari.see(".msg .picture", "Try again")
	mari.see(".msg .picture", "torn.png")
	d.accessible(mari, "a picture could not be had")
	mari.click(".msg .picture", "Try again")
	mari.see(".msg .picture", "Try again")
	mari.does(`window.fetch = window.whole`)
	mari.click(".msg .picture", "Try again")
	mari.eventually(func() bool {
		wide, ok := ask[int](mari, ".msg .picture img", "", "el => el.naturalWidth")
		return ok && wide == 60
	}, "sees the picture")
	label, ok := ask[string](mari, ".msg .picture", "", "el => el.ariaLabel")
	require.True(t, ok)
	require.Contains(t, label, "torn.png")
}

// TestATableOfAnOfficeIsPastedAsWords: it brings a picture of itself along.
func TestATableOfAnOfficeIsPastedAsWords(t *testing.T) {
	_, _, _, eve := filing(t)
	left := `(() => {
		const root = document.querySelector("live-chat").shadowRoot;
		const data = new DataTransfer();
		const bytes = Uint8Array.from(atob(%q), (c) => c.charCodeAt(0));
		data.items.add(new File([bytes], "image.png"));
		data.setData("text/plain", "size 38");
		const paste = new ClipboardEvent("paste",
			{ clipboardData: data, bubbles: true, cancelable: true, composed: true });
		window.left = root.querySelector(".composer textarea").dispatchEvent(paste);
	})()`
	eve.does(fmt.Sprintf(left, base64.StdEncoding.EncodeToString([]byte(picture(t, "")))))
	theirs, ok := ask[bool](eve, "html", "", "() => window.left")
	require.True(t, ok && theirs, "the browser pastes the words")
	eve.notSee(".tray li", "")
}
