package document

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// declaredCharset finds <meta charset=…>, <meta … content="…charset=…"> and
// <?xml … encoding=…?> in the first kilobyte.
var declaredCharset = regexp.MustCompile(`(?i)(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_:.-]+)`)

func declared(data []byte) string {
	if m := declaredCharset.FindSubmatch(data[:min(len(data), 1024)]); m != nil {
		return string(m[1])
	}
	return ""
}

// readHTML reads a web page with the tokenizer, not the tree: elements nest as
// they like, and offsets are kept. Block elements end paragraphs; head, script,
// style, navigation and hidden elements are left out.
func readHTML(ctx context.Context, src *source) (*content, error) {
	d, err := src.decode(declared(src.data))
	if err != nil {
		return nil, err
	}
	h := &htmlReader{}
	z := html.NewTokenizer(strings.NewReader(d.text))
	z.SetMaxBuf(maxText)
	for h.pos = 0; ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			if z.Err() != io.EOF {
				return nil, fault("", "", because(ErrFormat, "%v", z.Err()))
			}
			break
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		raw := z.Raw()
		h.token(z, kind, raw)
		h.pos += len(raw)
	}
	h.flush()
	c := &content{encoding: d.set.name}
	if h.dropped > 0 {
		c.warn("%d parts of the page left out (navigation, scripts, hidden)", h.dropped)
	}
	for i := range h.paragraphs {
		h.paragraphs[i].Offset = d.origin(int(h.paragraphs[i].Offset))
	}
	classify(h.paragraphs)
	c.add("", h.paragraphs)
	return c, nil
}

// htmlReader is the state between tokens.
type htmlReader struct {
	paragraphs []Paragraph
	pos        int // of the token in the decoded text
	cur        strings.Builder
	start      int   // where the first letter of cur is in the decoded text; -1: none yet
	breaks     []int // in cur
	space      bool  // white space is owed
	kinds      []blockKind
	pre        int
	raised     bool      // within <sup>
	skip       atom.Atom // within this element nothing is text
	depth      int       // of skip within itself
	dropped    int
}

type blockKind struct {
	tag  atom.Atom
	kind Kind
}

var htmlHidden = regexp.MustCompile(`(?i)display\s*:\s*none|visibility\s*:\s*hidden`)

func (h *htmlReader) token(z *html.Tokenizer, kind html.TokenType, raw []byte) {
	switch kind {
	case html.TextToken:
		if h.skip == 0 {
			h.text(raw)
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		name, more := z.TagName()
		tag := atom.Lookup(name)
		hidden, note := false, false
		for more {
			var key, val []byte
			key, val, more = z.TagAttr()
			switch string(key) {
			case "hidden":
				hidden = true
			case "role":
				hidden = hidden || string(val) == "doc-backlink"
				note = note || string(val) == "doc-endnotes" || string(val) == "doc-footnote"
			case "class":
				note = note || bytes.Contains(val, []byte("footnotes"))
			case "style":
				hidden = hidden || htmlHidden.Match(val)
			}
		}
		h.begin(tag, hidden, note, kind == html.SelfClosingTagToken)
	case html.EndTagToken:
		name, _ := z.TagName()
		h.finish(atom.Lookup(name))
	}
}

// isVoid reports elements that have no end.
func isVoid(tag atom.Atom) bool {
	switch tag {
	case atom.Br, atom.Hr, atom.Img, atom.Input, atom.Meta, atom.Link, atom.Wbr, atom.Area, atom.Base, atom.Col, atom.Embed, atom.Source, atom.Track, atom.Param:
		return true
	}
	return false
}

func (h *htmlReader) begin(tag atom.Atom, hidden, note, closed bool) {
	if h.skip != 0 {
		if tag == h.skip && !closed {
			h.depth++
		}
		return
	}
	switch tag {
	case atom.Script, atom.Style, atom.Nav, atom.Template, atom.Noscript, atom.Svg, atom.Select, atom.Iframe, atom.Button, atom.Object, atom.Rt, atom.Rp, atom.Head, atom.Title:
		hidden = true
	case atom.Br:
		h.newline()
	case atom.Pre, atom.Textarea:
		h.pre++
	case atom.Sup:
		h.raised = !closed
	}
	if k, ok := blockOf(tag); ok {
		h.flush()
		if note {
			k = Footnote
		}
		if !isVoid(tag) && !hidden && !closed {
			h.open(tag, k)
		}
	}
	if hidden && !closed && !isVoid(tag) && tag != 0 {
		h.skip, h.depth = tag, 1
		if tag != atom.Head && tag != atom.Title && tag != atom.Rt && tag != atom.Rp && tag != atom.A {
			h.dropped++
		}
	}
}

// open enters a block; HTML lets the end of some be left out.
func (h *htmlReader) open(tag atom.Atom, k Kind) {
	if n := len(h.kinds); n > 0 {
		last := h.kinds[n-1].tag
		cell := tag == atom.Td || tag == atom.Th
		if last == tag && (tag == atom.P || tag == atom.Li || cell) || cell && (last == atom.Td || last == atom.Th) || last == atom.P {
			h.kinds = h.kinds[:n-1]
		}
	}
	const deep = 256 // blocks in blocks; pages have 20
	if len(h.kinds) < deep {
		h.kinds = append(h.kinds, blockKind{tag, k})
	}
}

func (h *htmlReader) finish(tag atom.Atom) {
	if h.skip != 0 {
		if tag == h.skip {
			if h.depth--; h.depth == 0 {
				h.skip = 0
			}
		}
		return
	}
	if tag == atom.Sup {
		h.raised = false
	}
	if (tag == atom.Pre || tag == atom.Textarea) && h.pre > 0 {
		h.pre--
	}
	if _, ok := blockOf(tag); !ok {
		return
	}
	h.flush()
	for i, b := range slices.Backward(h.kinds) {
		if b.tag == tag {
			h.kinds = h.kinds[:i]
			return
		}
	}
}

// blockOf tells which elements are paragraphs of their own, and of what kind;
// 255 lets the surrounding block decide.
func blockOf(tag atom.Atom) (Kind, bool) {
	const around = Kind(255)
	switch tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return Heading, true
	case atom.Li, atom.Dt, atom.Dd:
		return ListItem, true
	case atom.Td, atom.Th, atom.Caption:
		return TableCell, true
	case atom.Address:
		return Address, true
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Ul, atom.Ol, atom.Dl, atom.Table,
		atom.Tr, atom.Tbody, atom.Thead, atom.Tfoot, atom.Blockquote, atom.Pre, atom.Hr, atom.Form, atom.Fieldset, atom.Figure, atom.Figcaption,
		atom.Details, atom.Summary, atom.Body, atom.Html, atom.Center, atom.Head, atom.Title, atom.Nav, atom.Script, atom.Style, atom.Option, atom.Textarea:
		return around, true
	}
	return 0, false
}

