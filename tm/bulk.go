package tm

import "strings"

// bulk gathers rows into statements of many rows: a statement costs more than
// a row.
type bulk struct {
	s    *session
	one  string // the statement of one row
	full string // the statement of bulkRows rows
	rows int
	args []any
}

// bulkRows is how many rows a statement takes: beyond some 30 nothing is gained.
const bulkRows = 32

func (s *session) bulk(head, row, after string) *bulk {
	return &bulk{
		s:    s,
		one:  head + " " + row + " " + after,
		full: head + " " + row + strings.Repeat(", "+row, bulkRows-1) + " " + after,
	}
}

func (b *bulk) add(args ...any) error {
	b.args = append(b.args, args...)
	if b.rows++; b.rows < bulkRows {
		return nil
	}
	err := b.s.exec(b.full, b.args...)
	b.rows, b.args = 0, b.args[:0]
	return err
}

// flush writes the rows that are left, one by one: few statements are worth
// keeping prepared.
func (b *bulk) flush() error {
	if b.rows == 0 {
		return nil
	}
	width := len(b.args) / b.rows
	for row := range b.rows {
		if err := b.s.exec(b.one, b.args[row*width:(row+1)*width]...); err != nil {
			return err
		}
	}
	b.rows, b.args = 0, b.args[:0]
	return nil
}
