package tm

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"unicode"

	"dragoman/internal/lang"
	"dragoman/internal/normal"
)

// Lookup finds the units that contain a phrase: its words or characters side
// by side, whatever the case, the inflection, the script variant and the
// punctuation between them. Nothing found is no error.
func (m *Memory) Lookup(ctx context.Context, q Query) (Result, error) {
	r := Result{Phrase: q.Phrase, Lang: q.Lang}
	if q.Limit == 0 {
		q.Limit = DefaultLimit
	}
	err := m.read(ctx, func(s *session) error {
		l := &lookup{s: s, q: q, fold: folder{}}
		return l.run(&r)
	})
	if err != nil {
		return Result{}, fmt.Errorf("look up %q: %w", q.Phrase, err)
	}
	return r, nil
}

type lookup struct {
	s     *session
	q     Query
	fold  folder
	stems []string
	only  []extent // of the document asked for, if one is
}

func (l *lookup) run(r *Result) error {
	if l.q.Document != "" {
		var err error
		if l.only, err = l.s.extents(l.q.Document); err != nil {
			return err
		}
	}
	codes := []lang.Code{l.q.Lang}
	if l.q.Lang == lang.Unknown {
		codes = l.s.guess(l.q.Phrase)
	}
	r.Lang = codes[0]
	words := 0
	for _, code := range codes {
		l.stems = l.stems[:0]
		for _, t := range l.fold.tokens(code, l.q.Phrase) {
			l.stems = append(l.stems, t.Stem)
		}
		words += len(l.stems)
		set, err := l.find(code)
		if err != nil {
			return err
		}
		if set == nil || set.count == 0 {
			continue
		}
		r.Lang = code
		return l.answer(set, r)
	}
	if words == 0 {
		return ErrEmptyPhrase
	}
	return nil
}

// guess lists the languages in which a phrase may be looked up, the likeliest
// first: the language of its script, then the others of the memory. A Latin
// word may stand in a Chinese text, a number in any.
func (s *session) guess(text string) []lang.Code {
	var han, cyrillic, latin int
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
		case unicode.Is(unicode.Latin, r):
			latin++
		}
	}
	first := []lang.Code{lang.English, lang.Chinese, lang.Russian}
	switch {
	case han > 0:
		first = []lang.Code{lang.Chinese}
	case cyrillic > 0 && cyrillic >= latin:
		first = []lang.Code{lang.Russian}
	case latin > 0:
		first = []lang.Code{lang.English}
	}
	var others []lang.Code
	for code := range s.langs {
		if !slices.Contains(first, code) {
			others = append(others, code)
		}
	}
	slices.Sort(others)
	return append(first, others...)
}

// find returns the slots of the texts in one language that contain the phrase.
func (l *lookup) find(code lang.Code) (*slotSet, error) {
	p, err := l.s.newPhrase(code, l.stems)
	if p == nil || err != nil {
		return nil, err
	}
	set, err := p.slots()
	if err != nil || l.q.Document == "" {
		return set, err
	}
	set.keep(func(v int64) bool {
		i, _ := slices.BinarySearchFunc(l.only, v, func(e extent, v int64) int { return cmp.Compare(e.last, v) })
		return i < len(l.only) && l.only[i].first <= v
	})
	return set, nil
}

// extents returns the slots of a document, in order.
func (s *session) extents(name string) (es []extent, err error) {
	id, err := s.find(name)
	if err != nil {
		return nil, fmt.Errorf("document %s: %w", name, err)
	}
	err = s.each(func(rows *sql.Rows) error {
		var e extent
		err := rows.Scan(&e.first, &e.last)
		es = append(es, e)
		return err
	}, "SELECT first, last FROM extent WHERE document = ? ORDER BY first", id)
	return es, err
}

// answer counts the units and loads those that are asked for.
func (l *lookup) answer(set *slotSet, r *Result) error {
	if err := l.s.unalias(set); err != nil {
		return err
	}
	r.Count = set.count
	limit := l.q.Limit
	if limit < 0 {
		limit = set.count
	}
	ids, err := l.s.newest(set, limit)
	if err != nil {
		return err
	}
	load := newLoader(l.s)
	for batch := range slices.Chunk(ids, inBatch) {
		units, err := load.units(batch)
		if err != nil {
			return err
		}
		for _, u := range units {
			h := Hit{Unit: u}
			h.Variant, h.Marks = mark(l.fold, &u, r.Lang, l.stems)
			if l.q.Context > 0 {
				if h.Before, h.After, err = l.s.neighbours(load, u.ID, l.q.Context); err != nil {
					return err
				}
			}
			r.Hits = append(r.Hits, h)
		}
	}
	return nil
}

// unalias puts in the place of each slot the unit it belongs to, once.
func (s *session) unalias(set *slotSet) error {
	units := map[int64]int64{}
	var some bool
	if err := s.row([]any{&some}, "SELECT EXISTS (SELECT 1 FROM alias)"); err != nil || !some {
		return err
	}
	err := s.in(set.all(), func(rows *sql.Rows) error {
		var slot, unit int64
		err := rows.Scan(&slot, &unit)
		units[slot] = unit
		return err
	}, "SELECT slot, unit FROM alias WHERE slot IN "+inList)
	if err != nil || len(units) == 0 {
		return err
	}
	seen := map[int64]bool{}
	flat := &slotSet{}
	for _, slot := range set.all() {
		if unit, ok := units[slot]; ok {
			slot = unit
		}
		if !seen[slot] {
			seen[slot] = true
			flat.add(0, slot)
		}
	}
	slices.Sort(flat.shards[0])
	*set = *flat
	return nil
}

