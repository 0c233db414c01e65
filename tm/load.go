package tm

import (
	"database/sql"
	"fmt"
	"slices"
)

// loader reads whole units. It keeps what units share: documents, texts and
// the paragraphs of one call.
type loader struct {
	s         *session
	documents map[int64][2]string // name, date
	texts     map[int64]textRow
}

type textRow struct{ path, encoding string }

func newLoader(s *session) *loader {
	return &loader{s: s, documents: map[int64][2]string{}, texts: map[int64]textRow{}}
}

// loaded is a unit as it was read, with what it is made of.
type loaded struct {
	record
	operation int64
	langs     []int64
}

// Columns of a unit, as unitRow scans them.
const selectUnits = `SELECT id, ifnull(document, 0), row, confidence, status, operation, tuid,
	ifnull(srclang, ''), ifnull(created, ''), ifnull(createdby, ''), ifnull(changed, ''), ifnull(changedby, '')
	FROM unit WHERE id IN ` // inList

func (r *loaded) scan(rows *sql.Rows) error {
	var tuid sql.NullString
	err := rows.Scan(&r.ID, &r.document, &r.Row, &r.Confidence, &r.Status, &r.operation, &tuid,
		&r.SrcLang, &r.Created, &r.CreatedBy, &r.Changed, &r.ChangedBy)
	r.named, r.TUID = tuid.Valid, tuid.String
	return err
}

// load returns the units of ids, in that order. An id without a unit is a
// fault of the memory.
func (l *loader) load(ids []int64) ([]*loaded, error) {
	byID := make(map[int64]*loaded, len(ids))
	err := l.s.in(ids, func(rows *sql.Rows) error {
		r := &loaded{}
		err := r.scan(rows)
		byID[r.ID] = r
		return err
	}, selectUnits+inList)
	if err != nil {
		return nil, err
	}
	if err := l.variants(ids, byID); err != nil {
		return nil, err
	}
	if err := l.properties(ids, byID); err != nil {
		return nil, err
	}
	units := make([]*loaded, 0, len(ids))
	for _, id := range ids {
		r := byID[id]
		if r == nil {
			return nil, fmt.Errorf("%w: unit %d is gone", ErrCorrupt, id)
		}
		if err := l.name(r); err != nil {
			return nil, err
		}
		units = append(units, r)
	}
	return units, nil
}

// units is load for those who want the units alone.
func (l *loader) units(ids []int64) ([]Unit, error) {
	rs, err := l.load(ids)
	if err != nil || len(rs) == 0 {
		return nil, err
	}
	us := make([]Unit, len(rs))
	for i, r := range rs {
		us[i] = r.Unit
	}
	return us, nil
}

// name fills in the document of a unit, and the identifier made from it.
func (l *loader) name(r *loaded) error {
	if r.document == 0 {
		return nil
	}
	d, ok := l.documents[r.document]
	if !ok {
		if err := l.s.row([]any{&d[0], &d[1]}, "SELECT name, date FROM document WHERE id = ?", r.document); err != nil {
			return err
		}
		l.documents[r.document] = d
	}
	r.Document, r.Date = d[0], d[1]
	if !r.named {
		r.TUID = madeTUID(r.Document, r.Row)
	}
	return nil
}

// place is a paragraph that a variant needs.
type place struct {
	text   int64
	number int
}

type paragraphRow struct {
	start   int64
	content string
}

// spanned is a variant whose text lies in a document.
type spanned struct {
	unit     *loaded
	variant  int
	text     int64
	segments []Segment
}

func (l *loader) variants(ids []int64, byID map[int64]*loaded) error {
	var later []spanned
	err := l.s.in(ids, func(rows *sql.Rows) error {
		var unit, id, text int64
		var content sql.NullString
		var segments []byte
		v := Variant{Paragraph: -1, Offset: -1}
		if err := rows.Scan(&unit, &id, &v.Tag, &content, &v.Raw, &text, &segments); err != nil {
			return err
		}
		r := byID[unit]
		if r == nil {
			return fmt.Errorf("%w: variant without its unit %d", ErrCorrupt, unit)
		}
		v.Lang, v.Text = l.s.codes[id], content.String
		if v.Tag == "" {
			v.Tag = string(v.Lang)
		}
		r.Variants = append(r.Variants, v)
		r.langs = append(r.langs, id)
		r.spans = append(r.spans, span{text, slices.Clone(segments)})
		if text == 0 {
			return nil
		}
		parts, err := unpackSegments(segments)
		later = append(later, spanned{r, len(r.Variants) - 1, text, parts})
		return err
	}, `SELECT unit, lang, ifnull(tag, ''), content, ifnull(raw, ''), ifnull(text, 0), segments
		FROM variant WHERE unit IN `+inList+` ORDER BY unit, ordinal`)
	if err != nil {
		return err
	}
	return l.assemble(later)
}

