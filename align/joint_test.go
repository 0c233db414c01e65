package align

import (
	"math"
	"math/rand/v2"
	"testing"
)

// everyUnitPath calls f with the cost of each path through a joint search.
func everyUnitPath(s *joint, f func(cost float64, first unit)) {
	end := [3]int{s.g[0].n, s.g[0].m, s.g[1].m}
	var walk func(at [3]int, by pattern, cost float64, first unit)
	walk = func(at [3]int, by pattern, cost float64, first unit) {
		if at == end {
			f(cost+s.turn[by][all], first)
			return
		}
		var u unit
		for a := 0; a <= end[0]-at[0]; a++ {
			for b := 0; b <= end[1]-at[1]; b++ {
				for c := 0; c <= end[2]-at[2]; c++ {
					u.take = [3]int{a, b, c}
					u.at = [3]int{at[0] + a, at[1] + b, at[2] + c}
					cost1 := unitCost(s, u)
					p := u.pattern()
					if p == 0 || cost1 >= inf || s.turn[by][p] >= inf {
						continue
					}
					next := first
					if by == all && at == [3]int{} {
						next = u
					}
					walk(u.at, p, cost+s.turn[by][p]+cost1, next)
				}
			}
		}
	}
	walk([3]int{}, all, 0, unit{})
}

// unitCost is the cost of a unit, by enumeration of the ways through its
// blocks.
func unitCost(s *joint, u unit) float64 {
	n := 0
	for _, t := range u.take {
		if t > 0 {
			n++
		}
	}
	switch n {
	case 0:
		return inf
	case 1:
		if u.take[0]+u.take[1]+u.take[2] == 1 {
			return 0
		}
		return inf
	}
	total := 0.0
	for p, ij := range pairs {
		a, b := u.take[ij[0]], u.take[ij[1]]
		i, j := u.at[ij[0]], u.at[ij[1]]
		g := s.g[p]
		if n == 2 {
			if a > 0 && b > 0 {
				k := shapeOf(a, b)
				if k < 0 {
					return inf
				}
				total += float64(g.cost[g.at(i, j)*nshapes+k])
			}
			continue
		}
		if max(a, b) > block {
			return inf
		}
		best := math.Inf(1)
		var walk func(x, y int, cost float64)
		walk = func(x, y int, cost float64) {
			if x == i && y == j {
				best = min(best, cost)
				return
			}
			for k, sh := range shapes {
				if x+sh.a <= i && y+sh.b <= j {
					walk(x+sh.a, y+sh.b, cost+float64(g.cost[g.at(x+sh.a, y+sh.b)*nshapes+k]))
				}
			}
			if x < i {
				walk(x+1, y, cost+float64(s.alone))
			}
			if y < j {
				walk(x, y+1, cost+float64(s.alone))
			}
		}
		walk(i-a, j-b, 0)
		total += best
	}
	return total * float64(s.share)
}

func randomJoint(r *rand.Rand, n [3]int) *joint {
	var g [3]*grid
	for p, ij := range pairs {
		g[p] = randomGrid(r, n[ij[0]], n[ij[1]])
	}
	m := fitted
	m.inside = 1 + 3*r.Float64()
	m.absent, m.single = 1+2*r.Float64(), 1+2*r.Float64()
	return newJoint(g, &m)
}

func TestJointIsExact(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 3))
		s := randomJoint(r, [3]int{r.IntN(4), 1 + r.IntN(3), r.IntN(4)})
		best := math.Inf(1)
		var first unit
		everyUnitPath(s, func(cost float64, u unit) {
			if cost < best-1e-9 {
				best, first = cost, u
			}
		})
		units, cost, err := s.cheapest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(cost-best) > 1e-4 || units[0] != first {
			t.Fatalf("seed %d: got %v first at %v, want %v first at %v", seed, units[0], cost, first, best)
		}
		for _, u := range units {
			for p, ij := range pairs {
				a, b := 0, 0
				for _, st := range s.expand(p, u) {
					a, b = a+st.a, b+st.b
				}
				if a != u.take[ij[0]] || b != u.take[ij[1]] {
					t.Fatalf("seed %d: unit %v has %d-%d in pair %d", seed, u, a, b, p)
				}
			}
		}
	}
}
