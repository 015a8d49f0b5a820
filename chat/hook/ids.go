package hook

// IDs mints identifiers.
type IDs interface {
	// Mint gives an id that was never given before: prefix and 26 to 40 characters of 0-9 a-z.
	Mint(prefix string) string
}
