package records

// ReadMark is the value of a read cursor: how far somebody has read a session.
type ReadMark struct {
	UpTo int `json:"up_to"` // the number of the last entry read
}

// ReadUpTo returns how far a read cursor says. One that is missing or unreadable is at the
// beginning.
func ReadUpTo(value []byte) int {
	if len(value) == 0 {
		return 0
	}
	m, err := Decode[ReadMark](value)
	if err != nil {
		return 0
	}
	return m.UpTo
}
