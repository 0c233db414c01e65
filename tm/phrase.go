package tm

import (
	"cmp"
	"database/sql"
	"slices"

	"dragoman/internal/lang"
)

// phrase is what is looked up: neighbouring tokens in one language.
type phrase struct {
	s     *session
	code  lang.Code
	id    int64 // of the language
	stems []string
	words []*term // of each token
	twice []*term // of each token where a text has it twice
	pairs []*term // of each token with the next; nil where the index has none
	since int64   // the slot from which all of pairs are in the index
}

// Costs in nanoseconds, measured on the generated memory of bench_test.go: a
// posting read and compared, and a form fetched and compared. Only their ratio
// matters, and it only chooses between ways to the same answer.
const (
	postingCost = 8
	formCost    = 1500
)

// newPhrase finds the terms of a phrase; nil when one of its tokens is in no
// text of that language.
func (s *session) newPhrase(code lang.Code, stems []string) (*phrase, error) {
	id, ok := s.langs[code]
	if !ok || len(stems) == 0 {
		return nil, nil
	}
	p := &phrase{s: s, code: code, id: id, stems: stems}
	words, err := s.entries(id, tokenKind, stems)
	if err != nil {
		return nil, err
	}
	var joined []string
	for i, w := range stems {
		t := &words[w].one
		if t.df == 0 {
			return nil, nil
		}
		p.words = append(p.words, t)
		p.twice = append(p.twice, words[w].term(2))
		if i > 0 {
			joined = append(joined, pairText(stems[i-1], w))
		}
	}
	pairs, err := s.entries(id, pairKind, joined)
	if err != nil {
		return nil, err
	}
	for i, w := range joined {
		p.pairs = append(p.pairs, p.pair(&pairs[w].one, p.words[i], p.words[i+1]))
	}
	return p, nil
}

// entries reads the terms of texts.
func (s *session) entries(lang int64, kind int, texts []string) (map[string]*entry, error) {
	found := make(map[string]*entry, len(texts))
	list := make([]*entry, 0, len(texts))
	for _, text := range slices.Compact(slices.Sorted(slices.Values(texts))) {
		e := &entry{text: text}
		found[text] = e
		list = append(list, e)
	}
	return found, s.terms(lang, kind, list)
}

// pair returns the term that the index keeps for two neighbours: an empty one
// where it would keep one and has none, nil where it keeps none.
func (p *phrase) pair(t, a, b *term) *term {
	switch {
	case allPairs(p.code):
		return t
	case a.since == 0 || b.since == 0:
		return nil
	}
	p.since = max(p.since, a.since, b.since)
	return t
}

// slots finds the slots whose text contains the phrase.
func (p *phrase) slots() (*slotSet, error) {
	if p.since == 0 {
		return p.zone(p.pairs, 0, 0)
	}
	// The texts stored before a word was frequent are found by words alone.
	early, err := p.zone(nil, 0, p.since)
	if err != nil {
		return nil, err
	}
	late, err := p.zone(p.pairs, p.since, 0)
	if err != nil {
		return nil, err
	}
	for shard, slots := range late.shards {
		for _, v := range slots {
			early.add(shard, v)
		}
	}
	return early, nil
}

// zone finds the slots from start and before end, 0 being no bound, in which
// all the given pairs are indexed.
func (p *phrase) zone(pairs []*term, start, end int64) (*slotSet, error) {
	lists, sure := p.lists(pairs)
	var set *slotSet
	for len(lists) > 0 && (set == nil || worthReading(lists[0], set)) {
		next, err := p.s.readTerm(lists[0], end)
		if err != nil {
			return nil, err
		}
		lists = lists[1:]
		if start > 0 {
			next.keep(func(v int64) bool { return v >= start })
		}
		if set == nil {
			set = next
		} else {
			set.intersect(next)
		}
	}
	if sure || set.count == 0 {
		return set, nil
	}
	if len(pairs) > 0 && !slices.Contains(pairs, nil) {
		return set, p.chain(set, lists, end)
	}
	return set, p.verify(set, set.all())
}

// chain keeps the slots whose text has the phrase, given its pairs. A text that
// has all of them, and each inner token once, has the phrase; only those with
// an inner token twice are verified, when to find them costs less than to
// verify all.
func (p *phrase) chain(set *slotSet, rest []*term, end int64) error {
	inner := p.twice[1 : len(p.twice)-1]
	var cost int64
	for _, t := range append(slices.Clone(rest), inner...) {
		cost += t.df * postingCost
	}
	if cost > int64(set.count)*formCost {
		return p.verify(set, set.all())
	}
	for _, t := range rest {
		next, err := p.s.readTerm(t, end)
		if err != nil {
			return err
		}
		set.intersect(next)
	}
	var doubtful []int64
	for _, t := range inner {
		if t.df == 0 {
			continue
		}
		next, err := p.s.readTerm(t, end)
		if err != nil {
			return err
		}
		next.intersect(set)
		doubtful = append(doubtful, next.all()...)
	}
	slices.Sort(doubtful)
	return p.verify(set, slices.Compact(doubtful))
}

// lists returns the terms to read, the rarest first, and whether one list is
// the whole answer: a phrase of one token, or of one indexed pair.
func (p *phrase) lists(pairs []*term) (lists []*term, sure bool) {
	for i, w := range p.words {
		paired := i < len(pairs) && pairs[i] != nil || i > 0 && i-1 < len(pairs) && pairs[i-1] != nil
		if !paired { // else the pair says more
			lists = append(lists, w)
		}
	}
	for _, t := range pairs {
		if t != nil {
			lists = append(lists, t)
		}
	}
	slices.SortStableFunc(lists, func(a, b *term) int { return cmp.Compare(a.df, b.df) })
	return lists, len(lists) == 1 && (len(p.words) == 1 || len(p.words) == 2)
}

// worthReading weighs reading one more list against checking the forms that
// are left: a list is supposed to halve them.
func worthReading(t *term, set *slotSet) bool {
	return set.count > 0 && t.df*postingCost < int64(set.count)*formCost/2
}

// verify drops those of the doubtful slots whose form does not have the tokens
// of the phrase as neighbours.
func (p *phrase) verify(set *slotSet, doubtful []int64) error {
	want := make([]int64, len(p.words))
	for i, w := range p.words {
		want[i] = w.id
	}
	bad := map[int64]bool{}
	var tokens []int64
	err := p.s.in(doubtful, func(rows *sql.Rows) error {
		var slot int64
		var b sql.RawBytes
		err := rows.Scan(&slot, &b)
		if err != nil {
			return err
		}
		if tokens, err = readNumbers(tokens[:0], b); err != nil {
			return err
		}
		if !contains(tokens, want) {
			bad[slot] = true
		}
		return nil
	}, "SELECT slot, tokens FROM form WHERE lang = ? AND slot IN "+inList, p.id)
	if err == nil && len(bad) > 0 {
		set.keep(func(v int64) bool { return !bad[v] })
	}
	return err
}

// contains tells whether b stands in a.
func contains(a, b []int64) bool {
	for i := 0; i+len(b) <= len(a); i++ {
		if slices.Equal(a[i:i+len(b)], b) {
			return true
		}
	}
	return false
}
