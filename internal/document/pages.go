package document

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// marginLines is how many lines at the top and at the bottom of a page
	// may be a running header or footer.
	marginLines = 3
	// gapShare is how much larger than the usual distance of lines, in
	// percent, the distance between paragraphs is at least.
	gapShare = 135
	// sizeShare is how much, in percent, the letters of a heading or of a
	// footnote differ in size from those of the text.
	sizeShare = 8
	// indentShare is how far a first line is moved in, in percent of the
	// size of a letter. Chinese moves in by two letters, others by one.
	indentShare = 80
	// spaceShare is the width of a space, in percent of the size of a letter.
	spaceShare = 25
)

// leftOut counts what layOutPages did not take over as it is.
type leftOut struct{ margins, hyphens, turned int }

var pageNumber = regexp.MustCompile(`(?i)^(?:[-–—\s]*\d{1,4}[-–—\s]*|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|(?:page|стр\.|с\.|p\.)\s*\d{1,4}(?:\s*(?:of|/|из)\s*\d{1,4})?|\d{1,4}\s*/\s*\d{1,4}|[ivxlc]{1,6})$`)

// layOutPages puts the lines of pages together to paragraphs by their geometry:
// distance, indent, width, size of letters. Running headers, footers and page
// numbers are dropped, paragraphs go on across pages, footnotes come last.
func layOutPages(pages []page) ([]Paragraph, leftOut) {
	var out leftOut
	running := runningLines(pages)
	var lines, notes []pageLine
	body := bodySize(pages)
	for i, p := range pages {
		out.turned += p.turned
		margins := p.margins(running)
		out.margins += len(margins)
		kept := make([]pageLine, 0, len(p.lines))
		for j, l := range p.lines {
			if l.page = i + 1; !slices.Contains(margins, j) {
				kept = append(kept, l)
			}
		}
		text, foot := splitNotes(kept, body)
		lines = append(lines, text...)
		notes = append(notes, foot...)
	}
	m := measurePages(lines)
	h := habitsOf(lines)
	ps := m.paragraphs(lines, body, h, &out)
	anchorNotes := len(ps)
	for _, p := range measurePages(notes).paragraphs(notes, 0, h, &out) {
		p.Kind = Footnote
		p.Anchor = noteAnchor(ps[:anchorNotes], p)
		ps = append(ps, p)
	}
	return ps, out
}

// edges yields the places of the lines nearest to the top and the bottom.
func edges(p page) []int {
	order := make([]int, len(p.lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p.lines[b].base, p.lines[a].base) })
	if len(order) <= 2*marginLines {
		return order
	}
	return append(order[:marginLines:marginLines], order[len(order)-marginLines:]...)
}

// margin is the key of a running line: its text with digits made alike, and
// its height in steps of 6 points, in which no printed page varies.
func margin(l pageLine) string {
	s := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsDigit(r):
			return '#'
		case unicode.IsSpace(r):
			return -1
		}
		return r
	}, l.text)
	return fmt.Sprintf("%s@%d", s, int(l.base/6))
}

// runningLines finds what stands at the same height of the edge of several
// pages: on a third of them, and two at least (left and right pages differ).
func runningLines(pages []page) map[string]bool {
	count := map[string]int{}
	for _, p := range pages {
		seen := map[string]bool{}
		for _, i := range edges(p) {
			if k := margin(p.lines[i]); !seen[k] {
				seen[k] = true
				count[k]++
			}
		}
	}
	maps.DeleteFunc(count, func(_ string, n int) bool { return n < 2 || n*3 < len(pages) })
	out := map[string]bool{}
	for k := range count {
		out[k] = true
	}
	return out
}

// margins returns the places of the lines of a page that are no text: those
// that run over pages, and a page number that is its first or last line.
func (p page) margins(running map[string]bool) (out []int) {
	near := edges(p)
	if len(near) == 0 {
		return nil
	}
	top, bottom := p.lines[near[0]].base, p.lines[near[len(near)-1]].base
	for _, i := range near {
		l := p.lines[i]
		if running[margin(l)] || (l.base == top || l.base == bottom) && pageNumber.MatchString(l.text) {
			out = append(out, i)
		}
	}
	return out
}

// bodySize is the size of most letters.
func bodySize(pages []page) float64 {
	weight := map[int]int{}
	for _, p := range pages {
		for _, l := range p.lines {
			weight[int(l.size*4+0.5)] += len(l.text)
		}
	}
	best := 0
	for _, k := range slices.Sorted(maps.Keys(weight)) {
		if weight[k] > weight[best] {
			best = k
		}
	}
	return float64(best) / 4
}

var noteStart = regexp.MustCompile(`^(?:\d{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\*{1,3}|[①-⑳†‡])[\s.)]*\S`)

// splitNotes takes the footnotes off a page: the last lines, in smaller
// letters, from one that begins with a mark.
func splitNotes(lines []pageLine, body float64) (text, notes []pageLine) {
	from := len(lines)
	for i, l := range slices.Backward(lines) {
		if l.size*100 > body*(100-sizeShare) {
			break
		}
		if noteStart.MatchString(l.text) {
			from = i
		}
	}
	return lines[:from], lines[from:]
}

