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
func (a *archive) slide(name string, number int) (ps []Paragraph, err error) {
	x, closer, err := a.xml(name)
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	var b *builder
	kind := Body
	skipped := false // the shape is a number, a date or a footer
	for {
		tok, err := x.next()
		if err == io.EOF {
			return ps, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "sp":
				kind, skipped = Body, false
			case "ph":
				switch attr(t, "type") {
				case "title", "ctrTitle", "subTitle":
					kind = Heading
				case "sldNum", "ftr", "dt", "hdr":
					skipped = true
				}
			case "tc":
				kind = TableCell
			case "p":
				b = &builder{kind: kind, place: fmt.Sprintf("slide %d", number)}
			case "br":
				if b != nil {
					b.newline()
				}
			case "Fallback":
				if err := x.skip(); err != nil {
					return nil, err
				}
			case "t":
				s, err := x.textOf("", "")
				if err != nil {
					return nil, err
				}
				if b != nil {
					b.write(s)
				}
			}
		case xml.EndElement:
			switch {
			case t.Name.Local == "tc":
				kind = Body
			case t.Name.Local == "p" && b != nil:
				if p, ok := b.paragraph(); ok && !skipped {
					ps = append(ps, p)
				}
				b = nil
			}
		}
	}
}
