package tm

import (
	"database/sql"
	"iter"
)

// everyUnit yields the units by number.
func (s *session) everyUnit() iter.Seq2[*loaded, error] {
	const batch = 8 * inBatch
	return func(yield func(*loaded, error) bool) {
		l := newLoader(s)
		for last := int64(0); ; {
			var ids []int64
			err := s.each(func(rows *sql.Rows) error {
				err := rows.Scan(&last)
				ids = append(ids, last)
				return err
			}, "SELECT id FROM unit WHERE id > ? ORDER BY id LIMIT ?", last, batch)
			var units []*loaded
			if err == nil && len(ids) > 0 {
				units, err = l.load(ids)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for _, u := range units {
				if !yield(u, nil) {
					return
				}
			}
			if len(ids) < batch {
				return
			}
		}
	}
}

// reindex makes form, term, posting, extent and alias anew from the units.
func (s *session) reindex() error {
	for _, table := range []string{"form", "term", "posting", "extent", "alias"} {
		if err := s.exec("DELETE FROM " + table); err != nil {
			return err
		}
	}
	for _, name := range []string{"token", "other"} {
		if err := s.setCounter(name, 0); err != nil {
			return err
		}
	}
	w, err := newRecorder(s, 0)
	if err != nil {
		return err
	}
	given := w.x.slot
	w.x.start, w.x.slot = 0, 0 // all slots come in order
	for r, err := range s.everyUnit() {
		if err != nil {
			return err
		}
		nth, n := slots(r.Variants)
		if err := w.occupy(r.document, r.ID, n); err != nil {
			return err
		}
		w.x.slot = max(w.x.slot, r.ID+int64(n)-1)
		for i, v := range r.Variants {
			f := newForm(w.x.cache, r.langs[i], v.Lang, v.Text)
			f.slot = r.ID + int64(nth[i])
			if err := w.x.add(f); err != nil {
				return err
			}
		}
	}
	w.x.slot = max(w.x.slot, given)
	return w.close()
}
