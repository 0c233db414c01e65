package tm

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"slices"
)

// snapshot is a document as an operation took it away, kept so that the
// operation can be undone.
type snapshot struct {
	Document  int64
	Name      string
	Date      string
	Body      string
	Print     string
	Operation int64
	Texts     []savedText
	Units     []savedUnit

	loaded []*loaded
}

type savedText struct {
	ID int64
	Text
}

// savedUnit is a unit with what is not part of its public face.
type savedUnit struct {
	Unit
	Named     bool
	Operation int64
	Spans     []savedSpan
}

type savedSpan struct {
	Text     int64
	Segments []byte
}

func (s *session) snapshot(document int64, ids []int64) (*snapshot, error) {
	shot := &snapshot{Document: document}
	var d Document
	column, err := s.textsOf(document, &d)
	if err != nil {
		return nil, err
	}
	shot.Texts = make([]savedText, len(d.Texts))
	for id, i := range column {
		shot.Texts[i] = savedText{id, d.Texts[i]}
	}
	err = s.row([]any{&shot.Name, &shot.Date, &shot.Body, &shot.Print, &shot.Operation},
		"SELECT name, date, body, print, operation FROM document WHERE id = ?", document)
	if err != nil {
		return nil, err
	}
	l := newLoader(s)
	for batch := range slices.Chunk(ids, inBatch) {
		rs, err := l.load(batch)
		if err != nil {
			return nil, err
		}
		for _, r := range rs {
			shot.keep(r)
		}
	}
	return shot, nil
}

func (shot *snapshot) keep(r *loaded) {
	u := savedUnit{Unit: r.Unit, Named: r.named, Operation: r.operation}
	u.Variants = slices.Clone(r.Variants)
	for i, sp := range r.spans {
		u.Spans = append(u.Spans, savedSpan{sp.text, sp.segments})
		if sp.text != 0 {
			u.Variants[i].Text = "" // it is in the texts
		}
	}
	shot.Units = append(shot.Units, u)
	shot.loaded = append(shot.loaded, r)
}

// pack makes bytes of a snapshot.
func (shot *snapshot) pack() ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := json.NewEncoder(w).Encode(shot); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// unpack is the reverse of pack.
func unpackSnapshot(b []byte) (*snapshot, error) {
	shot := &snapshot{}
	r := flate.NewReader(bytes.NewReader(b))
	defer r.Close()
	if err := json.NewDecoder(r).Decode(shot); err != nil {
		return nil, damaged("snapshot")
	}
	return shot, nil
}
