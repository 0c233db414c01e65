package tm

import (
	"cmp"
	"database/sql"
	"encoding/binary"
	"maps"
	"slices"
	"strings"

	"dragoman/internal/lang"
	"dragoman/internal/normal"
)

// indexFormat changes when terms or postings are made another way. A memory
// with another number has its index built again when it is opened for writing.
const indexFormat = 1

// The kinds of features.
const (
	tokenKind = 0
	pairKind  = 1
)

// feature is what a form can be found by: a token, or a pair of neighbours,
// for the nth time in the form.
type feature struct {
	lang int64
	kind int
	text string
	nth  int
}

// pairText names a pair; no token has a space in it.
func pairText(a, b string) string { return a + " " + b }

// allPairs tells the languages all of whose neighbours are features: those
// written without spaces. Elsewhere only frequent words have pairs.
func allPairs(code lang.Code) bool { return code == lang.Chinese }

// folder holds what is remembered of words, by language.
type folder map[lang.Code]*normal.Cache

func (f folder) tokens(code lang.Code, text string) []normal.Token {
	c := f[code]
	if c == nil {
		c = &normal.Cache{}
		f[code] = c
	}
	return c.Tokens(nil, code, text)
}

// term is the row of a feature and what is to be changed in it.
type term struct {
	id    int64 // positive for tokens, negative for all else: forms name tokens only
	df    int64
	since int64 // the slot from which the word has pairs, 0: never
	tail  []byte
	read  bool      // last is known
	last  int64     // the last slot of tail
	dirty bool      // the row is to be written
	early []posting // added before the tail: what was undone
	gone  []posting // taken out
}

// entry is a token or pair with its terms: the nth is that of forms that have
// it n times. Most have one.
type entry struct {
	text  string
	one   term
	more  []*term
	form  int64 // the form that is counting, and how often it has had this
	count int
}

// term returns the nth term, from 1.
func (e *entry) term(nth int) *term {
	if nth == 1 {
		return &e.one
	}
	for len(e.more) < nth-1 {
		e.more = append(e.more, &term{})
	}
	return e.more[nth-2]
}

// group holds the entries of one language and kind.
type group struct {
	lang    int64
	kind    int
	entries map[string]*entry
	missing []*entry // not yet read
}

// form is one variant as the index sees it.
type form struct {
	lang   int64
	code   lang.Code
	slot   int64
	stems  []string
	hash   uint32
	gone   bool // it is to be taken out
	tokens []*entry
	pairs  []*entry
}

// newForm reads the tokens of a text. Two texts have the same hash when their
// words are the same in the same order, inflection included.
func newForm(fold folder, id int64, code lang.Code, text string) form {
	f := form{lang: id, code: code}
	tokens := fold.tokens(code, text)
	f.stems = make([]string, len(tokens))
	h := uint32(2166136261) // FNV-1a
	add := func(s string) {
		for i := range len(s) {
			h = (h ^ uint32(s[i])) * 16777619
		}
	}
	for i, t := range tokens {
		f.stems[i] = t.Stem
		add(t.Key)
		add(" ")
	}
	if len(tokens) == 0 {
		add(oneLine(text))
	}
	f.hash = h
	return f
}

// indexer changes the index within one transaction. Terms are read once,
// changed in memory and written back when they are many or at the end.
type indexer struct {
	s      *session
	cache  folder
	groups map[[2]int64]*group // by language and kind
	forms  []form              // not yet settled
	total  int                 // postings waiting in terms
	known  int                 // entries in groups
	serial int64               // of the form that is being counted
	token  int64               // numbers given out
	other  int64
	slot   int64
	start  int64 // slot when the transaction began: what is beyond comes after all that is indexed
	key    []byte
}

// The index is written when so many postings or terms wait in memory: some
// three bytes each, and 250. More makes fewer rewrites of the same rows. A
// memory that is still small is written at shorter and growing distances, for
// words begin to have pairs when they are written.
const (
	waitingPostings = 8 << 20
	waitingTerms    = 1 << 19
	waitingAtFirst  = 1 << 18 // some 2,500 units
	waitingShare    = 64      // postings a slot: about half of all there are
)

func (x *indexer) full() bool {
	return x.total >= max(waitingAtFirst, min(waitingPostings, waitingShare*int(x.slot))) || x.known >= waitingTerms
}

