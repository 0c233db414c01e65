package tm

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"dragoman/internal/lang"
)

// Put stores an aligned document, in one transaction. A document that is held
// just so, texts and beads, is left alone; an earlier version of the same name
// gives way as a whole.
func (m *Memory) Put(ctx context.Context, d Document) (Stored, error) {
	var stored Stored
	if err := d.check(); err != nil {
		return stored, fmt.Errorf("store %s: %w", d.Name, err)
	}
	err := m.write(ctx, func(s *session) (err error) {
		stored, err = s.put(&d)
		return err
	})
	if err != nil {
		return Stored{}, fmt.Errorf("store %s: %w", d.Name, err)
	}
	return stored, nil
}

// check tells whether every segment lies in its paragraph. What does not is a
// fault of the caller, found before anything is written.
func (d *Document) check() error {
	if d.Name == "" {
		return errors.New("document without a name")
	}
	if len(d.Texts) == 0 {
		return errors.New("document without texts")
	}
	for i, t := range d.Texts {
		for n, p := range t.Paragraphs {
			if !utf8.ValidString(p.Text) {
				return fmt.Errorf("text %d: paragraph %d: not UTF-8", i, n)
			}
		}
	}
	for i, b := range d.Beads {
		if len(b.Segments) != len(d.Texts) {
			return fmt.Errorf("bead %d: segments of %d texts, want %d", i, len(b.Segments), len(d.Texts))
		}
		for t, segments := range b.Segments {
			if !d.Texts[t].holds(segments) {
				return fmt.Errorf("bead %d: text %d: segment outside its paragraph", i, t)
			}
		}
	}
	return nil
}

func (s *session) put(d *Document) (Stored, error) {
	print := d.print()
	var stored Stored
	var op, old int64
	var oldPrint string
	err := s.row([]any{&old, &oldPrint}, "SELECT id, print FROM document WHERE name = ?", d.Name)
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return stored, err
	case err == nil && oldPrint == print:
		stored.Outcome = Unchanged
		err := s.row([]any{&stored.Units}, "SELECT count(*) FROM unit WHERE document = ?", old)
		return stored, err
	case err == nil:
		stored.Outcome = Replaced
		var before []byte
		if before, stored.Removed, err = s.removeDocument(old); err != nil {
			return stored, err
		}
		if op, err = s.operation(OpAlign, d.Name, before); err != nil {
			return stored, err
		}
	default:
		if op, err = s.operation(OpAlign, d.Name, nil); err != nil {
			return stored, err
		}
	}
	if stored.Units, err = s.insert(d, print, op); err != nil {
		return stored, err
	}
	return stored, s.detail(op, counts{Added: stored.Units, Removed: stored.Removed})
}

// insert writes a document that is not there and returns its number of units.
func (s *session) insert(d *Document, print string, op int64) (int, error) {
	doc, err := s.document(d.Name, d.Date, d.Body, print, op)
	if err != nil {
		return 0, err
	}
	texts, err := s.insertTexts(doc, d.Texts)
	if err != nil {
		return 0, err
	}
	w, err := newRecorder(s, op)
	if err != nil {
		return 0, err
	}
	for row := range d.Beads {
		r := d.record(row, texts)
		r.document = doc
		if err := w.add(r); err != nil {
			return 0, err
		}
	}
	return len(d.Beads), w.close()
}

func (s *session) document(name, date, body, print string, op int64) (int64, error) {
	return s.insertRow("INSERT INTO document (name, date, body, print, operation) VALUES (?, ?, ?, ?, ?)", name, date, body, print, op)
}

