package embed

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// ErrUnavailable is what every *Error of a server is, whether it is down,
// slow, refuses or answers nonsense: who can do without the vectors goes on.
// Mistakes in the settings (no address, no model) are not.
var ErrUnavailable = errors.New("embedding server not available")

// Error tells what is wrong with the server or with its settings.
type Error struct {
	Server string // the address that was asked, without password; "" for settings
	Status int    // HTTP status of the answer; 0 where none came
	Said   string // beginning of what was answered, in one line; may be empty
	Err    error  // cause; may be nil

	problem  string
	hint     string
	settings bool

	next next
	wait time.Duration // what the server asked for, before it is asked again
	most int           // how often to ask again at most, where above 0
}

// next is what can be done about an error.
type next uint8

const (
	giveUp    next = iota
	again          // it may pass
	smaller        // with fewer or shorter texts
	elsewhere      // it is not an address of this server
)

// Error says what happened in one line.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Server != "" {
		fmt.Fprintf(&b, "embedding server %s: ", e.Server)
	}
	b.WriteString(e.problem)
	if e.Status != 0 && e.Status != http.StatusOK {
		fmt.Fprintf(&b, " (%d %s)", e.Status, strings.ToLower(http.StatusText(e.Status)))
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	if e.Said != "" {
		fmt.Fprintf(&b, "; it says: %s", e.Said)
	}
	return b.String()
}

// Hint says what the user can do, or nothing.
func (e *Error) Hint() string { return e.hint }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is tells that the fault is the server's.
func (e *Error) Is(target error) bool { return target == ErrUnavailable && !e.settings }

func (e *Error) because(err error) *Error { e.Err = err; return e }

func setup(problem, hint string) *Error {
	return &Error{problem: problem, hint: hint, settings: true}
}

// refusal returns the error if smaller requests are the cure.
func refusal(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok && e.next == smaller {
		return e
	}
	return nil
}

// stopped says that the caller's context ended the call.
func stopped(err error) error { return fmt.Errorf("embeddings: %w", err) }

// maxSaid, in bytes, is how much of an answer is repeated: two lines of a
// terminal, enough for the sentence in which servers give their reason.
const maxSaid = 200

// said finds the reason in an answer, without the key that some servers
// repeat.
func said(body []byte, key string) string {
	var v struct{ Error, Message, Detail json.RawMessage }
	if json.Unmarshal(body, &v) == nil {
		for _, raw := range []json.RawMessage{v.Error, v.Message, v.Detail} {
			var text string
			var inner struct{ Message string }
			if json.Unmarshal(raw, &text) == nil && text != "" {
				return clean(text, key)
			}
			if json.Unmarshal(raw, &inner) == nil && inner.Message != "" {
				return clean(inner.Message, key)
			}
		}
	}
	return clean(string(body[:min(len(body), 16*maxSaid)]), key)
}

// clean makes foreign text fit for a line of a terminal.
func clean(s, key string) string {
	if key != "" {
		s = strings.ReplaceAll(s, key, "…")
	}
	s = strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= maxSaid {
		return s
	}
	end := maxSaid
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return strings.TrimSpace(s[:end]) + " …"
}
