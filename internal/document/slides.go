package document

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"path"
)

// readPPTX reads the slides of a presentation in order: titles, text, tables.
// Speaker notes, slide numbers, dates and footers are left out.
func readPPTX(ctx context.Context, src *source) (*content, error) {
	a, err := openArchive(src.data)
	if err != nil {
		return nil, err
	}
	main := a.mainPart("ppt/presentation.xml", "/officeDocument")
	targets := map[string]string{}
	for r := range a.relations(path.Dir(main) + "/_rels/" + path.Base(main) + ".rels") {
		targets[r.id] = r.target
	}
	var slides []string
	err = a.each(main, func(_ *xmlReader, e xml.StartElement) error {
		if e.Name.Local == "sldId" {
			for _, at := range e.Attr {
				if at.Name.Local == "id" && at.Name.Space != "" && a.has(targets[at.Value]) {
					slides = append(slides, targets[at.Value])
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	c := &content{}
	var ps []Paragraph
	for i, name := range slides {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		found, err := a.slide(name, i+1)
		if err != nil {
			return nil, err
		}
		ps = append(ps, found...)
	}
	if a.has("ppt/notesSlides/notesSlide1.xml") {
		c.warn("speaker notes left out")
	}
	c.add("", ps)
	return c, nil
}

// slide reads one slide.
func (a *archive) slide(name string, number int) ([]Paragraph, error) {
	x, closer, err := a.xml(name)
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	r := &slideReader{x: x, place: fmt.Sprintf("slide %d", number)}
	for {
		tok, err := x.next()
		if err == io.EOF {
			return r.paragraphs, nil
		}
		if err == nil {
			switch t := tok.(type) {
			case xml.StartElement:
				err = r.start(t)
			case xml.EndElement:
				r.end(t.Name.Local)
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

// A slideReader is the state of reading a slide.
type slideReader struct {
	x          *xmlReader
	place      string
	paragraphs []Paragraph
	b          *builder // of the paragraph that is open
	kind       Kind
	skipped    bool // the shape is a number, a date or a footer
}

func (r *slideReader) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "sp":
		r.kind, r.skipped = Body, false
	case "ph":
		switch attr(e, "type") {
		case "title", "ctrTitle", "subTitle":
			r.kind = Heading
		case "sldNum", "ftr", "dt", "hdr":
			r.skipped = true
		}
	case "tc":
		r.kind = TableCell
	case "p":
		r.b = &builder{kind: r.kind, place: r.place}
	case "br":
		if r.b != nil {
			r.b.newline()
		}
	case "Fallback":
		return r.x.skip()
	case "t":
		s, err := r.x.textOf("", "")
		if err != nil {
			return err
		}
		if r.b != nil {
			r.b.write(s)
		}
	}
	return nil
}

func (r *slideReader) end(name string) {
	switch {
	case name == "tc":
		r.kind = Body
	case name == "p" && r.b != nil:
		if p, ok := r.b.paragraph(); ok && !r.skipped {
			r.paragraphs = append(r.paragraphs, p)
		}
		r.b = nil
	}
}
