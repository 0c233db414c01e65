package document

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Lengths below are in ems, the size of the letters; they hold for what word
// processors and TeX print.
const (
	// runGap is a hole between two glyphs that another font may fill. The
	// narrowest sign that is set apart, a full stop, is 0.25 wide, and kerning
	// does not open more than 0.1.
	runGap = 0.15
	// joinGap is how far apart the parts of a line may be that were not
	// written one after the other: a word space, justified. The distance
	// between two columns is 1.2 at least.
	joinGap = 0.6
	// cellGap is how far apart they may be that were written so: a list mark
	// and its text. What is farther is the next cell of a table.
	cellGap = 3.0
	// backGap is how far back the next part may begin: marks put over a
	// letter, narrow kerning. What is farther is printed over the line.
	backGap = 2.0
	// rowShare is how much of the lower of two letters' boxes is beside the
	// other if they stand on one line. Raised digits are wholly beside the
	// letters, the next line is not at all even if set solid.
	rowShare = 0.5
	// rowSizes is how many times larger the letters of a line may be than the
	// smallest, a raised digit; an initial over several lines is its own.
	rowSizes = 2.5
	// hanSpace and mixedSpace are from what width on, beyond what justifying
	// adds, the space at a wide character is a space: typesetters put 0.20
	// (LibreOffice) or 0.25 (Word) between Chinese and other letters.
	hanSpace, mixedSpace = 0.2, 0.3
	// typesetSpace is no space, whatever the width of those that are written:
	// what LibreOffice puts, with its rounding.
	typesetSpace = 0.22
)

// A page is the lines of a page in the order in which they are written.
type page struct {
	lines   []pageLine
	turned  int // characters that do not run from left to right
	unknown int // characters without a code
	letters int
}

// A pageLine is a line of a page. Lengths are in points, y grows upwards.
type pageLine struct {
	text   string
	x0, x1 float64
	head   float64 // width of its first word
	base   float64 // where its letters stand
	size   float64 // of most of its letters
	bold   bool
	number int // among the lines of the page, from 1
	page   int
}

// A glyph is a character and where it stands: from x0 on, its advance to x1, on
// the baseline y.
type glyph struct {
	r         rune
	x0, x1, y float64
	size      float64
	bold      bool
	spaced    bool // the engine sees a space before it
	hyphen    bool // the engine says that it divides a word
}

// A glyphRun is glyphs written one after the other on one baseline without a
// hole in which another could stand.
type glyphRun struct {
	glyphs    []glyph
	from      int // place of the first glyph among those of the page
	x0, x1, y float64
	size      float64
}

// assembleLines makes the lines of a page of its glyphs. A writer prints a line
// font by font: the Chinese first, with holes, then the quotation marks that
// another font had. So glyphs become runs, runs of one height become rows, and
// what touches within a row is a line. Lines come in the order in which their
// first glyphs were written, as the columns of a page do.
func assembleLines(glyphs []glyph) []pageLine {
	var lines [][]glyphRun
	for _, row := range rowsOf(runsOf(glyphs)) {
		lines = append(lines, splitRow(row)...)
	}
	slices.SortFunc(lines, func(a, b []glyphRun) int { return cmp.Compare(firstWritten(a), firstWritten(b)) })
	letters := make([][]letter, len(lines))
	for i, runs := range lines {
		letters[i] = lettersOf(runs)
	}
	written := writtenSpace(letters)
	var out []pageLine
	for _, line := range letters {
		if len(line) > 0 {
			l := lineOf(line, written)
			l.number = len(out) + 1
			out = append(out, l)
		}
	}
	return out
}

func firstWritten(runs []glyphRun) int {
	return slices.MinFunc(runs, func(a, b glyphRun) int { return cmp.Compare(a.from, b.from) }).from
}

func runsOf(glyphs []glyph) (runs []glyphRun) {
	for i := 0; i < len(glyphs); {
		from := i
		for i++; i < len(glyphs); i++ {
			a, b := glyphs[i-1], glyphs[i]
			if gap := (b.x0 - a.x1) / b.size; a.y != b.y || a.size != b.size || gap > runGap || b.x0 < a.x0 {
				break
			}
		}
		last := glyphs[i-1]
		runs = append(runs, glyphRun{glyphs: glyphs[from:i], from: from, x0: glyphs[from].x0, x1: last.x1, y: last.y, size: last.size})
	}
	return runs
}

// beside reports whether two runs stand on one line.
func beside(a, b glyphRun) bool {
	const below = 0.2 // of a letter's box is below the baseline
	small, large := min(a.size, b.size), max(a.size, b.size)
	overlap := min(a.y+(1-below)*a.size, b.y+(1-below)*b.size) - max(a.y-below*a.size, b.y-below*b.size)
	return overlap >= rowShare*small && large <= rowSizes*small
}

// rowsOf puts the runs together that stand at one height. They come from top to
// bottom; a row is compared by its largest letters, and only the last few can
// still be beside the next run.
func rowsOf(runs []glyphRun) [][]glyphRun {
	const open = 4
	type row struct {
		runs   []glyphRun
		anchor glyphRun
	}
	slices.SortStableFunc(runs, func(a, b glyphRun) int { return cmp.Compare(b.y, a.y) })
	var rows []row
next:
	for _, r := range runs {
		for i := len(rows) - 1; i >= max(0, len(rows)-open); i-- {
			if beside(rows[i].anchor, r) {
				rows[i].runs = append(rows[i].runs, r)
				if r.size > rows[i].anchor.size {
					rows[i].anchor = r
				}
				continue next
			}
		}
		rows = append(rows, row{[]glyphRun{r}, r})
	}
	out := make([][]glyphRun, len(rows))
	for i, r := range rows {
		out[i] = r.runs
	}
	return out
}

