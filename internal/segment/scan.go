package segment

import (
	"strings"
	"unicode/utf8"
)

// A cutter works on one stretch of text, between forced cuts. It looks at
// nothing outside the stretch.
type cutter struct {
	*rules
	text string
	base int // offset of text in the caller's text

	start   int  // where the current segment begins
	paren   int  // brackets open in the current segment, not counting those it begins with
	parenAt int  // where the outermost of them stands
	parenTo int  // where it is closed, or a negative number: see inParen
	head    int  // brackets open that the segment begins with
	headAt  int  // where the outermost of them stands
	title   int  // 1 + offset of an open 《 or 〈, or 0
	quote   int  // quotation marks open
	quoteAt int  // where the outermost of them stands
	ascii   int  // 1 + offset of an open ASCII quotation mark in the stretch, or 0
	said    bool // an author's clause was seen in the current segment of dialogue
}

// Distances within which an open bracket or quotation mark is believed, in
// bytes. An unbalanced one must not swallow more than this.
const (
	parenReach = 600
	titleReach = 150
	quoteReach = 400
	asciiReach = 800
	nameReach  = 60
)

// kind tells what to do with a byte.
type kind uint8

const (
	plain  kind = iota
	dot         // .
	mark        // ! ?
	opens       // (
	closes      // )
	quotes      // "
	colon       // :
	tick        // `
	lead        // first byte of a character that may matter
)

var kinds = [256]kind{
	'.': dot, '!': mark, '?': mark, '(': opens, ')': closes, '"': quotes, ':': colon, '`': tick,
	0xC2: lead, // « » ¿ ¡
	0xD8: lead, // ؟
	0xDB: lead, // ۔
	0xE0: lead, // । ॥
	0xE1: lead, // ។ ።
	0xE2: lead, // “ ” „ … ‼
	0xE3: lead, // 。 《 》 「 」
	0xEF: lead, // ！ ？ （ ） ． ｡
}

// cut appends the segments of the stretch.
func (c *cutter) cut(dst []Span) []Span {
	t := c.text
	c.begin(0)
	for i := c.start; i < len(t); {
		k := kinds[t[i]]
		if k == plain {
			i++
			continue
		}
		next, end := c.event(i, k)
		if end > 0 {
			dst = c.appendSpan(dst, end)
			c.begin(end)
			next = max(next, c.start)
		}
		i = next
	}
	return c.appendSpan(dst, len(t))
}

// appendSpan appends what lies between the beginning of the segment and end,
// without the white space at its end, unless that is all.
func (c *cutter) appendSpan(dst []Span, end int) []Span {
	for end > c.start {
		r, w := utf8.DecodeLastRuneInString(c.text[:end])
		if !isSpace(r) {
			return append(dst, Span{c.base + c.start, c.base + end})
		}
		end -= w
	}
	return dst
}

// begin starts a new segment at the first visible character from i on.
func (c *cutter) begin(i int) {
	for i < len(c.text) {
		r, w := utf8.DecodeRuneInString(c.text[i:])
		if !isSpace(r) {
			break
		}
		i += w
	}
	c.start = i
	c.paren, c.head, c.title, c.said = 0, 0, 0, false
}

// event deals with the character at i, and returns where to go on, and where
// the current segment ends if it ends there, or 0.
func (c *cutter) event(i int, k kind) (next, end int) {
	t := c.text
	switch k {
	case dot:
		// Inside a number, a host name, an abbreviation: by far the most frequent.
		if i+1 < len(t) && t[i+1]-'a' < 26 {
			return i + 1, 0
		}
		return c.candidate(i)
	case mark:
		return c.candidate(i)
	case opens:
		c.open(i)
	case closes:
		return c.close(i, 1)
	case quotes:
		c.straight(i)
	case colon:
		if strings.HasPrefix(t[i:], "://") {
			return c.address(i)
		}
	case tick:
		if strings.HasPrefix(t[i:], "``") {
			c.openQuote(i)
			return i + 2, 0
		}
	case lead:
		return c.character(i)
	}
	return i + 1, 0
}

// character deals with a character beyond ASCII.
func (c *cutter) character(i int) (next, end int) {
	r, w := utf8.DecodeRuneInString(c.text[i:])
	if terminator(r) {
		return c.candidate(i)
	}
	switch r {
	case '（':
		c.open(i)
	case '）':
		return c.close(i, w)
	case '《', '〈':
		c.title = i + 1
	case '》', '〉':
		c.title = 0
	case '“', '«', '„', '「', '『', '｢':
		c.openQuote(i)
	case '”', '»', '」', '』', '｣':
		c.quote = max(0, c.quote-1)
	case '—', '–':
		c.dash(i)
	case '\u2029': // paragraph separator
		return i + w, i
	case '•', '‣', '⁃', '▪', '●', '■', '◦':
		if c.bullet(i, w) {
			return i + w, i
		}
	}
	return i + w, 0
}

// bullet reports whether the mark at i, of w bytes, begins an item of a list
// whose lines were run together.
func (c *cutter) bullet(i, w int) bool {
	t := c.text
	if c.atStart(i) || i+w >= len(t) || !isSpace(lastRune(t[:i])) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(t[i+w:])
	return isSpace(r) || isLetter(r)
}

