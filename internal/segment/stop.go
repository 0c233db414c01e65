package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// stopEnd decides on a single full stop.
func (c *cutter) stopEnd(e *end, w *follower) bool {
	k := c.token(e.at)
	tok := c.text[k:e.at]
	if !w.spaced {
		return c.gluedStop(e, w, tok)
	}
	if w.lead != 0 && w.dash && isDash(w.lead) {
		return c.dashEnd(e, w)
	}
	if goesOn(w) {
		return false
	}
	at := e.at
	if tok == "" { // "very friendly . and"
		k, at = c.before(k)
		if tok = c.text[k:at]; tok == "" || c.text[at-1] == '.' {
			return e.at > c.start && !w.lower()
		}
	}
	if c.numbers(k, tok) {
		return false
	}
	cl, from := c.abbreviated(k, at)
	if c.acronym(tok, cl, w) {
		cl = 0
	}
	if at-k > 1 && c.item(w, cl) {
		return true
	}
	if han(w.first) { // a number before Chinese counts the items of a list
		return cl&abbreviation == 0 && !(numeral(tok) && len(tok) <= 3)
	}
	if e.quote && cl&own == 0 {
		return !c.small(w)
	}
	if e.paren && w.lower() {
		return false
	}
	return c.tokenEnd(from, tok, cl, w)
}

// tokenEnd decides by the token before the full stop and the word behind it.
func (c *cutter) tokenEnd(k int, tok string, cl class, w *follower) bool {
	first, size := utf8.DecodeRuneInString(tok)
	switch {
	case cl&own != 0, cl&number != 0 && c.label(w):
		return false
	case size == len(tok) && isUpper(first):
		return c.initialEnd(k, first, w)
	case cl&unit != 0:
		return c.unitEnd(k, tok, cl, w)
	case cl&title != 0:
		return false
	case c.small(w):
		return (cl&abbreviation == 0 || cl&word != 0) && c.smallEnd(tok, cl, w)
	case cl&tail != 0:
		return !w.digit() && !(cl&temporal != 0 && c.fronted(k))
	case cl&guarded != 0, cl&number != 0 && cl&word == 0:
		return w.class&starter != 0 || cl&number != 0 && w.quoted
	case cl != 0 && cl&abbreviation != 0:
		return true
	case size == len(tok) && isLetter(first) && cl&short == 0:
		return w.class&starter != 0 && !unicode.Is(unicode.Cyrillic, first)
	case dotted(tok):
		return w.class&starter != 0
	case numeral(tok):
		return w.class&ordinal == 0 || len(tok) > 2
	}
	return c.plainEnd(tok, w)
}

// plainEnd decides behind a word of no known class.
func (c *cutter) plainEnd(tok string, w *follower) bool {
	n, vowels, pure := letters(tok)
	_, first := utf8.DecodeRuneInString(tok)
	if !pure || vowels || n < 2 || n > 5 || strings.ToLower(tok[first:]) != tok[first:] {
		return true
	}
	// Short and without a vowel: an abbreviation the lists do not have.
	if w.digit() {
		return false
	}
	r, _ := utf8.DecodeRuneInString(tok)
	return unicode.Is(unicode.Cyrillic, r) || w.class&starter != 0
}

// initialEnd decides behind a single capital letter: an initial, unless the
// word behind it opens sentences and the one before it takes a letter.
func (c *cutter) initialEnd(k int, letter rune, w *follower) bool {
	if !w.upper() || c.initialAt(w) {
		return false
	}
	from, to := c.before(k)
	prev := c.text[from:to]
	if c.class(prev)&refer != 0 {
		return true
	}
	if c.dialogue { // initials are Cyrillic, numerals are not
		return w.class&starter != 0 || letter < utf8.RuneSelf && roman(string(letter)) && !c.initialBefore(k)
	}
	if w.class&starter == 0 {
		return false
	}
	if label, ok := strings.CutSuffix(prev, "."); ok || prev == "" {
		return c.class(label)&number != 0
	}
	r, _ := utf8.DecodeRuneInString(prev)
	return letter == 'I' || isLower(r)
}

func (c *cutter) initialBefore(k int) bool {
	from, to := c.before(k)
	return to > from && c.text[to-1] == '.' || to == from
}

func (c *cutter) initialAt(w *follower) bool {
	return w.end < len(c.text) && c.text[w.end] == '.' && utf8.RuneCountInString(c.text[w.word:w.end]) == 1
}

// unitEnd decides behind an abbreviation that belongs to the number before it.
func (c *cutter) unitEnd(k int, tok string, cl class, w *follower) bool {
	if !c.afterNumber(k) {
		if cl&tail != 0 {
			return !c.small(w) && !w.digit()
		}
		return utf8.RuneCountInString(tok) > 1 && cl&(title|number) == 0 && w.class&starter != 0 && w.upper()
	}
	switch {
	case c.small(w):
		return false
	case cl&temporal != 0 && c.fronted(k):
		return false
	case w.class&zone != 0:
		return w.class&starter != 0 && !w.upper()
	case w.digit():
		return cl&temporal != 0
	case len(c.joins) > 0 && w.end > w.word && w.end-w.word+len(tok) < longest:
		var buf [longest + 1]byte
		b := append(append(append(buf[:0], tok...), ' '), c.text[w.word:w.end]...)
		return !c.joins[string(b)]
	}
	return true
}

