package document

import (
	"context"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
)

// readMarkdown reads CommonMark with tables and footnotes. Marks of emphasis,
// links and lists are no text; code blocks and front matter are left out.
func readMarkdown(_ context.Context, src *source) (*content, error) {
	d, err := src.decode("")
	if err != nil {
		return nil, err
	}
	body := []byte(d.text)
	skip := frontMatter(d.text)
	for i := range skip { // kept in place, so that offsets stay
		if body[i] != '\n' {
			body[i] = ' '
		}
	}
	for i, b := range body { // a lone carriage return ends a line
		if b == '\r' && (i+1 == len(body) || body[i+1] != '\n') {
			body[i] = '\n'
		}
	}
	tree := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Footnote, extension.Strikethrough)).Parser().Parse(text.NewReader(body))
	m := &markdown{source: body}
	m.blocks(tree)
	c := &content{encoding: d.set.name}
	if skip > 0 {
		c.warn("front matter left out")
	}
	if m.code > 0 {
		c.warn("%d code or HTML blocks left out", m.code)
	}
	m.paragraphs = append(m.paragraphs, m.notes...)
	for i := range m.paragraphs {
		p := &m.paragraphs[i]
		if p.Offset >= 0 {
			p.Offset = d.origin(int(p.Offset))
		}
	}
	classify(m.paragraphs)
	c.add("", m.paragraphs)
	return c, nil
}

// frontMatter returns the length of a leading block between --- lines.
func frontMatter(s string) int {
	if !strings.HasPrefix(s, "---\n") && !strings.HasPrefix(s, "---\r\n") {
		return 0
	}
	pos := strings.IndexByte(s, '\n') + 1
	for line := range strings.Lines(s[pos:]) {
		pos += len(line)
		switch strings.TrimSpace(line) {
		case "---", "...":
			return pos
		case "":
			return 0 // a drawn line, then a paragraph
		}
	}
	return 0
}

type markdown struct {
	source     []byte
	paragraphs []Paragraph
	notes      []Paragraph
	code       int

	cur   builder
	start int // of the first text in the source; -1 none yet
	marks []markdownMark
	anch  map[int]Anchor // footnote index → where its mark stands
}

type markdownMark struct{ index, at int }

// blocks walks block nodes in order.
func (m *markdown) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			m.paragraph(n, Heading)
		case *ast.Paragraph, *ast.TextBlock:
			m.paragraph(n, m.around(n))
		case *east.TableCell:
			m.paragraph(n, TableCell)
		case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock:
			m.code++
		default:
			m.blocks(n)
		}
	}
}

// around tells what a paragraph is by the blocks it stands in.
func (m *markdown) around(n ast.Node) Kind {
	for p := n.Parent(); p != nil; p = p.Parent() {
		switch p.Kind() {
		case ast.KindListItem:
			return ListItem
		case east.KindFootnote:
			return Footnote
		}
	}
	return Body
}

func (m *markdown) paragraph(n ast.Node, kind Kind) {
	m.cur, m.start, m.marks = builder{kind: kind}, -1, nil
	m.inline(n)
	p, ok := m.cur.paragraph()
	if !ok {
		return
	}
	p.Offset = int64(m.start)
	if m.start < 0 {
		p.Place = "text without a place of its own"
	}
	if kind == Footnote {
		if f := footnoteOf(n); f != nil {
			if at, ok := m.anch[f.Index]; ok {
				p.Anchor = &at
			}
		}
		m.notes = append(m.notes, p)
		return
	}
	for _, mark := range m.marks {
		if m.anch == nil {
			m.anch = map[int]Anchor{}
		}
		m.anch[mark.index] = Anchor{len(m.paragraphs), min(mark.at, len(p.Text))}
	}
	m.paragraphs = append(m.paragraphs, p)
}

func footnoteOf(n ast.Node) *east.Footnote {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if f, ok := p.(*east.Footnote); ok {
			return f
		}
	}
	return nil
}

// inline adds the text of inline nodes.
func (m *markdown) inline(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			m.segment(n.Segment, n.Parent().Kind() != ast.KindCodeSpan)
			switch {
			case n.HardLineBreak():
				m.cur.newline()
			case n.SoftLineBreak():
				m.softBreak(n)
			}
		case *ast.String:
			m.cur.write(string(n.Value))
		case *ast.AutoLink:
			m.cur.write(string(n.Label(m.source)))
		case *ast.RawHTML:
			if tag := strings.ToLower(string(n.Segments.Value(m.source))); strings.HasPrefix(tag, "<br") {
				m.cur.newline()
			}
		case *east.FootnoteLink:
			m.marks = append(m.marks, markdownMark{n.Index, m.cur.text.Len()})
		case *east.FootnoteBacklink, *ast.Image:
		default:
			m.inline(n)
		}
	}
}

// softBreak keeps a line end; a line that opens like an item begins a segment.
func (m *markdown) softBreak(n *ast.Text) {
	rest := strings.TrimLeft(string(m.source[n.Segment.Stop:min(len(m.source), n.Segment.Stop+64)]), " \t\r\n\\")
	if marker.MatchString(rest) {
		m.cur.newline()
		return
	}
	m.cur.write("\n")
}

// segment adds a piece of the source, escapes and entities resolved.
func (m *markdown) segment(s text.Segment, unescape bool) {
	if m.start < 0 && s.Len() > 0 {
		m.start = s.Start
	}
	v := string(s.Value(m.source))
	if unescape && strings.ContainsAny(v, `\&`) {
		v = unescapeMarkdown(v)
	}
	m.cur.write(v)
}

func unescapeMarkdown(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && slices.Contains([]byte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"), s[i+1]) {
			i++
			b.WriteString(html.EscapeString(s[i : i+1])) // so that the next step leaves it
			continue
		}
		b.WriteByte(s[i])
	}
	return html.UnescapeString(b.String())
}
