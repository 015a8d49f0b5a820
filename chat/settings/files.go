package settings

import "time"

// Files is which files the visitors of a site may send: pictures, PDF, plain text and documents of
// an office. The zero Files is none. Agents may send files wherever the desk keeps any.
type Files struct {
	// On lets visitors send files. Default: false.
	On bool `json:"on,omitempty"`
	// PerDay is how many megabytes one visitor may send in a day. Default: 50.
	PerDay int `json:"per_day,omitempty" range:"1,1000" default:"50" unit:"units"`
	// KeepFor is how long a file is kept after it was sent, by whoever. Default: as long as its
	// conversation.
	KeepFor time.Duration `json:"keep_for,omitempty"`
}

// Bytes is how many bytes one visitor may send in a day.
func (f Files) Bytes() int64 {
	if f.PerDay <= 0 {
		return 50 << 20
	}
	return int64(f.PerDay) << 20
}

// KeptUntil is until when a file is kept that was sent at an instant; zero: as long as its
// conversation.
func (f Files) KeptUntil(sent time.Time) time.Time {
	if f.KeepFor <= 0 {
		return time.Time{}
	}
	return sent.Add(f.KeepFor)
}
