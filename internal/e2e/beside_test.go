package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// A colleague follows a chat, whispers, and joins; a supervisor takes it over.
func TestColleaguesTakePartInAChatThatSomebodyElseHas(t *testing.T) {
	c := openCounter(t, team())
	d := &day{t: t, axe: axe(t)}
	chrome := browser(t)
	mari, jaan := meet(t, chrome, "Mari"), meet(t, chrome, "Jaan")
	ada := c.serve(mari, "mari", "Ada")["Ada"]
	at := "/chat/console#" + string(ada.Session)
	c.at(jaan, "jaan")
	jaan.goTo("about:blank")
	jaan.goTo(c.url(at))
	jaan.see(".over", "Mari has this chat now")
	jaan.click("[data-act=follow]", "Follow")
	jaan.see("[data-list=beside] .row", "Ada")
	jaan.see(".over", "Mari has this chat; you follow it")
	jaan.say("Offer her the discount")
	mari.see(".msg.note", "Offer her the discount")
	d.accessible(jaan, "beside a colleague")
	me := c.Agent("mari")
	note, err := me.Note(t.Context(), ada.Session, desk.MessageRequest{Text: "She is a gest"})
	require.NoError(t, err)
	jaan.see(".msg.note", "She is a gest")
	_, err = me.Messages().Correct(t.Context(), ada.Session, note.N, desk.MessageRequest{Text: "She is a guest"})
	require.NoError(t, err)
	for _, p := range []*person{jaan, mari} {
		p.see(".msg.note .changed", "corrected")
		p.see(".msg.note", "She is a guest")
		p.notSee(".msg.note", "gest")
	}
	_, err = me.Messages().Withdraw(t.Context(), ada.Session, note.N, "")
	require.NoError(t, err)
	for _, p := range []*person{jaan, mari} {
		p.see(".msg.note.erased", "This message was taken back")
		p.notSee(".msg.note", "She is a guest")
	}
	jaan.click("[data-act=join]", "Join")
	jaan.see(".over", "you speak in it too")
	jaan.say("Jaan here, too")
	ada.Hear("Jaan here, too")
	mari.see(".msg", "Jaan here, too")
	jaan.click("[data-act=part]", "Leave it again")
	jaan.notSee("[data-list=beside] .row", "Ada")

	liis := meet(t, chrome, "Liis")
	c.at(liis, "liis")
	liis.choose("select.mode", "available")
	c.heard(liis)
	liis.goTo("about:blank")
	liis.goTo(c.url(at))
	liis.click("[data-act=take-over]", "Take over")
	liis.see("[data-list=sessions] .row", "Ada")
	mari.see(".over", "Liis")
	mari.see(".line", "taken over by a colleague")
	liis.see(line, "")
	liis.say("Liis here now")
	ada.Hear("Liis here now")
	assert.Empty(t, append(append(jaan.complaints(), mari.complaints()...), liis.complaints()...))
}
