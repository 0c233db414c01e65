package tm

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// The kinds of operations.
const (
	OpAlign  = "align"
	OpImport = "import"
	OpRemove = "remove"
	OpUndo   = "undo"
)

// Operation is one change of the memory.
type Operation struct {
	ID      int64
	Time    string // RFC 3339, UTC
	Kind    string // OpAlign, OpImport, OpRemove or OpUndo
	Subject string // the document, or the name that imported units were filed under
	Added   int    // units
	Removed int    // units
	Undone  bool   // a later operation took it back
}

// ErrNothingToUndo tells that every operation has been undone.
var ErrNothingToUndo = errors.New("nothing to undo")

// counts is what the log keeps of an operation beside its subject.
type counts struct {
	Added   int `json:"added,omitempty"`
	Removed int `json:"removed,omitempty"`
}

// operation notes what is being done.
func (s *session) operation(kind, subject string, before []byte) (int64, error) {
	return s.insertRow("INSERT INTO operation (time, kind, subject, before) VALUES (?, ?, ?, ?)",
		time.Now().UTC().Format(time.RFC3339), kind, subject, before)
}

// detail completes the note once it is known what the operation did.
func (s *session) detail(op int64, c counts) error {
	b, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return s.exec("UPDATE operation SET detail = ? WHERE id = ?", string(b), op)
}

const selectOperations = `SELECT o.id, o.time, o.kind, o.subject, o.detail,
	EXISTS (SELECT 1 FROM operation u WHERE u.undoes = o.id) AS undone FROM operation o `

func scanOperation(rows *sql.Rows) (op Operation, err error) {
	var detail string
	if err := rows.Scan(&op.ID, &op.Time, &op.Kind, &op.Subject, &detail, &op.Undone); err != nil {
		return op, err
	}
	var c counts
	if detail != "" {
		if err := json.Unmarshal([]byte(detail), &c); err != nil {
			return op, damaged("operation")
		}
	}
	op.Added, op.Removed = c.Added, c.Removed
	return op, nil
}

// Log lists the operations, the latest first; limit 0 is all of them.
func (m *Memory) Log(ctx context.Context, limit int) ([]Operation, error) {
	var ops []Operation
	err := m.read(ctx, func(s *session) error {
		return s.each(func(rows *sql.Rows) error {
			op, err := scanOperation(rows)
			ops = append(ops, op)
			return err
		}, selectOperations+"ORDER BY o.id DESC LIMIT ?", cmp.Or(limit, -1))
	})
	if err != nil {
		return nil, fmt.Errorf("read log: %w", err)
	}
	return ops, nil
}

// Undo takes the last operation back that has not been undone yet, as a whole,
// and returns it. The units it removed come back with their numbers.
func (m *Memory) Undo(ctx context.Context) (Operation, error) {
	var op Operation
	err := m.write(ctx, func(s *session) (err error) {
		if op, err = s.lastOperation(); err != nil {
			return err
		}
		return s.undo(&op)
	})
	if err != nil {
		return Operation{}, fmt.Errorf("undo: %w", err)
	}
	op.Undone = true
	return op, nil
}

func (s *session) lastOperation() (op Operation, err error) {
	found := false
	err = s.each(func(rows *sql.Rows) (err error) {
		found = true
		op, err = scanOperation(rows)
		return err
	}, selectOperations+"WHERE o.kind <> ? AND NOT undone ORDER BY o.id DESC LIMIT 1", OpUndo)
	if err == nil && !found {
		err = ErrNothingToUndo
	}
	return op, err
}

func (s *session) undo(op *Operation) error {
	var before []byte
	if err := s.row([]any{&before}, "SELECT before FROM operation WHERE id = ?", op.ID); err != nil {
		return err
	}
	var err error
	switch op.Kind {
	case OpAlign:
		var id int64
		if id, err = s.find(op.Subject); err == nil {
			_, _, err = s.removeDocument(id)
		}
	case OpImport:
		err = s.removeImport(op.ID)
	case OpRemove:
	default:
		err = fmt.Errorf("%w: operation %q", ErrNewer, op.Kind)
	}
	if err != nil {
		return err
	}
	if before != nil {
		if err := s.restore(before); err != nil {
			return err
		}
	}
	undo, err := s.operation(OpUndo, op.Subject, nil)
	if err != nil {
		return err
	}
	if err := s.exec("UPDATE operation SET undoes = ? WHERE id = ?", op.ID, undo); err != nil {
		return err
	}
	return s.detail(undo, counts{Added: op.Removed, Removed: op.Added})
}

// removeImport takes out the units of an import, and the documents it made.
func (s *session) removeImport(op int64) error {
	var ids []int64
	err := s.each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, "SELECT id FROM unit WHERE operation = ? ORDER BY id", op)
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(ids, 64*inBatch) {
		units, err := newLoader(s).load(batch)
		if err != nil {
			return err
		}
		if err := s.removeUnits(units); err != nil {
			return err
		}
	}
	// The extents of units that came into a document of others begin and end
	// with them.
	for _, query := range []string{
		`DELETE FROM extent WHERE NOT EXISTS (SELECT 1 FROM unit WHERE id BETWEEN extent.first AND extent.last)`,
		`DELETE FROM document WHERE operation = ?1 AND NOT EXISTS (SELECT 1 FROM unit WHERE unit.document = document.id)`,
	} {
		if err := s.exec(query, op); err != nil {
			return err
		}
	}
	return nil
}

// restore puts back what an operation took away.
func (s *session) restore(before []byte) error {
	shot, err := unpackSnapshot(before)
	if err != nil {
		return err
	}
	err = s.exec("INSERT INTO document (id, name, date, body, print, operation) VALUES (?, ?, ?, ?, ?, ?)",
		shot.Document, shot.Name, shot.Date, shot.Body, shot.Print, shot.Operation)
	if err != nil {
		return err
	}
	for i, t := range shot.Texts {
		if err := s.insertText(t.ID, shot.Document, i, &t.Text); err != nil {
			return err
		}
	}
	w, err := newRecorder(s, 0)
	if err != nil {
		return err
	}
	for _, u := range shot.Units {
		r, err := shot.record(&u)
		if err != nil {
			return err
		}
		w.operation = u.Operation
		if err := w.add(r); err != nil {
			return err
		}
	}
	return w.close()
}

// record makes a unit of a saved one.
func (shot *snapshot) record(u *savedUnit) (*record, error) {
	r := &record{Unit: u.Unit, document: shot.Document, named: u.Named}
	for i, sp := range u.Spans {
		r.spans = append(r.spans, span{sp.Text, sp.Segments})
		if sp.Text == 0 {
			continue
		}
		t := slices.IndexFunc(shot.Texts, func(t savedText) bool { return t.ID == sp.Text })
		segments, err := unpackSegments(sp.Segments)
		if err != nil {
			return nil, err
		}
		if t < 0 || !shot.Texts[t].holds(segments) || i >= len(r.Variants) {
			return nil, damaged("snapshot")
		}
		r.Variants[i].Text = assemble(func(n int) string { return shot.Texts[t].Paragraphs[n].Text }, segments)
	}
	return r, nil
}

// holds tells whether all segments lie in the text.
func (t *Text) holds(segments []Segment) bool {
	return !slices.ContainsFunc(segments, func(s Segment) bool {
		return s.Paragraph < 0 || s.Paragraph >= len(t.Paragraphs) || s.Start < 0 || s.Start > s.End ||
			s.End > len(t.Paragraphs[s.Paragraph].Text)
	})
}
