package tm

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"time"

	"github.com/mattn/go-sqlite3"
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

// LockedError tells who writes to the memory. errors.Is takes it for ErrLocked.
type LockedError struct {
	PID     int       // 0: unknown
	Command string    // how the process was called
	Since   time.Time // when it began to write
}

// Error names the holder where it is known.
func (e *LockedError) Error() string {
	if e.PID == 0 {
		return ErrLocked.Error() + ": another program writes to it"
	}
	return fmt.Sprintf("%s: process %d (%s) writes to it since %s",
		ErrLocked, e.PID, e.Command, e.Since.Local().Format(time.DateTime))
}

// Is makes the error ErrLocked.
func (e *LockedError) Is(target error) bool { return target == ErrLocked }

// fault puts a fault of SQLite, told by its code, into the package's words.
func fault(err error) error {
	e, ok := errors.AsType[sqlite3.Error](err)
	if !ok {
		return err
	}
	var kind error
	switch e.Code {
	case sqlite3.ErrFull:
		kind = ErrFull
	case sqlite3.ErrIoErr:
		if !isFull(e.SystemErrno) {
			return err
		}
		kind = ErrFull
	case sqlite3.ErrReadonly, sqlite3.ErrPerm:
		kind = ErrReadOnly
	case sqlite3.ErrCantOpen:
		if !isReadOnly(e.SystemErrno) {
			return err
		}
		kind = ErrReadOnly
	case sqlite3.ErrNotADB:
		kind = ErrNotMemory
	case sqlite3.ErrCorrupt, sqlite3.ErrFormat:
		kind = ErrCorrupt
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return &LockedError{}
	case sqlite3.ErrInterrupt:
		kind = context.Canceled
	default:
		return err
	}
	return fmt.Errorf("%w: %w", kind, err)
}

// busy tells that another connection holds the lock.
func busy(err error) bool {
	e, ok := errors.AsType[sqlite3.Error](err)
	return ok && (e.Code == sqlite3.ErrBusy || e.Code == sqlite3.ErrLocked)
}

// cannotWrite tells that SQLite could not take part in the locking because the
// file or its folder cannot be written.
func cannotWrite(err error) bool {
	e, ok := errors.AsType[sqlite3.Error](err)
	return ok && (e.Code == sqlite3.ErrReadonly || e.Code == sqlite3.ErrCantOpen || e.Code == sqlite3.ErrPerm)
}

// isFull takes in the quota and the size limit of a file beside the full disk.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EFBIG) || errors.Is(err, syscall.EDQUOT)
}

func isReadOnly(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}

func isNoLink(err error) bool {
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EPERM)
}
