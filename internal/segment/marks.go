package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// markEnd decides on Western marks of exclamation and question.
func (c *cutter) markEnd(e *end, w *follower) bool {
	if !w.spaced {
		return c.gluedMark(e, w)
	}
	if w.lead != 0 && w.dash && isDash(w.lead) {
		return c.dashEnd(e, w)
	}
	if goesOn(w) || e.paren || c.inName(e) {
		return false
	}
	k := c.token(e.at)
	if e.count == 1 && c.class(c.text[k:e.at])&brand != 0 {
		return w.class&starter != 0 && w.upper()
	}
	if c.small(w) {
		return c.smallMark(e, w, k)
	}
	if e.quote && w.upper() && w.lead == 0 && c.reported(w) {
		return false
	}
	return !c.promised(e)
}

// gluedMark decides on marks with no space behind them.
func (c *cutter) gluedMark(e *end, w *follower) bool {
	prev := lastRune(c.text[c.start:e.at])
	if c.damaged(e, w, prev) {
		return false
	}
	if han(w.first) {
		return true
	}
	if c.inName(e) || c.promised(e) {
		return false
	}
	if w.lower() { // "bad?what's"
		return c.careless && e.to == e.run && w.lead == 0 && w.class&starter != 0 && w.end-w.word > 1 && c.small(w) && isLower(prev)
	}
	return w.upper() && (e.to > e.run || w.quoted || isLower(prev) && w.end-w.word > 1)
}

// damaged reports whether an ASCII "?" is what is left of the "·" in a foreign
// name: 唐纳德?特朗普, 乔治?W?布什.
func (c *cutter) damaged(e *end, w *follower, prev rune) bool {
	if e.first != '?' || e.count > 1 || e.to > e.run || w.lead != 0 || len(c.foreign) == 0 {
		return false
	}
	letter := isUpper(prev) && e.at >= 2 && c.text[e.at-2] == '?'
	next := c.foreign[w.first] || w.upper() && w.end == w.word+1 && w.end < len(c.text) && c.text[w.end] == '?'
	if !c.foreign[prev] && !letter || !next {
		return false
	}
	for _, r := range c.text[max(c.start, e.at-36):e.at] {
		if c.questions[r] {
			return false
		}
	}
	return true
}

// smallMark decides before a small letter.
func (c *cutter) smallMark(e *end, w *follower, k int) bool {
	if e.quote || w.lead != 0 && w.quoted {
		return false
	}
	if w.paren {
		return false
	}
	if k == e.at {
		k, _ = c.before(k)
	}
	r, _ := utf8.DecodeRuneInString(c.text[k:])
	if e.first == '!' && e.count == 1 && isUpper(r) {
		return c.writesSmall()
	}
	return e.count > 1 || c.careless || c.writesSmall() || w.class&starter != 0
}

// reported reports whether a reporting clause with a name follows a closed
// quotation: "“Wonderful!” Winston Smith said".
func (c *cutter) reported(w *follower) bool {
	i := w.word
	for range 4 {
		end := c.wordEnd(i)
		if end == i {
			return false
		}
		if r, _ := utf8.DecodeRuneInString(c.text[i:]); isLower(r) {
			return c.class(c.text[i:end])&say != 0
		}
		if end < len(c.text) && c.text[end] == '.' {
			end++
		}
		if end >= len(c.text) || c.text[end] != ' ' {
			return false
		}
		i = end + 1
	}
	return false
}

// quoteEnd returns where the quotation open at e is closed, within reach, and
// the length of the closing mark, or 0, 0.
func (c *cutter) quoteEnd(e *end, reach int) (at, size int) {
	t := c.text[e.run:min(len(c.text), e.run+reach)]
	if c.quote > 0 && e.at-c.quoteAt <= quoteReach {
		open, _ := utf8.DecodeRuneInString(c.text[c.quoteAt:])
		mark := "”"
		switch open {
		case '«':
			mark = "»"
		case '„':
			mark = "“"
		case '「':
			mark = "」"
		case '『':
			mark = "』"
		case '`':
			mark = "''"
		}
		if n := strings.Index(t, mark); n >= 0 {
			return e.run + n, len(mark)
		}
		return 0, 0
	}
	if c.ascii > c.start && e.at-c.ascii <= quoteReach {
		if n := strings.IndexByte(t, '"'); n >= 0 {
			return e.run + n, 1
		}
	}
	return 0, 0
}

// opening returns where the open quotation begins.
func (c *cutter) opening() int {
	if c.quote > 0 {
		return c.quoteAt
	}
	return c.ascii - 1
}

