package document

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// readDOCX reads WordprocessingML (.docx, .docm, .dotx): paragraphs in order,
// tables cell by cell, text boxes after the paragraph they hang on, footnotes
// and endnotes after the body, each with its anchor. Tracked changes are read
// as accepted. Automatic numbers, headers, footers and comments are no text.
func readDOCX(ctx context.Context, src *source) (*content, error) {
	a, err := openArchive(src.data)
	if err != nil {
		return nil, err
	}
	main := a.mainPart("word/document.xml", "/officeDocument")
	d := &docx{ctx: ctx, archive: a, content: &content{}}
	dir := path.Dir(main)
	if d.styles, err = a.styles(dir + "/styles.xml"); err != nil {
		return nil, err
	}
	if err := d.part(main, ""); err != nil {
		return nil, err
	}
	classify(d.paragraphs)
	for _, notes := range []string{"footnote", "endnote"} {
		if name := dir + "/" + notes + "s.xml"; a.has(name) && len(d.anchors) > 0 {
			if err := d.part(name, notes); err != nil {
				return nil, err
			}
		}
	}
	d.report(dir)
	d.content.add("", d.paragraphs)
	return d.content, nil
}

// mainPart finds the part that a package's relationships call the document.
func (a *archive) mainPart(usual, relation string) string {
	if a.has(usual) {
		return usual
	}
	for id := range a.relations("_rels/.rels") {
		if r := id; strings.HasSuffix(r.kind, relation) && a.has(r.target) {
			return r.target
		}
	}
	return usual
}

type relation struct{ id, kind, target string }

// relations reads a .rels part; a damaged one has none.
func (a *archive) relations(name string) func(yield func(relation) bool) {
	return func(yield func(relation) bool) {
		x, c, err := a.xml(name)
		if err != nil {
			return
		}
		defer c.Close()
		base := path.Dir(path.Dir(name))
		for {
			tok, err := x.next()
			if err != nil {
				return
			}
			if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "Relationship" {
				target := attr(e, "Target")
				if !strings.HasPrefix(target, "/") {
					target = path.Join(base, target)
				}
				if !yield(relation{attr(e, "Id"), attr(e, "Type"), strings.TrimPrefix(target, "/")}) {
					return
				}
			}
		}
	}
}

// A paraStyle is what a paragraph style says of the paragraph's part.
type paraStyle struct {
	kind  Kind
	set   bool // kind is said here, not by the style it is based on
	based string
}

var headingStyle = regexp.MustCompile(`(?i)^(heading \d|title|subtitle)$`)

// styles reads the kinds of the paragraph styles.
func (a *archive) styles(name string) (map[string]paraStyle, error) {
	styles := map[string]paraStyle{}
	if !a.has(name) {
		return styles, nil
	}
	x, c, err := a.xml(name)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	var id string
	var s paraStyle
	for {
		tok, err := x.next()
		if err == io.EOF {
			return styles, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "style":
				id, s = attr(t, "styleId"), paraStyle{}
			case "name":
				if headingStyle.MatchString(attr(t, "val")) {
					s.kind, s.set = Heading, true
				}
			case "outlineLvl":
				if n, err := strconv.Atoi(attr(t, "val")); err == nil && n < 9 {
					s.kind, s.set = Heading, true
				}
			case "numPr":
				if !s.set {
					s.kind, s.set = ListItem, true
				}
			case "basedOn":
				s.based = attr(t, "val")
			}
		case xml.EndElement:
			if t.Name.Local == "style" && id != "" {
				styles[id] = s
				id = ""
			}
		}
	}
}

// kindOf follows the styles a style is based on.
func kindOf(styles map[string]paraStyle, id string) Kind {
	for range 20 { // styles may be based on one another in a circle
		s, ok := styles[id]
		if !ok {
			break
		}
		if s.set {
			return s.kind
		}
		id = s.based
	}
	return Body
}

// docx is the state of reading one document.
type docx struct {
	ctx     context.Context
	archive *archive
	content *content
	styles  map[string]paraStyle

	paragraphs []Paragraph
	anchors    map[string]Anchor // "footnote 3" → where its mark stands

	name     string // of the part
	notes    string // "footnote" within footnotes.xml
	noteID   string
	count    int         // paragraphs of the part
	tables   int         // tables of the part
	stack    []*docxPara // open paragraphs: text boxes nest
	cells    []cell      // open tables
	size     int         // bytes of text
	inserted int
	deleted  int
	hidden   bool
}

