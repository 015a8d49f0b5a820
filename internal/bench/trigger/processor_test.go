package trigger

import (
	"syscall"
	"time"
)

// processor is the processor time this process has used: what neighbours on the machine change least.
func processor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
