package document

import (
	"errors"
	"fmt"
	"io/fs"
)

// What can be wrong with a file. Every error of this package is an *Error
// that wraps one of these, an error of package lang, of the file system or of
// the context.
var (
	ErrEmpty     = errors.New("no text in the file")
	ErrDirectory = errors.New("is a directory")
	ErrBinary    = errors.New("not a text")
	ErrEncoding  = errors.New("bytes that are no text in this encoding")
	ErrFormat    = errors.New("damaged or of another format")
	ErrEncrypted = errors.New("encrypted")
	ErrTooLarge  = errors.New("too large")
	ErrLanguages = errors.New("several languages in one file")
)

// An Error says which file could not be read, where in it and what can be
// done. Its message has no hint, so that a caller may put the hint on a line
// of its own.
type Error struct {
	Path  string
	Place string // "byte 1204", "line 7", "word/document.xml"; "" for the whole file
	Err   error
	Hint  string // what to do, a sentence without a full stop; "" where nothing helps
}

func (e *Error) Error() string {
	s := e.Path
	if e.Place != "" {
		s += ": " + e.Place
	}
	return s + ": " + e.Err.Error()
}

func (e *Error) Unwrap() error { return e.Err }

// fault is an error that a reader meets: it knows the place, not the file.
func fault(place, hint string, err error) *Error {
	return &Error{Place: place, Err: err, Hint: hint}
}

// because wraps a sentinel with what was found.
func because(sentinel error, format string, args ...any) error {
	return fmt.Errorf("%w: %s", sentinel, fmt.Sprintf(format, args...))
}

// named gives err the path it lacks.
func named(path string, err error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = &Error{Err: err}
		if p, ok := errors.AsType[*fs.PathError](err); ok { // its message repeats the path
			e.Err = p.Err
		}
	}
	e.Path = path
	return e
}
