package e2e

import (
	"fmt"
	"time"

	"github.com/stretchr/testify/assert"
)

func (d *day) decline() {
	d.mari.see(".offer", "Does the lantern float?")
	d.mari.click(".offer[aria-label*=Johan] button", "Decline")
	d.jaan.see(".offer", "Does the lantern float?")
	d.johan.see(".queue", "You are next in line")
	d.jaan.click(".offer[aria-label*=Johan] button", "Accept")
	d.jaan.say("It does float")
	d.johan.see(".msg", "It does float")
}

// gone is an agent whose browser dies in the middle of a chat.
func (d *day) gone() {
	died := time.Now()
	d.jaan.leave()
	d.liis.see(".agents li[data-mode=lost]", "Jaan")
	wei := meet(d.whole, d.chrome, "Wei") // he stays: who leaves with the step loses the chat in the next
	wei.t = d.t
	wei.signIn(d.shop, "wei")
	wei.choose("select.mode", "available")
	wei.see(".offer", "Johan")
	assert.Greater(d.t, time.Since(died), 15*time.Second, "before the grace was over")
	wei.click(".offer[aria-label*=Johan] button", "Accept")
	d.johan.see(".line", "Wei has joined")
	wei.see(".msg", "It does float")
	wei.say("I go on for Jaan")
	d.johan.see(".msg", "I go on for Jaan")
	d.liis.see(".agents li", "1 / 2")
	d.liis.shot(*images, "board")
}

func (d *day) closing() {
	priya := meet(d.t, d.chrome, "Priya")
	priya.zone("Asia/Kolkata")
	priya.goTo(d.shop.url("/p/spark"))
	priya.click(".launcher", "Chat with us")
	priya.see(".form button", "Start chat")
	d.liis.goTo(d.shop.url("/staff"))
	d.liis.click(".people button", "Closed until tomorrow")
	priya.see(".form button", "Send message") // a page that was open before closing time does not go on as if nothing had happened
	tallinn, err := time.LoadLocation("Europe/Tallinn")
	if err != nil {
		d.t.Fatal(err)
	}
	now := time.Now().In(tallinn)
	opens := time.Date(now.Year(), now.Month(), now.Day()+1, 9, 0, 0, 0, tallinn)
	there, _ := time.LoadLocation("Asia/Kolkata")
	day := map[bool]string{true: "today", false: "tomorrow"}[opens.In(there).Day() == time.Now().In(there).Day()] // by her own calendar
	priya.see(".closed", fmt.Sprintf("%s, %s", day, opens.In(there).Format("15:04")))
	d.accessible(priya, "closed")
	priya.write("#f-name", "Priya")
	priya.write("#f-email", "priya@example.com")
	priya.write("#f-text", "Does the stove burn spirit?")
	priya.click("input[name=consent]", "")
	priya.click(".form button", "Send message")
	priya.see(".line", "Your message is with us")
	d.mari.see("[data-list=messages]", "Priya")
	d.johan.say("Still here?") // who talks already, talks on
	d.johan.see(".msg", "Still here?")
	d.liis.click(".people button", "Round the clock")
	d.mari.click(".row", "Priya")
	d.mari.click("[data-act=answer]", "")
	d.mari.say("It burns gas alone")
	priya.goTo(d.shop.url("/p/ember"))
	priya.see(".line", "Mari has joined")
	priya.see(".msg", "It burns gas alone")
}

func (d *day) quiet() {
	for _, p := range []*person{d.eve, d.johan, d.mari, d.liis} {
		assert.Empty(d.t, p.complaints(), p.name)
	}
}