// promised reports whether the terminator lies in a quotation with an author's
// clause behind its end, «Хватит! Нужен мир!» — заявил он, or further on in it,
// «Да! Конечно! — сказал он. — Мы готовы».
func (c *cutter) promised(e *end) bool {
	if !c.dialogue || e.quote {
		return false
	}
	at, size := c.quoteEnd(e, quoteReach)
	if size == 0 {
		return false
	}
	inside := c.text[e.run:at]
	if n := strings.Index(inside, " — "); n > 0 && !strings.Contains(inside[:n], ".") {
		return strings.ContainsRune("!?…,", lastRune(inside[:n])) && c.authors(e.run+n)
	}
	return c.authors(at + size)
}

// authors reports whether a dash and a small letter stand at i.
func (c *cutter) authors(i int) bool {
	rest := strings.TrimLeft(c.text[i:min(len(c.text), i+16)], ", \n\u00a0")
	for _, d := range []string{"—", "–", "--", "- "} {
		if after, ok := strings.CutPrefix(rest, d); ok {
			r, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, " \n\u00a0"))
			return isLower(r)
		}
	}
	return false
}

// inName reports whether the mark belongs to a short name in quotation marks,
// within a sentence that goes on: программа «Что? Где? Когда?» вышла.
func (c *cutter) inName(e *end) bool {
	if e.quote {
		return false
	}
	at, size := c.quoteEnd(e, nameReach)
	if size == 0 {
		return false
	}
	open := c.opening()
	if e.at-open > nameReach || c.atStart(open) {
		return false
	}
	lead := strings.TrimRight(c.text[c.start:open], " \n\u00a0")
	if r := lastRune(lead); !isLetter(r) && !unicode.IsDigit(r) {
		return false // a colon or a comma announces speech
	}
	rest := c.next(at + size)
	return rest.lower() && rest.lead == 0 || han(rest.first) && !rest.spaced && rest.lead == 0
}

func isDash(r rune) bool {
	return r == '–' || r == '—' || r == '―' || r == '-' || r == '−'
}

// dashEnd decides before a dash.
func (c *cutter) dashEnd(e *end, w *follower) bool {
	if !w.upper() || w.end == w.word {
		c.said = c.said || c.dialogue && w.lower() && c.opensWithDash()
		return false
	}
	if w.end < len(c.text) && c.text[w.end] == '.' && (c.initialAt(w) || w.class&abbreviation != 0) { // ". — М.: Наука"
		return false
	}
	if e.quote {
		return !c.dialogue && e.first == '.'
	}
	if c.dialogue {
		if c.quote > 0 && e.at-c.quoteAt < quoteReach {
			return false
		}
		if c.said && c.answered(w) {
			return false
		}
	}
	return true
}

// ellipsisEnd decides on dots: they end a sentence before a capital.
func (c *cutter) ellipsisEnd(e *end, w *follower) bool {
	if !w.spaced {
		if han(w.first) {
			return c.chineseEllipsis(e, w)
		}
		prev := lastRune(c.text[c.start:e.at])
		return w.upper() && w.class&starter != 0 && isLower(prev) && w.end-w.word > 1
	}
	if w.lead != 0 && w.dash && isDash(w.lead) {
		return c.dashEnd(e, w)
	}
	if goesOn(w) || c.small(w) || w.lower() || c.promised(e) {
		return false
	}
	if e.at > c.start && isSpace(lastRune(c.text[:e.at])) {
		if _, size := c.quoteEnd(e, quoteReach); size > 0 && !e.quote {
			return false // words left out of a quotation
		}
	}
	return w.upper() || w.digit() || han(w.first) || w.lead != 0
}

// answerReach is how far behind a dash the author's clause may stand, in bytes.
const answerReach = 160

// answered reports whether what follows a dash is speech with an author's clause
// of its own: "— Ты? — спросил он. — Да, — ответила она." is told as one.
// Two hyphens for a dash part speakers always.
func (c *cutter) answered(w *follower) bool {
	t := c.text[w.word:min(len(c.text), w.word+answerReach)]
	if strings.HasPrefix(c.text[w.at:], "--") {
		return false
	}
	n := strings.IndexAny(t, "—–")
	if n < 0 {
		return false
	}
	said := strings.TrimRight(t[:n], " \n\u00a0")
	if !strings.ContainsRune(",!?…", lastRune(said)) || strings.ContainsAny(said[:len(said)-1], ".!?…") {
		return false
	}
	return c.authors(w.word + n)
}
