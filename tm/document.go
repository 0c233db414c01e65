package tm

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// Documents lists the documents by name.
func (m *Memory) Documents(ctx context.Context) ([]DocumentInfo, error) {
	var docs []DocumentInfo
	err := m.read(ctx, func(s *session) error {
		index := map[int64]int{}
		err := s.each(func(rows *sql.Rows) error {
			var id int64
			var d DocumentInfo
			err := rows.Scan(&id, &d.Name, &d.Date, &d.Body, &d.Changed, &d.Units)
			index[id] = len(docs)
			docs = append(docs, d)
			return err
		}, `SELECT d.id, d.name, d.date, d.body, o.time, (SELECT count(*) FROM unit u WHERE u.document = d.id)
			FROM document d JOIN operation o ON o.id = d.operation ORDER BY d.name`)
		if err != nil {
			return err
		}
		return s.each(func(rows *sql.Rows) error {
			var id int64
			var t TextInfo
			err := rows.Scan(&id, &t.Lang, &t.Path, &t.Hash, &t.Encoding, &t.Paragraphs)
			d := &docs[index[id]]
			d.Texts = append(d.Texts, t)
			return err
		}, `SELECT t.document, l.code, t.path, t.hash, t.encoding, (SELECT count(*) FROM paragraph p WHERE p.text = t.id)
			FROM text t JOIN language l ON l.id = t.lang ORDER BY t.document, t.ordinal`)
	})
	if err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	return docs, nil
}

// Document returns the document called name: texts and beads as they were put.
// One that came from an exchange file has neither; Units yields its units.
func (m *Memory) Document(ctx context.Context, name string) (Document, error) {
	var d Document
	err := m.read(ctx, func(s *session) error {
		id, err := s.find(name)
		if err != nil {
			return err
		}
		d, err = s.documentOf(id)
		return err
	})
	if err != nil {
		return Document{}, fmt.Errorf("document %s: %w", name, err)
	}
	return d, nil
}

// find returns the number of a document.
func (s *session) find(name string) (id int64, err error) {
	err = s.row([]any{&id}, "SELECT id FROM document WHERE name = ?", name)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrNoDocument
	}
	return id, err
}

func (s *session) documentOf(id int64) (Document, error) {
	var d Document
	if err := s.row([]any{&d.Name, &d.Date, &d.Body}, "SELECT name, date, body FROM document WHERE id = ?", id); err != nil {
		return d, err
	}
	column, err := s.textsOf(id, &d)
	if err != nil || len(d.Texts) == 0 {
		return d, err
	}
	ids, err := s.unitsOf(id)
	if err != nil {
		return d, err
	}
	l := newLoader(s)
	for batch := range slices.Chunk(ids, inBatch) {
		rs, err := l.load(batch)
		if err != nil {
			return d, err
		}
		for _, r := range rs {
			if !r.aligned() {
				continue
			}
			b, err := r.bead(len(d.Texts), column)
			if err != nil {
				return d, err
			}
			d.Beads = append(d.Beads, b)
		}
	}
	return d, nil
}

// textsOf reads the texts of a document and tells the column of each.
func (s *session) textsOf(id int64, d *Document) (column map[int64]int, err error) {
	column = map[int64]int{}
	err = s.each(func(rows *sql.Rows) error {
		var text int64
		var t Text
		err := rows.Scan(&text, &t.Lang, &t.Path, &t.Hash, &t.Encoding)
		column[text] = len(d.Texts)
		d.Texts = append(d.Texts, t)
		return err
	}, `SELECT t.id, l.code, t.path, t.hash, t.encoding
		FROM text t JOIN language l ON l.id = t.lang WHERE t.document = ? ORDER BY t.ordinal`, id)
	if err != nil {
		return nil, err
	}
	err = s.each(func(rows *sql.Rows) error {
		var text int64
		var p Paragraph
		err := rows.Scan(&text, &p.Text, &p.Kind, &p.Place, &p.Offset)
		t := &d.Texts[column[text]]
		t.Paragraphs = append(t.Paragraphs, p)
		return err
	}, `SELECT p.text, p.content, p.kind, p.place, p.start
		FROM text t JOIN paragraph p ON p.text = t.id WHERE t.document = ? ORDER BY p.text, p.number`, id)
	return column, err
}

