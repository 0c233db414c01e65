package main

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/displaywidth"

	"dragoman/tm"
)

// Marks stand for the begin and end of a highlighted stretch while text is
// laid out. They have no width and are replaced when a line is written. The
// characters cannot come from the user's text: clean removes controls first.
const (
	markOn  = '\x01'
	markOff = '\x02'
)

// tableWidth is how wide a table of texts is where no terminal sets it.
const tableWidth = 120

// table is text in columns, aligned by display width: a Chinese character
// takes two columns and a Cyrillic letter one, whatever the locale says.
type table struct {
	head  []string // may be nil
	rows  [][]string
	right []bool // columns set to the right: figures
	// flexible columns share what the others leave and wrap; without any,
	// nothing wraps.
	flexible []bool
	blank    bool // an empty line between rows
}

// print writes the table; width 0 means tableWidth.
func (t *table) print(s *streams) {
	if len(t.rows) == 0 {
		return
	}
	width := s.width
	if width == 0 {
		width = tableWidth
	}
	for _, row := range t.rows {
		for i := range row {
			row[i] = clean(row[i])
		}
	}
	widths := t.widths(width)
	if t.head != nil {
		t.line(s, t.head, widths, bold)
	}
	for i, row := range t.rows {
		if t.blank && (i > 0 || t.head != nil) {
			s.printf("\n")
		}
		t.line(s, row, widths, "")
	}
}

const gutter = 2

// widths gives each column its display width.
func (t *table) widths(total int) []int {
	w := make([]int, t.columns())
	for _, row := range append([][]string{t.head}, t.rows...) {
		for i, cell := range row {
			w[i] = max(w[i], cellWidth(cell))
		}
	}
	rest, flex := total, 0
	for i := range w {
		rest -= gutter
		if t.isFlexible(i) {
			flex++
		} else {
			rest -= w[i]
		}
	}
	rest += gutter
	for i := range w {
		if t.isFlexible(i) && flex > 0 {
			share := max(rest/flex, minColumn)
			w[i] = min(w[i], share)
			rest, flex = rest-w[i], flex-1
		}
	}
	return w
}

// minColumn keeps a text column readable on a very narrow terminal, which
// then wraps the line itself.
const minColumn = 12

func (t *table) columns() int {
	n := len(t.head)
	for _, row := range t.rows {
		n = max(n, len(row))
	}
	return n
}

func (t *table) isFlexible(i int) bool { return i < len(t.flexible) && t.flexible[i] }
func (t *table) isRight(i int) bool    { return i < len(t.right) && t.right[i] }

// line writes one row, over as many lines as its tallest cell.
func (t *table) line(s *streams, row []string, widths []int, st style) {
	cells, height := make([][]string, len(row)), 1
	for i, cell := range row {
		cells[i] = []string{cell}
		if t.isFlexible(i) {
			cells[i] = wrap(cell, widths[i])
		}
		height = max(height, len(cells[i]))
	}
	for y := range height {
		var b strings.Builder
		for i := range row {
			cell := ""
			if y < len(cells[i]) {
				cell = cells[i][y]
			}
			pad := strings.Repeat(" ", max(0, widths[i]-cellWidth(cell)))
			if i > 0 {
				b.WriteString(strings.Repeat(" ", gutter))
			}
			if t.isRight(i) {
				b.WriteString(pad + s.highlight(cell, st))
			} else {
				b.WriteString(s.highlight(cell, st) + pad)
			}
		}
		s.printf("%s\n", strings.TrimRight(b.String(), " "))
	}
}

// highlight replaces marks by colour or, without colour, by « and ».
func (s *streams) highlight(text string, st style) string {
	if !strings.ContainsRune(text, markOn) {
		return s.paint(st, text)
	}
	on, off := "«", "»"
	if s.color {
		on, off = "\x1b["+string(marked)+"m", "\x1b[0m"
	}
	return strings.NewReplacer(string(markOn), on, string(markOff), off).Replace(text)
}

// clean makes text safe to show on a terminal: line breaks become spaces,
// other controls their picture (U+2400…), so that a document cannot send
// escape sequences.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == markOn || r == markOff:
			return r
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return ' '
		case r < 0x20:
			return 0x2400 + r
		case r == 0x7f || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return '\ufffd'
		}
		return r
	}, text)
}

// mark sets spans of text apart; they are ascending byte offsets.
func mark(text string, spans []tm.Span) string {
	strip := strings.NewReplacer(string(markOn), "␁", string(markOff), "␂")
	var b strings.Builder
	at := 0
	for _, sp := range spans {
		b.WriteString(strip.Replace(text[at:sp.Start]))
		b.WriteRune(markOn)
		b.WriteString(strip.Replace(text[sp.Start:sp.End]))
		b.WriteRune(markOff)
		at = sp.End
	}
	b.WriteString(strip.Replace(text[at:]))
	return b.String()
}

// cellWidth is the number of columns text takes, marks counted as they will
// be shown without colour.
func cellWidth(text string) int {
	return displaywidth.String(text)
}

// wrap breaks text into lines of at most width columns: at spaces, and
// between Chinese characters, where no line begins with a closing mark or
// ends with an opening one. A highlighted stretch is closed at the end of a
// line and opened again on the next.
func wrap(text string, width int) []string {
	if cellWidth(text) <= width {
		return []string{text}
	}
	var lines []string
	line, w, inMark := "", 0, false
	flush := func() {
		line = strings.TrimRight(line, " ")
		if inMark {
			line += string(markOff)
		}
		lines, line, w = append(lines, line), "", 0
		if inMark {
			line = string(markOn)
		}
	}
	for _, c := range chunks(text) {
		cw := cellWidth(strings.TrimRight(c, " "))
		if w > 0 && w+cw > width {
			flush()
		}
		for cw > width { // a word longer than the line
			head := displaywidth.TruncateString(c, width, "")
			if head == "" {
				break
			}
			line, c = line+head, c[len(head):]
			flush()
			cw = cellWidth(strings.TrimRight(c, " "))
		}
		line += c
		w += cellWidth(c)
		for _, r := range c {
			if r == markOn || r == markOff {
				inMark = r == markOn
			}
		}
	}
	if strings.Trim(line, " \x01\x02") != "" {
		flush()
	}
	return lines
}

const (
	closers = "。，、；：？！”’）》〉」』】〕…—％·,.;:?!)]}%»"
	openers = "“‘（《〈「『【〔([{«"
)

// chunks cuts text where a line may end; joined they are the text.
func chunks(text string) []string {
	var out []string
	start := 0
	var prev rune
	g := displaywidth.StringGraphemes(text)
	for at := 0; g.Next(); {
		v := g.Value()
		r := []rune(v)[0]
		wide := g.Width() > 1
		if at > start && mayBreak(prev, r, wide) {
			out, start = append(out, text[start:at]), at
		}
		if r != markOn && r != markOff {
			prev = r
		}
		at += len(v)
	}
	return append(out, text[start:])
}

func mayBreak(prev, next rune, nextWide bool) bool {
	switch {
	case prev == 0 || next == ' ' || next == markOff || next == markOn:
		return false
	case prev == ' ':
		return true
	case strings.ContainsRune(closers, next) || strings.ContainsRune(openers, prev):
		return false
	}
	return nextWide || displaywidth.Rune(prev) > 1
}
