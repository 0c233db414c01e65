package tm

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Problem is something a check found.
type Problem struct {
	Unit   int64 // 0: the file as a whole
	Reason string
}

// Report is the outcome of a check.
type Report struct {
	Units    int
	Variants int
	Terms    int
	Postings int
	Problems []Problem // the first of them
	More     int       // problems beyond those
}

// Sound tells that nothing was found.
func (r *Report) Sound() bool { return len(r.Problems) == 0 }

// mostProblems is how many problems a report lists: a damaged file has
// thousands of one kind.
const mostProblems = 100

func (r *Report) add(unit int64, format string, args ...any) {
	if len(r.Problems) == mostProblems {
		r.More++
		return
	}
	r.Problems = append(r.Problems, Problem{unit, fmt.Sprintf(format, args...)})
}

// Check verifies the file: its pages, the references between its rows, every
// unit against its texts and hashes, and the index against the units. It reads
// one snapshot and changes nothing.
func (m *Memory) Check(ctx context.Context) (Report, error) {
	var r Report
	err := m.read(ctx, func(s *session) error {
		c := &checker{s: s, r: &r, fold: folder{}}
		if err := c.pages(); err != nil || len(r.Problems) > 0 {
			return err // what is built on damaged pages is not worth reading
		}
		return c.run()
	})
	if errors.Is(err, ErrCorrupt) {
		r.add(0, "%v", err)
		err = nil
	}
	if err != nil {
		return Report{}, fmt.Errorf("check: %w", err)
	}
	return r, nil
}

type checker struct {
	s     *session
	r     *Report
	fold  folder
	since map[int64]map[string]int64 // words that have pairs, by language
	sums  map[feature]tally          // what the index ought to hold
}

// tally is a number of postings and a sum of their hashes: two lists with one
// tally hold the same postings.
type tally struct {
	n   int64
	sum uint64
}

func (t *tally) add(p posting) {
	h := fnv.New64a()
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:], uint64(p.slot))
	binary.LittleEndian.PutUint64(b[8:], uint64(p.length))
	h.Write(b[:])
	t.n++
	t.sum += h.Sum64()
}

// pages lets SQLite check the file.
func (c *checker) pages() error {
	err := c.s.each(func(rows *sql.Rows) error {
		var verdict string
		err := rows.Scan(&verdict)
		if verdict != "ok" {
			c.r.add(0, "file: %s", verdict)
		}
		return err
	}, "PRAGMA integrity_check")
	if err != nil {
		return err
	}
	return c.s.each(func(rows *sql.Rows) error {
		var table, parent string
		var row sql.NullInt64
		var key int
		err := rows.Scan(&table, &row, &parent, &key)
		c.r.add(0, "a row of %s refers to a row of %s that is not there", table, parent)
		return err
	}, "PRAGMA foreign_key_check")
}

func (c *checker) run() error {
	if err := c.documents(); err != nil {
		return err
	}
	if err := c.slots(); err != nil {
		return err
	}
	// One language at a time: the sums of one fit in memory.
	for i, id := range slices.Sorted(maps.Keys(c.s.codes)) {
		c.sums = map[feature]tally{}
		if err := c.words(id); err != nil {
			return err
		}
		if err := c.forms(id, i == 0); err != nil {
			return err
		}
		if err := c.terms(id); err != nil {
			return err
		}
	}
	return c.s.row([]any{&c.r.Units, &c.r.Variants}, "SELECT (SELECT count(*) FROM unit), (SELECT count(*) FROM variant)")
}

// documents compares the fingerprint of each document with its content.
func (c *checker) documents() error {
	prints := map[int64]string{}
	err := c.s.each(func(rows *sql.Rows) error {
		var id int64
		var print string
		err := rows.Scan(&id, &print)
		prints[id] = print
		return err
	}, "SELECT id, print FROM document WHERE print <> ''")
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(prints)) {
		d, err := c.s.documentOf(id)
		if err != nil {
			return err
		}
		if d.print() != prints[id] {
			c.r.add(0, "document %s is not what was stored", d.Name)
		}
	}
	return nil
}

// slots checks the numbers given out and the extents of documents.
func (c *checker) slots() error {
	var last, given, outside int64
	err := c.s.row([]any{&last, &outside}, `SELECT ifnull((SELECT max(slot) FROM form), 0),
		(SELECT count(*) FROM unit u WHERE document IS NOT NULL AND NOT EXISTS (SELECT 1 FROM extent e
			WHERE e.document = u.document AND e.first <= u.id AND e.last >= u.id))`)
	if err != nil {
		return err
	}
	if given, err = c.s.counter("slot"); err != nil {
		return err
	}
	if last > given {
		c.r.add(0, "slot %d is in use, %d were given out", last, given)
	}
	if outside > 0 {
		c.r.add(0, "%d units lie outside the extents of their documents", outside)
	}
	return nil
}

// words reads which words have pairs.
func (c *checker) words(id int64) error {
	c.since = map[int64]map[string]int64{id: {}}
	return c.s.each(func(rows *sql.Rows) error {
		var text string
		var since int64
		err := rows.Scan(&text, &since)
		c.since[id][text] = since
		return err
	}, "SELECT text, since FROM term WHERE lang = ? AND kind = 0 AND nth = 1 AND since IS NOT NULL", id)
}