// aligned tells a unit made of a bead from one of an exchange file.
func (r *loaded) aligned() bool {
	return len(r.spans) == 0 || slices.ContainsFunc(r.spans, func(sp span) bool { return sp.text != 0 })
}

// bead is the bead that a unit was made of.
func (r *loaded) bead(texts int, column map[int64]int) (Bead, error) {
	b := Bead{Confidence: r.Confidence, Reasons: r.Reasons, Segments: make([][]Segment, texts)}
	for _, sp := range r.spans {
		i, ok := column[sp.text]
		if !ok {
			continue
		}
		segments, err := unpackSegments(sp.segments)
		if err != nil {
			return b, err
		}
		b.Segments[i] = segments
	}
	return b, nil
}

// unitsOf returns the units of a document by row.
func (s *session) unitsOf(document int64) (ids []int64, err error) {
	err = s.each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, "SELECT id FROM unit WHERE document = ? ORDER BY row, id", document)
	return ids, err
}

// Remove takes a document and its units out and returns how many units went.
func (m *Memory) Remove(ctx context.Context, name string) (int, error) {
	removed := 0
	err := m.write(ctx, func(s *session) error {
		id, err := s.find(name)
		if err != nil {
			return err
		}
		before, n, err := s.removeDocument(id)
		if err != nil {
			return err
		}
		removed = n
		op, err := s.operation(OpRemove, name, before)
		if err != nil {
			return err
		}
		return s.detail(op, counts{Removed: n})
	})
	if err != nil {
		return 0, fmt.Errorf("remove %s: %w", name, err)
	}
	return removed, nil
}

// removeDocument takes a document out and returns what it was.
func (s *session) removeDocument(id int64) (before []byte, removed int, err error) {
	ids, err := s.unitsOf(id)
	if err != nil {
		return nil, 0, err
	}
	snapshot, err := s.snapshot(id, ids)
	if err != nil {
		return nil, 0, err
	}
	if before, err = snapshot.pack(); err != nil {
		return nil, 0, err
	}
	if err := s.removeUnits(snapshot.loaded); err != nil {
		return nil, 0, err
	}
	for _, query := range []string{
		"DELETE FROM extent WHERE document = ?",
		"DELETE FROM paragraph WHERE text IN (SELECT id FROM text WHERE document = ?)",
		"DELETE FROM text WHERE document = ?",
		"DELETE FROM document WHERE id = ?",
	} {
		if err := s.exec(query, id); err != nil {
			return nil, 0, err
		}
	}
	return before, len(ids), nil
}

// removeUnits takes units out of the tables and out of the index.
func (s *session) removeUnits(units []*loaded) error {
	x, err := newIndexer(s)
	if err != nil {
		return err
	}
	ids := make([]int64, 0, len(units))
	var aliases []int64
	for _, r := range units {
		ids = append(ids, r.ID)
		nth, n := slots(r.Variants)
		for k := range n - 1 {
			aliases = append(aliases, r.ID+int64(k)+1)
		}
		for i, v := range r.Variants {
			f := newForm(x.cache, r.langs[i], v.Lang, v.Text)
			f.slot, f.gone = r.ID+int64(nth[i]), true
			if err := x.add(f); err != nil {
				return err
			}
		}
	}
	for _, d := range []struct {
		query string
		ids   []int64
	}{
		{"DELETE FROM property WHERE unit IN ", ids},
		{"DELETE FROM variant WHERE unit IN ", ids},
		{"DELETE FROM alias WHERE slot IN ", aliases},
		{"DELETE FROM unit WHERE id IN ", ids},
	} {
		if err := s.in(d.ids, func(*sql.Rows) error { return nil }, d.query+inList); err != nil {
			return err
		}
	}
	return x.close()
}
