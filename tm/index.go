package tm

import (
	"cmp"
	"database/sql"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"dragoman/internal/lang"
	"dragoman/internal/normal"
)

// indexFormat changes when terms or postings are made another way. A memory
// with another number has its index built again before it is next written.
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
	nth  int
	text string
}

func (f feature) compare(g feature) int {
	return cmp.Or(cmp.Compare(f.lang, g.lang), cmp.Compare(f.kind, g.kind),
		cmp.Compare(f.text, g.text), cmp.Compare(f.nth, g.nth))
}

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

func pairText(a, b string) string { return a + " " + b }

// term is the row of a feature and what is to be changed in it.
type term struct {
	id    int64 // positive for tokens, negative for all else: forms name tokens only
	df    int64
	since int64 // the slot from which the word has pairs, 0: never
	tail  []byte
	added []posting
	gone  []posting
}

// form is one variant as the index sees it.
type form struct {
	lang   int64
	code   lang.Code
	slot   int64
	stems  []string
	hash   uint32
	tokens []int64
	gone   bool // it is to be taken out
}

// newForm reads the tokens of a text.
func newForm(fold folder, id int64, code lang.Code, text string) form {
	f := form{lang: id, code: code}
	tokens := fold.tokens(code, text)
	f.stems = make([]string, len(tokens))
	h := fnv.New32a()
	for i, t := range tokens {
		f.stems[i] = t.Stem
		h.Write([]byte(t.Key))
		h.Write([]byte{' '})
	}
	if len(tokens) == 0 {
		h.Write([]byte(text))
	}
	f.hash = h.Sum32()
	return f
}

// allPairs tells the languages all of whose neighbours are features: those
// written without spaces. Elsewhere only frequent words have pairs.
func allPairs(code lang.Code) bool { return code == lang.Chinese }

// tokenFeatures calls f with the features of a form that are known without
// the memory: tokens, and the pairs of languages that have them all.
func (f *form) tokenFeatures(yield func(feature)) {
	count := make(map[string]int, len(f.stems))
	for _, s := range f.stems {
		count[s]++
		yield(feature{f.lang, tokenKind, count[s], s})
	}
	if !allPairs(f.code) {
		return
	}
	clear(count)
	for i := 1; i < len(f.stems); i++ {
		p := pairText(f.stems[i-1], f.stems[i])
		count[p]++
		yield(feature{f.lang, pairKind, count[p], p})
	}
}

// indexer changes the index within one transaction. Terms are read once,
// changed in memory and written back when they are many or at the end.
type indexer struct {
	s     *session
	cache folder
	terms terms
	forms []form // added, not yet written
	total int64  // postings waiting in terms
	token int64  // numbers given out
	other int64
	slot  int64
	start int64 // slot when the transaction began: what is beyond comes after all that is indexed
}

// Postings waiting in memory before they are written: about 64 MB with the
// terms they belong to. More makes fewer, larger writes of the same chunks.
const waiting = 1 << 21

// formBatch is how many forms have their terms looked up together.
const formBatch = 512

func newIndexer(s *session) (*indexer, error) {
	x := &indexer{s: s, cache: folder{}, terms: terms{}}
	for name, n := range map[string]*int64{"slot": &x.slot, "token": &x.token, "other": &x.other} {
		v, err := s.counter(name)
		if err != nil {
			return nil, err
		}
		*n = v
	}
	x.start = x.slot
	return x, nil
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
	if err := x.settle(); err != nil {
		return err
	}
	if err := x.flush(); err != nil {
		return err
	}
	return x.saveCounters()
}

func (x *indexer) saveCounters() error {
	for _, c := range []struct {
		name  string
		value int64
	}{{"slot", x.slot}, {"token", x.token}, {"other", x.other}, {"index", indexFormat}} {
		if err := x.s.setCounter(c.name, c.value); err != nil {
			return err
		}
	}
	return nil
}

