package tmx

import (
	"bytes"
	"html"
	"strings"
	"unicode/utf8"
)

const (
	// maxExpansion bounds the work of expanding entities in one document, in bytes
	// made plus references followed. A real file declares a few short ones; a bomb
	// passes any bound within a second.
	maxExpansion = 1 << 20
	// maxEntities is the number of entity declarations kept.
	maxEntities = 1000
)

// entity is a declaration of the internal subset.
type entity struct {
	value    string
	external bool // its value is another file, which is never opened
}

// appendText appends to dst what the character data b means. It mends what XML
// does not allow, and sets l.changed when the source cannot stand for the text.
func (l *lexer) appendText(dst, b []byte, off int64, cdata bool) []byte {
	l.changed = cdata
	start := 0
	for i := 0; i < len(b); {
		c := b[i]
		if c >= ' ' && c != '&' && c != ']' && c != 0xEF {
			i++
			continue
		}
		n := 1
		switch {
		case c == '&' && !cdata:
			dst = append(dst, b[start:i]...)
			dst, n = l.reference(dst, b[i:], off+int64(i))
			start = i + n
		case c == '\r':
			l.changed = true
			dst = append(dst, b[start:i]...)
			dst = append(dst, '\n')
			if i+1 < len(b) && b[i+1] == '\n' {
				n = 2
			}
			start = i + n
		case c == ']':
			if !cdata && bytes.HasPrefix(b[i:], []byte("]]>")) {
				l.changed = true
				l.report(RuleBareLess, off+int64(i), "\"]]>\" in text: it should be ]]&gt;")
			}
		case c == 0xEF:
			if i+2 < len(b) && b[i+1] == 0xBF && b[i+2] >= 0xBE {
				n = 3
				dst = append(dst, b[start:i]...)
				l.dropped(0xFFC0|rune(b[i+2]&0x3F), off+int64(i))
				start = i + n
			}
		case c < ' ' && c != '\t' && c != '\n':
			dst = append(dst, b[start:i]...)
			l.dropped(rune(c), off+int64(i))
			start = i + n
		}
		i += n
	}
	return append(dst, b[start:]...)
}

// dropped reports a character that XML cannot hold and that is left out.
func (l *lexer) dropped(c rune, off int64) {
	l.changed = true
	l.report(RuleControl, off, "character %U is not allowed in XML; left out", c)
}

// reference appends what the reference at the start of b stands for, and returns its length.
func (l *lexer) reference(dst, b []byte, off int64) ([]byte, int) {
	if len(b) > 1 && b[1] == '#' {
		return l.character(dst, b, off)
	}
	end := bytes.IndexByte(b[:min(len(b), maxReference)], ';')
	if end < 2 || nameLen(b[1:end]) != end-1 || !nameStart(b[1]) {
		l.changed = true
		l.report(RuleBareAmpersand, off, "\"&\" stands for itself: it should be &amp;")
		return append(dst, '&'), 1
	}
	name := string(b[1:end])
	if s := predefined(name); s != "" {
		return append(dst, s...), end + 1
	}
	l.changed = true
	if e, ok := l.entities[name]; ok {
		return l.expand(dst, name, e, off, 0), end + 1
	}
	if s := html.UnescapeString("&" + name + ";"); name == "semi" || !strings.Contains(s, ";") {
		l.report(RuleHTMLEntity, off, "&%s; is an HTML name, not declared here; read as %q", name, s)
		return append(dst, s...), end + 1
	}
	l.report(RuleUnknownEntity, off, "&%s; is not declared; kept as it is written", name)
	return append(dst, b[:end+1]...), end + 1
}

func predefined(name string) string {
	switch name {
	case "lt":
		return "<"
	case "gt":
		return ">"
	case "amp":
		return "&"
	case "quot":
		return `"`
	case "apos":
		return "'"
	}
	return ""
}

// character appends what the character reference at the start of b stands for.
func (l *lexer) character(dst, b []byte, off int64) ([]byte, int) {
	c, n := charRef(b)
	if n == 0 {
		l.changed = true
		l.report(RuleBareAmpersand, off, "\"&\" stands for itself: it should be &amp;")
		return append(dst, '&'), 1
	}
	if highSurrogate(c) {
		if low, m := charRef(b[n:]); m > 0 && 0xDC00 <= low && low <= 0xDFFF {
			l.changed = true
			c = (c-0xD800)<<10 + (low - 0xDC00) + 0x10000
			l.report(RuleSurrogates, off, "two surrogates stand for one character; read as %U", c)
			return utf8.AppendRune(dst, c), n + m
		}
	}
	if !allowed(c) {
		l.dropped(c, off)
		return dst, n
	}
	return utf8.AppendRune(dst, c), n
}