// afterNumber reports whether a number, a Roman numeral or another unit stands
// before k.
func (c *cutter) afterNumber(k int) bool {
	from, to := c.before(k)
	if from == to {
		return to > 0 && c.text[to-1] == '%'
	}
	tok := c.text[from:to]
	last := lastRune(tok)
	if tok == "%" || digit(tok[0]) || unicode.IsDigit(last) {
		return true
	}
	name := strings.TrimSuffix(tok, ".")
	return romanRange(tok) || (len(name) < len(tok) || len(name) > 4) && c.class(name)&unit != 0
}

// frontReach is how long a phrase of time can be, in bytes.
const frontReach = 120

// fronted reports whether what stands before k, from the head of the segment or
// of a clause on, is a phrase of time and nothing else: it opens the sentence or
// the clause, and does not end it.
func (c *cutter) fronted(k int) bool {
	from := max(c.start, k-frontReach)
	only := from == c.start
	comma := false
	for part := range strings.FieldsSeq(c.text[from:k]) {
		name := strings.Trim(part, ".,()[]–—-")
		switch cl := c.class(name); {
		case cl&conjunction != 0 && comma:
			only = true
		case name == "", digit(name[0]), romanRange(name), cl&temporal != 0, utf8.RuneCountInString(name) == 1:
		default:
			only = false
		}
		comma = strings.HasSuffix(part, ",")
	}
	return only
}

// romanRange reports whether s is a Roman numeral, or two of them: "XIX–XX".
func romanRange(s string) bool {
	lo, hi, ok := strings.Cut(s, "–")
	if !ok {
		lo, hi, ok = strings.Cut(s, "-")
	}
	return roman(lo) && (!ok || roman(hi))
}

// numbers reports whether tok, which begins at k, numbers what follows it:
// "1.", "(a).", or the number of a heading, "Article 1.".
func (c *cutter) numbers(k int, tok string) bool {
	if !enumerator(tok) {
		return false
	}
	if c.atStart(k) {
		return true
	}
	if r, _ := c.listMark(k); r != 0 && numeral(tok) && len(tok) <= 3 {
		return true // "…: 2. Notes"
	}
	from, to := c.before(k)
	if from == to && to > 0 { // "§ 5."
		r, w := utf8.DecodeLastRuneInString(c.text[c.start:to])
		return (r == '§' || r == '№') && c.atStart(to-w)
	}
	return c.atStart(from) && c.class(strings.TrimSuffix(c.text[from:to], "."))&heading != 0
}

// listMark returns the mark of punctuation before k that may part the items of a
// list, unless a number stands before it ("pp. 3, 4."), and where it ends.
func (c *cutter) listMark(k int) (r rune, end int) {
	const spaces = 8 // bytes of white space that may lie between
	list := strings.TrimRight(c.text[max(c.start, k-spaces):k], " \n\u00a0")
	r, w := utf8.DecodeLastRuneInString(list)
	if !strings.ContainsRune(";；:：,，", r) || unicode.IsDigit(lastRune(list[:len(list)-w])) {
		return 0, 0
	}
	return r, max(c.start, k-spaces) + len(list)
}

// itemAt returns where a new segment begins because the full stop at e belongs
// to the number of an item in a list, "…; 2. Notes the report", or 0. Behind
// a comma or a colon more is asked of the item.
func (c *cutter) itemAt(e *end, w *follower) int {
	if e.first != '.' || e.count > 1 || e.to > e.run || !w.spaced {
		return 0
	}
	k := c.token(e.at)
	tok := c.text[k:e.at]
	if len(tok) == 0 || len(tok) > 3 || strings.Trim(tok, "0123456789") != "" || k == c.start {
		return 0
	}
	mark, at := c.listMark(k)
	first := tok == "1"
	switch mark {
	case ';', '；':
		if w.upper() || han(w.first) || w.lower() && c.dialogue {
			return at
		}
	case ',', '，':
		if w.upper() || first {
			return at
		}
	case ':', '：':
		if first && (w.upper() || han(w.first)) {
			return at
		}
	}
	return 0
}

// label reports whether what follows is a number, a numeral, a letter that
// serves as one, or a bracket that opens so.
func (c *cutter) label(w *follower) bool {
	t := c.text
	if w.digit() || w.first == '№' || w.first == '§' || w.first == '#' {
		return true
	}
	if w.end == w.word {
		return false
	}
	name := t[w.word:w.end]
	if utf8.RuneCountInString(name) > 1 { // or another abbreviation: "Reg. No. 5"
		return roman(name) || w.class&number != 0 && w.end < len(t) && t[w.end] == '.'
	}
	if !w.paren && (w.first == 'I' || w.first == 'i' || w.first == 'a' || w.first == 'A' || w.class&starter != 0) { // not the pronoun, the article, the preposition
		rest := c.next(w.end)
		return !rest.lower() || !rest.spaced
	}
	return true
}

