package tm

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"dragoman/internal/lang"
	"dragoman/internal/tmx"
)

// ImportOptions say how to import.
type ImportOptions struct {
	// Document is the name under which units that name no document are filed;
	// empty leaves them without one.
	Document string
	// Langs gives the language of tags that are none: "x-zh". Case is ignored.
	Langs map[string]lang.Code
	// Partial keeps what can be read of a damaged file. By default nothing is
	// stored of it.
	Partial bool
	// Encoding overrides what the file says of itself.
	Encoding string
	// Progress, if set, is called now and then with the units read so far.
	Progress func(units int)
}

// ImportStats tells what was imported.
type ImportStats struct {
	Units        int               // read
	Added        int               // stored
	Duplicates   int               // in the memory already, or twice in the file
	Alternatives int               // of Added: another translation of a source text the memory has
	Variants     map[lang.Code]int // of the added units
	Skipped      []Skipped         // units and texts left out, by reason
	Warnings     []string          // what was repaired, with line and column
}

// Skipped counts what was left out for one reason.
type Skipped struct {
	Reason string
	Count  int
}

func appendSkipped(list []Skipped, reason string, n int) []Skipped {
	if n == 0 {
		return list
	}
	if i := slices.IndexFunc(list, func(s Skipped) bool { return s.Reason == reason }); i >= 0 {
		list[i].Count += n
		return list
	}
	return append(list, Skipped{reason, n})
}

// errNothing ends an import that has nothing to store.
var errNothing = errors.New("nothing to store")

// Import stores the units of a TMX file in one transaction: all of them, or
// none when the file is damaged or ctx ends. A unit that the memory has,
// identifier, languages and texts, is not stored again.
func (m *Memory) Import(ctx context.Context, r io.Reader, opt ImportOptions) (ImportStats, error) {
	in := &importer{opt: opt, stats: ImportStats{Variants: map[lang.Code]int{}}}
	in.reader = tmx.NewReader(r)
	in.reader.Lenient, in.reader.Encoding = opt.Partial, opt.Encoding
	err := m.write(ctx, func(s *session) error { return in.run(s) })
	if err != nil && !errors.Is(err, errNothing) {
		return ImportStats{}, fmt.Errorf("import: %w", err)
	}
	return in.stats, nil
}

// importer is one import.
type importer struct {
	opt       ImportOptions
	reader    *tmx.Reader
	header    tmx.Header
	stats     ImportStats
	s         *session
	w         *recorder
	documents map[string]*filed
	seen      map[int64]bool // identities of this file
	batch     []*record
	tags      map[string]lang.Code // what tags were found to mean; Unknown: nothing
	free      int                  // units without a document so far
}

// filed is a document that units are filed under.
type filed struct {
	id  int64
	row int // of the next unit that names none
}

// importBatch is how many units are compared with the memory at once.
const importBatch = 256

func (in *importer) run(s *session) error {
	in.s, in.documents, in.seen, in.tags = s, map[string]*filed{}, map[int64]bool{}, map[string]lang.Code{}
	op, err := s.operation(OpImport, in.opt.Document, nil)
	if err != nil {
		return err
	}
	if in.w, err = newRecorder(s, op); err != nil {
		return err
	}
	if err := in.read(); err != nil {
		return err
	}
	if err := in.store(); err != nil {
		return err
	}
	in.warnings()
	if in.stats.Added == 0 {
		return errNothing
	}
	return firstError(in.w.close(), s.detail(op, counts{Added: in.stats.Added}))
}

// read reads the file to its end.
func (in *importer) read() error {
	for {
		u, err := in.reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err = firstError(err, in.s.ctx.Err()); err != nil {
			syntax, ok := errors.AsType[*tmx.SyntaxError](err)
			if !ok || !in.opt.Partial {
				return err
			}
			in.stats.Warnings = append(in.stats.Warnings, err.Error())
			if syntax.Final {
				return nil
			}
			continue
		}
		if in.header, err = in.reader.Header(); err != nil {
			return err
		}
		in.stats.Units++
		if in.opt.Progress != nil && in.stats.Units%importBatch == 0 {
			in.opt.Progress(in.stats.Units)
		}
		if err := in.take(&u); err != nil {
			return err
		}
	}
}

