//go:build unix

package srx

import (
	"syscall"
	"time"
)

// cpuTime returns the processor time used so far: on a busy machine the wall
// clock tells nothing.
func cpuTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
