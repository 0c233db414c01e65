package tmx

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

const (
	// bufferSize is what is read at a time, in bytes: large enough that refilling
	// costs nothing beside parsing, small enough to stay in the second-level cache.
	bufferSize = 64 << 10
	// maxTag is the longest tag, attribute list included, or document type
	// declaration, in bytes. Real ones stay under 10 KiB; the buffer never grows beyond it.
	maxTag = 1 << 20
	// maxText is the longest piece of text handed out at a time, in bytes; longer
	// text comes in pieces so that a huge segment needs no huge buffer.
	maxText = 32 << 10
	// maxAttrs is how many attributes of one tag are kept; the format knows 14 of a tu.
	maxAttrs = 64
	// maxReference is the longest reference looked for after an ampersand, in bytes;
	// the longest HTML name has 33.
	maxReference = 64
)

type kind uint8

const (
	kindEOF     kind = iota // the end, also the end inside a tag (then lexer.cut is set)
	kindText                // character data with references
	kindLiteral             // a "<" that opens nothing
	kindCDATA               // character data without references
	kindStart
	kindEnd
	kindComment
	kindPI
	kindDoctype
	kindBroken // a tag of this format that cannot be read
)

// token is one piece of the document. Its slices are valid until the next token.
type token struct {
	kind  kind
	elem  elem
	off   int64
	name  []byte // local name of a tag, lower case if the element is known
	data  []byte // text, or the inside of a document type declaration
	raw   []byte // a start tag as written
	attrs []attr
	empty bool // a start tag that is also the end
	fixed bool // a start tag that raw does not show as it was understood
}

type attr struct {
	name, value []byte // value as written, references and all
	off         int64  // of value
}

// lexer cuts a UTF-8 document into tokens and mends what is not XML.
// It holds one buffer, and knows nothing of the order of elements.
type lexer struct {
	in       io.Reader
	encoding string // what in was decoded from
	report   func(rule Rule, off int64, format string, args ...any)

	buf     []byte
	r, w    int   // buf[r:w] is unread
	base    int64 // offset of buf[0]
	checked int   // buf[:checked] was searched for invalid UTF-8
	bad     []int64
	ended   bool  // in has no more
	err     error // of in, other than io.EOF

	anchor, cursor place // of buf[0], and of the last place asked for

	tok      token
	cdata    bool // inside a CDATA section
	cut      bool // the document ends inside a token
	changed  bool // the last text was not what its source says
	entities map[string]entity
	expanded int // cost of the entities expanded so far
	stop     *SyntaxError
}

// place is an offset with the line and column it has.
type place struct {
	off       int64
	line, col int
}

func newLexer(in io.Reader) *lexer {
	start := place{line: 1, col: 1}
	return &lexer{in: in, buf: make([]byte, bufferSize), anchor: start, cursor: start}
}

// newLexerBytes reads from memory; b is not written to.
func newLexerBytes(b []byte) *lexer {
	start := place{line: 1, col: 1}
	l := &lexer{buf: b, w: len(b), ended: true, anchor: start, cursor: start}
	l.check()
	return l
}

// place tells line and column of an offset within the buffer.
func (l *lexer) place(off int64) place {
	from := l.cursor
	if off < from.off {
		from = l.anchor
	}
	lo, hi := from.off-l.base, min(off-l.base, int64(l.w))
	if lo < 0 || hi < lo {
		return from
	}
	p := from.advance(l.buf[lo:hi])
	if p.off >= l.cursor.off {
		l.cursor = p
	}
	return p
}

func (p place) advance(b []byte) place {
	p.off += int64(len(b))
	if n := bytes.Count(b, []byte{'\n'}); n > 0 {
		p.line += n
		p.col = 1
		b = b[bytes.LastIndexByte(b, '\n')+1:]
	}
	p.col += utf8.RuneCount(b)
	return p
}

// more reads further bytes behind the unread ones, moving those to the front
// or growing the buffer up to limit. It reports whether any came.
func (l *lexer) more(limit int) bool {
	if l.ended || l.w-l.r >= limit {
		return false
	}
	if l.w == len(l.buf) {
		l.slide()
	}
	if l.w == len(l.buf) {
		grown := make([]byte, 2*len(l.buf))
		copy(grown, l.buf)
		l.buf = grown
	}
	// A reader may return nothing a few times; one that always does is broken.
	for range 100 {
		n, err := l.in.Read(l.buf[l.w:])
		l.w += n
		if err != nil {
			l.ended = true
			if err != io.EOF {
				l.err = err
			}
		}
		if n > 0 || err != nil {
			l.check()
			return n > 0
		}
	}
	l.ended, l.err = true, io.ErrNoProgress
	return false
}

