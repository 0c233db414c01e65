package tm

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"dragoman/internal/lang"
	"dragoman/internal/normal"
)

// MatchQuery asks for the stored texts most like a new one.
type MatchQuery struct {
	Text  string
	Lang  lang.Code // empty: told by the script
	Min   int       // least score, 1 to 100; 0 is DefaultMin
	Limit int       // matches returned; 0 is DefaultMatches, below 0 all
}

// DefaultMin is the score below which a match costs more than it helps.
const DefaultMin = 70

// DefaultMatches is the number of matches returned unless told otherwise.
const DefaultMatches = 5

// Match is a stored unit like the text asked for.
type Match struct {
	Unit    Unit
	Variant int // index in Unit.Variants of the text that is alike
	Score   int // 100: the same text; see the package comment
}

// Match finds the stored texts most like a new one, the best first, the newest
// first among equals. It misses none: every unit whose score reaches the least
// one asked for is found or gives way to better ones.
func (m *Memory) Match(ctx context.Context, q MatchQuery) ([]Match, error) {
	q.Min, q.Limit = cmp.Or(q.Min, DefaultMin), cmp.Or(q.Limit, DefaultMatches)
	if q.Min < 1 || q.Min > 100 {
		return nil, fmt.Errorf("match: least score %d is not between 1 and 100", q.Min)
	}
	var matches []Match
	err := m.read(ctx, func(s *session) error {
		code := q.Lang
		if code == lang.Unknown {
			code = s.guess(q.Text)[0]
		}
		f := fuzzy{m: m, s: s, q: q, code: code, id: s.langs[code], fold: folder{}}
		var err error
		matches, err = f.run()
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("match: %w", err)
	}
	return matches, nil
}

// fuzzy is one fuzzy look-up. Scores of tokens alone ("base") lead the search;
// penalties only lower them, by mostPenalty at most.
type fuzzy struct {
	m       *Memory
	s       *session
	q       MatchQuery
	code    lang.Code
	id      int64
	fold    folder
	tokens  []normal.Token
	pattern []int64  // the tokens as numbers, unknownToken for those of no text
	pairs   bool     // features are pairs of neighbours
	terms   []*term  // features, the rarest first
	extra   int      // lists read beyond those that completeness asks for
	last    int64    // slot given out: about the number of forms
	hits    []uint32 // by slot, how many lists it is in
	seen    []posting
	good    []candidate
}

const unknownToken = -1

// candidate is a slot with the least distance it can have, or has.
type candidate struct {
	slot     int64
	length   int
	distance int
}

// counts returns counters for n slots, all 0.
func (m *Memory) counts(n int64) []uint32 {
	if c, ok := m.spare.Get().(*[]uint32); ok && int64(len(*c)) >= n {
		return *c
	}
	return make([]uint32, n)
}

// base is the score of a distance over the longer of two lengths.
func base(distance, longer int) int { return 100 * (longer - distance) / longer }

func (f *fuzzy) base(c candidate) int { return base(c.distance, max(len(f.pattern), c.length)) }

// edits is the largest distance that reaches the least score.
func (f *fuzzy) edits(longer int) int { return (100 - f.q.Min) * longer / 100 }

// need is how many features a text must share with the pattern when the longer
// of them has so many tokens: an edit takes one token away, or two pairs.
func (f *fuzzy) need(longer int) int {
	if f.pairs {
		return longer - 1 - 2*f.edits(longer)
	}
	return longer - f.edits(longer)
}

// window is the range of lengths within reach.
func (f *fuzzy) window() (least, most int) {
	n := len(f.pattern)
	return (n*f.q.Min + 99) / 100, n * 100 / f.q.Min
}

func (f *fuzzy) run() ([]Match, error) {
	if f.id == 0 {
		return nil, nil
	}
	f.tokens = f.fold.tokens(f.code, f.q.Text)
	if len(f.tokens) == 0 {
		return f.wordless()
	}
	if err := f.features(); err != nil {
		return nil, err
	}
	var err error
	if f.last, err = f.s.counter("slot"); err != nil {
		return nil, err
	}
	f.hits = f.m.counts(f.last + 1)
	if err := f.count(); err != nil {
		return nil, err // the counts are not clean
	}
	cs := f.candidates()
	f.m.spare.Put(&f.hits)
	if err := f.verify(cs); err != nil {
		return nil, err
	}
	return f.matches()
}

// pairsFrom is the least score from which a text in reach always shares a pair
// with the pattern: need is positive for every length when it is above 2/3.
const pairsFrom = 67

// features finds the terms of the pattern. Those that the index does not have
// are in no text: they come first and cost nothing.
func (f *fuzzy) features() error {
	stems := make([]string, len(f.tokens))
	for i, t := range f.tokens {
		stems[i] = t.Stem
	}
	words, err := f.s.entries(f.id, tokenKind, stems)
	if err != nil {
		return err
	}
	for _, w := range stems {
		if t := words[w].one; t.df > 0 {
			f.pattern = append(f.pattern, t.id)
		} else {
			f.pattern = append(f.pattern, unknownToken)
		}
	}
	f.pairs = allPairs(f.code) && f.q.Min >= pairsFrom && len(stems) > 1
	if f.pairs {
		for i := range len(stems) - 1 {
			stems[i] = pairText(stems[i], stems[i+1])
		}
		stems = stems[:len(stems)-1]
		if words, err = f.s.entries(f.id, pairKind, stems); err != nil {
			return err
		}
	}
	count := map[string]int{}
	for _, w := range stems {
		count[w]++
		f.terms = append(f.terms, words[w].term(count[w]))
	}
	slices.SortStableFunc(f.terms, func(a, b *term) int { return cmp.Compare(a.df, b.df) })
	return nil
}

// prefix is how many of the rarest features are read for texts of a length:
// enough to have one of those shared, and some more to have several.
func (f *fuzzy) prefix(length int) int {
	longer := max(len(f.pattern), length)
	return min(len(f.terms)-f.need(longer)+1+f.extra, len(f.terms))
}

// Lists beyond the prefix are read while they are short: up to as many
// postings as the prefix has, or one of extraShare of all forms, and mostExtra
// lists. Reading them costs little and spares verifying what shares one rare
// feature and nothing else.
const (
	extraShare = 10
	mostExtra  = 8
)

func (f *fuzzy) extend() {
	least, most := f.window()
	longest := 0
	for m := least; m <= most; m++ {
		longest = max(longest, f.prefix(m))
	}
	room := f.last / extraShare
	var read int64
	for _, t := range f.terms[:longest] {
		read += t.df
	}
	room = max(room, read)
	for _, t := range f.terms[longest:] {
		if room -= t.df; room < 0 || f.extra == mostExtra {
			return
		}
		f.extra++
	}
}

// count reads the lists and counts for each slot how many it is in.
func (f *fuzzy) count() error {
	f.extend()
	least, most := f.window()
	read := make([]int, most+1)
	for m := least; m <= most; m++ {
		read[m] = f.prefix(m)
	}
	for rank, t := range f.terms {
		// The lengths for which this list is read are a range: the prefix grows
		// away from the length of the pattern, or is the same.
		lo, hi := -1, -1
		for m := least; m <= most; m++ {
			if rank < read[m] {
				if lo < 0 {
					lo = m
				}
				hi = m
			}
		}
		if lo < 0 || t.df == 0 {
			continue
		}
		err := f.s.eachChunk(t, shardOf(lo), shardOf(hi), 0, func(ps []posting) error {
			for _, p := range ps {
				if p.length < lo || p.length > hi || rank >= read[p.length] {
					continue
				}
				if p.slot < 0 || p.slot >= int64(len(f.hits)) {
					return damaged("slot")
				}
				if f.hits[p.slot] == 0 {
					f.seen = append(f.seen, p)
				}
				f.hits[p.slot]++
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// candidates are the slots that share enough, those that may be nearest first.
func (f *fuzzy) candidates() []candidate {
	n := len(f.pattern)
	var cs []candidate
	for _, p := range f.seen {
		longer := max(n, p.length)
		unread := len(f.terms) - f.prefix(p.length)
		shared := int(f.hits[p.slot]) + unread // at most
		if shared < f.need(longer) {
			continue
		}
		d := longer - min(shared, n, p.length)
		if f.pairs {
			d = max((longer-1-shared+1)/2, longer-min(n, p.length))
		}
		cs = append(cs, candidate{p.slot, p.length, max(d, 0)})
	}
	for _, p := range f.seen {
		f.hits[p.slot] = 0
	}
	slices.SortFunc(cs, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(f.base(b), f.base(a)), cmp.Compare(a.slot, b.slot))
	})
	return cs
}

// verify computes the distances of candidates until no other can be among the
// best, penalties included.
func (f *fuzzy) verify(cs []candidate) error {
	x := newMatcher(f.pattern)
	var best []int // base scores of good, the best first
	floor := f.q.Min
	for batch := range slices.Chunk(cs, inBatch) {
		if f.base(batch[0]) < floor {
			return nil
		}
		slots := make([]int64, len(batch))
		for i, c := range batch {
			slots[i] = c.slot
		}
		var text []int64
		err := f.s.in(slots, func(rows *sql.Rows) error {
			var slot int64
			var b sql.RawBytes
			if err := rows.Scan(&slot, &b); err != nil {
				return err
			}
			var err error
			if text, err = readNumbers(text[:0], b); err != nil {
				return err
			}
			longer := max(len(f.pattern), len(text))
			most := f.edits(longer)
			if d := x.distance(text, most); d <= most {
				c := candidate{slot, len(text), d}
				f.good = append(f.good, c)
				best = append(best, f.base(c))
			}
			return nil
		}, "SELECT slot, tokens FROM form WHERE lang = ? AND slot IN "+inList, f.id)
		if err != nil {
			return err
		}
		if f.q.Limit > 0 && len(best) >= f.q.Limit {
			slices.SortFunc(best, func(a, b int) int { return cmp.Compare(b, a) })
			best = best[:f.q.Limit]
			floor = max(floor, best[f.q.Limit-1]-mostPenalty)
		}
	}
	return nil
}

// The penalties, in points: they tell apart what the tokens do not.
const (
	formPenalty = 1 // a word in another form: number, case, tense
	textPenalty = 1 // capital letters, punctuation, width, script variant
	codePenalty = 1 // inline codes, which the new text does not have

	mostPenalty = formPenalty + textPenalty + codePenalty
)

// matches loads the units that may be among the best and puts them in order.
func (f *fuzzy) matches() ([]Match, error) {
	floor := f.q.Min
	if f.q.Limit > 0 && len(f.good) > f.q.Limit {
		scores := make([]int, len(f.good))
		for i, c := range f.good {
			scores[i] = f.base(c)
		}
		slices.Sort(scores)
		floor = max(floor, scores[len(scores)-f.q.Limit]-mostPenalty)
	}
	set := &slotSet{}
	for _, c := range f.good {
		if f.base(c) >= floor {
			set.add(0, c.slot)
		}
	}
	if set.count == 0 {
		return nil, nil
	}
	slices.Sort(set.shards[0])
	if err := f.s.unalias(set); err != nil {
		return nil, err
	}
	var matches []Match
	for u, err := range f.s.units(set.all()) {
		if err != nil {
			return nil, err
		}
		if match, ok := f.match(u); ok {
			matches = append(matches, match)
		}
	}
	slices.SortFunc(matches, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Unit.Date, a.Unit.Date), cmp.Compare(a.Unit.ID, b.Unit.ID))
	})
	if f.q.Limit > 0 && len(matches) > f.q.Limit {
		matches = matches[:f.q.Limit]
	}
	return matches, nil
}

// match scores a unit by the most like of its texts.
func (f *fuzzy) match(u Unit) (Match, bool) {
	best := Match{Unit: u}
	for i, v := range u.Variants {
		if v.Lang != f.code {
			continue
		}
		if s := score(f.fold, f.code, f.tokens, f.q.Text, &v, f.q.Min); s > best.Score {
			best.Variant, best.Score = i, s
		}
	}
	return best, best.Score >= f.q.Min
}

// score is the score of a variant by its definition; 0 when it is below least.
func score(fold folder, code lang.Code, tokens []normal.Token, text string, v *Variant, least int) int {
	others := fold.tokens(code, v.Text)
	same := oneLine(text) == oneLine(v.Text)
	points := 100
	longer := max(len(tokens), len(others))
	switch {
	case longer > 0:
		points = base(stemDistance(tokens, others), longer)
	case !same:
		return 0
	}
	keys := slices.EqualFunc(tokens, others, func(a, b normal.Token) bool { return a.Key == b.Key })
	stems := slices.EqualFunc(tokens, others, func(a, b normal.Token) bool { return a.Stem == b.Stem })
	if stems && !keys {
		points -= formPenalty
	}
	if !same && (keys || stems) {
		points -= textPenalty
	}
	if v.Raw != "" {
		points -= codePenalty
	}
	if points < least {
		return 0
	}
	return points
}

// oneLine makes one space of each white space: wrapped lines are the same text.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// stemDistance is the edit distance of two texts by their stems.
func stemDistance(a, b []normal.Token) int {
	ids := map[string]int64{}
	number := func(ts []normal.Token) []int64 {
		ns := make([]int64, len(ts))
		for i, t := range ts {
			if _, ok := ids[t.Stem]; !ok {
				ids[t.Stem] = int64(len(ids))
			}
			ns[i] = ids[t.Stem]
		}
		return ns
	}
	return newMatcher(number(a)).distance(number(b), len(a)+len(b))
}

// wordless finds the texts without words that are the same: "* * *".
func (f *fuzzy) wordless() ([]Match, error) {
	hash := newForm(f.fold, f.id, f.code, f.q.Text).hash
	err := f.s.each(func(rows *sql.Rows) error {
		var slot int64
		err := rows.Scan(&slot)
		f.good = append(f.good, candidate{slot: slot})
		return err
	}, "SELECT slot FROM form WHERE lang = ? AND hash = ? AND tokens = x''", f.id, hash)
	if err != nil {
		return nil, err
	}
	f.pattern = []int64{unknownToken} // so that base has something to divide by
	return f.matches()
}
