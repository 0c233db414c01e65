package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"
	"strings"
	"syscall"

	"dragoman/internal/document"
	"dragoman/tm"
)

// The exit codes. exitTable in help.go tells them to the user.
const (
	exitOK          = 0
	exitFailure     = 1 // failed, or a look-up found nothing (as grep does)
	exitUsage       = 2
	exitPartly      = 3 // finished, but some inputs failed
	exitBelow       = 5 // a figure is below --fail-under
	exitNoMemory    = 10
	exitLocked      = 11
	exitUnusable    = 12 // not a memory, damaged, or of a newer program
	exitInterrupted = 130
)

var (
	errInterrupted = errors.New("interrupted")
	errNothing     = errors.New("nothing found") // said by the exit code alone
)

// usageError is a command line that cannot be understood.
type usageError struct{ msg string }

func (e *usageError) Error() string { return e.msg }

// hintedError carries a line that says what to do.
type hintedError struct {
	err  error
	hint string
}

func (e *hintedError) Error() string { return e.err.Error() }
func (e *hintedError) Unwrap() error { return e.err }

// codedError fixes the exit code of an error.
type codedError struct {
	err  error
	code int
}

func (e *codedError) Error() string { return e.err.Error() }
func (e *codedError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

func usageHint(what, hint string) error {
	return &hintedError{&usageError{what}, hint}
}

func withHint(err error, hint string) error { return &hintedError{err, hint} }

func panicError(p any) error {
	return withHint(fmt.Errorf("internal error: %v\n%s", p, debug.Stack()),
		"this is a fault of dragoman, not of your files; please report it with the lines above")
}

// exitCode turns an error into the exit code of the process.
func exitCode(err error) int {
	if coded, ok := errors.AsType[*codedError](err); ok {
		return coded.code
	}
	if _, ok := errors.AsType[*usageError](err); ok {
		return exitUsage
	}
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errInterrupted), errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.Is(err, tm.ErrNoMemory):
		return exitNoMemory
	case errors.Is(err, tm.ErrLocked):
		return exitLocked
	case errors.Is(err, tm.ErrNotMemory), errors.Is(err, tm.ErrNewer), errors.Is(err, tm.ErrCorrupt):
		return exitUnusable
	}
	return exitFailure
}

// hint returns the line that says what to do about an error, or "".
func hint(err error) string {
	if h, ok := errors.AsType[*hintedError](err); ok {
		return h.hint
	}
	if d, ok := errors.AsType[*document.Error](err); ok && d.Hint != "" {
		return d.Hint
	}
	if h, ok := errors.AsType[interface {
		error
		Hint() string
	}](err); ok {
		return h.Hint()
	}
	switch {
	case errors.Is(err, tm.ErrNoMemory):
		return "dragoman align FILE… makes it; --memory PATH or DRAGOMAN_MEMORY names another"
	case errors.Is(err, tm.ErrLocked):
		return "nothing was written; try again when the other program has finished, or wait longer with --wait 1m"
	case errors.Is(err, tm.ErrNewer):
		return "nothing was touched; use the newer dragoman that wrote it, or another --memory"
	case errors.Is(err, tm.ErrNotMemory):
		return "nothing was touched; name a dragoman memory with --memory PATH or DRAGOMAN_MEMORY"
	case errors.Is(err, tm.ErrCorrupt):
		return "dragoman check tells what is damaged; check --repair builds the index again"
	case errors.Is(err, tm.ErrReadOnly):
		return "nothing was written; check the permissions of the file and of its folder"
	case errors.Is(err, fs.ErrPermission):
		return "check the permissions of the file and of its folder"
	case errors.Is(err, tm.ErrFull), errors.Is(err, syscall.ENOSPC):
		return "nothing was written; make room and run the command again"
	}
	return ""
}

// report tells the user about an error and returns the exit code.
func (s *streams) report(args []string, err error) int {
	code := exitCode(err)
	switch {
	case err == nil, errors.Is(err, errNothing):
		return code
	case code == exitInterrupted:
		fmt.Fprintln(s.err, "dragoman: interrupted; nothing of the unfinished step was stored")
		return code
	}
	name, msg := "dragoman", strings.TrimRight(err.Error(), "\n")
	if cmd := commandWord(args); cmd != "" && code != exitUsage {
		name += ": " + cmd
		msg = strings.TrimPrefix(msg, cmd+": ") // some packages name their verb too
	}
	fmt.Fprintf(s.err, "%s: %s\n", name, msg)
	if h := hint(err); h != "" {
		fmt.Fprintf(s.err, "  %s\n", h)
	}
	return code
}

// commandWord is the command that was run, for error messages.
func commandWord(args []string) string {
	app := newApp(newStreams(nil, nil, nil))
	a := arrangement{app: app, global: app.Flags}
	if len(args) < 2 || a.findCommand(args[1:]) != nil {
		return ""
	}
	return strings.Join(a.path, " ")
}