func (l *lexer) slide() {
	if l.r == 0 {
		return
	}
	off := l.base + int64(l.r)
	l.anchor = l.place(off)
	l.cursor = l.anchor
	copy(l.buf, l.buf[l.r:l.w])
	l.base = off
	l.w -= l.r
	l.checked = max(0, l.checked-l.r)
	l.r = 0
}

// check notes the offsets of bytes that are not UTF-8 among those not yet checked.
func (l *lexer) check() {
	b := l.buf[l.checked:l.w]
	if !l.ended {
		b = b[:len(b)-partial(b)]
	}
	if utf8.Valid(b) {
		l.checked += len(b)
		return
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			l.bad = append(l.bad, l.base+int64(l.checked+i))
		}
		i += n
	}
	l.checked += len(b)
}

// partial returns how many bytes at the end of b begin a character that goes on.
func partial(b []byte) int {
	for n := 1; n <= min(utf8.UTFMax-1, len(b)); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

// take returns the next n bytes and steps over them. Invalid bytes in them are
// reported and replaced in a copy.
func (l *lexer) take(n int) []byte {
	b := l.buf[l.r : l.r+n]
	end := l.base + int64(l.r+n)
	l.r += n
	if len(l.bad) == 0 || l.bad[0] >= end {
		return b
	}
	last := int64(-2)
	for len(l.bad) > 0 && l.bad[0] < end {
		if off := l.bad[0]; off != last+1 {
			l.report(RuleInvalidBytes, off, "%s", l.invalid(off))
		}
		last = l.bad[0]
		l.bad = l.bad[1:]
	}
	return bytes.ToValidUTF8(b, []byte("\uFFFD"))
}

// invalid says what is wrong at an offset. The byte itself is known in UTF-8 only.
func (l *lexer) invalid(off int64) string {
	if l.encoding == "" || l.encoding == "utf-8" {
		return fmt.Sprintf("byte 0x%02X is not UTF-8: is the file in another encoding?", l.buf[off-l.base])
	}
	return "a byte that is no character in " + l.encoding
}

// next reads the next token into l.tok and returns it.
func (l *lexer) next() *token {
	l.tok = token{attrs: l.tok.attrs[:0]}
	t := &l.tok
	for {
		if l.r == l.w && !l.more(1) || l.stop != nil {
			t.kind, t.off = kindEOF, l.base+int64(l.r)
			l.cut = l.cut || l.cdata
			return t
		}
		t.off = l.base + int64(l.r)
		switch {
		case l.cdata:
			if l.section(t) {
				return t
			}
		case l.buf[l.r] != '<':
			l.text(t)
			return t
		case l.markup(t):
			return t
		}
	}
}

// text takes character data up to the next "<", or a piece of it.
func (l *lexer) text(t *token) {
	n := 0
	for {
		if i := bytes.IndexByte(l.buf[l.r+n:l.w], '<'); i >= 0 {
			n += i
			break
		}
		n = l.w - l.r
		if n >= maxText {
			n = cutPoint(l.buf[l.r:l.w])
			break
		}
		if !l.more(maxText) {
			break
		}
	}
	t.kind, t.data = kindText, l.take(n)
}

// cutPoint returns where text can be divided without dividing a character, a
// reference, a line end or "]]>".
func cutPoint(b []byte) int {
	n := len(b) - partial(b)
	if i := bytes.LastIndexByte(b[max(0, n-maxReference):n], '&'); i >= 0 {
		n = max(0, n-maxReference) + i
	}
	for n > 0 && (b[n-1] == '\r' || b[n-1] == ']') {
		n--
	}
	// A surrogate pair written as two references is one character.
	if i := bytes.LastIndexByte(b[max(0, n-maxReference):n], '&'); i >= 0 && n < len(b) && b[n] == '&' {
		i += max(0, n-maxReference)
		if c, size := charRef(b[i:n]); size == n-i && highSurrogate(c) {
			n = i
		}
	}
	if n == 0 {
		return len(b) - partial(b)
	}
	return n
}

// markup reads what begins with "<". It returns false for what is to be stepped over.
func (l *lexer) markup(t *token) bool {
	for l.w-l.r < len("<![CDATA[") && l.more(bufferSize) {
	}
	b := l.buf[l.r:l.w]
	switch {
	case len(b) < 2, len(b) < 9 && l.ended && (b[1] == '!' || b[1] == '/') && bytes.IndexByte(b, '>') < 0:
		t.kind, l.cut = kindEOF, true
		l.take(len(b))
	case bytes.HasPrefix(b, []byte("<!--")):
		t.kind = kindComment
		l.comment()
	case b[1] == '?':
		t.kind = kindPI
		if len(b) > 5 && bytes.EqualFold(b[2:5], []byte("xml")) && !nameStart(b[5]) && b[5] != '-' && t.off > 0 {
			l.report(RuleLeadingSpace, t.off, "an XML declaration stands at the very beginning of a file or nowhere")
		}
		l.skip(2, "?>")
	case bytes.HasPrefix(b, []byte("<![CDATA[")):
		l.r += len("<![CDATA[")
		l.cdata = true
		return false
	case len(b) >= 9 && bytes.EqualFold(b[:9], []byte("<!DOCTYPE")):
		l.doctype(t)
	case b[1] == '/' && len(b) > 2 && nameStart(b[2]), nameStart(b[1]):
		l.tag(t)
	default:
		l.literal(t)
	}
	return true
}

func (l *lexer) literal(t *token) {
	l.report(RuleBareLess, t.off, "\"<\" stands for itself: it should be &lt;")
	t.kind, t.data = kindLiteral, l.take(1)
}

// comment steps over a comment. Two hyphens inside are a fault, once.
func (l *lexer) comment() {
	l.take(len("<!--"))
	found := false
	for {
		i := bytes.Index(l.buf[l.r:l.w], []byte("--"))
		switch {
		case i < 0 || l.r+i+2 == l.w:
			if i < 0 {
				l.take(max(0, l.w-l.r-1))
			} else {
				l.take(i)
			}
			if !l.more(bufferSize) {
				l.take(l.w - l.r)
				l.cut = true
				return
			}
		case l.buf[l.r+i+2] == '>':
			l.take(i + 3)
			return
		default:
			if !found {
				found = true
				l.report(RuleBadComment, l.base+int64(l.r+i), "\"--\" inside a comment")
			}
			l.take(i + 1)
		}
	}
}

// skip steps over n bytes and then everything up to and including end.
func (l *lexer) skip(n int, end string) {
	l.take(n)
	for {
		if i := bytes.Index(l.buf[l.r:l.w], []byte(end)); i >= 0 {
			l.take(i + len(end))
			return
		}
		l.take(max(0, l.w-l.r-len(end)))
		if !l.more(bufferSize) {
			l.take(l.w - l.r)
			l.cut = true
			return
		}
	}
}

// section takes CDATA text, a piece at a time. It returns false when there was none.
func (l *lexer) section(t *token) bool {
	for {
		b := l.buf[l.r:l.w]
		if i := bytes.Index(b, []byte("]]>")); i >= 0 {
			t.kind, t.data = kindCDATA, l.take(i)
			l.r += len("]]>")
			l.cdata = false
			return i > 0
		}
		if len(b) >= maxText {
			if n := cutPoint(b); n > 0 {
				t.kind, t.data = kindCDATA, l.take(n)
				return true
			}
		}
		if !l.more(maxText + 8) {
			t.kind, t.data = kindCDATA, l.take(len(b))
			return true
		}
	}
}

// doctype takes a document type declaration as a whole.
func (l *lexer) doctype(t *token) {
	s := doctypeScan{}
	n := 0
	for {
		for ; n < l.w-l.r; n++ {
			if s.end(l.buf[l.r : l.r+n+1]) {
				t.kind, t.data = kindDoctype, l.take(n+1)
				return
			}
		}
		if !l.more(maxTag) {
			t.kind = kindBroken
			l.take(l.w - l.r)
			l.cut = l.ended
			return
		}
	}
}

// doctypeScan finds the ">" that ends a document type declaration: not one in
// quotes, in a comment or in the internal subset.
type doctypeScan struct {
	quote   byte
	comment bool
	depth   int // of angle brackets
	subset  bool
}

// end takes what was read so far, its last byte new, and reports whether it is complete.
func (s *doctypeScan) end(b []byte) bool {
	c := b[len(b)-1]
	switch {
	case s.comment:
		s.comment = !bytes.HasSuffix(b, []byte("-->"))
	case s.quote != 0:
		if c == s.quote {
			s.quote = 0
		}
	case bytes.HasSuffix(b, []byte("<!--")):
		s.comment = true
		s.depth--
	case c == '"' || c == '\'':
		s.quote = c
	case c == '[':
		s.subset = true
	case c == ']':
		s.subset = false
	case c == '<':
		s.depth++
	case c == '>':
		s.depth--
		return s.depth <= 0 && !s.subset
	}
	return false
}

// tag takes a start or end tag.
func (l *lexer) tag(t *token) {
	n, ok := l.tagEnd()
	if !ok {
		l.brokenTag(t, n)
		return
	}
	b := l.take(n)
	t.raw = b
	if b[1] == '/' {
		t.kind = kindEnd
		inner := b[2 : len(b)-1]
		t.name = inner[:nameLen(inner)]
		if len(bytes.TrimSpace(inner[len(t.name):])) > 0 {
			l.report(RuleBadAttribute, t.off, "an end tag has no attributes")
		}
	} else {
		t.kind = kindStart
		inner := b[1 : len(b)-1]
		if inner[len(inner)-1] == '/' {
			t.empty = true
			inner = inner[:len(inner)-1]
		}
		t.name = inner[:nameLen(inner)]
		l.attributes(t, inner[len(t.name):], t.off+1+int64(len(t.name)))
	}
	if t.kind == kindBroken {
		t.elem = lookup(t.name)
		return
	}
	l.identify(t)
}

// tagEnd finds the ">" of the tag at hand, outside quotes. When there is none it
// returns how far the tag was readable.
func (l *lexer) tagEnd() (n int, ok bool) {
	var quote byte
	n = 1
	for {
		for b := l.buf[l.r:l.w]; n < len(b); n++ {
			switch c := b[n]; {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '>':
				return n + 1, true
			case c == '<':
				return n, false
			case (c == '"' || c == '\'') && afterEquals(b[:n]):
				quote = c
			}
		}
		if !l.more(maxTag) {
			if l.ended {
				l.cut = true
			}
			return n, false
		}
	}
}

// afterEquals reports whether b ends with "=" and white space, where a quote opens a value.
func afterEquals(b []byte) bool {
	for i := len(b) - 1; i > 0; i-- {
		if !isSpace(b[i]) {
			return b[i] == '='
		}
	}
	return false
}

// brokenTag handles a tag without an end: at the end of the document that is a
// cut; a name of the format is damage; all else is a "<" that stands for itself.
func (l *lexer) brokenTag(t *token, n int) {
	b := l.buf[l.r : l.r+n]
	start := 1
	if len(b) > 1 && b[1] == '/' {
		start = 2
	}
	name := b[start:]
	name = name[:nameLen(name)]
	known := lookup(bytes.ToLower(localName(name))) != elemOther
	switch {
	case l.cut && (known || n < maxReference):
		l.take(n)
		t.kind = kindEOF
	case known:
		t.name = bytes.Clone(name)
		t.elem = lookup(name)
		t.kind = kindBroken
		l.take(n)
	default:
		l.cut = false
		l.literal(t)
	}
}

// attributes splits what stands between name and end of a start tag.
func (l *lexer) attributes(t *token, b []byte, off int64) {
	for i := 0; ; {
		for i < len(b) && isSpace(b[i]) {
			i++
		}
		if i == len(b) {
			return
		}
		name := b[i : i+nameLen(b[i:])]
		if len(name) == 0 {
			l.report(RuleBadAttribute, off+int64(i), "%q does not belong in a tag", b[i])
			t.fixed = true
			i++
			continue
		}
		i += len(name)
		for i < len(b) && isSpace(b[i]) {
			i++
		}
		if i == len(b) || b[i] != '=' {
			l.report(RuleBadAttribute, off+int64(i), "attribute %s has no value", name)
			t.fixed = true
			continue
		}
		i++
		for i < len(b) && isSpace(b[i]) {
			i++
		}
		value, n := l.attrValue(t, b[i:], off+int64(i))
		if t.kind == kindBroken {
			return
		}
		if n > 0 && (b[i] == '"' || b[i] == '\'') {
			l.addAttr(t, name, value, off+int64(i)+1)
		} else {
			l.addAttr(t, name, value, off+int64(i))
		}
		i += n
	}
}

// attrValue returns the value that b begins with and how long it is with its quotes.
func (l *lexer) attrValue(t *token, b []byte, off int64) (value []byte, n int) {
	if len(b) > 0 && (b[0] == '"' || b[0] == '\'') {
		end := bytes.IndexByte(b[1:], b[0])
		if end < 0 { // cannot be: tagEnd saw the closing quote
			end = len(b) - 1
		}
		value, n = b[1:1+end], min(len(b), end+2)
		if i := bytes.IndexByte(value, '<'); i >= 0 {
			if n < len(b) && !isSpace(b[n]) {
				t.kind = kindBroken // most likely a quote is missing, and the next tag was swallowed
				return value, n
			}
			l.report(RuleBadAttribute, off+int64(i)+1, "\"<\" in an attribute: it should be &lt;")
			t.fixed = true
		}
		if n < len(b) && !isSpace(b[n]) {
			l.report(RuleBadAttribute, off+int64(n), "no white space between attributes")
			t.fixed = true
		}
		return value, n
	}
	for n < len(b) && !isSpace(b[n]) {
		n++
	}
	l.report(RuleBadAttribute, off, "attribute value %q is not in quotes", clip(b[:n]))
	t.fixed = true
	return b[:n], n
}

func (l *lexer) addAttr(t *token, name, value []byte, off int64) {
	if hasUpper(name) {
		l.report(RuleUpperCase, off, "attribute %s should be in lower case", name)
		name = bytes.ToLower(name)
		t.fixed = true
	}
	for i := range t.attrs {
		if bytes.Equal(t.attrs[i].name, name) {
			l.report(RuleBadAttribute, off, "attribute %s is given twice; the first counts", name)
			t.fixed = true
			return
		}
	}
	if len(t.attrs) == maxAttrs {
		l.report(RuleBadAttribute, off, "more than %d attributes; %s is left out", maxAttrs, clip(name))
		t.fixed = true
		return
	}
	t.attrs = append(t.attrs, attr{name, value, off})
}

// identify finds the element of a tag, forgiving case and prefixes.
func (l *lexer) identify(t *token) {
	if t.elem = lookup(t.name); t.elem != elemOther {
		return
	}
	local := localName(t.name)
	lower := local
	if hasUpper(local) {
		lower = bytes.ToLower(local)
	}
	if len(local) != len(t.name) {
		t.fixed = true
		if t.kind == kindStart {
			l.report(RuleNamespace, t.off, "element %s has a namespace prefix", clip(t.name))
		}
		t.name = local
	}
	if t.elem = lookup(lower); t.elem != elemOther && hasUpper(local) {
		t.fixed = true
		if t.kind == kindStart {
			l.report(RuleUpperCase, t.off, "element %s should be %s", local, lower)
		}
		t.name = lower
	}
}

func localName(name []byte) []byte {
	if i := bytes.LastIndexByte(name, ':'); i >= 0 && i+1 < len(name) && nameStart(name[i+1]) {
		return name[i+1:]
	}
	return name
}

func nameStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c >= utf8.RuneSelf
}

// nameLen returns the length of the element name b begins with.
func nameLen(b []byte) int {
	for i, c := range b {
		if !nameStart(c) && c != ':' && c != '-' && c != '.' && (c < '0' || c > '9') {
			return i
		}
	}
	return len(b)
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func hasUpper(b []byte) bool {
	for _, c := range b {
		if 'A' <= c && c <= 'Z' {
			return true
		}
	}
	return false
}

// blank reports whether b is XML white space alone.
func blank(b []byte) bool {
	for _, c := range b {
		if !isSpace(c) {
			return false
		}
	}
	return true
}

// clip shortens what a message quotes.
func clip(b []byte) []byte {
	const most = 40
	if len(b) <= most {
		return b
	}
	n := most
	for n > 0 && !utf8.RuneStart(b[n]) {
		n--
	}
	return append(bytes.Clone(b[:n]), "…"...)
}