// formBatch is how many forms have their terms looked up together.
const formBatch = 512

func newIndexer(s *session) (*indexer, error) {
	x := &indexer{s: s, cache: folder{}, groups: map[[2]int64]*group{}}
	for _, c := range x.counters() {
		v, err := s.counter(c.name)
		if err != nil {
			return nil, err
		}
		*c.value = v
	}
	x.start = x.slot
	return x, nil
}

type counter struct {
	name  string
	value *int64
}

func (x *indexer) counters() []counter {
	return []counter{{"slot", &x.slot}, {"token", &x.token}, {"other", &x.other}}
}

// take gives out n slots in a row and returns the first.
func (x *indexer) take(n int) int64 {
	first := x.slot + 1
	x.slot += int64(n)
	return first
}

// form reads a text as the index sees it.
func (x *indexer) form(code lang.Code, text string) (form, error) {
	id, err := x.s.language(code)
	return newForm(x.cache, id, code, text), err
}

// add indexes a form that has its slot.
func (x *indexer) add(f form) error {
	x.forms = append(x.forms, f)
	if len(x.forms) < formBatch {
		return nil
	}
	return x.settle()
}

// close writes what is waiting, and the numbers given out.
func (x *indexer) close() error {
	if err := firstError(x.settle(), x.flush()); err != nil {
		return err
	}
	for _, c := range x.counters() {
		if err := x.s.setCounter(c.name, *c.value); err != nil {
			return err
		}
	}
	return x.s.setCounter("index", indexFormat)
}

// settle finds the terms of the waiting forms, writes the forms and notes
// their postings.
func (x *indexer) settle() error {
	if len(x.forms) == 0 {
		return nil
	}
	slices.SortFunc(x.forms, func(a, b form) int {
		return cmp.Or(cmp.Compare(a.lang, b.lang), cmp.Compare(a.slot, b.slot))
	})
	for i := range x.forms {
		x.findTokens(&x.forms[i])
	}
	if err := x.load(); err != nil {
		return err
	}
	for i := range x.forms {
		x.findFrequentPairs(&x.forms[i])
	}
	if err := x.load(); err != nil {
		return err
	}
	for i := range x.forms {
		if err := x.post(&x.forms[i]); err != nil {
			return err
		}
	}
	if err := x.writeForms(); err != nil {
		return err
	}
	x.forms = x.forms[:0]
	if x.full() {
		return x.flush()
	}
	return nil
}

// find returns the entry of a key, which is read from the memory by load.
func (g *group) find(key []byte) *entry {
	e := g.entries[string(key)] // no copy
	if e == nil {
		e = &entry{text: string(key)}
		g.entries[e.text] = e
		g.missing = append(g.missing, e)
	}
	return e
}

func (x *indexer) group(lang int64, kind int) *group {
	k := [2]int64{lang, int64(kind)}
	g := x.groups[k]
	if g == nil {
		g = &group{lang: lang, kind: kind, entries: map[string]*entry{}}
		x.groups[k] = g
	}
	return g
}

// findTokens finds the entries that a form alone tells: of its tokens, and of
// its pairs in the languages that have them all.
func (x *indexer) findTokens(f *form) {
	g := x.group(f.lang, tokenKind)
	f.tokens = make([]*entry, len(f.stems))
	for i, s := range f.stems {
		x.key = append(x.key[:0], s...)
		f.tokens[i] = g.find(x.key)
	}
	if !allPairs(f.code) {
		return
	}
	g = x.group(f.lang, pairKind)
	for i := 1; i < len(f.stems); i++ {
		f.pairs = append(f.pairs, x.pair(g, f, i))
	}
}

// pair finds the entry of a token with the one before it.
func (x *indexer) pair(g *group, f *form, i int) *entry {
	x.key = append(append(append(x.key[:0], f.stems[i-1]...), ' '), f.stems[i]...)
	return g.find(x.key)
}

// findFrequentPairs finds the pairs of words that were frequent when the slot
// of the form was given out.
func (x *indexer) findFrequentPairs(f *form) {
	if allPairs(f.code) {
		return
	}
	g := x.group(f.lang, pairKind)
	frequent := func(e *entry) bool {
		return e.one.since != 0 && e.one.since <= f.slot
	}
	for i := 1; i < len(f.tokens); i++ {
		if frequent(f.tokens[i-1]) && frequent(f.tokens[i]) {
			f.pairs = append(f.pairs, x.pair(g, f, i))
		}
	}
}