// settle finds the terms of the waiting forms, writes the forms and notes
// their postings.
func (x *indexer) settle() error {
	if len(x.forms) == 0 {
		return nil
	}
	if err := x.loadFeatures(x.forms); err != nil {
		return err
	}
	slices.SortFunc(x.forms, func(a, b form) int {
		return cmp.Or(cmp.Compare(a.lang, b.lang), cmp.Compare(a.slot, b.slot))
	})
	for i := range x.forms {
		x.post(&x.forms[i])
	}
	if err := x.writeForms(x.forms); err != nil {
		return err
	}
	x.forms = x.forms[:0]
	if x.total >= waiting {
		return x.flush()
	}
	return nil
}

// loadFeatures reads the terms of the features of forms: first those that the
// forms alone tell, then the pairs of words that are frequent.
func (x *indexer) loadFeatures(forms []form) error {
	missing := map[feature]bool{}
	want := func(f feature) {
		if x.terms[f] == nil {
			missing[f] = true
		}
	}
	for i := range forms {
		forms[i].tokenFeatures(want)
	}
	if err := x.load(missing); err != nil {
		return err
	}
	clear(missing)
	for i := range forms {
		x.frequentPairs(&forms[i], want)
	}
	return x.load(missing)
}

// frequentPairs calls f with the pairs that a form has because both words were
// frequent when its slot was given out.
func (x *indexer) frequentPairs(f *form, yield func(feature)) {
	if allPairs(f.code) {
		return
	}
	frequent := func(stem string) bool {
		t := x.terms[feature{f.lang, tokenKind, 1, stem}]
		return t != nil && t.since != 0 && t.since <= f.slot
	}
	seen := map[string]bool{}
	for i := 1; i < len(f.stems); i++ {
		if !frequent(f.stems[i-1]) || !frequent(f.stems[i]) {
			continue
		}
		p := pairText(f.stems[i-1], f.stems[i])
		if !seen[p] {
			seen[p] = true
			yield(feature{f.lang, pairKind, 1, p})
		}
	}
}

// load reads terms; a feature without a row gets a term without a number.
func (x *indexer) load(missing map[feature]bool) error {
	found, err := x.s.terms(slices.SortedFunc(maps.Keys(missing), feature.compare))
	if err != nil {
		return err
	}
	for f := range missing {
		t := found[f]
		if t == nil {
			t = &term{}
		}
		x.terms[f] = t
	}
	return nil
}

// post notes the postings of a form and numbers its tokens.
func (x *indexer) post(f *form) {
	p := posting{slot: f.slot, length: len(f.stems)}
	add := func(g feature) {
		t := x.terms[g]
		x.total++
		if f.gone {
			t.gone = append(t.gone, p)
			return
		}
		x.number(g, t)
		t.added = append(t.added, p)
	}
	f.tokenFeatures(add)
	x.frequentPairs(f, add)
	f.tokens = make([]int64, len(f.stems))
	for i, s := range f.stems {
		f.tokens[i] = x.terms[feature{f.lang, tokenKind, 1, s}].id
	}
}

func (x *indexer) number(f feature, t *term) {
	switch {
	case t.id != 0:
	case f.kind == tokenKind && f.nth == 1:
		x.token++
		t.id = x.token
	default:
		x.other++
		t.id = -x.other
	}
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
	order := slices.SortedFunc(maps.Keys(x.terms), feature.compare)
	rows := order[:0]
	for _, f := range order {
		t := x.terms[f]
		if len(t.added) == 0 && len(t.gone) == 0 {
			continue
		}
		if err := x.merge(t); err != nil {
			return err
		}
		if f.kind == tokenKind && f.nth == 1 && t.since == 0 && !allPairs(x.s.codes[f.lang]) &&
			t.df >= max(frequentLeast, x.slot/frequentShare) {
			t.since = x.slot + 1
		}
		rows = append(rows, f)
	}
	if err := x.writeTerms(rows); err != nil {
		return err
	}
	clear(x.terms)
	x.total = 0
	return nil
}