func (c *cutter) open(i int) {
	if c.paren == 0 {
		if c.atStart(i) {
			if c.head == 0 {
				c.headAt = i
			}
			c.head++ // it may hold whole sentences
			return
		}
		if i > 0 && strings.IndexByte(":;=", c.text[i-1]) >= 0 {
			return // a face
		}
		c.parenAt, c.parenTo = i, unknown
	}
	c.paren++
}

const (
	unknown = -1 // not looked for yet
	nowhere = -2 // within reach
)

// inParen reports whether q lies in a bracket that is open and will be closed.
func (c *cutter) inParen(q int) bool {
	if c.paren == 0 {
		return false
	}
	if c.parenTo == unknown {
		c.parenTo = c.closing(c.parenAt)
	}
	if c.parenTo == nowhere {
		c.paren = 0
		return false
	}
	return q <= c.parenTo
}

// closing returns where the bracket at i is closed.
func (c *cutter) closing(i int) int {
	t := c.text[i:min(len(c.text), i+parenReach)]
	if strings.IndexByte(t, ')') < 0 && !strings.Contains(t, "）") {
		return nowhere
	}
	depth := 0
	for j := 0; j < len(t); j++ {
		switch t[j] {
		case '(':
			depth++
		case ')':
			depth--
		case 0xEF:
			if strings.HasPrefix(t[j:], "（") {
				depth++
			} else if strings.HasPrefix(t[j:], "）") {
				depth--
			}
		default:
			continue
		}
		if depth == 0 {
			return i + j
		}
	}
	return nowhere
}

// aside reports whether the bracket closed at i, which the segment began with,
// holds more than a number: the name of an author, a stage direction.
func (c *cutter) aside(i int) bool {
	inside := c.text[c.headAt+1 : i]
	n, _, _ := letters(inside[:min(len(inside), longest)])
	return n >= 3 && strings.Trim(inside, "ivx") != ""
}

// close deals with a closing bracket that no terminator precedes.
func (c *cutter) close(i, w int) (next, end int) {
	if c.paren > 0 {
		c.paren--
		return i + w, 0
	}
	if c.head > 0 {
		if c.head--; c.head == 0 && c.start > 0 && c.aside(i) {
			return c.afterFace(i + w)
		}
		return i + w, 0
	}
	if q := c.smile(i); q > i {
		return c.afterFace(q)
	}
	return i + w, 0
}

func (c *cutter) openQuote(i int) {
	if c.quote == 0 || i-c.quoteAt > quoteReach {
		c.quote, c.quoteAt = 0, i
	}
	c.quote++
}

// straight deals with an ASCII quotation mark, which opens or closes by its
// neighbours, and by turns where they do not tell.
func (c *cutter) straight(i int) {
	before, _ := utf8.DecodeLastRuneInString(c.text[:i])
	after, _ := utf8.DecodeRuneInString(c.text[i+1:])
	open := c.ascii == 0 || i-c.ascii > asciiReach
	switch {
	case i == 0 || isSpace(before) && !isSpace(after):
		open = true
	case i+1 == len(c.text) || isSpace(after) && !isSpace(before):
		open = false
	}
	c.ascii = 0
	if open {
		c.ascii = i + 1
	}
}

// dash notes an author's clause in a segment of dialogue: "— Да, — сказал он".
func (c *cutter) dash(i int) {
	if c.dialogue && !c.said && i > c.start {
		b := strings.TrimRight(c.text[max(c.start, i-4):i], " \u00a0")
		c.said = strings.HasSuffix(b, ",") && c.opensWithDash()
	}
}

// atStart reports whether only white space and opening marks lie between the
// beginning of the segment and i.
func (c *cutter) atStart(i int) bool {
	if i-c.start > 24 {
		return false
	}
	for j := c.start; j < i; {
		r, w := utf8.DecodeRuneInString(c.text[j:])
		if !isSpace(r) && !opener(r) {
			return false
		}
		j += w
	}
	return true
}

// opensWithDash reports whether the segment is a line of dialogue.
func (c *cutter) opensWithDash() bool {
	t := strings.TrimLeftFunc(c.text[c.start:min(len(c.text), c.start+16)], isSpace)
	return strings.HasPrefix(t, "—") || strings.HasPrefix(t, "–") || strings.HasPrefix(t, "- ") || strings.HasPrefix(t, "--")
}

// address skips the address whose "://" stands at i. A word that opens
// sentences behind it begins a new segment.
func (c *cutter) address(i int) (next, end int) {
	t := c.text
	for i < len(t) {
		r, w := utf8.DecodeRuneInString(t[i:])
		if isSpace(r) || r >= 0x2E80 || strings.ContainsRune("\"<>«»“”", r) {
			break
		}
		i += w
	}
	body := strings.TrimRight(t[:i], ".,;:!?)…'")
	if len(body) < i {
		return len(body), 0
	}
	if w := c.next(i); w.spaced && w.at < len(t) && w.lead == 0 && w.class&starter != 0 && w.upper() {
		return i, i
	}
	return i, 0
}
