package align

import (
	"context"
)

// pair is two texts with all that is known of how they go together.
type pair struct {
	a, b   *source
	ab, ba *evidence
	len    *lengths
	trust  trust
	model  *model
}

// model holds the parameters that were fitted to the sets, see doc.go.
type model struct {
	words   float64 // how much independent evidence a word is
	lengths float64 // the same of lengths
	cuts    float64 // the same of ends and beginnings

	longer float64 // cost of each segment beyond one on the longer side
	both   float64 // cost of each segment beyond one on the shorter side
	alone  float64 // cost of the first segment left alone
	more   float64 // cost of each further one

	share   float64 // of three texts: weight of a pair's cost
	inside  float64 // cost of a segment alone in one pair, inside a unit of all three texts
	cut     float64 // gain of a unit: of two ways the one with more cuts is taken
	absent  float64 // cost of the first unit that one text lacks
	absent1 float64 // cost of each further one
	single  float64 // cost of the first unit that two texts lack
	single1 float64 // cost of each further one

	explained float64 // β of a word whose translations the table foresees in full
	exact     float64 // the same of a value or a Latin string
	least     float64 // β of a word without translations, as a share of the above
	foresight float64 // how fast β grows with what the table foresees
	unigram   float64 // share of a word's own frequency in P(w)
}

var fitted = model{
	words: 0.65, lengths: 1.3, cuts: 1.2,
	longer: 2.2, both: 1.0, alone: 4.0, more: 2.0,
	share: 0.67, inside: 4, cut: 1, absent: 5, absent1: 2, single: 6, single1: 2,
	explained: 0.6, exact: 0.9, least: 0.1, foresight: 1.5, unigram: 0.4,
}

// prior is the cost of a shape for its own sake.
func (m *model) prior(s shape) float64 {
	return m.longer*float64(max(s.a, s.b)-1) + m.both*float64(min(s.a, s.b)-1)
}

// turns is the cost of the steps from state to state.
func (m *model) turns() (t [nstates][nstates]float64) {
	t[afterBead] = [nstates]float64{0, m.alone, m.alone}
	t[aloneA] = [nstates]float64{0, m.more, m.alone}
	t[aloneB] = [nstates]float64{0, inf, m.more}
	return t
}

// turns3 is the cost of a unit of one pattern after one of another.
func (m *model) turns3() (t [npatterns][npatterns]float64) {
	for p := pattern(1); p < npatterns; p++ {
		for q := pattern(1); q < npatterns; q++ {
			first, further := m.absent, m.absent1
			if q&(q-1) == 0 {
				first, further = m.single, m.single1
			}
			switch {
			case q == all:
			case p&q == 0 && p < q: // units without a text in common have one order
				t[p][q] = inf
			case p == q:
				t[p][q] = further
			default:
				t[p][q] = first
			}
			t[p][q] -= m.cut
		}
	}
	return t
}

// spans holds the costs of words in one direction, for every segment of one
// text against the spans of the other that the tube can pair with it.
type spans struct {
	first []int32 // per segment: end of the first span
	off   []int
	reach int
	cost  []float32 // reach costs per end
}

func (s *spans) at(segment, end int) []float32 {
	k := (s.off[segment] + end - int(s.first[segment])) * s.reach
	return s.cost[k : k+s.reach : k+s.reach]
}

// newSpans takes for each segment the ends from first to last, both included.
func newSpans(n, reach int, bounds func(k int) (first, last int)) *spans {
	s := &spans{reach: reach, first: make([]int32, n), off: make([]int, n+1)}
	for k := range n {
		first, last := bounds(k)
		s.first[k] = int32(first)
		s.off[k+1] = s.off[k] + max(0, last-first+1)
	}
	s.cost = make([]float32, s.off[n]*reach)
	return s
}

func (s *spans) fill(ctx context.Context, sc *scorer) error {
	for k := range len(s.first) {
		if k%cancelEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		first, count := int(s.first[k]), s.off[k+1]-s.off[k]
		if count == 0 {
			continue
		}
		sc.load(k, max(0, first-s.reach), first+count-2)
		for end := first; end < first+count; end++ {
			sc.costs(end, s.at(k, end))
		}
	}
	return nil
}

// grid works out the costs of all beads in a tube.
func (p *pair) grid(ctx context.Context, t *tube, kinds int) (*grid, error) {
	reach := reach
	if kinds == ncoarse {
		reach = coarseReach
	}
	// Segment j of b can be in a bead that ends in column j+1 to j+reach.
	xs := newSpans(t.m, reach, func(j int) (int, int) { return t.rows(j+1, j+reach) })
	ys := newSpans(t.n, reach, func(i int) (int, int) { return int(t.lo[i+1]), int(t.hi[min(t.n, i+reach)]) })
	sc := scorer{dst: p.b, e: p.ab, power: float32(p.model.words)}
	if err := xs.fill(ctx, &sc); err != nil {
		return nil, err
	}
	sc = scorer{dst: p.a, e: p.ba, power: float32(p.model.words)}
	if err := ys.fill(ctx, &sc); err != nil {
		return nil, err
	}
	g := &grid{tube: t, kinds: kinds, cost: make([]float32, t.size()*kinds), turn: p.model.turns()}
	cuts := fitCuts(p.a, p.b, p.trust)
	for i := range t.n + 1 {
		if i%cancelEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for j := int(t.lo[i]); j <= int(t.hi[i]); j++ {
			c := t.off[i] + j - int(t.lo[i])
			cut := p.model.cuts * float64(cuts.cost(p.a, p.b, i, j))
			for k, s := range shapes[:kinds] {
				cost := float32(inf)
				if t.at(i-s.a, j-s.b) >= 0 {
					v := cut + p.model.prior(s) + p.model.lengths*p.len.cost(i, j, s.a, s.b)
					for q := range s.b {
						v += float64(xs.at(j-1-q, i)[s.a-1])
					}
					for q := range s.a {
						v += float64(ys.at(i-1-q, j)[s.b-1])
					}
					cost = float32(v)
				}
				g.cost[c*kinds+k] = cost
			}
		}
	}
	return g, nil
}

// rows is the range of rows that hold a corner in the columns from first to
// last; empty when the first is greater than the second.
func (t *tube) rows(first, last int) (int, int) {
	a, b := 0, t.n
	for a <= t.n && int(t.hi[a]) < first {
		a++
	}
	for b >= 0 && int(t.lo[b]) > last {
		b--
	}
	return a, b
}

// refit learns from a path what the document shows: lengths, and how far cuts
// agree.
func (p *pair) refit(path []step) {
	p.len.refit(path)
	p.trust = refitTrust(p.a, p.b, path)
}
