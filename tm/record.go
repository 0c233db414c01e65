package tm

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
	"unicode/utf8"

	"dragoman/internal/lang"
)

// record is a unit as it is written.
type record struct {
	Unit
	document int64 // 0: none
	named    bool  // TUID is its own; otherwise it is made of document and row
	spans    []span
	forms    []form
}

// span tells where in a stored text a variant lies; text 0: it stands by itself.
type span struct {
	text     int64
	segments []byte
}

// The kinds of properties.
const (
	propKind   = "p"
	noteKind   = "n"
	attrKind   = "a"
	reasonKind = "r"
	placeKind  = "o" // origin of a variant that does not lie in a stored text
)

// identity is a hash of what makes a unit that unit and no other: its
// identifier, and its texts with their codes and languages.
func identity(u *Unit) int64 {
	type part struct {
		code lang.Code
		text string
	}
	parts := make([]part, len(u.Variants))
	for i, v := range u.Variants {
		parts[i] = part{v.Lang, cmp.Or(v.Raw, v.Text)}
	}
	slices.SortStableFunc(parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.text, b.text))
	})
	b := appendString(nil, u.TUID)
	for _, p := range parts {
		b = appendString(appendString(b, string(p.code)), p.text)
	}
	sum := sha256.Sum256(b)
	return int64(binary.BigEndian.Uint64(sum[:]))
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// recorder writes units and indexes them.
type recorder struct {
	s          *session
	x          *indexer
	operation  int64
	units      *bulk
	variants   *bulk
	properties *bulk
	extents    map[int64][]extent
	order      []int64 // documents in extents
}

// extent is a run of slots of one document.
type extent struct{ first, last int64 }

func newRecorder(s *session, operation int64) (*recorder, error) {
	x, err := newIndexer(s)
	if err != nil {
		return nil, err
	}
	return &recorder{
		s: s, x: x, operation: operation, extents: map[int64][]extent{},
		units: s.bulk(`INSERT INTO unit (id, document, row, confidence, status, identity, operation,
			tuid, srclang, created, createdby, changed, changedby) VALUES`,
			`(?, nullif(?, 0), ?, ?, ?, ?, ?, ?, nullif(?, ''), nullif(?, ''), nullif(?, ''), nullif(?, ''), nullif(?, ''))`, ""),
		variants: s.bulk("INSERT INTO variant (unit, ordinal, lang, length, tag, content, raw, text, segments) VALUES",
			"(?, ?, ?, ?, nullif(?, ''), ?, nullif(?, ''), nullif(?, 0), ?)", ""),
		properties: s.bulk("INSERT INTO property (unit, variant, ordinal, kind, name, value, lang, encoding) VALUES",
			"(?, ?, ?, ?, ?, ?, nullif(?, ''), nullif(?, ''))", ""),
	}, nil
}

// slots returns the index of each variant among those of its language, and how
// many slots the unit takes.
func slots(vs []Variant) (nth []int, n int) {
	count := map[lang.Code]int{}
	nth = make([]int, len(vs))
	for i, v := range vs {
		nth[i] = count[v.Lang]
		count[v.Lang]++
		n = max(n, count[v.Lang])
	}
	return nth, max(n, 1)
}

// add writes a unit. With ID 0 it gets the next slots.
func (w *recorder) add(r *record) error {
	nth, n := slots(r.Variants)
	if r.ID == 0 {
		r.ID = w.x.take(n)
	}
	if err := w.occupy(r.document, r.ID, n); err != nil {
		return err
	}
	var tuid any
	if r.named {
		tuid = r.TUID
	}
	err := w.units.add(r.ID, r.document, r.Row, r.Confidence, r.Status, identity(&r.Unit), w.operation,
		tuid, r.SrcLang, r.Created, r.CreatedBy, r.Changed, r.ChangedBy)
	if err != nil {
		return err
	}
	if err := w.unitProperties(r); err != nil {
		return err
	}
	for i := range r.Variants {
		if err := w.variant(r, i, r.ID+int64(nth[i])); err != nil {
			return err
		}
	}
	return nil
}

// occupy notes the slots of a unit.
func (w *recorder) occupy(document, unit int64, n int) error {
	for slot := unit + 1; slot < unit+int64(n); slot++ {
		if err := w.s.exec("INSERT INTO alias (slot, unit) VALUES (?, ?)", slot, unit); err != nil {
			return err
		}
	}
	w.extend(document, extent{unit, unit + int64(n) - 1})
	return nil
}

