package document

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed layout_words.txt
var layoutWordsFile string

var layoutWords = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for l := range strings.Lines(layoutWordsFile) {
		class, words, ok := strings.Cut(strings.TrimSpace(l), "\t")
		if ok && !strings.HasPrefix(class, "#") {
			m[class] = append(m[class], strings.Split(words, ";")...)
		}
	}
	return m
})

// opens reports whether s begins with a word of the class.
func opens(class, s string) bool {
	s = strings.ToLower(s)
	for _, w := range layoutWords()[class] {
		rest, ok := strings.CutPrefix(s, w)
		if !ok {
			continue
		}
		r, _ := utf8.DecodeRuneInString(rest)
		last, _ := utf8.DecodeLastRuneInString(w)
		if rest == "" || !unicode.IsLetter(r) || unicode.Is(unicode.Han, last) {
			return true
		}
	}
	return false
}

// classify gives the paragraphs of a text without markup their kinds. Those
// that have one already keep it.
func classify(ps []Paragraph) {
	marked := false // the text marks its headings: nothing else is one
	for i := range ps {
		marked = marked || ps[i].Kind == Heading
		if ps[i].Kind == Body && isItem(ps, i) {
			ps[i].Kind = ListItem
		}
	}
	prose := slices.IndexFunc(ps, func(p Paragraph) bool { return len(p.Text) > 3*shortLine }) // the first long paragraph
	if prose < 0 {
		prose = len(ps)
	}
	letter := prose < len(ps) || slices.ContainsFunc(ps, func(p Paragraph) bool { return isSalutation(p.Text) })
	for i := range ps {
		if ps[i].Kind != Body {
			continue
		}
		switch {
		case isSalutation(ps[i].Text):
			ps[i].Kind = Address
		case isDateLine(ps[i].Text):
			ps[i].Kind = Address
			if i > 0 && (i == len(ps)-1 || ps[i-1].Kind == Signature) {
				ps[i].Kind = Signature
			}
		case isStack(ps[i]) || letter && inRun(ps, i):
			ps[i].Kind = stackKind(ps, i, prose)
		case !marked && isHeading(ps, i):
			ps[i].Kind = Heading
		}
	}
}

// isItem reports whether a paragraph is a list item: it begins with a marker,
// and so does a line of it, or a neighbour, or it is a short one.
func isItem(ps []Paragraph, i int) bool {
	p := ps[i]
	if !marker.MatchString(p.Text) {
		return false
	}
	for _, b := range p.Breaks {
		if marker.MatchString(p.Text[b:]) {
			return true
		}
	}
	near := i > 0 && marker.MatchString(ps[i-1].Text) || i+1 < len(ps) && marker.MatchString(ps[i+1].Text)
	return near || terminated(p.Text)
}

func isSalutation(s string) bool {
	if len(s) > 4*shortLine || columns(s) > shortLine || strings.ContainsAny(s, "\n\r") {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	if !strings.ContainsRune(",，:：!！", r) {
		return false
	}
	if opens("salutation", s) {
		return true
	}
	body := strings.TrimRight(s, ",，:：!！")
	for _, w := range layoutWords()["salutation"] {
		if unicode.Is(unicode.Han, []rune(w)[0]) && strings.HasSuffix(body, w) {
			return true
		}
	}
	return false
}

// isDateLine reports whether s is a place and a date: "Moscow, 8 May 2025".
func isDateLine(s string) bool {
	if len(s) > 4*shortLine || columns(s) > shortLine || strings.ContainsAny(s, "\n\r。;；:") || strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "г.") {
		return false
	}
	digits, words := 0, 0
	inWord := false
	for _, r := range s {
		letter := unicode.IsLetter(r)
		switch {
		case unicode.IsDigit(r):
			digits++
		case letter && (!inWord || unicode.Is(unicode.Han, r)):
			words++
		}
		inWord = letter
	}
	if digits < 4 && !strings.ContainsAny(s, "〇○零") || words > 12 {
		return false
	}
	low := strings.ToLower(s)
	for _, w := range layoutWords()["month"] {
		if strings.Contains(low, w) {
			return w != "月" || strings.Contains(s, "年")
		}
	}
	return false
}

