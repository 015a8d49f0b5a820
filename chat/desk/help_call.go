package desk

import (
	"cmp"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
)

const (
	callLead  = 15 * time.Minute // how soon the shop calls at the earliest
	callTimes = 48               // how many times are shown
	callLate  = 5 * time.Minute  // how late a request may still come for its time
	callAhead = 14 * 24 * time.Hour
)

// HelpOffer is what a site offers beside the chat. The zero HelpOffer is nothing.
type HelpOffer struct {
	Questions int    // how many there are: see Help.Ask
	Phone     string // a number to call
	PhoneOpen *Opening
	CallBack  bool // the shop calls at a time that the visitor chooses
	Write     bool // the form of a message is there also while a session can begin
	Pages     []settings.HelpPage
}

// helps is what the site offers beside the chat.
func (dr entrance) helps() HelpOffer {
	x := dr.site.Help
	o := HelpOffer{
		Questions: len(x.Questions), Phone: x.Phone.Number, CallBack: x.CallBack.On, Write: x.Write,
		Pages: x.Pages,
	}
	if o.Phone != "" {
		o.PhoneOpen = new(dr.openingBy(dr.hoursOf(x.Phone.Schedule)))
	}
	return o
}

// hoursOf is a schedule by its name, or the site's.
func (dr entrance) hoursOf(name string) (settings.Schedule, bool) {
	site := dr.site
	site.Schedule = cmp.Or(name, site.Schedule)
	return dr.set.Schedule(site, settings.Queue{})
}

// callTimes are those at which the shop can call, in the coming week.
func (dr entrance) callTimes() (all []time.Time) {
	c := dr.site.Help.CallBack
	if !c.On {
		return nil
	}
	s, bound := dr.hoursOf(c.Schedule)
	every := c.Spacing()
	at := dr.now.Add(callLead + every - 1).Truncate(every)
	for ; len(all) < callTimes && at.Before(dr.now.Add(week)); at = at.Add(every) {
		if !bound || s.Hours.Open(at) {
			all = append(all, at)
		}
	}
	return all
}

// calls refuses a time at which the shop does not call, or a call to nowhere.
func (dr entrance) calls(at time.Time, phone string) error {
	c := dr.site.Help.CallBack
	s, bound := dr.hoursOf(c.Schedule)
	switch {
	case !c.On:
		return wrong("call_at", "call-backs are not offered here")
	case phone == "":
		return fmt.Errorf("%w: phone: missing", chat.ErrInvalid)
	case at.Before(dr.now.Add(-callLate)), at.After(dr.now.Add(callAhead)):
		return wrong("call_at", "want a time of the coming 14 days")
	case bound && !s.Hours.Open(at):
		return wrong("call_at", "want a time within the hours in which the shop calls")
	}
	return nil
}
