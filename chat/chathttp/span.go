package chathttp

import "time"

// span is a time that travelled in seconds.
func span(s int32) time.Duration { return time.Duration(s) * time.Second }