// isStack reports whether a paragraph is a stack of short lines, as addresses
// and signatures are.
func isStack(p Paragraph) bool {
	if len(p.Breaks) == 0 {
		return false
	}
	from, lower := 0, 0
	for _, to := range append(p.Breaks[:len(p.Breaks):len(p.Breaks)], len(p.Text)) {
		s := strings.TrimSpace(p.Text[from:to])
		if columns(s) > shortLine || marker.MatchString(s) || terminated(s) && !strings.HasSuffix(s, ".") {
			return false
		}
		if opensLower(s) {
			lower++
		}
		from = to
	}
	return lower*2 <= len(p.Breaks)
}

// inRun reports whether paragraph i is one of several short lines in a row, as
// the addresses and signatures of word processors are.
func inRun(ps []Paragraph, i int) bool {
	const enough = 3 // a heading and the one below it are two
	n := 1
	for j := i - 1; n < enough && j >= 0 && isShort(ps[j]); j-- {
		n++
	}
	for j := i + 1; n < enough && j < len(ps) && isShort(ps[j]); j++ {
		n++
	}
	return n >= enough && isShort(ps[i])
}

func isShort(p Paragraph) bool {
	switch p.Kind {
	case Body, Address, Signature:
	default:
		return false
	}
	return len(p.Breaks) == 0 && len(p.Text) <= 3*shortLine && columns(p.Text) <= shortLine &&
		!isSalutation(p.Text) && !isDateLine(p.Text) && !marker.MatchString(p.Text) && !terminated(p.Text)
}

// stackKind tells a signature block from an address: signatures come after
// the closing words or another signature, or close the text; a stack before
// the salutation is an address.
func stackKind(ps []Paragraph, i, prose int) Kind {
	const near = 3     // blocks between an address and the salutation, or the closing and a signature
	const longest = 30 // lines of an address
	for j, n := i+1, 0; j < len(ps) && j <= i+longest && n < near; j++ {
		if isSalutation(ps[j].Text) {
			return Address
		}
		if !isShort(ps[j]) {
			n++
		}
	}
	for j := i - 1; j >= 0 && j >= i-near; j-- {
		if ps[j].Kind == Signature || opens("closing", ps[j].Text) {
			return Signature
		}
	}
	for j := i - 1; j >= 0 && isShort(ps[j]) && ps[j].Kind != Body; j-- { // the line above is told already
		return ps[j].Kind
	}
	if i > prose { // after the first real paragraph
		return Signature
	}
	return Address
}

// isHeading reports whether a paragraph without a mark is a heading: one short
// line without a full stop that opens a section, or is all capitals, or stands
// before a longer paragraph.
func isHeading(ps []Paragraph, i int) bool {
	p := ps[i]
	width := columns(p.Text)
	if len(p.Breaks) > 0 || width > maxWrap || terminated(p.Text) {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(p.Text)
	if strings.ContainsRune(",，、—-–", r) || !strings.ContainsFunc(p.Text, unicode.IsLetter) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(p.Text)
	followed := i+1 < len(ps) && ps[i+1].Kind != Signature
	switch {
	case !followed:
		return false
	case romanMarker.MatchString(p.Text) || opens("section", p.Text) && width <= shortLine || allCapitals(p.Text):
		return true
	}
	next := ps[i+1]
	return width <= shortLine && !unicode.IsLower(first) && (len(next.Text) > len(p.Text) || next.Kind == Heading) &&
		(i == 0 || !strings.HasSuffix(ps[i-1].Text, ":") && !strings.HasSuffix(ps[i-1].Text, "："))
}

func allCapitals(s string) bool {
	upper := 0
	for _, r := range s {
		if unicode.IsLower(r) || unicode.Is(unicode.Han, r) {
			return false
		}
		if unicode.IsUpper(r) {
			upper++
		}
	}
	return upper >= 4
}