// forms compares the forms of a language with the texts of the units and sums
// up what the index ought to hold. The first time it checks the units, too.
func (c *checker) forms(id int64, first bool) error {
	var n, want, aliases, have int
	for r, err := range c.s.everyUnit() {
		if err != nil {
			return err
		}
		if first {
			c.unit(r)
		}
		nth, n := slots(r.Variants)
		aliases += n - 1
		for i, v := range r.Variants {
			if r.langs[i] != id {
				continue
			}
			f := newForm(c.fold, id, v.Lang, v.Text)
			f.slot = r.ID + int64(nth[i])
			want++
			if err := c.form(r.ID, &f); err != nil {
				return err
			}
		}
	}
	if err := c.s.row([]any{&n, &have}, "SELECT (SELECT count(*) FROM form WHERE lang = ?), (SELECT count(*) FROM alias)", id); err != nil {
		return err
	}
	if first && have != aliases {
		c.r.add(0, "index: %d further slots are noted, %d are in use", have, aliases)
	}
	if n != want {
		c.r.add(0, "index: %d forms in %s, %d texts", n, c.s.codes[id], want)
	}
	return nil
}

// unit checks a unit by itself.
func (c *checker) unit(r *loaded) {
	var stored int64
	if err := c.s.row([]any{&stored}, "SELECT identity FROM unit WHERE id = ?", r.ID); err != nil || stored != identity(&r.Unit) {
		c.r.add(r.ID, "texts are not those that were stored")
	}
	for _, v := range r.Variants {
		if !utf8.ValidString(v.Text) {
			c.r.add(r.ID, "text in %s is not UTF-8", v.Lang)
		}
	}
}

// form checks the row of a form and counts its features.
func (c *checker) form(unit int64, f *form) error {
	var hash uint32
	var tokens []byte
	err := c.s.row([]any{&hash, &tokens}, "SELECT hash, tokens FROM form WHERE lang = ? AND slot = ?", f.lang, f.slot)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		c.r.add(unit, "index: the text in %s is missing", f.code)
		return nil
	case err != nil:
		return err
	}
	ns, err := readNumbers(nil, tokens)
	if err != nil || hash != f.hash || len(ns) != len(f.stems) {
		c.r.add(unit, "index: the text in %s is another", f.code)
	}
	c.features(f, func(g feature) {
		t := c.sums[g]
		t.add(posting{f.slot, len(f.stems)})
		c.sums[g] = t
	})
	return nil
}

// features calls f with the features of a form, as indexer makes them.
func (c *checker) features(f *form, yield func(feature)) {
	count := map[string]int{}
	for _, s := range f.stems {
		count[s]++
		yield(feature{f.lang, tokenKind, s, count[s]})
	}
	clear(count)
	since := c.since[f.lang]
	paired := func(s string) bool { return since[s] != 0 && since[s] <= f.slot }
	for i := 1; i < len(f.stems); i++ {
		p := pairText(f.stems[i-1], f.stems[i])
		if allPairs(f.code) || paired(f.stems[i-1]) && paired(f.stems[i]) && count[p] == 0 {
			count[p]++
			yield(feature{f.lang, pairKind, p, count[p]})
		}
	}
}

// terms compares the index of a language with the sums.
func (c *checker) terms(id int64) error {
	type row struct {
		feature
		term
	}
	read := 0
	err := c.s.each(func(rows *sql.Rows) error {
		r := row{feature: feature{lang: id}}
		if err := rows.Scan(&r.kind, &r.text, &r.nth, &r.id, &r.df, &r.tail); err != nil {
			return err
		}
		read++
		set, err := c.s.postings(&r.term)
		if err != nil {
			return err
		}
		var t tally
		for _, p := range set {
			t.add(p)
		}
		if want := c.sums[r.feature]; t != want || r.df != want.n {
			c.r.add(0, "index: %q in %s has %d entries, %d are right", r.text, c.s.codes[id], t.n, want.n)
		}
		delete(c.sums, r.feature)
		c.r.Postings += int(t.n)
		return nil
	}, "SELECT kind, text, nth, id, df, tail FROM term WHERE lang = ? ORDER BY kind, text, nth", id)
	if err != nil {
		return err
	}
	c.r.Terms += read
	for _, f := range slices.SortedFunc(maps.Keys(c.sums), func(a, b feature) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), strings.Compare(a.text, b.text), cmp.Compare(a.nth, b.nth))
	}) {
		c.r.add(0, "index: %q in %s is missing", f.text, c.s.codes[id])
	}
	return nil
}

// Repair builds the index again from the units. It mends whatever Check finds
// of the index; a damaged file it cannot mend, nor lost texts.
func (m *Memory) Repair(ctx context.Context) error {
	err := m.write(ctx, func(s *session) error { return s.reindex() })
	if err != nil {
		return fmt.Errorf("repair: %w", err)
	}
	return nil
}
