package document

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxWrap is the widest line, in columns, that an editor or a mail
	// program wraps at. Wider lines are whole paragraphs. Common widths are
	// 65 to 80, 100, 120 and 132.
	maxWrap = 140
	// minWrap is the narrowest column that text is wrapped to.
	minWrap = 30
	// shortLine is the widest line, in columns, of an address, a signature or
	// a heading without any other sign.
	shortLine = 64
	// fillShare is how much of the full width, in percent, a wrapped line
	// fills at least, unless it ends its paragraph: a long word or the rules
	// of Chinese line breaking leave up to a quarter empty.
	fillShare = 75
	// fullShare is how much of the full width a line fills that was wrapped,
	// 86 % as measured on three languages: 0.93 / 0.86 / 0.93 of paragraph
	// ends found in zh / ru / en together with the terminator.
	fullShare = 86
	// crowded is how many lines a block has on average in a file whose
	// paragraphs are not kept apart by blank lines.
	crowded = 8
)

var headingMark = regexp.MustCompile(`^#{1,6}[ \t\x{3000}]+`)

// readPlain reads text without markup, but for the marks that people write in
// letters and statements anyway: ## headings and hard breaks.
func readPlain(_ context.Context, src *source) (*content, error) {
	d, err := src.decode("")
	if err != nil {
		return nil, err
	}
	lines, lone := cutLines(d.text)
	c := &content{encoding: d.set.name}
	if lone > 0 {
		c.warn("%d lone carriage returns taken for line ends", lone)
	}
	var ps []Paragraph
	if src.opt.Lines {
		for _, l := range lines {
			ps = append(ps, Paragraph{Text: d.text[l.start:l.end], Offset: int64(l.start)})
		}
	} else {
		var rules int
		ps, rules = layOut(d.text, lines)
		if rules > 0 {
			c.warn("%d drawn lines (---) left out", rules)
		}
		classify(ps)
	}
	for i := range ps {
		ps[i].Offset = d.origin(int(ps[i].Offset))
	}
	c.add("", ps)
	return c, nil
}

// A layout is what the lines of a whole file tell about how it was written.
type layout struct {
	full      int  // columns that wrapped lines fill; 0: the text is not wrapped
	perLine   bool // each line is a paragraph
	blankless bool // blank lines do not keep the paragraphs apart
	indented  bool // the first line of each paragraph is indented
}

// measure finds out whether lines were wrapped at a column, from pairs of
// neighbouring lines that no mark separates: in wrapped text most first lines
// are full and end within a sentence; where each line is a paragraph most end
// a sentence or are wider than any column.
func measure(text string, lines []line) layout {
	var widths []int
	var open, whole, blocks int
	for i, l := range lines {
		if l.after > 0 || i == 0 {
			blocks++
		}
		if i+1 == len(lines) || lines[i+1].after > 0 || l.hard || marker.MatchString(text[lines[i+1].start:lines[i+1].end]) {
			continue
		}
		s := text[l.start:l.end]
		widths = append(widths, l.width)
		if !terminated(s) {
			open++
		}
		if l.width > maxWrap || terminated(s) && l.width > shortLine/2 {
			whole++
		}
	}
	lay := layout{blankless: len(lines) >= crowded*blocks && len(lines) > 3}
	n := len(widths)
	if n == 0 {
		return lay
	}
	lay.indented = firstLines(text, lines)
	slices.Sort(widths)
	full := widths[n*9/10]
	filled := 0
	for _, w := range widths {
		if w*100 >= full*fillShare {
			filled++
		}
	}
	switch {
	case full >= minWrap && full <= maxWrap && open*10 >= n*4 && filled*10 >= n*6 && (n > 2 || full > shortLine):
		lay.full = full
	case whole*10 >= n*6 && (n >= 3 || full > maxWrap):
		lay.perLine = true
	}
	return lay
}

// firstLines reports whether indented lines are first lines of paragraphs:
// most of them come after the end of a sentence, and others have no indent.
func firstLines(text string, lines []line) bool {
	indented, after, flush := 0, 0, 0
	for i := 1; i < len(lines); i++ {
		switch {
		case lines[i].after > 0:
		case lines[i].indent < 2:
			flush++
		default:
			indented++
			if a := lines[i-1]; terminated(text[a.start:a.end]) {
				after++
			}
		}
	}
	return indented > 0 && flush > 0 && after*10 >= indented*6
}