type cell struct{ table, row, column int }

type docxPara struct {
	builder
	marks  []docxMark // footnote marks in the text
	nested []Paragraph
	joins  bool // its end was deleted: the next paragraph goes on with it
}

type docxMark struct {
	key string
	at  int
}

func (d *docx) part(name, notes string) error {
	x, c, err := d.archive.xml(name)
	if err != nil {
		return err
	}
	defer c.Close()
	d.name, d.notes, d.count, d.tables = name, notes, 0, 0
	d.stack, d.cells = nil, nil
	for {
		tok, err := x.next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = d.token(x, tok)
		}
		if err != nil {
			return err
		}
	}
}

func (d *docx) token(x *xmlReader, tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		switch t.Name.Space {
		case "w":
			return d.start(x, t)
		case "m":
			if t.Name.Local == "t" {
				return d.chars(x)
			}
		case "mc":
			if t.Name.Local == "Fallback" {
				return x.skip()
			}
		}
	case xml.EndElement:
		if t.Name.Space == "w" {
			d.end(t.Name.Local)
		}
	}
	return nil
}

// start handles the beginning of a WordprocessingML element.
func (d *docx) start(x *xmlReader, e xml.StartElement) error {
	switch e.Name.Local {
	case "p":
		if err := d.ctx.Err(); err != nil {
			return err
		}
		d.openPara()
	case "t":
		return d.chars(x)
	case "tbl":
		d.tables++
		d.cells = append(d.cells, cell{table: d.tables})
	case "tr", "tc":
		d.cellStart(e.Name.Local)
	case "del", "moveFrom":
		return d.removed(x, e.Name.Local)
	case "ins", "moveTo":
		d.inserted++
	case "rt", "instrText", "delText", "delInstrText", "txbxStyle", "sectPr", "pPrChange", "rPrChange", "tblPrChange", "trPrChange", "tcPrChange":
		return x.skip()
	case "footnote", "endnote":
		if d.notes == e.Name.Local {
			if kind := attr(e, "type"); kind != "" && kind != "normal" { // the separator line
				return x.skip()
			}
			d.noteID = attr(e, "id")
		}
	default:
		d.property(e)
	}
	return nil
}

// removed skips what a tracked change took out. A deletion among a
// paragraph's properties took out its end.
func (d *docx) removed(x *xmlReader, name string) error {
	d.deleted++
	if n := len(x.open); n >= 3 && x.open[n-2].Local == "rPr" && x.open[n-3].Local == "pPr" && name == "del" {
		if p := d.top(); p != nil {
			p.joins = true
		}
	}
	return x.skip()
}

// property handles the small elements within a paragraph.
func (d *docx) property(e xml.StartElement) {
	p := d.top()
	if p == nil {
		return
	}
	val := attr(e, "val")
	on := val != "0" && val != "false" && val != "off" && val != "none"
	switch e.Name.Local {
	case "pStyle":
		if p.kind == Body {
			p.kind = kindOf(d.styles, val)
		}
	case "outlineLvl":
		if n, err := strconv.Atoi(val); err == nil && n < 9 && p.kind != TableCell && p.kind != Footnote {
			p.kind = Heading
		}
	case "numId":
		if p.kind == Body && val != "0" {
			p.kind = ListItem
		}
	case "br", "cr":
		p.newline()
	case "tab":
		if len(attr(e, "pos")) == 0 { // not a tab stop among the properties
			p.write("\t")
		}
	case "noBreakHyphen":
		p.write("\u2011")
	case "softHyphen":
		p.write("\u00ad")
	case "sym":
		if n, err := strconv.ParseUint(attr(e, "char"), 16, 16); err == nil && n >= 0x20 {
			p.write(string(rune(n)))
		}
	case "r":
		d.hidden = false
	case "vanish":
		d.hidden = on
	case "footnoteReference", "endnoteReference":
		key := strings.TrimSuffix(e.Name.Local, "Reference") + " " + attr(e, "id")
		p.marks = append(p.marks, docxMark{key, p.text.Len()})
	}
}