func (s *session) insertTexts(doc int64, texts []Text) ([]int64, error) {
	var last int64
	if err := s.row([]any{&last}, "SELECT ifnull(max(id), 0) FROM text"); err != nil {
		return nil, err
	}
	ids := make([]int64, len(texts))
	for i := range texts {
		ids[i] = last + int64(i) + 1
		if err := s.insertText(ids[i], doc, i, &texts[i]); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

func (s *session) insertText(id, doc int64, ordinal int, t *Text) error {
	code, err := s.language(t.Lang)
	if err != nil {
		return err
	}
	err = s.exec("INSERT INTO text (id, document, ordinal, lang, path, hash, encoding) VALUES (?, ?, ?, ?, ?, ?, ?)",
		id, doc, ordinal, code, t.Path, t.Hash, t.Encoding)
	if err != nil {
		return err
	}
	in := s.bulk("INSERT INTO paragraph (text, number, kind, place, start, content) VALUES", "(?, ?, ?, ?, ?, ?)", "")
	for n, p := range t.Paragraphs {
		if err := in.add(id, n, p.Kind, p.Place, p.Offset, p.Text); err != nil {
			return err
		}
	}
	return in.flush()
}

// record makes the unit of a bead. A language without a segment has no variant.
func (d *Document) record(row int, texts []int64) *record {
	b := &d.Beads[row]
	r := &record{Unit: Unit{
		TUID: madeTUID(d.Name, row), Row: row, Confidence: b.Confidence, Status: Draft, Reasons: b.Reasons,
	}}
	if math.IsNaN(r.Confidence) { // SQLite would make it NULL
		r.Confidence = 0
	}
	for t, segments := range b.Segments {
		if len(segments) == 0 {
			continue
		}
		text := assemble(func(n int) string { return d.Texts[t].Paragraphs[n].Text }, segments)
		r.Variants = append(r.Variants, Variant{Lang: d.Texts[t].Lang, Text: text, Paragraph: -1, Offset: -1})
		r.spans = append(r.spans, span{texts[t], packSegments(segments)})
	}
	return r
}

// madeTUID is the identifier of a unit that was aligned here: its document and
// its row, counted from 1.
func madeTUID(document string, row int) string { return fmt.Sprintf("%s:%d", document, row+1) }

// print is a fingerprint of all that makes a stored document differ: not the
// paths, for the same files may be called by others, nor the order of the
// texts.
func (d *Document) print() string {
	order := make([]int, len(d.Texts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return strings.Compare(string(d.Texts[a].Lang), string(d.Texts[b].Lang))
	})
	b := appendString(nil, d.Date)
	if d.Body != "" { // memories of the first schema have fingerprints without it
		b = appendString(b, d.Body)
	}
	for _, t := range order {
		x := &d.Texts[t]
		b = appendString(appendString(appendString(b, string(x.Lang)), x.Hash), x.Encoding)
		b = binary.AppendUvarint(b, uint64(len(x.Paragraphs)))
		for _, p := range x.Paragraphs {
			b = appendString(appendString(appendString(b, p.Text), p.Kind), p.Place)
			b = binary.AppendVarint(b, p.Offset)
		}
	}
	for i := range d.Beads {
		b = d.Beads[i].print(b, order)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func (x *Bead) print(b []byte, order []int) []byte {
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(x.Confidence))
	b = binary.AppendUvarint(b, uint64(len(x.Reasons)))
	for _, r := range x.Reasons {
		b = appendString(b, r)
	}
	for _, t := range order {
		b = appendString(b, string(packSegments(x.Segments[t])))
	}
	return b
}

// Unchanged tells whether the memory holds a document of that name, and date
// if one is given, made of the same files. Only names, languages and hashes
// are looked at: it answers before anything is aligned.
func (m *Memory) Unchanged(ctx context.Context, d Document) (bool, error) {
	same := false
	err := m.read(ctx, func(s *session) error {
		var date string
		var have []string
		err := s.each(func(rows *sql.Rows) error {
			var code lang.Code
			var hash string
			err := rows.Scan(&date, &code, &hash)
			have = append(have, string(code)+" "+hash)
			return err
		}, `SELECT d.date, l.code, t.hash FROM document d JOIN text t ON t.document = d.id
			JOIN language l ON l.id = t.lang WHERE d.name = ?`, d.Name)
		if err != nil {
			return err
		}
		var want []string
		for _, t := range d.Texts {
			want = append(want, string(t.Lang)+" "+t.Hash)
		}
		slices.Sort(have)
		slices.Sort(want)
		same = len(have) > 0 && slices.Equal(have, want) && (d.Date == "" || d.Date == date)
		return nil
	})
	return same, err
}