// boundary is what is between two lines of a block.
type boundary uint8

const (
	soft     boundary = iota // the line was wrapped
	hard                     // a new segment of the same paragraph
	newBlock                 // a new paragraph
)

// layOut makes paragraphs of lines. Offsets are those in text.
func layOut(text string, lines []line) (ps []Paragraph, rules int) {
	lay := measure(text, lines)
	for len(lines) > 0 {
		n := 1
		for n < len(lines) && lines[n].after == 0 && !startsAlone(text, lines[n-1], lines[n]) {
			n++
		}
		block := lines[:n]
		lines = lines[n:]
		if n == 1 && isRule(text[block[0].start:block[0].end]) {
			rules++
			continue
		}
		ps = append(ps, lay.block(text, block)...)
	}
	return ps, rules
}

// startsAlone reports whether the line b is kept apart from a although no
// blank line is between them: headings with their mark, and drawn lines.
func startsAlone(text string, a, b line) bool {
	s, t := text[a.start:a.end], text[b.start:b.end]
	return headingMark.MatchString(s) || headingMark.MatchString(t) || isRule(s) || isRule(t)
}

// block makes one paragraph of a block of lines, or several.
func (lay layout) block(text string, lines []line) []Paragraph {
	var ps []Paragraph
	last := lines[len(lines)-1]
	short := !terminated(text[last.start:last.end]) // an address: nothing but short lines
	for _, l := range lines {
		short = short && l.width <= shortLine
	}
	from := 0
	var breaks []int
	for i := range lines {
		if i+1 < len(lines) {
			switch lay.between(text, lines[i], lines[i+1], short) {
			case soft:
				continue
			case hard:
				breaks = append(breaks, lines[i+1].start-lines[from].start)
				continue
			}
		}
		start, end := lines[from].start, lines[i].end
		p := Paragraph{Text: text[start:end], Offset: int64(start), Breaks: breaks}
		if mark := headingMark.FindString(p.Text); mark != "" {
			rest := strings.TrimLeftFunc(p.Text[len(mark):], unicode.IsSpace)
			p.Offset += int64(len(p.Text) - len(rest))
			p.Text, p.Kind, p.Breaks = strings.TrimSpace(strings.TrimRight(rest, " #")), Heading, nil
		}
		if p.Text != "" {
			ps = append(ps, p)
		}
		from, breaks = i+1, nil
	}
	return ps
}

// between decides what separates line a from the next line b of its block.
// short says that the block is a stack of short lines.
func (lay layout) between(text string, a, b line, short bool) boundary {
	s, t := text[a.start:a.end], text[b.start:b.end]
	ends := terminated(s)
	item := marker.MatchString(t)
	switch {
	case a.hard:
		return hard
	case item && lay.blankless && (ends || a.width*100 < lay.full*fullShare || lay.full == 0):
		return newBlock
	case item:
		return hard
	case opensLower(t):
		return soft
	case lay.full > 0:
		return lay.wrapped(a, b, ends)
	case short && !ends && !endsOpen(s) && !lay.blankless:
		return hard
	case lay.perLine:
		return newBlock
	}
	return soft
}

// wrapped decides between two lines of a text that was wrapped at a column.
func (lay layout) wrapped(a, b line, ends bool) boundary {
	full := a.width+a.indent >= lay.full*fullShare/100
	switch {
	case lay.blankless && lay.indented && b.indent >= 2:
		return newBlock
	case lay.blankless && !full && ends:
		return newBlock
	case lay.blankless && a.width*2 < lay.full:
		return newBlock
	case !full && a.width*2 < lay.full && !ends:
		return hard // the next word would have found room: the break was meant
	}
	return soft
}

// endsOpen reports whether a line ends with a sign that the text goes on, as
// no line of an address does in Chinese. A Latin comma ends address lines.
func endsOpen(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("，、—-（(", r)
}