// text adds a piece of text; white space collapses, except in <pre>.
func (h *htmlReader) text(raw []byte) {
	for total := len(raw); len(raw) > 0; {
		var n int
		if raw[0] != '&' {
			if n = bytes.IndexByte(raw, '&'); n < 0 {
				n = len(raw)
			}
		} else if end := bytes.IndexAny(raw[1:min(len(raw), 40)], "&;< \n"); end >= 0 && raw[1+end] == ';' {
			n = end + 2
		} else if n = 1 + bytes.IndexByte(raw[1:], '&'); n == 0 { // no semicolon: some entities need none
			n = len(raw)
		}
		h.piece(html.UnescapeString(string(raw[:n])), h.pos+total-len(raw))
		raw = raw[n:]
	}
}

func (h *htmlReader) piece(s string, at int) {
	for i, r := range s {
		collapse := r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f'
		switch {
		case collapse && h.pre > 0 && r == '\n':
			h.newline()
		case collapse:
			h.space = true
		case h.cur.Len() == 0 && unicode.IsSpace(r):
		default:
			if h.cur.Len() == 0 {
				h.start = at
				if !strings.HasPrefix(s, "&") {
					h.start = at + i
				}
			} else if h.space && !strings.HasSuffix(h.cur.String(), "\n") {
				h.cur.WriteByte(' ')
			}
			h.space = false
			if up, ok := superscript(r); ok && h.raised { // a footnote mark, or a power
				r = up
			}
			h.cur.WriteRune(r)
		}
	}
}

func (h *htmlReader) newline() {
	if h.cur.Len() > 0 {
		h.cur.WriteByte('\n')
		h.breaks = append(h.breaks, h.cur.Len())
	}
	h.space = false
}

// flush ends the paragraph.
func (h *htmlReader) flush() {
	b := builder{breaks: h.breaks}
	b.write(h.cur.String())
	if p, ok := b.paragraph(); ok {
		p.Offset = int64(h.start)
		for _, k := range slices.Backward(h.kinds) {
			if k.kind != 255 && (p.Kind == Body || k.kind == Footnote) { // the innermost; within notes all is note
				p.Kind = k.kind
			}
		}
		h.paragraphs = append(h.paragraphs, p)
	}
	h.cur.Reset()
	h.breaks, h.space = nil, false
}
