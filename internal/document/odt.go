package document

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// readODT reads OpenDocument texts and presentations (.odt, .ott, .odp).
// Deleted text of tracked changes, annotations and readings are left out;
// notes come after the text, with their anchors.
func readODT(ctx context.Context, src *source) (*content, error) {
	a, err := openDocumentArchive(src.data)
	if err != nil {
		return nil, err
	}
	x, closer, err := a.xml("content.xml")
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	o := &odt{x: x}
	for {
		tok, err := x.next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = o.token(tok)
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
	}
	c := &content{}
	if o.deleted > 0 {
		c.warn("tracked changes read as accepted: %d deletions", o.deleted)
	}
	if o.annotations > 0 {
		c.warn("%d comments left out", o.annotations)
	}
	classify(o.paragraphs)
	c.add("", append(o.paragraphs, o.notes...))
	return c, nil
}

// openDocumentArchive opens the archive of an OpenDocument file.
func openDocumentArchive(data []byte) (*archive, error) {
	const list = "META-INF/manifest.xml"
	a, err := openArchive(data)
	if err != nil || !a.has(list) {
		return a, err
	}
	manifest, err := a.read(list)
	if err == nil && bytes.Contains(manifest, []byte("encryption-data")) {
		err = fault("", "save it without a password", ErrEncrypted)
	}
	return a, err
}

type odt struct {
	x          *xmlReader
	paragraphs []Paragraph
	notes      []Paragraph
	stack      []*odtPara
	kinds      []Kind // what surrounds: lists, cells, notes
	count      int
	size       int

	deleted, annotations int
}

type odtPara struct {
	builder
	space  bool // white space is owed
	inner  []Paragraph
	notes  []int // indexes in odt.notes of the notes that hang on it
	places []int // and where in the text
}

func (o *odt) token(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		return o.start(t)
	case xml.EndElement:
		o.end(t.Name)
	case xml.CharData:
		return o.chars(string(t))
	}
	return nil
}

func (o *odt) start(e xml.StartElement) error {
	p := o.top()
	switch e.Name.Local {
	case "tracked-changes":
		return o.changes()
	case "annotation":
		o.annotations++
		return o.x.skip()
	case "note-citation", "ruby-text", "hidden-text", "hidden-paragraph", "notes", "forms", "font-face-decls", "automatic-styles", "scripts":
		return o.x.skip()
	case "list-item", "list-header":
		o.kinds = append(o.kinds, ListItem)
	case "table-cell":
		o.kinds = append(o.kinds, TableCell)
	case "note-body":
		o.kinds = append(o.kinds, Footnote)
	case "p", "h":
		if e.Name.Space != "text" {
			return nil
		}
		o.count++
		q := &odtPara{}
		q.place = fmt.Sprintf("content.xml paragraph %d", o.count)
		if e.Name.Local == "h" {
			q.kind = Heading
		}
		for _, k := range o.kinds {
			q.kind = k
		}
		o.stack = append(o.stack, q)
	case "s", "tab", "line-break":
		if p == nil || e.Name.Space != "text" {
			return nil
		}
		switch e.Name.Local {
		case "s":
			n, err := strconv.Atoi(attr(e, "c"))
			if err != nil {
				n = 1
			}
			p.flushSpace()
			p.write(strings.Repeat(" ", max(0, min(n, 100))))
		case "tab":
			p.write("\t")
		default:
			p.space = false
			p.newline()
		}
	}
	return nil
}

// changes counts the deletions of the list of tracked changes and skips it.
func (o *odt) changes() error {
	for depth := len(o.x.open); len(o.x.open) >= depth; {
		tok, err := o.x.next()
		if err != nil {
			return err
		}
		if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "deletion" {
			o.deleted++
		}
	}
	return nil
}

func (o *odt) top() *odtPara {
	if len(o.stack) == 0 {
		return nil
	}
	return o.stack[len(o.stack)-1]
}

func (p *odtPara) flushSpace() {
	if p.space && p.text.Len() > 0 {
		p.write(" ")
	}
	p.space = false
}

// chars adds text; OpenDocument collapses white space.
func (o *odt) chars(s string) error {
	p := o.top()
	if p == nil {
		return nil
	}
	if o.size += len(s); o.size > maxText {
		return fault("content.xml", "", because(ErrTooLarge, "more than %d MB of text", maxText/1_000_000))
	}
	for _, r := range s {
		if r == ' ' || r == '\n' || r == '\t' || r == '\r' {
			p.space = true
			continue
		}
		p.flushSpace()
		p.text.WriteRune(r)
	}
	return nil
}

func (o *odt) end(n xml.Name) {
	switch n.Local {
	case "list-item", "list-header", "table-cell", "note-body":
		if k := len(o.kinds); k > 0 {
			o.kinds = o.kinds[:k-1]
		}
	case "p", "h":
		if n.Space == "text" {
			o.close()
		}
	}
}

func (o *odt) close() {
	p := o.top()
	if p == nil {
		return
	}
	o.stack = o.stack[:len(o.stack)-1]
	outer := o.top()
	par, ok := p.paragraph()
	if ok && par.Kind == Footnote && outer != nil {
		outer.flushSpace()
		outer.notes = append(outer.notes, len(o.notes))
		outer.places = append(outer.places, outer.text.Len())
		o.notes = append(o.notes, par)
		return
	}
	var out []Paragraph
	if ok {
		out = append(out, par)
		for i, n := range p.notes {
			o.notes[n].Anchor = &Anchor{len(o.paragraphs), min(p.places[i], len(par.Text))}
		}
	}
	out = append(out, p.inner...)
	if outer != nil {
		outer.inner = append(outer.inner, out...)
		return
	}
	o.paragraphs = append(o.paragraphs, out...)
}