// chars adds the text of the element just begun.
func (d *docx) chars(x *xmlReader) error {
	for depth := len(x.open); len(x.open) >= depth; {
		tok, err := x.next()
		if err != nil {
			return err
		}
		s, ok := tok.(xml.CharData)
		p := d.top()
		if !ok || p == nil || d.hidden {
			continue
		}
		if d.size += len(s); d.size > maxText {
			return fault(d.name, "", because(ErrTooLarge, "more than %d MB of text", maxText/1_000_000))
		}
		p.write(string(s))
	}
	return nil
}

func (d *docx) cellStart(name string) {
	n := len(d.cells)
	if n == 0 {
		return
	}
	if name == "tr" {
		d.cells[n-1].row++
		d.cells[n-1].column = 0
	} else {
		d.cells[n-1].column++
	}
}

func (d *docx) end(name string) {
	switch name {
	case "p":
		d.closePara()
	case "tbl":
		if n := len(d.cells); n > 0 {
			d.cells = d.cells[:n-1]
		}
	case "r":
		d.hidden = false
	}
}

func (d *docx) top() *docxPara {
	if len(d.stack) == 0 {
		return nil
	}
	return d.stack[len(d.stack)-1]
}

func (d *docx) openPara() {
	d.count++
	if p := d.top(); p != nil && p.joins && len(d.stack) == 1 { // goes on with the paragraph before
		p.joins = false
		return
	}
	p := &docxPara{}
	p.place = fmt.Sprintf("%s paragraph %d", d.name, d.count)
	switch {
	case d.notes != "":
		p.kind = Footnote
		p.place = fmt.Sprintf("%s %s %s", d.name, d.notes, d.noteID)
	case len(d.cells) > 0:
		p.kind = TableCell
		c := d.cells[len(d.cells)-1]
		p.place += fmt.Sprintf(", table %d row %d cell %d", c.table, c.row, c.column)
	}
	d.stack = append(d.stack, p)
}

func (d *docx) closePara() {
	p := d.top()
	if p == nil || p.joins && len(d.stack) == 1 && len(d.cells) == 0 {
		return // stays open for the next one
	}
	d.stack = d.stack[:len(d.stack)-1]
	var out []Paragraph
	if par, ok := p.paragraph(); ok {
		if par.Kind == Footnote {
			if at, ok := d.anchors[d.notes+" "+d.noteID]; ok {
				par.Anchor = &at
			}
		}
		out = append(out, par)
		lead := strings.Index(p.text.String(), par.Text)
		for _, m := range p.marks {
			if d.anchors == nil {
				d.anchors = map[string]Anchor{}
			}
			d.anchors[m.key] = Anchor{len(d.paragraphs), min(max(m.at-lead, 0), len(par.Text))}
		}
	}
	out = append(out, p.nested...)
	if outer := d.top(); outer != nil {
		outer.nested = append(outer.nested, out...)
		return
	}
	d.paragraphs = append(d.paragraphs, out...)
}

// report tells what was read in a way of its own and what was left out.
func (d *docx) report(dir string) {
	if d.inserted+d.deleted > 0 {
		d.content.warn("tracked changes read as accepted: %d insertions, %d deletions", d.inserted, d.deleted)
	}
	margins := 0
	for _, name := range d.archive.names {
		if (strings.HasPrefix(name, dir+"/header") || strings.HasPrefix(name, dir+"/footer")) && d.archive.count(name, "t") > 0 {
			margins++
		}
	}
	if margins > 0 {
		d.content.warn("%d page headers and footers left out", margins)
	}
	if n := d.archive.count(dir+"/comments.xml", "comment"); n > 0 {
		d.content.warn("%d comments left out", n)
	}
}

// count counts the elements of a part; a part that is missing or damaged, and
// is not read for its text, has none.
func (a *archive) count(name, element string) (n int) {
	if a.has(name) {
		_ = a.each(name, func(_ *xmlReader, e xml.StartElement) error {
			if e.Name.Local == element {
				n++
			}
			return nil
		})
	}
	return n
}
