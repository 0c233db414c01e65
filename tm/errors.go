package tm

import (
	"errors"
	"fmt"
	"time"
)

// The faults a caller tells apart, by errors.Is.
var (
	ErrNoMemory    = errors.New("no such memory")
	ErrNotMemory   = errors.New("not a memory")
	ErrNewer       = errors.New("made by a newer version of the program")
	ErrReadOnly    = errors.New("memory is read-only")
	ErrLocked      = errors.New("memory is in use")
	ErrFull        = errors.New("disk is full")
	ErrCorrupt     = errors.New("memory is damaged")
	ErrNoDocument  = errors.New("no such document")
	ErrEmptyPhrase = errors.New("phrase has no word, number or character to look up")
)

// LockedError tells who holds the memory. It is ErrLocked.
type LockedError struct {
	PID     int       // 0: unknown
	Command string    // what it was called with
	Since   time.Time // when it began to write
}

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return ErrLocked.Error() + " by another program"
	}
	return fmt.Sprintf("%s by process %d (%s) since %s", ErrLocked, e.PID, e.Command, e.Since.Format(time.DateTime))
}

// Is makes the error ErrLocked.
func (e *LockedError) Is(target error) bool { return target == ErrLocked }