// splitRow divides a row into lines: cells of a table, lines of columns.
func splitRow(row []glyphRun) (lines [][]glyphRun) {
	const open = 4
	slices.SortStableFunc(row, func(a, b glyphRun) int { return cmp.Compare(a.x0, b.x0) })
next:
	for _, r := range row {
		for i := len(lines) - 1; i >= max(0, len(lines)-open); i-- {
			if touches(lines[i][len(lines[i])-1], r) {
				lines[i] = append(lines[i], r)
				continue next
			}
		}
		lines = append(lines, []glyphRun{r})
	}
	return lines
}

// touches reports whether run b goes on where run a ends.
func touches(a, b glyphRun) bool {
	size := max(a.size, b.size)
	gap := (b.x0 - a.x1) / size
	if a.from+len(a.glyphs) == b.from {
		return gap <= cellGap && gap >= -backGap
	}
	return gap <= joinGap && gap >= -joinGap
}

// A letter is a glyph that is no space, and what stands before it.
type letter struct {
	glyph
	space bool // a space is written before it
	next  bool // it was written right after the letter before it
}

// lineOf writes a line down.
func lineOf(letters []letter, written float64) pageLine {
	l := pageLine{x0: letters[0].x0}
	var sizes, bases []float64
	bold := 0
	for _, g := range letters {
		l.x0, l.x1 = min(l.x0, g.x0), max(l.x1, g.x1)
		sizes, bases = append(sizes, g.size), append(bases, g.y)
		if g.bold {
			bold++
		}
	}
	l.size, l.base, l.bold = median(sizes), median(bases), bold*2 > len(letters)
	var b strings.Builder
	s := spacingOf(letters, written)
	for i, g := range letters {
		apart := i > 0 && (g.space || s.parts(letters[i-1], g))
		if apart {
			b.WriteByte(' ')
		}
		if i > 0 && l.head == 0 && (apart || unspaced(g.r)) {
			l.head = letters[i-1].x1 - l.x0
		}
		b.WriteRune(l.raised(g.glyph))
	}
	l.text, l.head = b.String(), cmp.Or(l.head, l.x1-l.x0)
	return l
}

func lettersOf(runs []glyphRun) (letters []letter) {
	place, space := -1, false
	for _, r := range runs {
		for j, g := range r.glyphs {
			if g.r == ' ' {
				space = true
				continue
			}
			letters = append(letters, letter{g, space, place+1 == r.from+j})
			place, space = r.from+j, false
		}
	}
	return letters
}

// spacing is from what width on a distance is a space, in ems.
type spacing struct{ han, mixed float64 }

// writtenSpace is how wide the spaces between Chinese and other letters are on
// a page. LibreOffice writes them on one side of a word only, so that what is as
// wide as a written space is one too. It is mixedSpace where none is written.
func writtenSpace(lines [][]letter) float64 {
	const nearly = 0.95 // widths in a file are rounded
	var widths []float64
	for _, letters := range lines {
		for i, b := range letters {
			if i > 0 && b.space && unspaced(letters[i-1].r) != unspaced(b.r) {
				widths = append(widths, b.after(letters[i-1]))
			}
		}
	}
	if len(widths) == 0 {
		return mixedSpace
	}
	return min(mixedSpace, max(typesetSpace, nearly*slices.Min(widths)))
}

// spacingOf measures by how much justifying has moved the Chinese characters of
// a line apart.
func spacingOf(letters []letter, written float64) spacing {
	var gaps []float64
	for i, b := range letters {
		if i > 0 && !b.space && unspaced(letters[i-1].r) && unspaced(b.r) {
			gaps = append(gaps, b.after(letters[i-1]))
		}
	}
	stretch := max(median(gaps), 0)
	return spacing{hanSpace + stretch, written + stretch}
}

// after is how far b is from a, in ems.
func (b letter) after(a letter) float64 { return (b.x0 - a.x1) / max(a.size, b.size) }

// parts reports whether a space is meant between two letters. Where both were
// written one after the other the engine knows best, but not at wide characters.
func (s spacing) parts(a, b letter) bool {
	switch left, right := unspaced(a.r), unspaced(b.r); {
	case left && right, left && eitherWay(b.r), eitherWay(a.r) && right:
		return b.after(a) > s.han
	case left || right:
		return b.after(a) > s.mixed
	case b.next:
		return b.spaced
	}
	return b.after(a) > runGap
}

// raised gives a digit that stands higher and is smaller than the letters of
// the line its raised form: a footnote mark.
func (l *pageLine) raised(g glyph) rune {
	if sup, ok := superscript(g.r); ok && g.size < 0.8*l.size && g.y > l.base+0.15*l.size {
		return sup
	}
	return g.r
}

// superscript is the raised form of a digit.
func superscript(r rune) (rune, bool) {
	digits := []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")
	if r >= '0' && r <= '9' {
		return digits[r-'0'], true
	}
	return r, false
}

// unspaced reports whether a character is written without spaces around it.
func unspaced(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x30FF || r >= 0xFF01 && r <= 0xFF60
}

// eitherWay reports whether a sign is written without spaces in Chinese and
// with spaces around it elsewhere.
func eitherWay(r rune) bool { return strings.ContainsRune("“”‘’—…·", r) }
