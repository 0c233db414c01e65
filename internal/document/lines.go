package document

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// A line is one line of a text that is not blank: text[start:end] without its
// outer white space.
type line struct {
	start, end int
	indent     int  // columns of white space before
	width      int  // columns from start to end, wide characters being two
	hard       bool // two spaces or a backslash at its end: the break is meant
	after      int  // blank lines or page breaks before it
}

// cutLines cuts text at LF, CRLF, CR, U+0085, U+2028, U+2029 and page breaks.
// lone counts carriage returns that no line feed follows.
func cutLines(text string) (lines []line, lone int) {
	blank := 0
	for pos := 0; pos < len(text); {
		end, next, page := lineEnd(text, pos)
		if next > end && text[end] == '\r' && next == end+1 {
			lone++
		}
		raw := text[pos:end]
		body := strings.TrimSpace(raw)
		if body == "" {
			blank++
		} else {
			at := pos + strings.Index(raw, body)
			l := line{start: at, end: at + len(body), indent: displaywidth.String(strings.ReplaceAll(text[pos:at], "\t", "    ")), after: blank}
			l.width = columns(body)
			tail := text[l.end:end]
			l.hard = strings.HasPrefix(tail, "  ")
			if n := len(body); n > 1 && body[n-1] == '\\' {
				l.hard = true
				l.end = at + len(strings.TrimRightFunc(body[:n-1], unicode.IsSpace))
			}
			if l.end > l.start {
				lines = append(lines, l)
				blank = 0
			}
		}
		if page {
			blank++
		}
		pos = next
	}
	return lines, lone
}

// measured is how many bytes of a line are measured: more than any limit of
// layout needs, so that long paragraphs cost nothing.
const measured = 1000

// columns is the width of s, wide characters being two; of long strings that
// of their beginning.
func columns(s string) int {
	if len(s) > measured {
		s = strings.ToValidUTF8(s[:measured], "")
	}
	return displaywidth.String(s)
}

// lineEnd returns where the line that begins at pos ends and where the next
// one begins, and whether a page break is between them.
func lineEnd(text string, pos int) (end, next int, page bool) {
	for i := pos; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\n':
			return i, i + 1, false
		case c == '\f' || c == '\v':
			return i, i + 1, c == '\f'
		case c == '\r':
			if i+1 < len(text) && text[i+1] == '\n' {
				return i, i + 2, false
			}
			return i, i + 1, false
		case c == 0xC2 && strings.HasPrefix(text[i:], "\u0085"):
			return i, i + 2, false
		case c == 0xE2 && (strings.HasPrefix(text[i:], "\u2028") || strings.HasPrefix(text[i:], "\u2029")):
			return i, i + 3, text[i+2] == 0xA9
		}
	}
	return len(text), len(text), false
}

// marker matches what a list item or a numbered paragraph begins with in any
// of the three languages: 1. 1) (1) 1.2. （一） 一、 (a) a) а) (iv) ① • – *.
var marker = regexp.MustCompile(`^(?:` +
	`(?:\d{1,3}\.){1,4}\d{0,3}(?:\s|\p{Han})` +
	`|\d{1,3}[)）、]` +
	`|\d{1,3}．` +
	`|[(（](?:\d{1,3}|\pL|[ivxIVX]{1,5}|[一二三四五六七八九十百]{1,4})[)）]` +
	`|[一二三四五六七八九十百]{1,4}、` +
	`|(?:[a-zа-я]|[ivx]{2,4})\)\s` +
	`|[\x{2460}-\x{2473}\x{24B6}-\x{24E9}]` +
	`|[•◦▪■□●○·‣⁃➢✓]\s*` +
	`|[-–—*+]\s+` +
	`)`)

// romanMarker matches I. II. XIV. before a heading.
var romanMarker = regexp.MustCompile(`^[IVXLC]{1,6}\.\s`)

// terminated reports whether a line ends as a sentence or a clause of a list
// does, closing quotes, brackets and footnote marks aside.
func terminated(s string) bool {
	for s != "" {
		r, n := utf8.DecodeLastRuneInString(s)
		switch {
		case strings.ContainsRune("。！？!?.…；;：:．", r):
			return true
		case strings.ContainsRune("”’»」』）)]】》\"'＂›", r), r >= '¹' && r <= '³' && r != 'º', r == '\u2070', r >= '\u2074' && r <= '\u2079', r == '*':
			s = s[:len(s)-n]
		case r >= '0' && r <= '9': // a footnote mark after a full stop, not a number
			rest := strings.TrimRight(s, "0123456789")
			if rest == "" || len(s)-len(rest) > 2 {
				return false
			}
			last, _ := utf8.DecodeLastRuneInString(rest)
			before := strings.TrimRight(rest, string(last))
			b, _ := utf8.DecodeLastRuneInString(before)
			return strings.ContainsRune("。.!?！？”»", last) && !unicode.IsDigit(b)
		default:
			return false
		}
	}
	return false
}

// opensLower reports whether s begins with a lower-case letter, which goes on
// with the line before.
func opensLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// isRule reports whether a line is a drawn rule, --- or * * *, without text.
func isRule(s string) bool {
	n := 0
	for _, r := range s {
		switch {
		case strings.ContainsRune("-=_*~#—–─━═·•.", r):
			n++
		case r != ' ':
			return false
		}
	}
	return n >= 3 && !strings.HasPrefix(s, "...")
}
