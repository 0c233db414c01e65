package tm

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"os"
	"slices"

	"dragoman/internal/lang"
)

// Units yields the units that pass the filter, by document and row; those
// without a document come last. The sequence is one snapshot of the memory.
func (m *Memory) Units(ctx context.Context, f Filter) iter.Seq2[Unit, error] {
	return func(yield func(Unit, error) bool) {
		stopped := false
		err := m.read(ctx, func(s *session) error {
			ids, _, err := s.filter(f)
			if err != nil {
				return err
			}
			for u, err := range s.units(ids) {
				if err != nil {
					return err
				}
				if f.languages(&u) && !yield(u, nil) {
					stopped = true
					return nil
				}
			}
			return nil
		})
		if err != nil && !stopped {
			yield(Unit{}, fmt.Errorf("read units: %w", err))
		}
	}
}

// units yields the units of ids in order.
func (s *session) units(ids []int64) iter.Seq2[Unit, error] {
	return func(yield func(Unit, error) bool) {
		l := newLoader(s)
		for batch := range slices.Chunk(ids, inBatch) {
			units, err := l.units(batch)
			if err != nil {
				yield(Unit{}, err)
				return
			}
			for _, u := range units {
				if !yield(u, nil) {
					return
				}
			}
		}
	}
}

// filter lists the units that pass a filter but for its languages, by document
// and row, and counts the others by reason.
func (s *session) filter(f Filter) (ids []int64, left []Skipped, err error) {
	wanted := map[int64]bool{}
	for _, name := range f.Documents {
		id, err := s.find(name)
		if err != nil {
			return nil, nil, fmt.Errorf("document %s: %w", name, err)
		}
		wanted[id] = true
	}
	var elsewhere, unsure, otherwise int
	err = s.each(func(rows *sql.Rows) error {
		var id, document int64
		var confidence float64
		var status string
		err := rows.Scan(&id, &document, &confidence, &status)
		switch {
		case len(wanted) > 0 && !wanted[document]:
			elsewhere++
		case f.Status != "" && status != f.Status:
			otherwise++
		case confidence < f.MinConfidence:
			unsure++
		default:
			ids = append(ids, id)
		}
		return err
	}, `SELECT u.id, ifnull(u.document, 0), u.confidence, u.status FROM unit u LEFT JOIN document d ON d.id = u.document
		ORDER BY d.id IS NULL, d.name, u.row, u.id`)
	left = appendSkipped(left, "belongs to another document", elsewhere)
	left = appendSkipped(left, "is not "+f.Status, otherwise)
	left = appendSkipped(left, fmt.Sprintf("has a confidence below %g", f.MinConfidence), unsure)
	return ids, left, err
}

// languages tells whether a unit has enough of the wanted languages and drops
// the variants in others.
func (f *Filter) languages(u *Unit) bool {
	if len(f.Langs) == 0 {
		return true
	}
	u.Variants = slices.DeleteFunc(u.Variants, func(v Variant) bool { return !slices.Contains(f.Langs, v.Lang) })
	have := map[lang.Code]bool{}
	for _, v := range u.Variants {
		have[v.Lang] = true
	}
	return len(have) >= min(2, len(f.Langs))
}

// Stats counts what the memory holds.
func (m *Memory) Stats(ctx context.Context) (Stats, error) {
	st := Stats{Path: m.path}
	if info, err := os.Stat(m.path); err == nil {
		st.Size = info.Size() + size(m.path+"-wal")
	}
	err := m.read(ctx, func(s *session) error {
		err := s.row([]any{&st.Schema, &st.Documents, &st.Units},
			"SELECT (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM document), (SELECT count(*) FROM unit)")
		if err != nil {
			return err
		}
		err = s.each(func(rows *sql.Rows) error {
			var x StatusStats
			err := rows.Scan(&x.Status, &x.Units)
			st.Statuses = append(st.Statuses, x)
			return err
		}, "SELECT status, count(*) FROM unit GROUP BY status ORDER BY status")
		if err != nil {
			return err
		}
		return s.each(func(rows *sql.Rows) error {
			var x LanguageStats
			err := rows.Scan(&x.Lang, &x.Variants, &x.Characters)
			st.Languages = append(st.Languages, x)
			return err
		}, `SELECT l.code, count(*), sum(v.length) FROM variant v JOIN language l ON l.id = v.lang
			GROUP BY l.code ORDER BY l.code`)
	})
	if err != nil {
		return Stats{}, fmt.Errorf("count units: %w", err)
	}
	return st, nil
}
