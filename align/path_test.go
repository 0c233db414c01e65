package align

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomGrid has costs that favour no shape, so that ties and gaps are common.
func randomGrid(r *rand.Rand, n, m int) *grid {
	g := &grid{tube: fullTube(n, m), kinds: nshapes}
	g.cost = make([]float32, g.size()*nshapes)
	for k := range g.cost {
		s := shapes[k%nshapes]
		g.cost[k] = float32(r.NormFloat64()*3 + float64(s.a+s.b))
	}
	for s := range nstates {
		for t := range nstates {
			if t != afterBead {
				g.turn[s][t] = 2 + r.Float64()*2
			} else {
				g.turn[s][t] = r.Float64()
			}
		}
	}
	g.turn[aloneB][aloneA] = inf
	return g
}

// everyPath calls f with each path of the grid and its cost.
func everyPath(g *grid, f func(path []step, cost float64)) {
	var path []step
	var walk func(i, j, state int, cost float64)
	walk = func(i, j, state int, cost float64) {
		if i == g.n && j == g.m {
			f(path, cost+g.turn[state][afterBead])
			return
		}
		take := func(a, b, next int, c float64) {
			if i+a > g.n || j+b > g.m || g.turn[state][next] >= inf || g.at(i+a, j+b) < 0 {
				return
			}
			path = append(path, step{i + a, j + b, a, b})
			walk(i+a, j+b, next, cost+g.turn[state][next]+c)
			path = path[:len(path)-1]
		}
		for k, s := range shapes {
			if c := g.at(i+s.a, j+s.b); c >= 0 {
				take(s.a, s.b, afterBead, float64(g.cost[c*nshapes+k]))
			}
		}
		take(1, 0, aloneA, 0)
		take(0, 1, aloneB, 0)
	}
	walk(0, 0, afterBead, 0)
}

func TestCheapestIsExact(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		g := randomGrid(r, r.IntN(6), r.IntN(6))
		best, want := math.Inf(1), []step(nil)
		everyPath(g, func(path []step, cost float64) {
			if cost < best-1e-9 {
				best, want = cost, slices.Clone(path)
			}
		})
		got, cost, err := g.cheapest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(cost-best) > 1e-6 || !slices.Equal(got, want) {
			t.Fatalf("seed %d: got %v at %v, want %v at %v", seed, got, cost, want, best)
		}
	}
}

func TestPosteriorsAreExact(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 2))
		g := randomGrid(r, r.IntN(5), 1+r.IntN(4))
		total := 0.0
		want := map[step]float64{}
		everyPath(g, func(path []step, cost float64) {
			w := math.Exp(-cost)
			total += w
			for _, s := range path {
				want[s] += w
			}
		})
		p, err := g.posteriors(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for s, w := range want {
			if got := g.probability(p, s); math.Abs(got-w/total) > 1e-4 {
				t.Fatalf("seed %d: step %v has %v, want %v", seed, s, got, w/total)
			}
		}
		if end := p.corner[g.at(g.n, g.m)]; math.Abs(float64(end)-1) > 1e-4 {
			t.Fatalf("seed %d: the last corner has %v", seed, end)
		}
	}
}

func TestTubeIsSound(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 200 {
		n, m := r.IntN(12), r.IntN(12)
		lo, hi := make([]int32, n+1), make([]int32, n+1)
		for i := range lo {
			lo[i], hi[i] = int32(r.IntN(20)-4), int32(r.IntN(20)-4)
		}
		tb := newTube(n, m, lo, hi)
		if tb.at(0, 0) != 0 || tb.at(n, m) != tb.size()-1 {
			t.Fatalf("ends are outside: %+v", tb)
		}
		for i := range n {
			if tb.lo[i] > tb.lo[i+1] || tb.hi[i] > tb.hi[i+1] || tb.lo[i+1] > tb.hi[i] {
				t.Fatalf("rows %d and %d do not meet: %+v", i, i+1, tb)
			}
		}
	}
}