// assemble fills in the texts of variants from the paragraphs they lie in.
func (l *loader) assemble(vs []spanned) error {
	if len(vs) == 0 {
		return nil
	}
	paragraphs, err := l.paragraphs(vs)
	if err != nil {
		return err
	}
	for _, x := range vs {
		for _, g := range x.segments {
			p, ok := paragraphs[place{x.text, g.Paragraph}]
			if !ok || g.End > len(p.content) {
				return fmt.Errorf("%w: unit %d lies outside its text", ErrCorrupt, x.unit.ID)
			}
		}
		v := &x.unit.Variants[x.variant]
		v.Text = assemble(func(n int) string { return paragraphs[place{x.text, n}].content }, x.segments)
		t, err := l.text(x.text)
		if err != nil {
			return err
		}
		v.Path = t.path
		if len(x.segments) == 0 {
			continue
		}
		g := x.segments[0]
		p := paragraphs[place{x.text, g.Paragraph}]
		v.Paragraph = g.Paragraph
		if n := originalLength(t.encoding, p.content[:g.Start]); p.start >= 0 && n >= 0 {
			v.Offset = p.start + n
		}
	}
	return nil
}

// paragraphs reads the paragraphs that variants lie in, each once.
func (l *loader) paragraphs(vs []spanned) (map[place]paragraphRow, error) {
	need := map[int64][]int64{}
	asked := map[place]bool{}
	found := map[place]paragraphRow{}
	var texts []int64
	for _, x := range vs {
		if need[x.text] == nil {
			texts = append(texts, x.text)
		}
		for _, g := range x.segments {
			if k := (place{x.text, g.Paragraph}); !asked[k] {
				asked[k] = true
				need[x.text] = append(need[x.text], int64(g.Paragraph))
			}
		}
	}
	for _, text := range texts {
		err := l.s.in(need[text], func(rows *sql.Rows) error {
			var n int
			var p paragraphRow
			err := rows.Scan(&n, &p.start, &p.content)
			found[place{text, n}] = p
			return err
		}, "SELECT number, start, content FROM paragraph WHERE text = ? AND number IN "+inList, text)
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (l *loader) text(id int64) (textRow, error) {
	t, ok := l.texts[id]
	if !ok {
		if err := l.s.row([]any{&t.path, &t.encoding}, "SELECT path, encoding FROM text WHERE id = ?", id); err != nil {
			return t, err
		}
		l.texts[id] = t
	}
	return t, nil
}

func (l *loader) properties(ids []int64, byID map[int64]*loaded) error {
	return l.s.in(ids, func(rows *sql.Rows) error {
		var unit int64
		var variant int
		var kind string
		var p Property
		if err := rows.Scan(&unit, &variant, &kind, &p.Name, &p.Value, &p.Lang, &p.Encoding); err != nil {
			return err
		}
		r := byID[unit]
		if r == nil || variant >= len(r.Variants) {
			return fmt.Errorf("%w: property without its unit %d", ErrCorrupt, unit)
		}
		r.keep(variant, kind, p)
		return nil
	}, `SELECT unit, variant, kind, name, value, ifnull(lang, ''), ifnull(encoding, '')
		FROM property WHERE unit IN `+inList+` ORDER BY unit, variant, ordinal`)
}

// keep puts a property where it belongs.
func (r *loaded) keep(variant int, kind string, p Property) {
	attrs, props, notes := &r.Attrs, &r.Props, &r.Notes
	if variant >= 0 {
		v := &r.Variants[variant]
		attrs, props, notes = &v.Attrs, &v.Props, &v.Notes
	}
	switch kind {
	case attrKind:
		*attrs = append(*attrs, p)
	case propKind:
		*props = append(*props, p)
	case noteKind:
		*notes = append(*notes, p)
	case reasonKind:
		r.Reasons = append(r.Reasons, p.Value)
	case placeKind:
		if variant >= 0 {
			r.Variants[variant].keepPlace(p.Name, p.Value)
		}
	}
}