// charRef reads the character reference b begins with; n is 0 when there is none.
func charRef(b []byte) (c rune, n int) {
	if len(b) < 4 || b[0] != '&' || b[1] != '#' {
		return 0, 0
	}
	base, i := rune(10), 2
	if b[2] == 'x' || b[2] == 'X' {
		base, i = 16, 3
	}
	first := i
	for ; i < len(b) && i < maxReference; i++ {
		d := digit(b[i])
		if d >= base {
			break
		}
		if c = c*base + d; c > utf8.MaxRune {
			c = utf8.MaxRune + 1
		}
	}
	if i == first || i == len(b) || b[i] != ';' {
		return 0, 0
	}
	return c, i + 1
}

func digit(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c && c <= 'f':
		return rune(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return rune(c-'A') + 10
	}
	return 99
}

func highSurrogate(c rune) bool { return 0xD800 <= c && c <= 0xDBFF }

// allowed reports whether XML 1.0 can hold c.
func allowed(c rune) bool {
	return c >= ' ' && c <= 0xD7FF || c == '\t' || c == '\n' || c == '\r' ||
		0xE000 <= c && c <= 0xFFFD || 0x10000 <= c && c <= utf8.MaxRune
}

// expand appends the text of the entity that name, or one that it refers to, stands
// for. Markup in it is taken as text.
func (l *lexer) expand(dst []byte, name string, e entity, off int64, depth int) []byte {
	if e.external {
		l.report(RuleExternalEntity, off, "&%s; is the content of another file, which is not opened", name)
		return dst
	}
	l.expanded += 1 + len(e.value)
	if depth > 16 || l.expanded > maxExpansion {
		l.fatal(RuleEntityBomb, off, "the entity here grows without measure: &%s; more than %d bytes", name, maxExpansion)
		return dst
	}
	v := e.value
	for v != "" && l.stop == nil {
		i := strings.IndexByte(v, '&')
		if i < 0 {
			return append(dst, v...)
		}
		dst = append(dst, v[:i]...)
		v = v[i:]
		end := strings.IndexByte(v[:min(len(v), maxReference)], ';')
		if end < 2 {
			dst, v = append(dst, '&'), v[1:]
			continue
		}
		if inner, ok := l.entities[v[1:end]]; ok && predefined(v[1:end]) == "" {
			dst, v = l.expand(dst, name, inner, off, depth+1), v[end+1:]
			continue
		}
		var n int
		dst, n = l.reference(dst, []byte(v[:end+1]), off)
		v = v[n:]
	}
	return dst
}

// fatal ends the document here.
func (l *lexer) fatal(rule Rule, off int64, format string, args ...any) {
	if l.stop == nil {
		l.stop = l.place(off).fail(rule, format, args...)
		l.stop.Final = true
	}
}

// declare reads the entity declarations of a document type declaration, which
// replace those of an earlier one. The first declaration of a name counts.
func (l *lexer) declare(doctype []byte) {
	l.entities = nil
	const keyword = "<!ENTITY"
	for {
		i := bytes.Index(doctype, []byte(keyword))
		if i < 0 || len(l.entities) >= maxEntities {
			return
		}
		doctype = doctype[i+len(keyword):]
		d := bytes.TrimLeft(doctype, " \t\r\n")
		name := d[:nameLen(d)]
		if len(name) == 0 { // a parameter entity, which only a DTD uses
			continue
		}
		d = bytes.TrimLeft(d[len(name):], " \t\r\n")
		e := entity{external: true}
		if len(d) > 0 && (d[0] == '"' || d[0] == '\'') {
			end := bytes.IndexByte(d[1:], d[0])
			if end < 0 {
				return
			}
			e = entity{value: l.entityValue(d[1 : 1+end])}
		}
		if l.entities == nil {
			l.entities = map[string]entity{}
		}
		if _, ok := l.entities[string(name)]; !ok {
			l.entities[string(name)] = e
		}
	}
}

// entityValue reads the value of an entity: its character references are
// replaced where it is declared, its other references where it is used.
func (l *lexer) entityValue(v []byte) string {
	b := make([]byte, 0, len(v))
	for i := 0; i < len(v); {
		c, n := charRef(v[i:min(len(v), i+maxReference)])
		if n == 0 {
			c, n = utf8.DecodeRune(v[i:])
			if c == '\r' {
				if c = '\n'; i+1 < len(v) && v[i+1] == '\n' {
					n = 2
				}
			}
		}
		i += n
		if !allowed(c) {
			l.dropped(c, l.tok.off)
			continue
		}
		b = utf8.AppendRune(b, c)
	}
	return string(b)
}

// plainValue reports whether an attribute value means what it shows.
func plainValue(v []byte) bool {
	for _, c := range v {
		if c < ' ' || c == '&' || c == 0xEF || c == '<' {
			return false
		}
	}
	return true
}

// value returns what the value of an attribute means.
func (l *lexer) value(a attr) []byte {
	if plainValue(a.value) {
		return a.value
	}
	raw := a.value
	if bytes.ContainsAny(raw, "\t\n\r") {
		raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte{' '})
		raw = bytes.Map(func(r rune) rune {
			if isSpace(byte(r)) && r < utf8.RuneSelf {
				return ' '
			}
			return r
		}, raw)
	}
	return l.appendText(nil, raw, a.off, false)
}