func (w *recorder) extend(document int64, e extent) {
	if document == 0 {
		return
	}
	es := w.extents[document]
	switch n := len(es); {
	case n == 0:
		w.order = append(w.order, document)
		es = append(es, e)
	case es[n-1].last+1 == e.first:
		es[n-1].last = e.last
	default:
		es = append(es, e)
	}
	w.extents[document] = es
}

func (w *recorder) variant(r *record, i int, slot int64) error {
	v := &r.Variants[i]
	id, err := w.s.language(v.Lang)
	if err != nil {
		return err
	}
	var sp span
	if i < len(r.spans) {
		sp = r.spans[i]
	}
	var content, segments any = v.Text, nil
	if sp.text != 0 {
		content, segments = nil, sp.segments
	}
	tag := v.Tag
	if tag == string(v.Lang) {
		tag = ""
	}
	if err := w.variants.add(r.ID, i, id, utf8.RuneCountInString(v.Text), tag, content, v.Raw, sp.text, segments); err != nil {
		return err
	}
	var f form
	if i < len(r.forms) {
		f = r.forms[i]
	} else if f, err = w.x.form(v.Lang, v.Text); err != nil {
		return err
	}
	f.slot = slot
	if err := w.x.add(f); err != nil {
		return err
	}
	ps := w.list(r.ID, i)
	if sp.text == 0 {
		ps.place(v)
	}
	ps.all(attrKind, v.Attrs)
	ps.all(propKind, v.Props)
	ps.all(noteKind, v.Notes)
	return ps.err
}

func (w *recorder) unitProperties(r *record) error {
	ps := w.list(r.ID, -1)
	for _, reason := range r.Reasons {
		ps.add(reasonKind, Property{Value: reason})
	}
	ps.all(attrKind, r.Attrs)
	ps.all(propKind, r.Props)
	ps.all(noteKind, r.Notes)
	return ps.err
}

// close writes what is waiting.
func (w *recorder) close() error {
	for _, b := range []*bulk{w.units, w.variants, w.properties} {
		if err := b.flush(); err != nil {
			return err
		}
	}
	in := w.s.bulk("INSERT INTO extent (document, first, last) VALUES", "(?, ?, ?)", "")
	for _, d := range w.order {
		for _, e := range w.extents[d] {
			if err := in.add(d, e.first, e.last); err != nil {
				return err
			}
		}
	}
	if err := in.flush(); err != nil {
		return err
	}
	return w.x.close()
}

// list numbers the properties of a unit or variant.
type list struct {
	w       *recorder
	unit    int64
	variant int
	next    int
	err     error // the first
}

func (w *recorder) list(unit int64, variant int) *list {
	return &list{w: w, unit: unit, variant: variant}
}

func (l *list) add(kind string, p Property) {
	if l.err == nil {
		l.err = l.w.properties.add(l.unit, l.variant, l.next, kind, p.Name, p.Value, p.Lang, p.Encoding)
		l.next++
	}
}

func (l *list) all(kind string, ps []Property) {
	for _, p := range ps {
		l.add(kind, p)
	}
}

// The names under which the origin of a variant is kept.
const (
	placeFile      = "file"
	placeParagraph = "paragraph"
	placeOffset    = "offset"
)

// place keeps where a variant came from, as far as that is known.
func (l *list) place(v *Variant) {
	if v.Path != "" {
		l.add(placeKind, Property{Name: placeFile, Value: v.Path})
	}
	if v.Paragraph >= 0 {
		l.add(placeKind, Property{Name: placeParagraph, Value: strconv.Itoa(v.Paragraph)})
	}
	if v.Offset >= 0 {
		l.add(placeKind, Property{Name: placeOffset, Value: strconv.FormatInt(v.Offset, 10)})
	}
}

// keepPlace is the reverse of place, for one property.
func (v *Variant) keepPlace(name, value string) {
	switch name {
	case placeFile:
		v.Path = value
	case placeParagraph:
		if n, err := strconv.Atoi(value); err == nil {
			v.Paragraph = n
		}
	case placeOffset:
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			v.Offset = n
		}
	}
}
