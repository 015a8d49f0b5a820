package chat

import (
	"fmt"
	"hash/fnv"
	"slices"
	"unicode/utf8"
)

// MaxNotes is how many notes rules may write when a session begins or its visitor writes.
const MaxNotes = 8

// Intake is what rules of the shop decided about a session, when it began or when its visitor
// wrote. The zero Intake decides nothing. What does not fit is left out: tags beyond MaxTags,
// skills beyond MaxSkills, notes beyond MaxNotes. What is decided again, for the same reasons, is
// done once.
type Intake struct {
	// Queue is where a session goes that is in line. With Start it is nothing: Start has a queue.
	// Default: it stays where it is.
	Queue QueueID
	// Priority is added to the session's, and Skills to what it requires. However often the visitor
	// writes, no more is added than the greatest of these. With Start they are nothing: Start has
	// both.
	Priority int
	Skills   []Skill
	Tags     []string // each 1 to 32 characters
	Notes    []string // for agents alone
	Why      string   // which rules, and what each did. Default: no entry says it
}

func (c Intake) check() error {
	err := CheckSkills("skills", c.Skills)
	if err == nil && c.Queue != "" {
		err = CheckName("queue", string(c.Queue))
	}
	for i, s := range c.Tags {
		if err == nil {
			err = missing(fmt.Sprintf("tags[%d]", i), s)
		}
		if err == nil {
			err = short(fmt.Sprintf("tags[%d]", i), s, 32)
		}
	}
	for i, s := range c.Notes {
		if err == nil {
			err = CheckText(fmt.Sprintf("notes[%d]", i), s)
		}
	}
	return err
}

// sort does to a session that goes on what rules decided when its visitor wrote.
func (t *step) sort(c Intake) error {
	if err := c.check(); err != nil {
		return err
	}
	if c.Priority > max(0, t.Swayed) || c.Priority < min(0, t.Swayed) {
		t.Priority = max(-1000, min(1000, t.Priority+c.Priority-t.Swayed))
		t.Swayed = c.Priority
	}
	t.Skills = slices.Clone(t.Skills)
	for _, s := range c.Skills {
		if i := slices.IndexFunc(t.Skills, func(x Skill) bool { return x.Name == s.Name }); i >= 0 {
			t.Skills[i].Level = max(t.Skills[i].Level, s.Level)
		} else if len(t.Skills) < MaxSkills {
			t.Skills = append(t.Skills, s)
		}
	}
	t.sorted(c)
	if c.Queue != "" && c.Queue != t.Queue && t.State.Waiting() {
		t.rescind(ByRules)
		t.enter(c.Queue)
		t.move(Queued, ByRules)
		t.add(Entry{Kind: KindQueued, Queue: c.Queue, Reason: ByRules})
	}
	return nil
}

// sorted writes down what rules decided: why, the tags, and the notes.
func (t *step) sorted(c Intake) {
	if c.Why != "" {
		reasons := fnv.New32a()
		_, _ = reasons.Write([]byte(c.Why)) // it cannot fail
		if t.Sorted == reasons.Sum32() {
			c.Notes = nil
		} else {
			t.Sorted = reasons.Sum32()
			t.add(Entry{Kind: KindUpdated, Reason: ByRules, Why: cutText(c.Why)})
		}
	}
	tags := slices.Clone(t.Tags)
	for _, s := range c.Tags {
		if !slices.Contains(tags, s) && len(tags) < MaxTags {
			tags = append(tags, s)
		}
	}
	if len(tags) > len(t.Tags) {
		slices.Sort(tags)
		t.Tags = tags
		t.add(Entry{Kind: KindTagged, Reason: ByRules, Tags: slices.Clone(tags)})
	}
	for _, s := range c.Notes[:min(len(c.Notes), MaxNotes)] {
		t.add(Entry{Kind: KindNote, Author: Author{Kind: AuthorSystem}, Text: s, Reason: ByRules})
	}
}

// cutText returns as much of a text as an entry can hold.
func cutText(s string) string {
	if utf8.RuneCountInString(s) <= MaxText {
		return s
	}
	return string([]rune(s)[:MaxText])
}