// take prepares a unit and stores the batch when it is full.
func (in *importer) take(u *tmx.Unit) error {
	r := readUnit(u, &in.header, in.header.Tool == toolName)
	r.Variants = slices.DeleteFunc(r.Variants, func(v Variant) bool { return v.Text == "" && v.Raw == "" })
	if len(r.Variants) == 0 {
		in.stats.Skipped = appendSkipped(in.stats.Skipped, "has no text", 1)
		return nil
	}
	kept := r.Variants[:0]
	for _, v := range r.Variants {
		if v.Lang = in.language(v.Tag); v.Lang != lang.Unknown {
			kept = append(kept, v)
			continue
		}
		in.stats.Skipped = appendSkipped(in.stats.Skipped, fmt.Sprintf("text in %q, which is no language", v.Tag), 1)
	}
	if r.Variants = kept; len(kept) == 0 {
		in.stats.Skipped = appendSkipped(in.stats.Skipped, "has no language", 1)
		return nil
	}
	in.batch = append(in.batch, r)
	if len(in.batch) < importBatch {
		return nil
	}
	return in.store()
}

func (in *importer) language(tag string) lang.Code {
	code, ok := in.tags[tag]
	if ok {
		return code
	}
	for given, c := range in.opt.Langs {
		if strings.EqualFold(given, tag) {
			code = c
		}
	}
	if code == lang.Unknown {
		code, _ = lang.Parse(tag) // Unknown tells the rest
	}
	in.tags[tag] = code
	return code
}

// store compares the batch with the memory and writes what is new.
func (in *importer) store() error {
	fresh, err := in.fresh()
	if err != nil {
		return err
	}
	for _, r := range fresh {
		for _, v := range r.Variants {
			f, err := in.w.x.form(v.Lang, v.Text)
			if err != nil {
				return err
			}
			r.forms = append(r.forms, f)
		}
	}
	n, err := in.alternatives(fresh)
	if err != nil {
		return err
	}
	in.stats.Alternatives += n
	for _, r := range fresh {
		if err := in.file(r); err != nil {
			return err
		}
		if err := in.w.add(r); err != nil {
			return err
		}
		in.stats.Added++
		for _, v := range r.Variants {
			in.stats.Variants[v.Lang]++
		}
	}
	in.batch = in.batch[:0]
	return in.w.x.settle() // so that the next batch finds these forms
}

// fresh returns the units of the batch that the memory does not have.
func (in *importer) fresh() ([]*record, error) {
	ids := make([]int64, len(in.batch))
	for i, r := range in.batch {
		ids[i] = identity(&r.Unit)
	}
	have := map[int64]bool{}
	err := in.s.in(ids, func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		have[id] = true
		return err
	}, "SELECT identity FROM unit WHERE identity IN "+inList)
	if err != nil {
		return nil, err
	}
	var fresh []*record
	for i, r := range in.batch {
		if have[ids[i]] || in.seen[ids[i]] {
			in.stats.Duplicates++
			continue
		}
		in.seen[ids[i]] = true
		fresh = append(fresh, r)
	}
	return fresh, nil
}

// known is a source text and how it was translated: hashes by language.
type known map[int64]uint32

// source is a text in a language, by its hash.
type source struct {
	lang int64
	hash uint32
}

