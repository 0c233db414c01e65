package document

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// readXLSX reads the text cells of the visible sheets of a workbook. Numbers,
// dates and formulas without text are left out.
func readXLSX(ctx context.Context, src *source) (*content, error) {
	a, err := openArchive(src.data)
	if err != nil {
		return nil, err
	}
	book := a.mainPart("xl/workbook.xml", "/officeDocument")
	sheets, hidden, err := a.sheets(book)
	if err != nil {
		return nil, err
	}
	var shared []string
	if name := path.Dir(book) + "/sharedStrings.xml"; a.has(name) {
		if shared, err = a.sharedStrings(name); err != nil {
			return nil, err
		}
	}
	c := &content{}
	var gs []grid
	for _, s := range sheets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		g, err := a.sheet(s.target, shared)
		if err != nil {
			return nil, err
		}
		g.name = s.kind
		gs = append(gs, g)
	}
	if hidden > 0 {
		c.warn("%d hidden sheets left out", hidden)
	}
	c.grids(gs)
	return c, nil
}

// sheets lists the visible sheets in order: kind is the name, target the part.
func (a *archive) sheets(book string) (list []relation, hidden int, err error) {
	targets := map[string]string{}
	for r := range a.relations(path.Dir(book) + "/_rels/" + path.Base(book) + ".rels") {
		targets[r.id] = r.target
	}
	err = a.each(book, func(_ *xmlReader, e xml.StartElement) error {
		if e.Name.Local != "sheet" {
			return nil
		}
		if attr(e, "state") != "" && attr(e, "state") != "visible" {
			hidden++
			return nil
		}
		var id string
		for _, at := range e.Attr {
			if at.Name.Local == "id" && at.Name.Space != "" {
				id = at.Value
			}
		}
		if t := targets[id]; a.has(t) {
			list = append(list, relation{id, attr(e, "name"), t})
		}
		return nil
	})
	return list, hidden, err
}

// each calls f for every element of a part.
func (a *archive) each(name string, f func(x *xmlReader, e xml.StartElement) error) error {
	x, c, err := a.xml(name)
	if err != nil {
		return err
	}
	defer c.Close()
	for {
		tok, err := x.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := tok.(xml.StartElement); ok {
			if err := f(x, e); err != nil {
				return err
			}
		}
	}
}

// textOf returns the text of the element just begun, but for that within
// elements called except.
func (x *xmlReader) textOf(only, except string) (string, error) {
	var b strings.Builder
	inside := 0
	for depth := len(x.open); len(x.open) >= depth; {
		tok, err := x.next()
		if err != nil {
			return "", err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if t.Name.Local == except {
				if err := x.skip(); err != nil {
					return "", err
				}
			} else if t.Name.Local == only {
				inside++
			}
		case xml.EndElement:
			if t.Name.Local == only {
				inside--
			}
		case xml.CharData:
			if inside > 0 || only == "" {
				if b.Len()+len(t) > maxText {
					return "", fault(x.name, "", because(ErrTooLarge, "more than %d MB of text", maxText/1_000_000))
				}
				b.Write(t)
			}
		}
	}
	return b.String(), nil
}

// sharedStrings reads the table of strings; readings in kana are left out.
func (a *archive) sharedStrings(name string) (list []string, err error) {
	err = a.each(name, func(x *xmlReader, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := x.textOf("t", "rPh")
		list = append(list, s)
		return err
	})
	return list, err
}

func (a *archive) sheet(name string, shared []string) (g grid, err error) {
	size := 0
	err = a.each(name, func(x *xmlReader, e xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			n, err := strconv.Atoi(attr(e, "r"))
			if err != nil {
				n = len(g.rows) + 1
			}
			g.rows = append(g.rows, gridRow{number: n})
		case "c":
			if len(g.rows) == 0 {
				return nil
			}
			row := &g.rows[len(g.rows)-1]
			s, err := x.cellText(attr(e, "t"), shared)
			if err != nil {
				return err
			}
			if size += len(s); size > maxText {
				return fault(name, "", because(ErrTooLarge, "more than %d MB of text", maxText/1_000_000))
			}
			at := columnIndex(attr(e, "r"))
			if at < 0 {
				at = len(row.cells)
			}
			if err := a.addCells(name, max(0, at+1-len(row.cells))); err != nil {
				return err
			}
			for len(row.cells) <= at {
				row.cells = append(row.cells, gridCell{offset: -1})
			}
			row.cells[at].text = s
		}
		return nil
	})
	return g, err
}

// cellText is the text of a cell of type kind; "" for numbers.
func (x *xmlReader) cellText(kind string, shared []string) (string, error) {
	switch kind {
	case "s":
		v, err := x.textOf("v", "")
		if err != nil {
			return "", err
		}
		n, err := strconv.Atoi(strings.TrimSpace(v))
		if err != nil || n < 0 || n >= len(shared) {
			return "", x.bad(fmt.Sprintf("string %q of %d", v, len(shared)))
		}
		return shared[n], nil
	case "inlineStr":
		return x.textOf("t", "rPh")
	case "str":
		return x.textOf("v", "f")
	}
	return "", x.skip()
}

// maxColumns is Excel's own limit.
const maxColumns = 16384

// columnIndex reads the letters of a cell's name, AB12; -1 without.
func columnIndex(ref string) int {
	n := 0
	for _, r := range ref {
		if r < 'A' || r > 'Z' {
			break
		}
		if n = n*26 + int(r-'A') + 1; n > maxColumns {
			return -1
		}
	}
	return n - 1
}