// load reads the terms of the entries that are new.
func (x *indexer) load() error {
	for _, g := range x.inOrder() {
		slices.SortFunc(g.missing, func(a, b *entry) int { return strings.Compare(a.text, b.text) })
		if err := x.s.terms(g.lang, g.kind, g.missing); err != nil {
			return err
		}
		x.known += len(g.missing)
		g.missing = g.missing[:0]
	}
	return nil
}

// inOrder lists the groups by language and kind.
func (x *indexer) inOrder() []*group {
	return slices.SortedFunc(maps.Values(x.groups), func(a, b *group) int {
		return cmp.Or(cmp.Compare(a.lang, b.lang), cmp.Compare(a.kind, b.kind))
	})
}

// post notes the postings of a form. A token that it has twice is two
// features; a pair of frequent words is one, for no fuzzy look-up counts it.
func (x *indexer) post(f *form) error {
	x.serial++
	p := posting{slot: f.slot, length: len(f.stems)}
	for _, e := range f.tokens {
		if err := x.note(f, e, p, tokenKind); err != nil {
			return err
		}
	}
	for _, e := range f.pairs {
		if allPairs(f.code) || e.form != x.serial {
			if err := x.note(f, e, p, pairKind); err != nil {
				return err
			}
		}
	}
	return nil
}

// note adds a posting of a form to the term of a token or pair, or takes it
// out.
func (x *indexer) note(f *form, e *entry, p posting, kind int) error {
	if e.form != x.serial {
		e.form, e.count = x.serial, 0
	}
	e.count++
	t := e.term(e.count)
	x.total++
	t.dirty = true
	switch {
	case f.gone:
		t.df--
		t.gone = append(t.gone, p)
		return nil
	case t.id != 0:
	case kind == tokenKind && e.count == 1:
		x.token++
		t.id = x.token
	default:
		x.other++
		t.id = -x.other
	}
	t.df++
	if p.slot <= x.start {
		t.early = append(t.early, p)
		return nil
	}
	return t.append(p)
}

// append packs a posting that comes after all others into the tail.
func (t *term) append(p posting) error {
	if !t.read {
		ps, err := readTail(nil, t.tail)
		if err != nil {
			return err
		}
		if len(ps) > 0 {
			t.last = ps[len(ps)-1].slot
		}
		t.read = true
	}
	t.tail = binary.AppendUvarint(t.tail, uint64(p.slot-t.last))
	t.tail = binary.AppendUvarint(t.tail, uint64(p.length))
	t.last = p.slot
	return nil
}

// A word is frequent, and its pairs with other frequent words become features,
// once it is in one form of frequentShare and in frequentLeast at all. A
// smaller share costs room, a larger one leaves phrases of common words to be
// found by checking every form that has both.
const (
	frequentShare = 512
	frequentLeast = 64
)

// flush writes the changed terms.
func (x *indexer) flush() error {
	for _, g := range x.inOrder() {
		if err := x.flushGroup(g); err != nil {
			return err
		}
	}
	clear(x.groups)
	x.total, x.known = 0, 0
	return nil
}

func (x *indexer) flushGroup(g *group) error {
	in := x.s.bulk("INSERT INTO term (lang, kind, text, nth, id, df, since, tail) VALUES", "(?, ?, ?, ?, ?, ?, nullif(?, 0), ?)",
		`ON CONFLICT (lang, kind, text, nth) DO UPDATE
		SET id = excluded.id, df = excluded.df, since = excluded.since, tail = excluded.tail`)
	words := g.kind == tokenKind && !allPairs(x.s.codes[g.lang])
	entries := slices.SortedFunc(maps.Values(g.entries), func(a, b *entry) int { return strings.Compare(a.text, b.text) })
	for _, e := range entries {
		for nth := 1; nth <= 1+len(e.more); nth++ {
			t := e.term(nth)
			if !t.dirty {
				continue
			}
			if err := x.merge(t); err != nil {
				return err
			}
			if words && nth == 1 && t.since == 0 && t.df >= max(frequentLeast, x.slot/frequentShare) {
				t.since = x.slot + 1
			}
			var err error
			if t.df == 0 && t.since == 0 {
				err = x.s.exec("DELETE FROM term WHERE lang = ? AND kind = ? AND text = ? AND nth = ?", g.lang, g.kind, e.text, nth)
			} else {
				err = in.add(g.lang, g.kind, e.text, nth, t.id, t.df, t.since, filled(t.tail))
			}
			if err != nil {
				return err
			}
		}
	}
	return in.flush()
}

