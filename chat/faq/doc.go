// Package faq finds the questions of a shop's own list that a text asks: while a visitor types, and
// before a person is asked.
//
// It is pure and small. Words are folded (capitals, accents, Arabic vowel signs) and compared by
// how they begin, so that "deliveries" finds "delivery"; what is written without spaces between
// words is compared by pairs of characters. There is no dictionary, no meaning and no network in
// it: what shares no word with a question does not find it, which is what Entry.Words is for.
package faq
