package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// end is a possible end of a sentence.
type end struct {
	at     int  // where the terminators begin
	run    int  // where they end
	to     int  // where the closing marks behind them end
	first  rune // the first terminator
	count  int  // how many there are
	dots   bool // all of them are full stops or ellipses
	quote  bool // a quotation mark is closed behind them
	paren  bool // a bracket is closed behind them that the segment did not begin with
	titled bool // a 》 is closed behind them
	open   int  // where the quotation closed behind them was opened, or a negative number
}

// candidate decides on the terminator at i.
func (c *cutter) candidate(i int) (next, cut int) {
	e := c.run(i)
	c.closers(&e)
	if e.to >= len(c.text) {
		return e.to, 0
	}
	w := c.next(e.to)
	if w.at >= len(c.text) {
		return w.at, 0
	}
	if c.inParen(e.to) || c.inTitle(&e, &w) {
		return e.to, 0
	}
	if at := c.itemAt(&e, &w); at > 0 {
		return e.to, at
	}
	var ends bool
	switch {
	case fullwidth(e.first):
		ends = c.chineseEnd(&e, &w)
	case e.dots && (e.count > 1 || e.first == '…'):
		ends = c.ellipsisEnd(&e, &w)
	case e.first == '.':
		ends = c.stopEnd(&e, &w)
	default:
		ends = c.markEnd(&e, &w)
	}
	if ends {
		return e.to, e.to
	}
	return e.to, 0
}

// run reads the terminators at i. Full stops with single spaces between are
// one ellipsis, and so are marks set apart: ". . .", "! ! !".
func (c *cutter) run(i int) end {
	t := c.text
	e := end{at: i, dots: true, open: -1}
	e.first, _ = utf8.DecodeRuneInString(t[i:])
	for j := i; j < len(t); {
		r, w := utf8.DecodeRuneInString(t[j:])
		if !terminator(r) {
			if r != ' ' || j+1 >= len(t) {
				break
			}
			n := t[j+1]
			if n == '.' && (!e.dots || j+2 < len(t) && t[j+2] != ' ' && t[j+2] != '.') || n != '.' && (n != '!' && n != '?' || e.dots) {
				break
			}
			j++
			continue
		}
		if e.dots && r != '.' && r != '…' { // "……。" and "...?" are what they end in
			e.dots, e.first = false, r
		}
		e.count++
		j += w
		e.run = j
	}
	return e
}

// closers reads the closing marks behind the terminators: quotation marks,
// brackets, footnote marks, faces and pictures stay with what they close.
func (c *cutter) closers(e *end) {
	q := e.run
	for q < len(c.text) {
		w := c.closer(e, q)
		if w == 0 {
			break
		}
		q += w
	}
	e.to = c.faces(q)
}

// closer returns the length of the closing mark at q, or 0 where none is.
func (c *cutter) closer(e *end, q int) int {
	t := c.text
	r, w := utf8.DecodeRuneInString(t[q:])
	switch r {
	case '”', '’', '»', '」', '』', '›', '｣', '＂', '"', '\'', '“', '«', '‘':
		if !c.closesQuote(e, q, r, w) {
			return 0
		}
		e.quote = true
	case ')', '）':
		if c.paren > 0 {
			c.paren--
			e.paren = true
		} else {
			c.head = max(0, c.head-1)
		}
	case '》':
		e.titled = c.title > 0
		c.title = 0
	case ']', '】', '〉', '〕', '］', '}':
	case '*', '_':
		if !c.loose(q + 1) {
			return 0
		}
	case '[', '［':
		return footnote(t[q:])
	case '&':
		if w = reference(t[q:]); w == 0 || !c.loose(q+w) && t[q+w] != '&' {
			return 0
		}
		e.quote = true
	default:
		if !invisible(r) && (!superscript(r) || c.counts(r, q)) {
			return 0
		}
	}
	return w
}

// closesQuote tells a quotation mark that closes from one that opens, and keeps
// the count of open ones.
func (c *cutter) closesQuote(e *end, q int, r rune, w int) bool {
	switch r {
	case '"':
		if !c.closesStraight(q) {
			return false
		}
		e.open = max(c.ascii-1, c.start-1)
		c.ascii = 0
	case '\'':
		return c.loose(q+1) || strings.HasPrefix(c.text[q:], "''")
	case '“', '«', '‘':
		return c.loose(q + w)
	case '’':
	default:
		if r == '”' && c.mistyped(q+w) {
			return false
		}
		if c.quote > 0 {
			c.quote--
			e.open = c.quoteAt
		}
	}
	return true
}

// counts reports whether a circled number counts items, not footnotes: the one
// before it stands in the segment.
func (c *cutter) counts(r rune, at int) bool {
	return r > '①' && r <= '⑳' && strings.ContainsRune(c.text[max(c.start, at-quoteReach):at], r-1)
}

// loose reports whether nothing that could belong to a word stands at i.
func (c *cutter) loose(i int) bool {
	if i >= len(c.text) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(c.text[i:])
	return isSpace(r) || unicode.IsPunct(r) && !opener(r) || strings.ContainsRune("\"'*_—–", r)
}

// closesStraight tells a closing ASCII quotation mark from an opening one.
func (c *cutter) closesStraight(q int) bool {
	if c.loose(q + 1) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(c.text[q+1:])
	return han(r) && c.ascii > 0 && q-c.ascii <= asciiReach
}

// mistyped reports whether a ” before i opens a quotation: none is open, and
// the next mark is again a closing one.
func (c *cutter) mistyped(i int) bool {
	t := c.text
	if c.quote > 0 || i >= len(t) {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(t[i:]); !han(r) || strings.Contains(t[max(0, i-asciiReach):i-len("”")], "“") {
		return false
	}
	ahead := t[i:min(len(t), i+quoteReach)]
	n := strings.Index(ahead, "”")
	return n > 0 && !strings.Contains(ahead[:n], "“") && !fullwidth(lastRune(ahead[:n]))
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// footnote returns the length of a footnote mark in brackets at the head of s,
// such as "[1]" or "[iv]", or 0.
func footnote(s string) int {
	n := strings.IndexAny(s[1:min(len(s), 10)], "]］")
	if n <= 0 {
		return 0
	}
	for _, r := range s[1 : 1+n] {
		if !unicode.IsDigit(r) && !strings.ContainsRune("ivxabc,–-* ", r) {
			return 0
		}
	}
	_, w := utf8.DecodeRuneInString(s[1+n:])
	return 1 + n + w
}

// inTitle reports whether the sentence goes on because a book title is open, or
// was closed behind a terminator that is part of it.
func (c *cutter) inTitle(e *end, w *follower) bool {
	if e.titled {
		return !w.spaced && (han(w.first) && w.lead == 0 || strings.ContainsRune("、，,", w.first))
	}
	return c.title > 0 && e.at-c.title < titleReach &&
		strings.Contains(c.text[e.run:min(len(c.text), e.run+titleReach)], "》")
}