// merge moves a full tail to the shards, and brings the changes that are not at
// the end to where they belong.
func (x *indexer) merge(t *term) error {
	if len(t.early) == 0 && len(t.gone) == 0 && len(t.tail) <= tailBytes {
		return nil
	}
	tail, err := readTail(nil, t.tail)
	if err != nil {
		return err
	}
	slices.SortFunc(t.gone, bySlot)
	tail, gone := subtract(tail, t.gone)
	moved := t.early
	if len(t.early) > 0 || len(tail) > 0 && len(t.tail) > tailBytes {
		moved, tail = append(moved, tail...), nil
		slices.SortFunc(moved, bySlot)
	}
	t.tail = appendTail(nil, tail)
	t.early, t.gone = nil, nil
	return x.spread(t.id, moved, gone)
}

func bySlot(a, b posting) int { return cmp.Compare(a.slot, b.slot) }

// subtract takes gone out of ps, both in order, and returns what is left of each.
func subtract(ps, gone []posting) (left, rest []posting) {
	left = ps[:0]
	for _, p := range ps {
		for len(gone) > 0 && gone[0].slot < p.slot {
			rest, gone = append(rest, gone[0]), gone[1:]
		}
		if len(gone) > 0 && gone[0].slot == p.slot {
			gone = gone[1:]
			continue
		}
		left = append(left, p)
	}
	return left, append(rest, gone...)
}

// writeForms brings the form table up to date.
func (x *indexer) writeForms() error {
	in := x.s.bulk("INSERT INTO form (lang, slot, hash, tokens) VALUES", "(?, ?, ?, ?)", "")
	for i := range x.forms {
		f := &x.forms[i]
		if f.gone {
			if err := x.s.exec("DELETE FROM form WHERE lang = ? AND slot = ?", f.lang, f.slot); err != nil {
				return err
			}
			continue
		}
		b := make([]byte, 0, 2*len(f.tokens))
		for _, e := range f.tokens {
			b = binary.AppendUvarint(b, uint64(e.one.id))
		}
		if err := in.add(f.lang, f.slot, f.hash, b); err != nil {
			return err
		}
	}
	return in.flush()
}

// filled makes an empty value of no value, which the driver would write as NULL.
func filled(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// termBatch is how many tokens or pairs have their terms read by one statement.
const termBatch = 64

var selectTerms = `SELECT text, nth, id, df, ifnull(since, 0), tail FROM term
	WHERE lang = ? AND kind = ? AND text IN (?` + strings.Repeat(", ?", termBatch-1) + ")"

// mostRepeats is beyond what any text holds of one token; it keeps a damaged
// row from filling memory.
const mostRepeats = 1 << 24

// terms reads the terms of entries, which are in order of their texts.
func (s *session) terms(lang int64, kind int, entries []*entry) error {
	for batch := range slices.Chunk(entries, termBatch) {
		args := append(make([]any, 0, termBatch+2), lang, kind)
		for i := range termBatch { // a short batch is filled up: one statement for all
			if i < len(batch) {
				args = append(args, batch[i].text)
			} else {
				args = append(args, nil)
			}
		}
		err := s.each(func(rows *sql.Rows) error {
			var text sql.RawBytes
			var nth int
			var t term
			if err := rows.Scan(&text, &nth, &t.id, &t.df, &t.since, &t.tail); err != nil {
				return err
			}
			i, ok := slices.BinarySearchFunc(batch, text, func(e *entry, text sql.RawBytes) int {
				return strings.Compare(e.text, string(text))
			})
			if !ok || nth < 1 || nth > mostRepeats {
				return damaged("term")
			}
			*batch[i].term(nth) = t
			return nil
		}, selectTerms, args...)
		if err != nil {
			return err
		}
	}
	return nil
}
