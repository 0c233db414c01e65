package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/term"

	"dragoman/internal/lang"
)

// streams is where a run reads and writes, and how: colour, width, progress.
type streams struct {
	in       io.Reader
	out      *bufio.Writer
	err      io.Writer
	outTTY   bool
	errTTY   bool
	color    bool
	width    int // columns of the terminal; 0 = no limit (piped)
	quiet    bool
	settings settings
}

func newStreams(stdin io.Reader, stdout, stderr io.Writer) *streams {
	if stdout == nil {
		stdout = io.Discard
	}
	if stderr == nil {
		stderr = io.Discard
	}
	s := &streams{in: stdin, out: bufio.NewWriter(stdout), err: stderr}
	s.outTTY, s.errTTY = isTerminal(stdout), isTerminal(stderr)
	if s.outTTY {
		s.width = terminalWidth(stdout)
	}
	return s
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// terminalWidth returns the columns of a terminal; COLUMNS overrides, 80 is
// what a terminal that will not tell gets.
func terminalWidth(w io.Writer) int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if f, ok := w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			return n
		}
	}
	return 80
}

// useColor decides by --color and the customs of the environment
// (no-color.org, CLICOLOR_FORCE, TERM=dumb).
func (s *streams) useColor(when string) (bool, error) {
	switch when {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto", "":
		switch {
		case os.Getenv("NO_COLOR") != "":
			return false, nil
		case os.Getenv("CLICOLOR_FORCE") != "" && os.Getenv("CLICOLOR_FORCE") != "0":
			return true, nil
		}
		return s.outTTY && os.Getenv("TERM") != "dumb", nil
	}
	return false, usagef("--color is auto, always or never, not %s", quote(when))
}

// style names a way to set text apart; colour never carries a meaning alone.
type style string

const (
	bold   style = "1"
	faint  style = "2"
	marked style = "1;33"
	good   style = "32"
	poor   style = "31"
)

func (s *streams) paint(st style, text string) string {
	if !s.color || text == "" || st == "" {
		return text
	}
	return "\x1b[" + string(st) + "m" + text + "\x1b[0m"
}

func (s *streams) printf(format string, args ...any) { fmt.Fprintf(s.out, format, args...) }

// notef writes a remark to standard error, unless --quiet.
func (s *streams) notef(format string, args ...any) {
	if !s.quiet {
		fmt.Fprintf(s.err, format+"\n", args...)
	}
}

// warnf writes a warning to standard error.
func (s *streams) warnf(format string, args ...any) {
	fmt.Fprintf(s.err, "dragoman: warning: "+format+"\n", args...)
}

// printJSON writes a value as JSON, indented; HTML is not escaped, since the
// texts are for people.
func (s *streams) printJSON(v any) error {
	e := json.NewEncoder(s.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// printJSONLine writes a value as JSON on one line.
func (s *streams) printJSONLine(v any) error {
	e := json.NewEncoder(s.out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// progress returns a callback that keeps one line on a terminal's standard
// error up to date, and a function that wipes it. Elsewhere both do nothing.
func (s *streams) progress(what string) (step func(stage string, done, total int), clear func()) {
	if !s.errTTY || s.quiet {
		return func(string, int, int) {}, func() {}
	}
	shown := ""
	step = func(stage string, done, total int) {
		line := what + ": " + stage
		if total > 0 {
			line += fmt.Sprintf(" %d %%", 100*done/total)
		}
		if line != shown {
			fmt.Fprintf(s.err, "\r\x1b[K%s", line)
			shown = line
		}
	}
	return step, func() { fmt.Fprint(s.err, "\r\x1b[K") }
}

// plural counts a noun: "1 unit", "2 units".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}

// thousands sets commas: 12,345.
func thousands(n int) string {
	d := strconv.Itoa(n)
	for i := len(d) - 3; i > 0 && d[i-1] != '-'; i -= 3 {
		d = d[:i] + "," + d[i:]
	}
	return d
}

func quote(s string) string { return "“" + s + "”" }

// oneLine replaces line breaks and tabs by spaces, for line-oriented output;
// JSON keeps the text as it is.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || r == '\u0085'
	}), " ")
}

// byLang is a JSON object with a key for each language, in the order they were
// added: the order of the files. Of two values of one language the first stays.
type byLang[T any] struct {
	langs  []lang.Code
	values []T
}

func (b *byLang[T]) add(l lang.Code, v T) {
	if !slices.Contains(b.langs, l) {
		b.langs, b.values = append(b.langs, l), append(b.values, v)
	}
}

// MarshalJSON writes the object.
func (b byLang[T]) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	for i, l := range b.langs {
		out.WriteByte("{,"[min(i, 1)])
		fmt.Fprintf(&out, "%q:", string(l))
		if err := e.Encode(b.values[i]); err != nil {
			return nil, err
		}
	}
	if len(b.langs) == 0 {
		out.WriteByte('{')
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}
