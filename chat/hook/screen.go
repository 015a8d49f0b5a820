package hook

import "context"

// Screen is moderation of what visitors write.
type Screen interface {
	// Screen looks at a text before it is accepted. An error of chat.ErrInvalid refuses the text, any other lets it pass.
	Screen(ctx context.Context, text string) error
}
