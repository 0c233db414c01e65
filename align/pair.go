package align

import (
	"context"
	"math"
)

// pair is two texts with all that is known of how they go together.
type pair struct {
	a, b   *source
	ab, ba *evidence
	tables [2]table // of a's words and of b's
	len    *lengths
	trust  trust
	rates  rates
	model  *model

	similarity Similarity // nil: none

	walls  [2][]int32 // see remainder
	passes []corner

	last  *grid // of the last pass, with its probabilities
	post  *posterior
	alone alone
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

	keep     float64 // how many occurrences the first β of a word counts for
	keepRate float64 // how many steps the first rates count for
}

var fitted = model{
	words: 0.8, lengths: 1.2, cuts: 1.2,
	longer: 2.2, both: 0.9, alone: 2.4, more: 2.4,
	share: 1.9, inside: 3, cut: 1.3, absent: 3.9, absent1: 2, single: 7.8, single1: 2,
	explained: 0.78, exact: 0.9, least: 0.05, foresight: 2.5, unigram: 0.01, keep: 5, keepRate: 60,
}

// rates is how much dearer than in the model each kind of step is in the
// document at hand, in nats.
type rates struct{ longer, both, alone, more float64 }

// The rates of the sets the model was fitted to: of all beads, the segments
// beyond one on the longer and on the shorter side; of all steps, gaps.
const (
	meanLonger = 0.30
	meanBoth   = 0.05
	meanAlone  = 0.06
	meanMore   = 0.3 // of the segments left alone, those that follow another
)

// keepMore is how many segments left alone the model's rate of those that
// follow another counts for: a missing section soon shows itself.
const keepMore = 10

// refitRates counts the steps of a path. The model's rates count as much as
// keep steps.
func refitRates(path []step, keep float64) rates {
	beads, longer, both, gaps, steps, alone := 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
	open := false
	for _, s := range path {
		gap := s.a == 0 || s.b == 0
		if gap {
			alone++
		}
		switch {
		case !gap:
			beads++
			steps++
			longer += float64(max(s.a, s.b) - 1)
			both += float64(min(s.a, s.b) - 1)
		case !open:
			gaps++
			steps++
		}
		open = gap
	}
	dearer := func(seen, of, mean, keep float64) float64 {
		return math.Log(mean) - math.Log((seen+keep*mean)/(of+keep))
	}
	return rates{
		dearer(longer, beads, meanLonger, keep), dearer(both, beads, meanBoth, keep),
		dearer(gaps, steps, meanAlone, keep), dearer(alone-gaps, alone, meanMore, keepMore),
	}
}

// prior is the cost of a shape for its own sake.
func (m *model) prior(s shape, r rates) float64 {
	return (m.longer+r.longer)*float64(max(s.a, s.b)-1) + (m.both+r.both)*float64(min(s.a, s.b)-1)
}

// turns is the cost of the steps from state to state.
func (m *model) turns(r rates) (t [nstates][nstates]float64) {
	first := m.alone + r.alone
	t[afterBead] = [nstates]float64{0, first, first}
	t[aloneA] = [nstates]float64{0, m.more + r.more, first}
	t[aloneB] = [nstates]float64{0, inf, m.more + r.more}
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
	g := &grid{tube: t, kinds: kinds, cost: make([]float32, t.size()*kinds), turn: p.model.turns(p.rates)}
	alike, err := p.alike(ctx, t)
	if err != nil {
		return nil, err
	}
	cuts := fitCuts(p.a, p.b, p.trust)
	in := [2]*inner{newInner(p.a), newInner(p.b)}
	for i := range t.n + 1 {
		if i%cancelEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for j := int(t.lo[i]); j <= int(t.hi[i]); j++ {
			c := t.off[i] + j - int(t.lo[i])
			cut := p.model.cuts * float64(cuts.cost(p.a, p.b, i, j))
			for k, s := range shapes[:kinds] {
				cost := float32(inf)
				if t.at(i-s.a, j-s.b) >= 0 && !walled(p.walls[0], i-s.a, i) && !walled(p.walls[1], j-s.b, j) {
					v := cut + p.model.prior(s, p.rates) + in[0].cost(i-s.a, i) + in[1].cost(j-s.b, j) + p.model.lengths*p.len.cost(i, j, s.a, s.b)
					for q := range s.b {
						v += float64(xs.at(j-1-q, i)[s.a-1])
					}
					for q := range s.a {
						v += float64(ys.at(i-1-q, j)[s.b-1])
					}
					if alike != nil {
						v -= meaning * float64(min(s.a, s.b)) * float64(alike.Score(i, j, s.a, s.b))
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
	p.study(path)
	p.rates = refitRates(path, p.model.keepRate)
	p.ab.refit(p.a, p.b, path, float32(p.model.keep))
	p.ba.refit(p.b, p.a, flip(path), float32(p.model.keep))
}