// noteAnchor finds the raised mark that a note begins with.
func noteAnchor(ps []Paragraph, note Paragraph) *Anchor {
	digits := strings.Map(func(r rune) rune {
		if s, ok := superscript(r); ok {
			return s
		}
		if strings.ContainsRune("⁰¹²³⁴⁵⁶⁷⁸⁹", r) {
			return r
		}
		return -1
	}, note.Text[:strings.IndexFunc(note.Text+" ", func(r rune) bool { return !unicode.IsNumber(r) })])
	if digits == "" {
		return nil
	}
	for i, p := range ps {
		for at := 0; ; {
			n := strings.Index(p.Text[at:], digits)
			if n < 0 {
				break
			}
			at += n
			before, _ := utf8.DecodeLastRuneInString(p.Text[:at])
			after, _ := utf8.DecodeRuneInString(p.Text[at+len(digits):])
			if !strings.ContainsRune("⁰¹²³⁴⁵⁶⁷⁸⁹", before) && !strings.ContainsRune("⁰¹²³⁴⁵⁶⁷⁸⁹", after) {
				return &Anchor{i, at}
			}
			at += len(digits)
		}
	}
	return nil
}

// A pageMeasure is what is usual in a text: margins and distance of lines.
type pageMeasure struct {
	left, right float64
	gap         float64
}

func measurePages(lines []pageLine) pageMeasure {
	var m pageMeasure
	lefts := map[int]int{}
	var rights, gaps []float64
	for i, l := range lines {
		lefts[int(l.x0/2)]++
		rights = append(rights, l.x1)
		if i > 0 && l.page == lines[i-1].page && lines[i-1].base > l.base {
			gaps = append(gaps, lines[i-1].base-l.base)
		}
	}
	best := -1
	for _, k := range slices.Sorted(maps.Keys(lefts)) { // glyphs begin up to 2 points apart: two steps together
		if best < 0 || lefts[k]+lefts[k+1] > lefts[best]+lefts[best+1] {
			best = k
		}
	}
	m.left = float64(best) * 2
	slices.Sort(rights)
	if n := len(rights); n > 0 {
		m.right = rights[n*9/10]
	}
	m.gap = median(gaps)
	return m
}

// paragraphs joins lines.
func (m pageMeasure) paragraphs(lines []pageLine, body float64, h habits, out *leftOut) (ps []Paragraph) {
	for from := 0; from < len(lines); {
		to := from + 1
		for to < len(lines) && !m.parted(lines[from:to], lines[to]) {
			to++
		}
		first := lines[from]
		p := Paragraph{Offset: -1, Place: fmt.Sprintf("page %d line %d", first.page, first.number)}
		p.Text = h.join(lines[from:to], out)
		large := body > 0 && first.size*100 > body*(100+sizeShare)
		if strings.ContainsFunc(p.Text, unicode.IsLetter) && !terminated(p.Text) && (large || first.bold && to-from <= 3) {
			p.Kind = Heading
		}
		ps = append(ps, p)
		from = to
	}
	return ps
}

// parted reports whether line b begins a paragraph after the lines before it.
func (m pageMeasure) parted(before []pageLine, b pageLine) bool {
	a := before[len(before)-1]
	em := max(a.size, 1)
	ends := terminated(a.text)
	width := m.right - m.left
	atRight := a.x1 > m.right-max(3*em, width*(100-fullShare)/100)
	fits := a.x1 + b.head + em*spaceShare/100 // the first word of b, had line a gone on
	full := atRight || fits > m.right
	indented := b.x0 > m.left+em*indentShare/100
	switch {
	case abs(a.size-b.size)*100 > a.size*sizeShare || a.bold != b.bold && (a.bold || !full):
		return true
	case b.page == a.page && b.base >= a.base-em/4: // beside it, or at the top of the next column
		return !atRight || ends || b.base < a.base+em
	case b.page == a.page && m.gap > 0 && (a.base-b.base)*100 > m.gap*gapShare && (a.base-b.base) > 1.9*em*0.9:
		return true
	case centred(m, a, em) && centred(m, b, em):
		return false
	case indented && a.x0 <= b.x0-em*indentShare/100: // a first line moved in; below another one it is a block moved in
		return ends || !full || !marker.MatchString(a.text)
	case indented && len(before) == 1 && abs(a.x0-b.x0) < em/2 && (ends || !full): // two paragraphs of one line
		return true
	case marker.MatchString(b.text) && (ends || !full):
		return true
	case !full && ends, a.x1 < m.left+width/2:
		return true
	}
	return !full && !ends && !opensLower(b.text) && fits < m.right-em
}

// centred reports whether a line stands in the middle, away from both margins.
func centred(m pageMeasure, l pageLine, em float64) bool {
	l0, r0 := l.x0-m.left, m.right-l.x1
	return l0 > 2*em && r0 > 2*em && abs(l0-r0) < 2*em
}

func abs(x float64) float64 { return max(x, -x) }

func median(xs []float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(xs))
	return s[len(s)/2]
}
