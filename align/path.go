package align

import (
	"context"
	"math"
)

// The search of two texts. It knows integers and costs, no words: a corner
// (i, j) stands before segment i of the first text and before segment j of the
// second; a path runs from (0, 0) to (n, m) in steps; a step is a bead of some
// shape, or one segment left alone.

// shape is the size of a bead: a segments against b.
type shape struct{ a, b int }

// shapes are the beads the search knows, in the order of their costs in a
// grid. The first ncoarse serve the first pass.
var shapes = [...]shape{
	{1, 1}, {1, 2}, {2, 1}, {1, 3}, {3, 1}, {2, 2}, {1, 4}, {4, 1},
	{2, 3}, {3, 2}, {3, 3}, {2, 4}, {4, 2}, {3, 4}, {4, 3}, {4, 4},
	{1, 5}, {5, 1}, {1, 6}, {6, 1}, {1, 7}, {7, 1}, {1, 8}, {8, 1},
}

const (
	nshapes = len(shapes)
	// ncoarse is the number of shapes of the first pass, coarseReach their
	// largest side.
	ncoarse     = 8
	coarseReach = 4
	// reach is the largest side of a shape, in segments.
	reach = 8
	// block is the largest side of a bead that has several segments on both
	// sides.
	block = 6
)

// The states of a path: what its last step was.
const (
	afterBead = iota
	aloneA    // a segment of the first text left alone
	aloneB    // a segment of the second text left alone
	nstates
)

// inf stands for impossible. It is finite so that differences stay numbers.
const inf = 1e30

// tube holds the corners that are searched: in row i the columns lo[i] to
// hi[i], both included. Both bounds never fall from row to row.
type tube struct {
	n, m   int
	lo, hi []int32
	off    []int // index of the first corner of each row; off[n+1] is their number
}

// newTube counts the corners between the bounds, after making the bounds
// sound: monotone, overlapping from row to row, containing both ends.
func newTube(n, m int, lo, hi []int32) *tube {
	t := &tube{n: n, m: m, lo: lo, hi: hi, off: make([]int, n+2)}
	lo[0], hi[n] = 0, int32(m)
	for i := n; i >= 0; i-- {
		lo[i] = max(0, min(lo[i], int32(m)))
		if i < n {
			lo[i] = min(lo[i], lo[i+1])
		}
	}
	for i := range n + 1 {
		hi[i] = max(lo[i], min(hi[i], int32(m)))
		if i > 0 {
			hi[i] = max(hi[i], hi[i-1])
		}
	}
	for i := n - 1; i >= 0; i-- { // row i must meet row i+1
		hi[i] = max(hi[i], lo[i+1])
	}
	for i := range n + 1 {
		t.off[i+1] = t.off[i] + int(hi[i]-lo[i]) + 1
	}
	return t
}

// fullTube holds all corners.
func fullTube(n, m int) *tube {
	lo, hi := make([]int32, n+1), make([]int32, n+1)
	for i := range hi {
		hi[i] = int32(m)
	}
	return newTube(n, m, lo, hi)
}

func (t *tube) size() int { return t.off[t.n+1] }

// at is the index of a corner, -1 outside the tube.
func (t *tube) at(i, j int) int {
	if i < 0 || i > t.n || j < int(t.lo[i]) || j > int(t.hi[i]) {
		return -1
	}
	return t.off[i] + j - int(t.lo[i])
}

// grid is a tube with costs in nats.
type grid struct {
	*tube
	kinds int // the number of shapes it has: nshapes or ncoarse
	// cost of the bead of shape k that ends in corner c: cost[c*kinds+k].
	cost []float32
	// turn[s][t] is the cost of a step of kind t after one of kind s; of a
	// segment left alone it is the whole cost. aloneA after aloneB is
	// forbidden, so that a gap on both sides has one reading.
	turn [nstates][nstates]float64
	// heat multiplies all costs when paths are summed; 0 is 1.
	heat float64
}

// step is one step of a path: the corner it ends in and its kind.
type step struct {
	i, j int
	a, b int // segments taken; one of them 0 for a segment left alone
}

// reached holds the best cost of a path to each corner, by what the next step
// will be: best[c*nstates+t] already holds the turn.
type reached struct {
	best []float64
	from []uint8 // the state the turn comes from
	kind []uint8 // the shape of the bead that ends in the corner
}

// cancelEvery is the number of rows between two looks at the context. A row
// costs microseconds to a millisecond.
const cancelEvery = 64

