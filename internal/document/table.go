package document

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"dragoman/internal/lang"
)

// A grid is a table of texts: rows of cells.
type grid struct {
	name string // of the sheet
	rows []gridRow
}

type gridRow struct {
	number int // as the file counts, from 1
	cells  []gridCell
}

type gridCell struct {
	text   string
	offset int64 // -1 where the format has none
}

// readCSV reads tables in text: .csv with comma, semicolon or tab, .tsv.
func readCSV(ctx context.Context, src *source) (*content, error) {
	d, err := src.decode("")
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(strings.NewReader(d.text))
	r.Comma = delimiter(src.name, d.text)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	g := grid{}
	for {
		record, err := r.Read()
		if err == io.EOF {
			break
		}
		if p, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, fault(fmt.Sprintf("line %d, column %d", p.Line, p.Column), "", because(ErrFormat, "%v", p.Err))
		}
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		row := gridRow{number: line}
		for i, s := range record {
			l, column := r.FieldPos(i)
			row.cells = append(row.cells, gridCell{s, int64(l)<<32 | int64(column)})
		}
		g.rows = append(g.rows, row)
	}
	g.locate(d)
	c := &content{encoding: d.set.name}
	c.grids([]grid{g})
	return c, nil
}

// locate turns line and column, packed into the offsets, into bytes.
func (g *grid) locate(d *decoded) {
	starts := []int{0}
	for i := 0; i < len(d.text); i++ {
		if d.text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	for _, row := range g.rows {
		for i := range row.cells {
			c := &row.cells[i]
			at := starts[min(int(c.offset>>32), len(starts))-1] + int(c.offset&0xFFFFFFFF) - 1
			for at < len(d.text) && (d.text[at] == '"' || d.text[at] == ' ') {
				at++
			}
			c.offset = d.origin(min(at, len(d.text)))
		}
	}
}

// delimiter is the one of tab, comma and semicolon that the first lines have
// most evenly.
func delimiter(name, text string) rune {
	if strings.HasSuffix(strings.ToLower(name), ".tsv") || strings.HasSuffix(strings.ToLower(name), ".tab") {
		return '\t'
	}
	best, most := ',', 0
	lines := strings.SplitN(text, "\n", 21)
	for _, c := range []rune{'\t', ';', ',', '|'} {
		n := 0
		for _, l := range lines[:min(len(lines), 20)] {
			n += min(strings.Count(l, string(c)), 3) // prose has many commas in one cell
		}
		if c == '\t' {
			n *= 2
		}
		if n > most {
			best, most = c, n
		}
	}
	return best
}

// grids makes texts of tables: one of each column that is in a language of its
// own, or one of the whole table.
func (c *content) grids(gs []grid) {
	type column struct {
		code lang.Code
		ps   []Paragraph
	}
	var columns []column
	for _, g := range gs {
		codes, first := g.languages()
		if len(codes) < 2 {
			continue
		}
		for col, code := range codes {
			if code == lang.Unknown {
				continue
			}
			i := slices.IndexFunc(columns, func(x column) bool { return x.code == code })
			if i < 0 {
				i = len(columns)
				columns = append(columns, column{code: code})
			}
			columns[i].ps = append(columns[i].ps, g.column(col, first)...)
		}
	}
	if len(columns) > 1 {
		for _, col := range columns {
			c.add(col.code, col.ps)
		}
		return
	}
	var all []Paragraph
	for _, g := range gs {
		for r := range g.rows {
			for col := range g.rows[r].cells {
				all = append(all, g.cell(r, col)...)
			}
		}
	}
	c.add("", all)
}

// languages tells the language of each column, by its header or else by its
// text, and the first row that is not the header. Fewer than two mean that the
// table is in one language.
func (g *grid) languages() (codes []lang.Code, first int) {
	width := 0
	for _, r := range g.rows {
		width = max(width, len(r.cells))
	}
	codes = make([]lang.Code, width)
	named := 0
	if len(g.rows) > 0 {
		for i, c := range g.rows[0].cells {
			code, _ := nameLang(strings.TrimSpace(c.text))
			if code != lang.Unknown && len(c.text) <= 40 && !slices.Contains(codes, code) {
				codes[i] = code
				named++
			}
		}
	}
	if named >= 2 {
		return codes, 1
	}
	seen := map[lang.Code]bool{}
	for i := range codes {
		var b strings.Builder
		for _, r := range g.rows {
			if i < len(r.cells) && b.Len() < 1<<16 {
				b.WriteString(r.cells[i].text)
				b.WriteByte('\n')
			}
		}
		codes[i] = lang.Unknown
		letters := strings.IndexFunc(b.String(), unicode.IsLetter)
		code, err := lang.Detect(b.String())
		if err == nil && letters >= 0 && b.Len() > 2*len(g.rows)+len(g.rows)*3 { // columns of numbers and short codes are none
			if seen[code] { // two columns in one language: the table is not a parallel one
				return nil, 0
			}
			seen[code] = true
			codes[i] = code
		}
	}
	if len(seen) < 2 {
		return nil, 0
	}
	return codes, 0
}

func (g *grid) column(col, first int) (ps []Paragraph) {
	for r := first; r < len(g.rows); r++ {
		if col < len(g.rows[r].cells) {
			ps = append(ps, g.cell(r, col)...)
		}
	}
	return ps
}

// cell is the paragraph of a cell, if it has text. Lines within a cell are
// segments.
func (g *grid) cell(r, col int) []Paragraph {
	row := g.rows[r]
	b := builder{kind: TableCell, place: fmt.Sprintf("row %d column %s", row.number, columnName(col))}
	if g.name != "" {
		b.place = fmt.Sprintf("sheet %s cell %s%d", g.name, columnName(col), row.number)
	}
	text := strings.ReplaceAll(row.cells[col].text, "\r\n", "\n")
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.newline()
		}
		b.write(line)
	}
	p, ok := b.paragraph()
	if !ok || !strings.ContainsFunc(p.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return nil
	}
	p.Offset = row.cells[col].offset
	return []Paragraph{p}
}

// columnName is A … Z, AA …
func columnName(i int) string {
	var b []byte
	for i++; i > 0; i = (i - 1) / 26 {
		b = append(b, byte('A'+(i-1)%26))
	}
	slices.Reverse(b)
	return string(b)
}