// fewHits is how many units are put in order one by one; more are gone through
// document by document, the newest first, until there are enough.
const fewHits = 512

// newest returns the first units of a set by date, the newest first, then by
// document and row. Units without a document come last.
func (s *session) newest(set *slotSet, limit int) ([]int64, error) {
	if set.count <= fewHits || limit >= set.count {
		ids, err := s.inOrder(set.all())
		return ids[:min(limit, len(ids))], err
	}
	var ids []int64
	err := s.byDate(func(document int64, es []extent) (bool, error) {
		n := 0
		for _, e := range es {
			n += set.within(e, nil)
		}
		mine, err := s.firstOf(document, es, n, set, limit-len(ids))
		ids = append(ids, mine...)
		return len(ids) < limit, err
	})
	if err == nil && len(ids) < limit { // the rest has no document
		ids, err = s.inOrder(set.all())
	}
	return ids[:min(limit, len(ids))], err
}

// byDate calls f with the slots of each document, the newest first, until it
// returns false.
func (s *session) byDate(f func(document int64, es []extent) (bool, error)) error {
	rows, err := s.query(`SELECT d.id, e.first, e.last FROM document d JOIN extent e ON e.document = d.id
		ORDER BY d.date DESC, d.name, e.first`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var es []extent
	last := int64(0)
	for rows.Next() {
		var d int64
		var e extent
		if err := rows.Scan(&d, &e.first, &e.last); err != nil {
			return err
		}
		if d != last && len(es) > 0 {
			if more, err := f(last, es); err != nil || !more {
				return err
			}
			es = es[:0]
		}
		es, last = append(es, e), d
	}
	if err := rows.Err(); err != nil || len(es) == 0 {
		return err
	}
	_, err = f(last, es)
	return err
}

// firstOf returns the first by row of the n units of a set that are in a
// document: sorts few, and for many goes through the rows until there are enough.
func (s *session) firstOf(document int64, es []extent, n int, set *slotSet, limit int) (first []int64, err error) {
	if n == 0 {
		return nil, nil
	}
	slots := 0
	for _, e := range es {
		slots += int(e.last - e.first + 1)
	}
	if n*n < slots*limit { // sorting n costs less than walking slots/n*limit rows
		var ids []int64
		for _, e := range es {
			set.within(e, func(v int64) { ids = append(ids, v) })
		}
		return s.inOrder(ids)
	}
	rows, err := s.query("SELECT id FROM unit WHERE document = ? ORDER BY row, id", document)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for len(first) < limit && rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		if set.has(id) {
			first = append(first, id)
		}
	}
	return first, rows.Err()
}

// inOrder sorts units by date, the newest first, then by document and row.
func (s *session) inOrder(ids []int64) ([]int64, error) {
	type key struct {
		id   int64
		date string
		name string
		row  int
		free bool
	}
	keys := make([]key, 0, len(ids))
	err := s.in(ids, func(rows *sql.Rows) error {
		var k key
		err := rows.Scan(&k.id, &k.date, &k.name, &k.row, &k.free)
		keys = append(keys, k)
		return err
	}, `SELECT u.id, ifnull(d.date, ''), ifnull(d.name, ''), u.row, d.id IS NULL
		FROM unit u LEFT JOIN document d ON d.id = u.document WHERE u.id IN `+inList)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.free != b.free {
			if b.free {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.date, a.date), cmp.Compare(a.name, b.name), cmp.Compare(a.row, b.row), cmp.Compare(a.id, b.id))
	})
	out := make([]int64, len(keys))
	for i, k := range keys {
		out[i] = k.id
	}
	return out, nil
}

// mark finds the phrase in the texts of a unit: the first variant that has it,
// and the places in that.
func mark(fold folder, u *Unit, code lang.Code, stems []string) (int, []Span) {
	first := -1
	for i, v := range u.Variants {
		if v.Lang != code {
			continue
		}
		if first < 0 {
			first = i
		}
		if spans := marks(fold.tokens(code, v.Text), stems); len(spans) > 0 {
			return i, spans
		}
	}
	return first, nil
}

// marks finds the places, none overlapping the one before it.
func marks(tokens []normal.Token, stems []string) (spans []Span) {
	for i := 0; i+len(stems) <= len(tokens); i++ {
		j := 0
		for j < len(stems) && tokens[i+j].Stem == stems[j] {
			j++
		}
		if j == len(stems) {
			spans = append(spans, Span{tokens[i].Start, tokens[i+j-1].End})
			i += j - 1
		}
	}
	return spans
}

// neighbours returns the units before and after one in its document.
func (s *session) neighbours(load *loader, id int64, n int) (before, after []Unit, err error) {
	side := func(query string) ([]Unit, error) {
		var ids []int64
		err := s.each(func(rows *sql.Rows) error {
			var id int64
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		}, query, id, n)
		if err != nil || len(ids) == 0 {
			return nil, err
		}
		return load.units(ids)
	}
	before, err = side(`SELECT v.id FROM unit u JOIN unit v ON v.document = u.document AND (v.row, v.id) < (u.row, u.id)
		WHERE u.id = ? ORDER BY v.row DESC, v.id DESC LIMIT ?`)
	if err != nil {
		return nil, nil, err
	}
	slices.Reverse(before)
	after, err = side(`SELECT v.id FROM unit u JOIN unit v ON v.document = u.document AND (v.row, v.id) > (u.row, u.id)
		WHERE u.id = ? ORDER BY v.row, v.id LIMIT ?`)
	return before, after, err
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
