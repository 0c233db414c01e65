package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// follower is what stands behind a possible end of a sentence.
type follower struct {
	at     int  // the first visible character, or the length of the text
	lead   rune // that character when it is an opening mark, else 0
	dash   bool // opening marks include a dash
	quoted bool // opening marks include a quotation mark
	paren  bool // opening marks include a bracket
	spaced bool // white space stands before it

	word  int   // where the first word stands, behind the opening marks
	end   int   // where it ends
	first rune  // its first character, or that of a symbol, or 0
	class class // the classes of the word
}

func (w *follower) upper() bool { return isUpper(w.first) }
func (w *follower) lower() bool { return isLower(w.first) }
func (w *follower) digit() bool { return unicode.IsDigit(w.first) }

// maxMarks is how many opening marks are skipped before a word.
const maxMarks = 8

// next reads what stands at q.
func (c *cutter) next(q int) (w follower) {
	t := c.text
	w.at = c.skipSpace(q)
	w.spaced = w.at > q
	i := w.at
	for range maxMarks {
		r, size := utf8.DecodeRuneInString(t[i:])
		if r == '&' {
			if size = reference(t[i:]); size > 0 {
				r = '"'
			}
		}
		if i == len(t) || !opener(r) || size == 0 {
			break
		}
		switch r {
		case '–', '—', '―', '-', '−':
			w.dash = true
		case '(', '（', '[', '［':
			w.paren = true
		case '"', '“', '«', '„', '「', '『', '\'', '‘', '`':
			w.quoted = true
		}
		if w.lead == 0 {
			w.lead = r
		}
		i = c.skipSpace(i + size)
	}
	w.word = i
	w.end = i
	if i == len(t) {
		return w
	}
	w.first, _ = utf8.DecodeRuneInString(t[i:])
	if isLetter(w.first) && !han(w.first) {
		w.end = c.wordEnd(i)
		if w.end < len(t) && t[w.end] == '-' { // "Under-Secretary" is not "Under"
			return w
		}
		w.class = c.class(t[i:w.end])
	}
	return w
}

// wordEnd returns the end of the word that begins at i: letters, and
// apostrophes between them.
func (c *cutter) wordEnd(i int) int {
	t := c.text
	for i < len(t) {
		b := t[i]
		if b < utf8.RuneSelf {
			if !letter(b) && (b != '\'' || i+1 == len(t) || !letter(t[i+1])) {
				return i
			}
			i++
			continue
		}
		r, w := utf8.DecodeRuneInString(t[i:])
		if r != '’' && !isLetter(r) && !unicode.IsMark(r) {
			return i
		}
		i += w
	}
	return i
}

// skipSpace returns the offset of the first visible character from i on.
func (c *cutter) skipSpace(i int) int {
	t := c.text
	for i < len(t) {
		if t[i] > ' ' && t[i] < utf8.RuneSelf {
			return i
		}
		r, w := utf8.DecodeRuneInString(t[i:])
		if !isSpace(r) && !invisible(r) {
			return i
		}
		i += w
	}
	return i
}

// token returns where the word that ends at i begins: behind white space, an
// opening mark, a dash, or a Chinese character.
func (c *cutter) token(i int) int {
	t := c.text
	k := i
	for k > c.start && i-k < longest {
		b := t[k-1]
		if b < utf8.RuneSelf {
			if b <= ' ' || strings.IndexByte("([{\"<>,;:!?*=|`", b) >= 0 {
				break
			}
			k--
			continue
		}
		r, w := utf8.DecodeLastRuneInString(t[c.start:k])
		if isSpace(r) || han(r) || opener(r) || invisible(r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 {
			break
		}
		k -= w
	}
	return k
}

// before returns the bounds of the token before k, without the white space and
// full stop between.
func (c *cutter) before(k int) (from, to int) {
	to = k
	for to > c.start {
		r, w := utf8.DecodeLastRuneInString(c.text[c.start:to])
		if !isSpace(r) {
			break
		}
		to -= w
	}
	return c.token(to), to
}

// abbreviated returns the classes of the token c.text[k:i], read together with
// the words before it where they make one: "т. д.", "e. g.", "и пр.". It returns
// where the whole begins, too.
func (c *cutter) abbreviated(k, i int) (cl class, begin int) {
	t := c.text
	tok := t[k:i]
	cl = c.class(tok)
	begin = k
	n := utf8.RuneCountInString(tok)
	if cl == 0 && n > 2 {
		if j := strings.LastIndexAny(tok, "-/'’"); j >= 0 {
			_, w := utf8.DecodeRuneInString(tok[j:])
			cl = c.class(tok[j+w:])
		}
	}
	if !c.phrases && (n > 4 || n > 2 && cl&(tail|title) == 0) {
		return cl, begin
	}
	// Up to three parts before it, the longest known combination winning.
	from := k
	for range 3 {
		f, to := c.before(from)
		if to == f || !c.phrases && (t[to-1] != '.' && t[f:to] != "и" || utf8.RuneCountInString(t[f:to]) > 4) {
			break
		}
		from = f
		if joined := c.joined(from, i); joined != 0 {
			cl, begin = joined, from
		}
	}
	return cl, begin
}

// joined returns the classes of t[from:i] with its white space left out.
func (c *cutter) joined(from, i int) class {
	var k key
	for part := range strings.FieldsSeq(c.text[from:i]) {
		k.add(part)
	}
	first, _ := utf8.DecodeRuneInString(c.text[from:])
	return c.find(&k, isUpper(first))
}

// letters counts the letters of tok and tells whether one is a vowel and
// whether anything but letters and hyphens is in it.
func letters(tok string) (n int, vowels, pure bool) {
	pure = true
	for _, r := range tok {
		switch {
		case r == '-' || r == '\'' || r == '’':
		case isLetter(r):
			n++
			vowels = vowels || vowel(r)
		default:
			pure = false
		}
	}
	return n, vowels, pure
}

// dotted reports whether tok is letters with full stops between: "U.S", "А.А".
func dotted(tok string) bool {
	run := 0
	dots := false
	for _, r := range tok {
		switch {
		case r == '.':
			run, dots = 0, true
		case !isLetter(r) && r != '-':
			return false
		default:
			if run++; run > 2 {
				return false
			}
		}
	}
	return dots
}

// numeral reports whether tok is a number such as "5", "12", "1.2" or "3-я".
func numeral(tok string) bool {
	return tok != "" && digit(tok[0])
}

// enumerator reports whether tok, at the head of a segment, numbers what
// follows: "1", "2.3", "a", "IV".
func enumerator(tok string) bool {
	if roman(tok) || utf8.RuneCountInString(tok) == 1 || len(tok) <= 4 && strings.Trim(tok, "ivx") == "" {
		return tok != ""
	}
	digits := 0
	for i := 0; i < len(tok); i++ {
		switch {
		case digit(tok[i]):
			if digits++; digits > 4 {
				return false
			}
		case tok[i] == '.' || tok[i] == '-':
			digits = 0
		case tok[i] == ')' && i == len(tok)-1:
		default:
			return len(tok)-i <= 2 && i > 0 && utf8.RuneCountInString(tok[i:]) == 1 // "5a"
		}
	}
	return tok != ""
}
