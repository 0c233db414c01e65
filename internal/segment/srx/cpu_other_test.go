//go:build !unix

package srx

import "time"

// cpuTime returns the wall clock where processor time is not to be had.
func cpuTime() time.Duration { return time.Duration(time.Now().UnixNano()) }
