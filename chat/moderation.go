package chat

import "unicode/utf8"

// Moderation is what was done about the words of a message before they were accepted. The zero
// Moderation is nothing: they stand as they were written.
type Moderation struct {
	// Masked says that something in the words was replaced, such as the digits of a card.
	Masked bool `json:"masked,omitempty"`
	// Flag is why somebody should look at the words, up to 200 characters. Agents alone see it.
	Flag string `json:"flag,omitempty"`
	// Unscreened says that nobody looked at them: what should have, failed. Agents alone see it.
	Unscreened bool `json:"unscreened,omitempty"`
}

// MaxFlag is how many characters a flag has at most.
const MaxFlag = 200

// And is what was done about words of which o was done to some: their flags stand side by side, as
// far as there is room.
func (m Moderation) And(o Moderation) Moderation {
	m.Masked, m.Unscreened = m.Masked || o.Masked, m.Unscreened || o.Unscreened
	both := m.Flag + ", " + o.Flag
	switch {
	case m.Flag == "":
		m.Flag = o.Flag
	case o.Flag != "" && m.Flag != o.Flag && utf8.RuneCountInString(both) <= MaxFlag:
		m.Flag = both
	}
	return m
}

// forVisitor is what a visitor may see of it.
func (m Moderation) forVisitor() Moderation { return Moderation{Masked: m.Masked} }
