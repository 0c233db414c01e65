package tmx

import (
	"bytes"
	"strconv"
)

// inline writes the content of a segment with codes: exactly, when it is valid.
// Otherwise elements of other formats become codes of this one, attributes it
// does not have go, and attributes it needs come.
func (w *Writer) inline(b []byte, v *Variant) []byte {
	n := len(b)
	c := converter{Writer: w, lex: newLexerBytes([]byte(v.Raw)), raw: v.Raw}
	c.lex.report = func(rule Rule, _ int64, format string, args ...any) {
		c.changed = true
		w.warn(rule, "%s: "+format, append([]any{"segment in " + orNone(v.Lang)}, args...)...)
	}
	b = c.convert(b)
	if !c.changed && !c.bad {
		return append(b[:n], v.Raw...)
	}
	if c.bad {
		w.warn(RuleRaw, "the codes of the segment in %s make no sense; only its text is written", orNone(v.Lang))
		return escapeText(b[:n], w.clean(v.Text))
	}
	return b
}

// converter writes one segment.
type converter struct {
	*Writer
	lex  *lexer
	raw  string
	open []written
	used map[string]bool // values of i, once one had to be found
	last int
	text []byte

	changed bool // what was written differs from raw
	bad     bool // raw makes no sense
}

// written is an element that was opened, and what closes it.
type written struct {
	name  string
	end   string
	codes bool // directly inside stands code, not text
}

func (c *converter) convert(b []byte) []byte {
	for !c.bad {
		t := c.lex.next()
		switch t.kind {
		case kindText, kindCDATA:
			c.text = c.lex.appendText(c.text[:0], t.data, t.off, t.kind == kindCDATA)
			text, n := clean(string(c.text))
			c.changed = c.changed || c.lex.changed || n > 0
			b = escapeText(b, text)
		case kindLiteral:
			b = append(b, "&lt;"...)
		case kindComment, kindPI, kindDoctype:
			c.changed = true
		case kindStart:
			b = c.start(b, t)
		case kindEnd:
			b = c.finish(b, t)
		case kindBroken:
			c.bad = true
		case kindEOF:
			c.bad = c.lex.cut
			c.changed = c.changed || len(c.open) > 0
			for len(c.open) > 0 {
				b = c.pop(b)
			}
			return b
		}
	}
	return b
}

// start writes a start tag with what must stand around it.
func (c *converter) start(b []byte, t *token) []byte {
	if len(c.open) > maxDepth {
		c.bad = true
		return b
	}
	e := t.elem
	switch {
	case !e.inline(), e == elemHi && c.Portable:
		e = elemOther
	case e == elemUt && c.Portable:
		e = elemPh
	}
	c.changed = c.changed || t.fixed || !plainAttrs(t.attrs) || e != t.elem || e == elemOther
	b, end := c.wrap(b, t.elem)
	switch {
	case e != elemOther:
		b = append(b, '<')
		b = append(b, e.String()...)
		b = c.attributes(b, t, e)
		if t.empty {
			b = append(b, "/>"...)
			return append(b, end...)
		}
		b = append(b, '>')
		end = "</" + e.String() + ">" + end
	case t.empty:
		b = append(b, "<ph"...)
		b = c.foreign(b, t)
		b = append(b, "/>"...)
		return append(b, end...)
	default:
		i := c.number(attrValue(t, "id"))
		b = append(b, "<bpt"...)
		b = c.attribute(b, "i", i)
		b = c.foreign(b, t)
		b = append(b, "/>"...)
		end = `<ept i="` + i + `"/>` + end
	}
	c.open = append(c.open, written{string(t.name), end, e.code()})
	return b
}

// wrap opens what an element needs around it where it stands, and returns what
// closes that.
func (c *converter) wrap(b []byte, e elem) ([]byte, string) {
	switch inCode := len(c.open) > 0 && c.open[len(c.open)-1].codes; {
	case e == elemSub && !inCode:
		c.changed = true
		return append(b, "<ph>"...), "</ph>"
	case e != elemSub && inCode:
		c.changed = true
		return append(b, "<sub>"...), "</sub>"
	}
	return b, ""
}

// finish writes the end of the innermost element of that name, and of those inside it.
func (c *converter) finish(b []byte, t *token) []byte {
	n := len(c.open)
	for n > 0 && c.open[n-1].name != string(t.name) {
		n--
	}
	c.changed = c.changed || t.fixed || n != len(c.open) || n == 0
	if n == 0 {
		return b
	}
	for len(c.open) >= n {
		b = c.pop(b)
	}
	return b
}

func (c *converter) pop(b []byte) []byte {
	last := c.open[len(c.open)-1]
	c.open = c.open[:len(c.open)-1]
	return append(b, last.end...)
}

// attributes writes those the element has, in their order, and the one it needs.
func (c *converter) attributes(b []byte, t *token, e elem) []byte {
	needed, value := "", ""
	switch e {
	case elemBpt, elemEpt:
		needed = "i"
	case elemIt:
		needed, value = "pos", "begin"
		if b := c.lex.buf[c.lex.r:c.lex.w]; !t.empty && bytes.HasPrefix(b, []byte("&lt;/")) {
			value = "end" // the code it holds is an end tag
		}
	}
	for _, a := range t.attrs {
		name, v := string(a.name), string(c.lex.value(a))
		switch {
		case !inlineAttribute(e, name):
			c.changed = true
			c.warn(RuleUnknownAttribute, "%s has no attribute %s; left out", e, clip(a.name))
			continue
		case name == "pos" && v != "begin" && v != "end":
			c.changed = true
			continue
		case name == needed:
			needed = ""
		}
		b = c.attribute(b, name, v)
	}
	if needed != "" {
		c.changed = true
		if needed == "i" {
			value = c.number("")
		}
		c.warn(RuleMissingAttribute, "%s without %s; written as %q", e, needed, value)
		b = c.attribute(b, needed, value)
	}
	return b
}

// foreign writes what a code of another format has in common with one of ours.
func (c *converter) foreign(b []byte, t *token) []byte {
	if t.elem != elemHi {
		c.warn(RuleForeignCode, "<%s> is no inline element of TMX; written as a code", clip(t.name))
	}
	x := attrValue(t, "x")
	if x == "" {
		x = attrValue(t, "id")
	}
	if _, err := strconv.Atoi(x); err == nil {
		b = c.attribute(b, "x", x)
	}
	kind := attrValue(t, "type")
	if kind == "" {
		kind = attrValue(t, "ctype")
	}
	if kind == "" && t.elem != elemHi {
		kind = string(t.name)
	}
	return c.optional(b, "type", kind)
}

func attrValue(t *token, name string) string {
	for _, a := range t.attrs {
		if string(a.name) == name {
			return string(a.value)
		}
	}
	return ""
}

// number returns a value of i that the segment does not have yet, wanted if it can be.
func (c *converter) number(wanted string) string {
	if c.used == nil {
		c.used = usedNumbers(c.raw)
	}
	if _, err := strconv.Atoi(wanted); err != nil || c.used[wanted] {
		for {
			c.last++
			if wanted = strconv.Itoa(c.last); !c.used[wanted] {
				break
			}
		}
	}
	c.used[wanted] = true
	return wanted
}

// usedNumbers returns the values of i in a segment.
func usedNumbers(raw string) map[string]bool {
	used := map[string]bool{}
	l := newLexerBytes([]byte(raw))
	l.report = func(Rule, int64, string, ...any) {}
	for {
		t := l.next()
		switch t.kind {
		case kindEOF:
			return used
		case kindStart:
			if v := attrValue(t, "i"); v != "" {
				used[v] = true
			}
		}
	}
}