// small reports whether the word behind begins with a small letter that could
// not stand at the head of a sentence in careful writing.
func (c *cutter) small(w *follower) bool {
	if !w.lower() {
		return false
	}
	t := c.text
	name := t[w.word:w.end]
	if w.end < len(t) { // "(a)", "b)", "c."
		one := utf8.RuneCountInString(name) == 1
		if t[w.end] == ')' && (one || len(name) <= 4 && strings.Trim(name, "ivx") == "") || one && t[w.end] == '.' && len(name) == 1 {
			return false
		}
	}
	// "iPhone", "al-Qaida"
	for i, r := range name {
		if i > 0 && isUpper(r) {
			return false
		}
	}
	if w.end+1 < len(t) && t[w.end] == '-' {
		if r, _ := utf8.DecodeRuneInString(t[w.end+1:]); isUpper(r) {
			return false
		}
	}
	return true
}

// smallEnd decides before a small letter, behind a word of no known class.
// Those who write without capitals end sentences all the same.
func (c *cutter) smallEnd(tok string, cl class, w *follower) bool {
	if w.paren || w.lead == '#' {
		return false
	}
	n, vowels, pure := letters(tok)
	opens := w.class&starter != 0
	if !pure || !vowels {
		return c.writesSmall() && (opens || numeral(tok))
	}
	if (n >= 4 || cl&short != 0) && (opens || c.writesSmall()) {
		return true
	}
	least := 4
	r, w1 := utf8.DecodeRuneInString(tok)
	if w1 > 1 { // Russian cuts words at greater length
		least = 5
	}
	return c.careless && (isLower(r) && n >= least || n >= 6)
}

// writesSmall reports whether the segment itself begins with a small letter.
func (c *cutter) writesSmall() bool {
	w := c.next(c.start)
	return w.lower() && w.lead != '(' && c.small(&w)
}

// goesOn reports whether the mark behind a full stop shows that the sentence
// is not over.
func goesOn(w *follower) bool {
	if w.lead != 0 {
		return w.first == ','
	}
	switch w.first {
	case ',', ';', ':', ')', '%', '/', '&', '.', '…', '=', '@', '，', '；', '：', '、', '）':
		return true
	}
	return false
}

// gluedStop decides on a full stop with no space behind it.
func (c *cutter) gluedStop(e *end, w *follower, tok string) bool {
	prev := lastRune(c.text[c.start:e.at])
	closed := e.to > e.run
	if han(w.first) {
		return han(prev) || closed && e.quote || prev == '%' || prev == '”' || prev == '）' || prev == ')'
	}
	if !w.upper() {
		return false
	}
	if w.lead != 0 && !w.quoted {
		return false
	}
	n, vowels, pure := letters(tok)
	if !pure || !vowels || n < 3 || c.class(tok)&abbreviation != 0 {
		return false
	}
	if closed || w.quoted {
		return true
	}
	// "school.But": small letters before, and a word behind that opens
	// sentences, or in Russian any.
	if first, _ := utf8.DecodeRuneInString(tok); !isLower(prev) || n < 4 && !isLower(first) {
		return false
	}
	if w.end < len(c.text) && c.text[w.end] == '.' || strings.ToUpper(c.text[w.word:w.end]) == c.text[w.word:w.end] && w.end-w.word > 4 {
		return false
	}
	return w.class&starter != 0 || c.dialogue && unicode.Is(unicode.Cyrillic, w.first) && isLower(prev)
}

// item reports whether what follows numbers an item of a list, and does not
// belong to the word before: "2. Стороны", "b. The", "(c) The".
func (c *cutter) item(w *follower, cl class) bool {
	t := c.text
	i := w.word
	switch {
	case cl&(own|title) != 0 || cl&number != 0 && cl&word == 0:
		return false
	case w.digit() && w.lead == 0 && cl&number == 0:
		for i < len(t) && digit(t[i]) && i-w.word < 4 {
			i++
		}
	case w.lower() && w.end-w.word == 1 && (w.lead == 0 || w.lead == '('):
		i = w.end
	default:
		return false
	}
	if i+2 >= len(t) || t[i] != '.' && t[i] != ')' || t[i+1] != ' ' {
		return false
	}
	n := c.next(i + 1)
	return (n.upper() || w.lead == '(' && t[i] == ')') && n.word < len(t)
}

// acronym reports whether tok, which the lists know as an abbreviation, is
// written in capitals among words that are not: it stands for something else
// then, but for the titles without a vowel ("MR").
func (c *cutter) acronym(tok string, cl class, w *follower) bool {
	if cl&abbreviation == 0 || cl&own != 0 || w.lower() || w.end == w.word {
		return false
	}
	vowels := cl&title == 0
	n := 0
	for _, r := range tok {
		if !isUpper(r) {
			return false
		}
		vowels = vowels || vowel(r)
		n++
	}
	return n > 1 && vowels && strings.ContainsFunc(c.text[w.word:w.end], unicode.IsLower)
}
