package door

import "github.com/switchboard-go/switchboard/chat"

// Verdict says who could serve a session. A person who is on a break, finishing up, signed out or
// lost is not there.
type Verdict struct {
	Staff  chat.Staff // whether people are there
	People int        // who could serve it now or soon, of the first way that has any
	Able   int        // people who could be offered it now, of the first way that has any
	Free   int        // the units that they could be offered now
	Bot    bool       // a bot could serve it, now or soon
}

// Nobody reports whether neither a person nor a bot could serve it.
func (v Verdict) Nobody() bool { return v.Staff == chat.StaffAway && !v.Bot }

// Among looks for somebody who could serve such a session.
func (d Demand) Among(cs Crowds) Verdict {
	v := Verdict{Staff: chat.StaffAway}
	barred, paused := CountCrowds(d.barred), CountCrowds(d.paused)
	for _, w := range d.Ways {
		people := 0
		for key, c := range cs[w.Queue] {
			if !w.takes(c.skills) {
				continue
			}
			fit := c.people.fit(d.Weight) - barred.at(w.Queue, key).people.fit(d.Weight)
			people += fit
			v.Bot = v.Bot || !d.People && c.bots.fit(d.Weight) > barred.at(w.Queue, key).bots.fit(d.Weight)
		}
		if people > 0 && v.People == 0 {
			v.People, v.Staff = people, chat.StaffBusy
		}
		if v.Able == 0 && w.AtStart {
			v.Able, v.Free = d.openNow(cs, paused, w)
		}
	}
	if v.Able > 0 {
		v.Staff = chat.StaffFree
	}
	return v
}

// openNow counts the people of a queue who could be offered it now, and their units.
func (d Demand) openNow(cs, paused Crowds, w Way) (able, free int) {
	for key, c := range cs[w.Queue] {
		if w.Picks || Able(c.skills, d.Skills) {
			n, units := c.people.left(d.Weight)
			less, lessUnits := paused.at(w.Queue, key).people.left(d.Weight)
			able, free = able+n-less, free+units-lessUnits
		}
	}
	return able, free
}
