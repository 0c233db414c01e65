package segment

import (
	"strings"
	"unicode/utf8"
)

// faces skips the faces and pictures behind the marks that end at q, also such
// as stand behind a space: they belong to what they comment on.
func (c *cutter) faces(q int) int {
	t := c.text
	for {
		i := q
		for i < len(t) && t[i] == ' ' {
			i++
		}
		n := c.face(i)
		if n == 0 {
			return q
		}
		q = i + n
	}
}

// face returns the length of the face or picture at i, or 0.
func (c *cutter) face(i int) int {
	t := c.text[i:min(len(c.text), i+64)]
	if t == "" {
		return 0
	}
	if t[0] >= utf8.RuneSelf {
		return pictures(t)
	}
	n := 0
	switch t[0] {
	case ':', ';', '=':
		n = 1
		if len(t) > 1 && strings.IndexByte("-'^o", t[1]) >= 0 {
			n = 2
		}
		m := n
		for n < len(t) && strings.IndexByte(")(DPp", t[n]) >= 0 {
			n++
		}
		if n == m {
			return 0
		}
	case ')':
		if !c.smiles || c.paren > 0 {
			return 0
		}
		for n < len(t) && t[n] == ')' {
			n++
		}
	case '^':
		if !strings.HasPrefix(t, "^^") && !strings.HasPrefix(t, "^_^") {
			return 0
		}
		n = strings.LastIndexByte(t[:min(len(t), 3)], '^') + 1
	case '<':
		if !strings.HasPrefix(t, "<3") {
			return 0
		}
		n = 2
	default:
		return 0
	}
	if n < len(t) && t[n] > ' ' && strings.IndexByte(".!?)", t[n]) < 0 {
		return 0
	}
	return n
}

// smile returns the end of the face that the bracket at i closes, or i.
func (c *cutter) smile(i int) int {
	t := c.text
	from := i
	if from > c.start && strings.IndexByte("-'^o", t[from-1]) >= 0 {
		from--
	}
	face := from > c.start && strings.IndexByte(":;=", t[from-1]) >= 0
	if !face && !c.smiles {
		return i
	}
	q := i
	for q < len(t) && t[q] == ')' {
		q++
	}
	if face {
		return q
	}
	// A bracket that closes nothing, behind a word of three letters or more,
	// or several of them.
	k := c.token(i)
	if n, _, pure := letters(t[k:i]); q-i > 1 || pure && n >= 3 {
		return q
	}
	return i
}

// afterFace decides behind a face that ends at q.
func (c *cutter) afterFace(q int) (next, cut int) {
	q = c.faces(q)
	w := c.next(q)
	if w.spaced && w.at < len(c.text) && w.lead == 0 && w.upper() {
		return q, q
	}
	return q, 0
}

// pictures returns the length of the pictorial signs at the head of s.
func pictures(s string) int {
	n := 0
	for n < len(s) {
		r, w := utf8.DecodeRuneInString(s[n:])
		if !picture(r) && !(n > 0 && invisible(r)) {
			break
		}
		n += w
	}
	return n
}