// alternatives counts the units that translate a known source text otherwise.
func (in *importer) alternatives(units []*record) (int, error) {
	sources := make([]int, len(units))
	byLang := map[int64][]int64{}
	for i, r := range units {
		sources[i] = sourceOf(&r.Unit)
		f := r.forms[sources[i]]
		byLang[f.lang] = append(byLang[f.lang], int64(f.hash))
	}
	found := map[source][]known{}
	for _, id := range slices.Sorted(maps.Keys(byLang)) {
		if err := in.translations(id, byLang[id], found); err != nil {
			return 0, err
		}
	}
	n := 0
	for i, r := range units {
		k := known{}
		for j, f := range r.forms {
			if j != sources[i] && f.lang != r.forms[sources[i]].lang {
				k[f.lang] = f.hash
			}
		}
		src := source{r.forms[sources[i]].lang, r.forms[sources[i]].hash}
		if slices.ContainsFunc(found[src], k.differs) {
			n++
		}
		found[src] = append(found[src], k)
	}
	return n, nil
}

// differs tells whether two translate into a common language in two ways.
func (k known) differs(other known) bool {
	for l, h := range k {
		if o, ok := other[l]; ok && o != h {
			return true
		}
	}
	return false
}

// translations reads how source texts of a language are translated in the
// memory.
func (in *importer) translations(id int64, hashes []int64, found map[source][]known) error {
	at := map[int64]uint32{} // slot: hash of the source text
	var slots []int64
	err := in.s.in(hashes, func(rows *sql.Rows) error {
		var slot int64
		var hash uint32
		err := rows.Scan(&slot, &hash)
		at[slot] = hash
		slots = append(slots, slot)
		return err
	}, "SELECT slot, hash FROM form WHERE lang = ? AND hash IN "+inList, id)
	if err != nil || len(slots) == 0 {
		return err
	}
	here := map[int64]known{}
	for _, other := range slices.Sorted(maps.Keys(in.s.codes)) {
		if other == id {
			continue
		}
		err := in.s.in(slots, func(rows *sql.Rows) error {
			var slot int64
			var hash uint32
			err := rows.Scan(&slot, &hash)
			if here[slot] == nil {
				here[slot] = known{}
			}
			here[slot][other] = hash
			return err
		}, "SELECT slot, hash FROM form WHERE lang = ? AND slot IN "+inList, other)
		if err != nil {
			return err
		}
	}
	for _, slot := range slots {
		src := source{id, at[slot]}
		found[src] = append(found[src], here[slot])
	}
	return nil
}

// sourceOf returns the index of the source text of a unit: the variant in its
// source language, or the first.
func sourceOf(u *Unit) int {
	code, err := lang.Parse(u.SrcLang)
	if err != nil {
		return 0
	}
	return max(slices.IndexFunc(u.Variants, func(v Variant) bool { return v.Lang == code }), 0)
}

// file finds the document of a unit and its place there.
func (in *importer) file(r *record) error {
	name := cmp.Or(r.Document, in.opt.Document)
	if name == "" {
		if r.Row < 0 {
			r.Row = in.free
		}
		in.free++
		return nil
	}
	d := in.documents[name]
	if d == nil {
		var err error
		if d, err = in.document(name, r.Date); err != nil {
			return err
		}
		in.documents[name] = d
	}
	if r.Row < 0 {
		r.Row = d.row
	}
	d.row = max(d.row, r.Row+1)
	r.document = d.id
	return nil
}

// document finds the document called name or makes it.
func (in *importer) document(name, date string) (*filed, error) {
	d := &filed{}
	err := in.s.row([]any{&d.id, &d.row},
		"SELECT d.id, ifnull((SELECT max(row) + 1 FROM unit WHERE document = d.id), 0) FROM document d WHERE d.name = ?", name)
	if errors.Is(err, sql.ErrNoRows) {
		d.id, err = in.s.document(name, date, "", "", in.w.operation)
	}
	return d, err
}

// warnings keeps what the reader found; it lists the first of each rule.
func (in *importer) warnings() {
	listed := map[tmx.Rule]int{}
	for _, w := range in.reader.Warnings() {
		listed[w.Rule]++
		in.stats.Warnings = append(in.stats.Warnings, w.String())
	}
	for _, c := range in.reader.Counts() {
		if more := c.N - listed[c.Rule]; more > 0 {
			in.stats.Warnings = append(in.stats.Warnings, fmt.Sprintf("%d more of %s", more, c.Rule))
		}
	}
}
