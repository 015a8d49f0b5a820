package chathttp

import "github.com/switchboard-go/switchboard/chat"

// contactView is what is known of a session's visitor. Only what signed_in and email_verified vouch for was verified; said
// is what a visitor who is signed in typed.
type contactView struct {
	Name          string       `json:"name,omitempty"`
	Email         string       `json:"email,omitempty"`
	Phone         string       `json:"phone,omitempty"`
	Locale        string       `json:"locale,omitempty"`
	Tier          string       `json:"tier,omitempty"`
	Ref           string       `json:"ref,omitempty"`
	SignedIn      bool         `json:"signed_in"`
	EmailVerified bool         `json:"email_verified"`
	Verified      bool         `json:"verified"`
	Said          chat.Said    `json:"said,omitzero"`
	Consent       chat.Consent `json:"consent,omitzero"`

	Identity chat.Identity `json:"identity,omitzero"`
}

// viewContact views a contact. One that an earlier release wrote says of a visitor that they were signed in, and not what
// they typed: nothing in it passes for verified.
func viewContact(c chat.Contact) contactView {
	v := contactView(c)
	if c.Verified && !c.SignedIn {
		v.SignedIn, v.Verified = true, false
	}
	return v
}