// cheapest finds the path of least cost. Time and memory are proportional to
// the corners of the tube.
func (g *grid) cheapest(ctx context.Context) ([]step, float64, error) {
	r := reached{
		best: make([]float64, g.size()*nstates),
		from: make([]uint8, g.size()*nstates),
		kind: make([]uint8, g.size()),
	}
	for i := range g.n + 1 {
		if i%cancelEvery == 0 && ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		for j := int(g.lo[i]); j <= int(g.hi[i]); j++ {
			g.reach(&r, i, j)
		}
	}
	return g.back(&r)
}

// reach finds the best ways into one corner.
func (g *grid) reach(r *reached, i, j int) {
	c := g.off[i] + j - int(g.lo[i])
	into := [nstates]float64{inf, inf, inf}
	if i == 0 && j == 0 {
		into[afterBead] = 0
	}
	costs := g.cost[c*g.kinds : c*g.kinds+g.kinds]
	for k, s := range shapes[:g.kinds] {
		pi, pj := i-s.a, j-s.b
		if pi < 0 || pj < int(g.lo[pi]) || pj > int(g.hi[pi]) {
			continue
		}
		p := g.off[pi] + pj - int(g.lo[pi])
		if v := r.best[p*nstates+afterBead] + float64(costs[k]); v < into[afterBead] {
			into[afterBead] = v
			r.kind[c] = uint8(k)
		}
	}
	if p := g.at(i-1, j); p >= 0 {
		into[aloneA] = r.best[p*nstates+aloneA]
	}
	if p := g.at(i, j-1); p >= 0 {
		into[aloneB] = r.best[p*nstates+aloneB]
	}
	for t := range nstates {
		best, from := inf*2, 0
		for s := range nstates {
			if v := into[s] + g.turn[s][t]; v < best {
				best, from = v, s
			}
		}
		r.best[c*nstates+t], r.from[c*nstates+t] = best, uint8(from)
	}
}

// back reads the path from its end. The last turn is into a bead that does not
// exist, so that the end is like any other corner.
func (g *grid) back(r *reached) ([]step, float64, error) {
	c := g.at(g.n, g.m)
	total := r.best[c*nstates+afterBead]
	var steps []step
	state := int(r.from[c*nstates+afterBead])
	for i, j := g.n, g.m; i > 0 || j > 0; {
		s := step{i: i, j: j, a: 1}
		switch state {
		case afterBead:
			sh := shapes[r.kind[g.at(i, j)]]
			s.a, s.b = sh.a, sh.b
		case aloneB:
			s.a, s.b = 0, 1
		}
		steps = append(steps, s)
		i, j = i-s.a, j-s.b
		state = int(r.from[g.at(i, j)*nstates+state])
	}
	for a, b := 0, len(steps)-1; a < b; a, b = a+1, b-1 {
		steps[a], steps[b] = steps[b], steps[a]
	}
	return steps, total, nil
}

// posterior holds the probabilities of a grid's steps under the distribution
// in which a path of cost x has weight exp(-x).
type posterior struct {
	bead   []float32 // as grid.cost
	a, b   []float32 // of the single step that ends in the corner
	corner []float32 // that a path passes through the corner
}

// posteriors sums over all paths, forward and backward.
func (g *grid) posteriors(ctx context.Context) (*posterior, error) {
	if g.heat == 0 {
		g.heat = 1
	}
	fwd, total, err := g.forward(ctx)
	if err != nil {
		return nil, err
	}
	size := g.size()
	p := &posterior{
		bead: make([]float32, size*g.kinds), a: make([]float32, size), b: make([]float32, size),
		corner: make([]float32, size),
	}
	// rest[c*nstates+s]: log weight of all ways on from corner c after state s.
	rest := make([]float64, size*nstates)
	for i := range rest {
		rest[i] = -inf
	}
	var probability [nstates]float64
	for i := g.n; i >= 0; i-- {
		if i%cancelEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for j := int(g.hi[i]); j >= int(g.lo[i]); j-- {
			c := g.off[i] + j - int(g.lo[i])
			w := rest[c*nstates : c*nstates+nstates : c*nstates+nstates]
			// w so far is by the kind of the next step; now by the last one.
			if i == g.n && j == g.m {
				w[afterBead] = 0
			}
			var by [nstates]float64
			for s := range nstates {
				by[s] = logSum3(w[0]-g.heat*g.turn[s][0], w[1]-g.heat*g.turn[s][1], w[2]-g.heat*g.turn[s][2])
			}
			copy(w, by[:])
			for s := range nstates {
				probability[s] = math.Exp(min(0, fwd.into[c*nstates+s]+w[s]-total))
			}
			p.corner[c] = float32(min(1, probability[0]+probability[1]+probability[2]))
			g.spread(p, fwd, rest, i, j, total)
		}
	}
	return p, nil
}

