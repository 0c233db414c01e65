package align

import (
	"context"
	"math"
)

// The search of three texts. A corner (i, j, k) stands before a segment of
// each; a unit takes some segments of one, two or three texts. The cost of a
// unit is the sum over the pairs of texts of the cheapest way through its
// block, so that a unit may be 1-2-2 with the last two falling into 1-1 and
// 1-1, and all three pairs vote on where to cut.

// pattern tells which texts a unit takes segments of: bit l for text l.
type pattern uint8

const all pattern = 7

const npatterns = 8

// pairs are the pairs of texts in the order of their grids.
var pairs = [3][2]int{{0, 1}, {0, 2}, {1, 2}}

// side is the number of sizes of a block, 0 to block.
const side = block + 1

// joint is a search of three texts.
type joint struct {
	g     [3]*grid
	inner [3][]float32 // cost of the cheapest way through a block: [corner*side*side + a*side + b]
	alone float32      // cost of a segment alone in a pair, inside a unit of all three
	share float32      // weight of a pair's cost, as each text has two pairs
	turn  [npatterns][npatterns]float64
	klo   []int32 // per corner of the first grid: the range of k
	khi   []int32
	off   []int
	walls [3][]int32 // see remainder
}

// unit is a step of the search: the corner it ends in and what it takes.
type unit struct {
	at   [3]int
	take [3]int
}

func (u unit) pattern() pattern {
	p := pattern(0)
	for l, n := range u.take {
		if n > 0 {
			p |= 1 << l
		}
	}
	return p
}

// newJoint joins the grids of the pairs. Every corner whose three projections
// are in the tubes is searched.
func newJoint(g [3]*grid, m *model) *joint {
	s := &joint{g: g, alone: float32(m.inside), share: float32(m.share), turn: m.turns3()}
	for p := range g {
		s.inner[p] = g[p].blocks(s.alone)
	}
	t := g[0].tube
	s.klo, s.khi, s.off = make([]int32, t.size()), make([]int32, t.size()), make([]int, t.size()+1)
	for i := range t.n + 1 {
		for j := int(t.lo[i]); j <= int(t.hi[i]); j++ {
			c := t.off[i] + j - int(t.lo[i])
			s.klo[c] = max(g[1].lo[i], g[2].lo[j])
			s.khi[c] = min(g[1].hi[i], g[2].hi[j])
			s.off[c+1] = s.off[c] + max(0, int(s.khi[c]-s.klo[c])+1)
		}
	}
	return s
}

// blocks is the cost of the cheapest way through every block that ends in a
// corner, by beads that lie inside it and segments left alone.
func (g *grid) blocks(alone float32) []float32 {
	in := make([]float32, g.size()*side*side)
	for i := range g.n + 1 {
		for j := int(g.lo[i]); j <= int(g.hi[i]); j++ {
			c := g.at(i, j)
			for a := range side {
				for b := range side {
					in[c*side*side+a*side+b] = g.through(in, i, j, a, b, alone)
				}
			}
		}
	}
	return in
}

// through is the cost of the cheapest way through one block, given the smaller
// ones.
func (g *grid) through(in []float32, i, j, a, b int, alone float32) float32 {
	if a+b == 0 {
		return 0
	}
	best := float32(inf)
	if a > i || b > j || g.at(i-a, j-b) < 0 {
		return best
	}
	if q := g.at(i-1, j); a > 0 && q >= 0 {
		best = min(best, in[q*side*side+(a-1)*side+b]+alone)
	}
	if q := g.at(i, j-1); b > 0 && q >= 0 {
		best = min(best, in[q*side*side+a*side+b-1]+alone)
	}
	c := g.at(i, j)
	for k, s := range shapes {
		if s.a > a || s.b > b {
			continue
		}
		if q := g.at(i-s.a, j-s.b); q >= 0 {
			best = min(best, in[q*side*side+(a-s.a)*side+b-s.b]+g.cost[c*nshapes+k])
		}
	}
	return best
}

// arrow is a unit that ends in the corner at hand.
type arrow struct {
	from int // corner it begins in
	cost float64
	take [3]uint8
	by   pattern
}

// corner is the index of a corner, -1 outside.
func (s *joint) corner(at [3]int) int {
	c := s.g[0].at(at[0], at[1])
	if c < 0 || at[2] < int(s.klo[c]) || at[2] > int(s.khi[c]) {
		return -1
	}
	return s.off[c] + at[2] - int(s.klo[c])
}

// maxArrows is how many units can end in a corner.
const maxArrows = block*block*block + 3*nshapes + 3

// arrows collects the units that end in a corner.
func (s *joint) arrows(dst []arrow, at [3]int) []arrow {
	var c [3]int
	for p, ij := range pairs {
		c[p] = s.g[p].at(at[ij[0]], at[ij[1]])
	}
	dst = s.wholes(dst, at, c)
	for p, ij := range pairs {
		costs := s.g[p].cost[c[p]*nshapes : c[p]*nshapes+nshapes]
		for k, sh := range shapes {
			from := at
			from[ij[0]] -= sh.a
			from[ij[1]] -= sh.b
			if q := s.corner(from); q >= 0 {
				a := arrow{from: q, cost: float64(s.share * costs[k]), by: 1<<ij[0] | 1<<ij[1]}
				a.take[ij[0]], a.take[ij[1]] = uint8(sh.a), uint8(sh.b)
				dst = append(dst, a)
			}
		}
	}
	for l := range 3 {
		from := at
		from[l]--
		if q := s.corner(from); q >= 0 {
			a := arrow{from: q, by: 1 << l}
			a.take[l] = 1
			dst = append(dst, a)
		}
	}
	return dst
}

