// Package letters writes the mails that a desk sends: what agents said, in the shop's frame and the
// reader's language, as text and as HTML that says the same.
package letters
