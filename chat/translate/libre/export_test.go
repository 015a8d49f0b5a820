package libre

// Read reads an answer to a part.
func Read(part string, body []byte) (string, error) {
	r, err := read(part, body)
	return r.Text, err
}