// wholes collects the units that take segments of all three texts.
func (s *joint) wholes(dst []arrow, at, c [3]int) []arrow {
	in0 := s.inner[0][c[0]*side*side:][:side*side]
	in1 := s.inner[1][c[1]*side*side:][:side*side]
	in2 := s.inner[2][c[2]*side*side:][:side*side]
	for a := 1; a <= block && a <= at[0]; a++ {
		for b := 1; b <= block; b++ {
			row := s.g[0].at(at[0]-a, at[1]-b)
			if row < 0 {
				continue
			}
			lo, hi := int(s.klo[row]), int(s.khi[row])
			for n := 1; n <= block; n++ {
				k := at[2] - n
				if k < lo || k > hi || walled(s.walls[0], at[0]-a, at[0]) || walled(s.walls[1], at[1]-b, at[1]) || walled(s.walls[2], k, at[2]) {
					continue
				}
				cost := in0[a*side+b] + in1[a*side+n] + in2[b*side+n]
				if cost >= inf {
					continue
				}
				dst = append(dst, arrow{
					from: s.off[row] + k - lo, cost: float64(s.share * cost),
					take: [3]uint8{uint8(a), uint8(b), uint8(n)}, by: all,
				})
			}
		}
	}
	return dst
}

// each calls f for every corner in the order of the search.
func (s *joint) each(ctx context.Context, f func(c int, at [3]int)) error {
	t := s.g[0].tube
	for i := range t.n + 1 {
		if i%cancelEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for j := int(t.lo[i]); j <= int(t.hi[i]); j++ {
			row := t.at(i, j)
			for k := int(s.klo[row]); k <= int(s.khi[row]); k++ {
				f(s.off[row]+k-int(s.klo[row]), [3]int{i, j, k})
			}
		}
	}
	return nil
}

// cheapest finds the path of least cost. Without a path the cost is inf.
func (s *joint) cheapest(ctx context.Context) ([]unit, float64, error) {
	size := s.off[len(s.off)-1]
	into := make([]float64, size*npatterns) // by the last unit
	next := make([]float64, size*npatterns) // by the next one, its turn counted
	last := make([][npatterns][3]uint8, size)
	from := make([][npatterns]uint8, size)
	var buf [maxArrows]arrow
	err := s.each(ctx, func(c int, at [3]int) {
		in := into[c*npatterns : c*npatterns+npatterns]
		for p := range in {
			in[p] = inf
		}
		if at == [3]int{} {
			in[all] = 0
		}
		for _, a := range s.arrows(buf[:0], at) {
			if v := next[a.from*npatterns+int(a.by)] + a.cost; v < in[a.by] {
				in[a.by] = v
				last[c][a.by] = a.take
			}
		}
		for q := 1; q < npatterns; q++ {
			best := inf * 2
			for p := 1; p < npatterns; p++ {
				if v := in[p] + s.turn[p][q]; v < best {
					best = v
					from[c][q] = uint8(p)
				}
			}
			next[c*npatterns+q] = best
		}
	})
	if err != nil {
		return nil, 0, err
	}
	end := [3]int{s.g[0].n, s.g[0].m, s.g[1].m}
	c := s.corner(end)
	total := next[c*npatterns+int(all)]
	if total >= inf/2 {
		return nil, inf, nil
	}
	var units []unit
	state := from[c][all]
	for at := end; at != [3]int{}; {
		c := s.corner(at)
		u := unit{at: at}
		prev := at
		for l, n := range last[c][state] {
			u.take[l] = int(n)
			prev[l] -= int(n)
		}
		units = append(units, u)
		state = from[s.corner(prev)][state]
		at = prev
	}
	for a, b := 0, len(units)-1; a < b; a, b = a+1, b-1 {
		units[a], units[b] = units[b], units[a]
	}
	return units, total, nil
}

// expand is the cheapest way of a pair of texts through a unit.
func (s *joint) expand(p int, u unit) []step {
	x, y := pairs[p][0], pairs[p][1]
	g, in := s.g[p], s.inner[p]
	i, j, a, b := u.at[x], u.at[y], u.take[x], u.take[y]
	if a > block || b > block || a == 0 || b == 0 {
		return whole(i, j, a, b)
	}
	var steps []step
	for a+b > 0 {
		st := g.lastInside(in, i, j, a, b, s.alone)
		steps = append(steps, st)
		i, j, a, b = i-st.a, j-st.b, a-st.a, b-st.b
	}
	for l, r := 0, len(steps)-1; l < r; l, r = l+1, r-1 {
		steps[l], steps[r] = steps[r], steps[l]
	}
	return steps
}

// whole is a block as one bead, or as segments left alone.
func whole(i, j, a, b int) []step {
	if a > 0 && b > 0 {
		return []step{{i, j, a, b}}
	}
	var steps []step
	for k := range a {
		steps = append(steps, step{i - a + k + 1, j, 1, 0})
	}
	for k := range b {
		steps = append(steps, step{i, j - b + k + 1, 0, 1})
	}
	return steps
}

// lastInside is the last step of the cheapest way through a block.
func (g *grid) lastInside(in []float32, i, j, a, b int, alone float32) step {
	best, found := float32(math.Inf(1)), step{}
	try := func(sa, sb int, cost float32) {
		if sa > a || sb > b {
			return
		}
		if q := g.at(i-sa, j-sb); q >= 0 {
			if v := in[q*side*side+(a-sa)*side+b-sb] + cost; v < best {
				best, found = v, step{i, j, sa, sb}
			}
		}
	}
	c := g.at(i, j)
	for k, sh := range shapes {
		try(sh.a, sh.b, g.cost[c*nshapes+k])
	}
	try(1, 0, alone)
	try(0, 1, alone)
	return found
}