// negligible is the log probability below which a step is not counted.
const negligible = -30

// spread gives the weight of the ways on from a corner to the steps that end
// in it, and hands it back to the corners where these steps begin.
func (g *grid) spread(p *posterior, fwd *forward, rest []float64, i, j int, total float64) {
	c := g.off[i] + j - int(g.lo[i])
	on := rest[c*nstates : c*nstates+nstates]
	for k, s := range shapes[:g.kinds] {
		q := g.at(i-s.a, j-s.b)
		if q < 0 {
			continue
		}
		w := on[afterBead] - g.heat*float64(g.cost[c*g.kinds+k])
		lp := fwd.next[q*nstates+afterBead] + w - total
		if lp < negligible {
			continue
		}
		p.bead[c*g.kinds+k] = float32(math.Exp(min(0, lp)))
		rest[q*nstates+afterBead] = logSum(rest[q*nstates+afterBead], w)
	}
	if q := g.at(i-1, j); q >= 0 {
		p.a[c] = float32(math.Exp(min(0, fwd.next[q*nstates+aloneA]+on[aloneA]-total)))
		rest[q*nstates+aloneA] = logSum(rest[q*nstates+aloneA], on[aloneA])
	}
	if q := g.at(i, j-1); q >= 0 {
		p.b[c] = float32(math.Exp(min(0, fwd.next[q*nstates+aloneB]+on[aloneB]-total)))
		rest[q*nstates+aloneB] = logSum(rest[q*nstates+aloneB], on[aloneB])
	}
}

// forward holds log weights of all paths to each corner: by the last step, and
// by the next one.
type forward struct{ into, next []float64 }

func (g *grid) forward(ctx context.Context) (*forward, float64, error) {
	f := &forward{into: make([]float64, g.size()*nstates), next: make([]float64, g.size()*nstates)}
	for i := range g.n + 1 {
		if i%cancelEvery == 0 && ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		for j := int(g.lo[i]); j <= int(g.hi[i]); j++ {
			g.sum(f, i, j)
		}
	}
	return f, f.next[g.at(g.n, g.m)*nstates+afterBead], nil
}

func (g *grid) sum(f *forward, i, j int) {
	c := g.off[i] + j - int(g.lo[i])
	into := f.into[c*nstates : c*nstates+nstates]
	var terms [nshapes]float64
	n, top := 0, -inf
	for k, s := range shapes[:g.kinds] {
		if q := g.at(i-s.a, j-s.b); q >= 0 {
			terms[n] = f.next[q*nstates+afterBead] - g.heat*float64(g.cost[c*g.kinds+k])
			top = max(top, terms[n])
			n++
		}
	}
	sum := 0.0
	for _, t := range terms[:n] {
		if t-top > negligible {
			sum += math.Exp(t - top)
		}
	}
	into[afterBead] = -inf
	if sum > 0 {
		into[afterBead] = top + math.Log(sum)
	}
	if i == 0 && j == 0 {
		into[afterBead] = 0
	}
	into[aloneA], into[aloneB] = -inf, -inf
	if q := g.at(i-1, j); q >= 0 {
		into[aloneA] = f.next[q*nstates+aloneA]
	}
	if q := g.at(i, j-1); q >= 0 {
		into[aloneB] = f.next[q*nstates+aloneB]
	}
	for t := range nstates {
		f.next[c*nstates+t] = logSum3(into[0]-g.heat*g.turn[0][t], into[1]-g.heat*g.turn[1][t], into[2]-g.heat*g.turn[2][t])
	}
}

func logSum(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if b-a < negligible {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

func logSum3(a, b, c float64) float64 { return logSum(logSum(a, b), c) }

// probability of one step.
func (g *grid) probability(p *posterior, s step) float64 {
	c := g.at(s.i, s.j)
	switch {
	case c < 0:
		return 0
	case s.b == 0:
		return float64(p.a[c])
	case s.a == 0:
		return float64(p.b[c])
	}
	k := shapeOf(s.a, s.b)
	if k < 0 {
		return 0
	}
	return float64(p.bead[c*g.kinds+k])
}

// shapeOf is the number of a shape, -1 when the search does not know it.
func shapeOf(a, b int) int {
	for k, s := range shapes {
		if s.a == a && s.b == b {
			return k
		}
	}
	return -1
}
