package chat

import "fmt"

// PageSign is what a page of the shop says of itself while it may show a chat.
type PageSign string

// The signs.
const (
	PageVisible PageSign = "visible" // it is looked at
	PageHidden  PageSign = "hidden"  // it is not: another tab or window, a locked phone
	PageLeaving PageSign = "leaving" // it closes, or gives way to another page
)

// CheckPageSign refuses a sign that there is not. The error names the field state.
func CheckPageSign(s PageSign) error {
	switch s {
	case PageVisible, PageHidden, PageLeaving:
		return nil
	}
	return fmt.Errorf("%w: state: want visible, hidden or leaving", ErrInvalid)
}
