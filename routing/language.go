package routing

import (
	"slices"
	"time"
)

// languages is what a Router knows of languages beside its agents: a request waits for agents who
// speak its language only while one of them is there, so that it has to be looked at when one
// comes or goes.
type languages struct {
	open map[*request]struct{} // the requests in a line whose Queue.LanguageFor has not run out
	said int                   // how many known agents say which languages they speak
}

// wait takes in a request that enters a line.
func (l *languages) wait(q *request, now int64) {
	if q.languageOpen(now) {
		l.open[q] = struct{}{}
	}
}

func (l *languages) leave(q *request) { delete(l.open, q) }

// change counts an agent whose record is about to change.
func (l *languages) change(a *agent, f *AgentFact) {
	if a.known && len(a.fact.Languages) > 0 {
		l.said--
	}
	if len(f.Languages) > 0 {
		l.said++
	}
}

// recheck has the next Advance ask anew of each request whether somebody is there who speaks its
// language.
func (l *languages) recheck(alarms *alarms, now int64) {
	for q := range l.open {
		alarms.set(&q.timer, now)
	}
}

// speaks reports whether the agent speaks a language. Who says nothing of languages speaks every
// one.
func (a *agent) speaks(language string) bool {
	says := a.fact.Languages
	return language == "" || len(says) == 0 || slices.Contains(says, language)
}

// languageOpen reports whether agents who speak the request's language still go first.
func (q *request) languageOpen(now int64) bool {
	d := q.queue.LanguageFor
	return q.fact.Language != "" && d > 0 && now < later(q.since, d)
}

// languageNow returns the language that a waiting request asks of its agents now: its own, while
// somebody at work who speaks it could serve it and is not excluded, else none. over is the longest
// membership delay that the request has waited. It must follow minima, whose memory it reads.
func (q *request) languageNow(r *Router, over time.Duration, now int64) string {
	if r.said == 0 || !q.languageOpen(now) {
		return ""
	}
	c := q.spokenClass(r, over)
	for a := range r.candidates(&c) {
		if s, ok := c.spokenBy(a); ok && s.able() && !q.excludes(a, now) {
			return c.language
		}
	}
	return ""
}

// keptFor returns how long a request that is not in a line yet would be kept for agents who speak
// its language, of whom nobody has room now.
func (q *request) keptFor(r *Router, now int64) time.Duration {
	r.minima(q)
	over, _ := r.helpFor(q, now)
	if q.languageNow(r, over, now) == "" {
		return 0
	}
	c := q.spokenClass(r, over)
	for a := range r.candidates(&c) {
		if s, ok := c.spokenBy(a); ok && s.wants() && !q.excludes(a, now) {
			return 0
		}
	}
	return q.queue.LanguageFor
}

// spokenClass returns a class like that of the request for agents who speak its language. It is
// none of the Router's.
func (q *request) spokenClass(r *Router, over time.Duration) class {
	return class{
		queue: q.queue, weight: q.weight, extra: r.extra, maxDelay: over, language: q.fact.Language,
		need: Requirement{q.queue.ID, q.channel, q.weight, r.need},
	}
}

// spokenBy returns a seat in the class for an agent who meets its requirements.
func (c *class) spokenBy(a *agent) (seat, bool) {
	_, ok := c.admits(a)
	return seat{agent: a, class: c, channel: c.channelIn(a)}, ok
}

func (q *request) excludes(a *agent, now int64) bool {
	_, _, ok := q.excluded(a, now)
	return ok
}