// merge brings the changes of a term into its lists.
func (x *indexer) merge(t *term) error {
	t.df += int64(len(t.added) - len(t.gone))
	tail, err := readTail(nil, t.tail)
	if err != nil {
		return err
	}
	slices.SortFunc(t.added, bySlot)
	slices.SortFunc(t.gone, bySlot)
	var early []posting // changes before the tail: their place is in the shards
	gone := t.gone
	if len(gone) > 0 {
		tail, gone = subtract(tail, gone)
	}
	if n := len(t.added); n > 0 {
		last := int64(0)
		if len(tail) > 0 {
			last = tail[len(tail)-1].slot
		}
		if t.added[0].slot > last && t.added[0].slot > x.start {
			tail = append(tail, t.added...)
		} else {
			early = append(tail, t.added...)
			tail = nil
			slices.SortFunc(early, bySlot)
		}
	}
	t.tail = appendTail(t.tail[:0], tail)
	if len(t.tail) > tailBytes {
		early, t.tail = append(early, tail...), t.tail[:0]
	}
	t.added, t.gone = nil, nil
	return x.spread(t.id, early, gone)
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

// writeTerms writes rows of the term table. A term without slots goes.
func (x *indexer) writeTerms(rows []feature) error {
	in := x.s.bulk("INSERT INTO term (lang, kind, text, nth, id, df, since, tail) VALUES", "(?, ?, ?, ?, ?, ?, nullif(?, 0), ?)",
		`ON CONFLICT (lang, kind, text, nth) DO UPDATE
		SET id = excluded.id, df = excluded.df, since = excluded.since, tail = excluded.tail`)
	for _, f := range rows {
		t := x.terms[f]
		var err error
		if t.df == 0 && t.since == 0 {
			err = x.s.exec("DELETE FROM term WHERE lang = ? AND kind = ? AND text = ? AND nth = ?", f.lang, f.kind, f.text, f.nth)
		} else {
			err = in.add(f.lang, f.kind, f.text, f.nth, t.id, t.df, t.since, filled(t.tail))
		}
		if err != nil {
			return err
		}
	}
	return in.flush()
}

// writeForms brings the form table up to date.
func (x *indexer) writeForms(forms []form) error {
	in := x.s.bulk("INSERT INTO form (lang, slot, hash, tokens) VALUES", "(?, ?, ?, ?)", "")
	for _, f := range forms {
		if f.gone {
			if err := x.s.exec("DELETE FROM form WHERE lang = ? AND slot = ?", f.lang, f.slot); err != nil {
				return err
			}
			continue
		}
		if err := in.add(f.lang, f.slot, f.hash, appendNumbers([]byte{}, f.tokens)); err != nil {
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

// termBatch is how many terms one statement reads.
const termBatch = 32

// terms reads the rows of features; those without a row are absent.
func (s *session) terms(features []feature) (terms, error) {
	found := make(terms, len(features))
	for batch := range slices.Chunk(features, termBatch) {
		args := make([]any, 0, termBatch*4)
		for i := range termBatch { // a short batch is filled up: one statement for all
			f := batch[min(i, len(batch)-1)]
			args = append(args, f.lang, f.kind, f.text, f.nth)
		}
		if err := s.each(found.scan, selectTerms, args...); err != nil {
			return nil, err
		}
	}
	return found, nil
}

var selectTerms = "WITH want (lang, kind, text, nth) AS (VALUES (?, ?, ?, ?)" + strings.Repeat(", (?, ?, ?, ?)", termBatch-1) + `)
	SELECT term.lang, term.kind, term.text, term.nth, id, df, ifnull(since, 0), tail
	FROM want CROSS JOIN term USING (lang, kind, text, nth)`

type terms map[feature]*term

func (t terms) scan(rows *sql.Rows) error {
	var f feature
	var x term
	if err := rows.Scan(&f.lang, &f.kind, &f.text, &f.nth, &x.id, &x.df, &x.since, &x.tail); err != nil {
		return err
	}
	t[f] = &x
	return nil
}
