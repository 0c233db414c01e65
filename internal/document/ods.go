package document

import (
	"context"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// maxRepeat is how often a cell may stand for its neighbours too: tables have
// a column for each language. The last cell of a row often stands for 16,000.
const maxRepeat = 64

// readODS reads the text cells of the visible sheets of an OpenDocument table.
// Numbers and dates are left out.
func readODS(ctx context.Context, src *source) (*content, error) {
	a, err := openDocumentArchive(src.data)
	if err != nil {
		return nil, err
	}
	x, closer, err := a.xml("content.xml")
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	s := &ods{odt: odt{x: x}, archive: a, invisible: map[string]bool{}}
	for {
		tok, err := x.next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = s.token(tok)
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
	}
	c := &content{}
	if s.hidden > 0 {
		c.warn("%d hidden sheets left out", s.hidden)
	}
	if s.annotations > 0 {
		c.warn("%d comments left out", s.annotations)
	}
	c.grids(s.grids)
	return c, nil
}

// ods reads the tables; the paragraphs in their cells are read by odt.
type ods struct {
	odt
	archive   *archive
	grids     []grid
	invisible map[string]bool // styles of hidden sheets
	style     string          // whose properties are read
	hidden    int
	row       int  // of the sheet, from 1
	rows      int  // for how many the present one stands
	cells     int  // for how many the present one stands
	number    bool // the present cell is no text
}

func (s *ods) token(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		switch t.Name.Local {
		case "automatic-styles":
			return nil
		case "style":
			s.style = attr(t, "name")
		case "table-properties":
			s.invisible[s.style] = s.invisible[s.style] || attr(t, "display") == "false"
		case "table":
			if s.invisible[attr(t, "style-name")] {
				s.hidden++
				return s.x.skip()
			}
			s.grids, s.row, s.rows = append(s.grids, grid{name: attr(t, "name")}), 1, 0
		case "table-row":
			s.row += s.rows
			s.rows = repeated(t, "number-rows-repeated")
			if g := s.sheet(); g != nil {
				g.rows = append(g.rows, gridRow{number: s.row})
			}
		case "table-cell", "covered-table-cell":
			s.cells = repeated(t, "number-columns-repeated")
			s.number = attr(t, "value-type") != "" && attr(t, "value-type") != "string"
			s.paragraphs = nil
		}
	case xml.EndElement:
		if t.Name.Local == "table-cell" || t.Name.Local == "covered-table-cell" {
			if err := s.endCell(); err != nil {
				return err
			}
		}
	}
	return s.odt.token(tok)
}

func repeated(e xml.StartElement, name string) int {
	n, err := strconv.Atoi(attr(e, name))
	if err != nil {
		return 1
	}
	return min(max(n, 1), 1<<20)
}

func (s *ods) sheet() *grid {
	if len(s.grids) == 0 {
		return nil
	}
	return &s.grids[len(s.grids)-1]
}

// endCell adds a cell, for each of the columns that it stands for. What stands
// for more rows is text once.
func (s *ods) endCell() error {
	g := s.sheet()
	if g == nil || len(g.rows) == 0 {
		return nil
	}
	var lines []string
	for _, p := range s.paragraphs {
		lines = append(lines, p.Text)
	}
	cell := gridCell{offset: -1}
	if !s.number {
		cell.text = strings.Join(lines, "\n")
	}
	row := &g.rows[len(g.rows)-1]
	n := min(s.cells, maxRepeat)
	if s.size += (n - 1) * len(cell.text); s.size > maxText {
		return fault("content.xml", "", because(ErrTooLarge, "more than %d MB of text", maxText/1_000_000))
	}
	for range n {
		row.cells = append(row.cells, cell)
	}
	return s.archive.addCells("content.xml", n)
}
