package embed

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// plainScore follows the formula of the package comment word by word, in
// float64 and with the vectors themselves.
func plainScore(a, b [][]float32, i, j, n, m, around int) float64 {
	sum := func(vectors ...[]float32) []float64 {
		out := make([]float64, dimOf(a, b))
		for _, v := range vectors {
			for k, x := range v {
				out[k] += float64(x)
			}
		}
		return out
	}
	product := func(x, y []float64) (p float64) {
		for k := range x {
			p += x[k] * y[k]
		}
		return p
	}
	// outside lists the sentences that are not blank and around the group.
	outside := func(vectors [][]float32, first, last, around int) (out [][]float32) {
		for k, v := range vectors {
			if (k < first || k >= last) && k >= first-around && k < last+around && !isZero(v) {
				out = append(out, v)
			}
		}
		return out
	}
	full := func(vectors [][]float32) float64 { return float64(len(outside(vectors, 0, 0, len(vectors)))) }
	x, y := sum(a[i-n:i]...), sum(b[j-m:j]...)
	lengths := math.Sqrt(product(x, x)) * math.Sqrt(product(y, y))
	if lengths < 1e-9 {
		return 0
	}
	var foreseen []float64
	if rest := outside(b, j-m, j, around); len(rest) > 0 {
		foreseen = append(foreseen, product(x, sum(rest...))/float64(len(rest))*full(b[j-m:j])/lengths)
	}
	if rest := outside(a, i-n, i, around); len(rest) > 0 {
		foreseen = append(foreseen, product(y, sum(rest...))/float64(len(rest))*full(a[i-n:i])/lengths)
	}
	if len(foreseen) == 0 {
		return 0
	}
	mu := (foreseen[0] + foreseen[len(foreseen)-1]) / 2
	return max(-1, (product(x, y)/lengths-mu)/max(minMargin, 1-mu))
}

func dimOf(sides ...[][]float32) int {
	for _, s := range sides {
		for _, v := range s {
			return len(v)
		}
	}
	return 0
}

// world makes sentences whose vectors are like those of a real model: a part
// that all sentences share, a meaning, and what a language and a model add.
type world struct {
	rnd    *rand.Rand
	dim    int
	shared float64 // cosine of unrelated sentences
	noise  float64 // of each language, against a meaning of length 1
	common []float64
}

func newWorld(seed uint64, dim int, shared, noise float64) *world {
	w := &world{rnd: rand.New(rand.NewPCG(seed, 1)), dim: dim, shared: shared, noise: noise}
	w.common = w.draw()
	return w
}

// draw makes a vector of about unit length.
func (w *world) draw() []float64 {
	v := make([]float64, w.dim)
	for k := range v {
		v[k] = w.rnd.NormFloat64() / math.Sqrt(float64(w.dim))
	}
	return v
}

// say gives the vector of a sentence with these meanings.
func (w *world) say(meanings ...[]float64) []float32 {
	sum := make([]float64, w.dim)
	for _, m := range meanings {
		for k, x := range m {
			sum[k] += x
		}
	}
	noise, own := w.draw(), 1/math.Sqrt(float64(len(meanings))*(1+w.noise*w.noise))
	v := make([]float32, w.dim)
	for k := range v {
		mine := (sum[k] + w.noise*math.Sqrt(float64(len(meanings)))*noise[k]) * own
		v[k] = float32(math.Sqrt(w.shared)*w.common[k] + math.Sqrt(1-w.shared)*mine)
	}
	if normalise(v) != nil {
		panic("a vector of zeros out of a normal distribution")
	}
	return v
}

func (w *world) many(n int) (out [][]float32) {
	for range n {
		out = append(out, w.say(w.draw()))
	}
	return out
}

func TestScoreIsTheFormula(t *testing.T) {
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		w := newWorld(seed, 1+rnd.IntN(40), rnd.Float64()*0.8, 0.5)
		a, b := w.many(1+rnd.IntN(12)), w.many(1+rnd.IntN(12))
		if seed%4 == 0 { // blank sentences
			a[rnd.IntN(len(a))] = make([]float32, w.dim)
			b[rnd.IntN(len(b))] = make([]float32, w.dim)
		}
		reach := 1 + rnd.IntN(8)
		s, err := NewSimilarity(a, b, reach)
		if err != nil {
			t.Fatal(err)
		}
		s.nearby = rnd.IntN(6)
		lo, hi := tube(rnd, len(a), len(b))
		band, err := s.Band(t.Context(), lo, hi)
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i <= len(a); i++ {
			for j := 1; j <= len(b); j++ {
				for n := 1; n <= min(i, reach); n++ {
					for m := 1; m <= min(j, reach); m++ {
						want := plainScore(a, b, i, j, n, m, s.nearby)
						got := s.Score(i, j, n, m)
						if math.Abs(float64(got)-want) > 5e-4 {
							t.Fatalf("seed %d, group %d-%d before %d, %d: %v, want %v", seed, n, m, i, j, got, want)
						}
						if !inside(lo, hi, i, j) || !inside(lo, hi, i-n, j-m) {
							continue
						}
						if inBand := band.Score(i, j, n, m); math.Abs(float64(inBand-got)) > 5e-4 {
							t.Fatalf("seed %d, group %d-%d before %d, %d: %v in the band, %v without", seed, n, m, i, j, inBand, got)
						}
					}
				}
			}
		}
	}
}

// tube makes a random one, not always a path's.
func tube(rnd *rand.Rand, n, m int) (lo, hi []int32) {
	for range n + 1 {
		x, y := int32(rnd.IntN(m+1)), int32(rnd.IntN(m+1))
		lo, hi = append(lo, min(x, y)), append(hi, max(x, y))
	}
	if rnd.IntN(2) == 0 {
		slices.Sort(lo)
		slices.Sort(hi)
	}
	return lo, hi
}

func inside(lo, hi []int32, i, j int) bool { return int(lo[i]) <= j && j <= int(hi[i]) }

func TestSimilarityRefuses(t *testing.T) {
	good := newWorld(1, 4, 0, 0).many(2)
	for name, f := range map[string]func() error{
		"reach":        func() error { _, err := NewSimilarity(good, good, 0); return err },
		"dimension":    func() error { _, err := NewSimilarity(good, [][]float32{{1}}, 1); return err },
		"dimension up": func() error { _, err := NewSimilarity([][]float32{{1}, {1, 0}}, nil, 1); return err },
		"length":       func() error { _, err := NewSimilarity(good, [][]float32{{1, 1, 0, 0}}, 1); return err },
		"NaN": func() error {
			_, err := NewSimilarity([][]float32{{float32(math.NaN())}}, nil, 1)
			return err
		},
		"tube": func() error {
			s, err := NewSimilarity(good, good, 1)
			if err != nil {
				t.Fatal(err)
			}
			_, err = s.Band(t.Context(), []int32{0}, []int32{0})
			return err
		},
	} {
		if f() == nil {
			t.Errorf("%s: no error", name)
		}
	}
	s, err := NewSimilarity(nil, nil, 8)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Band(t.Context(), []int32{0}, []int32{0}); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if s, err = NewSimilarity(good, good, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Band(ctx, []int32{0, 0, 0}, []int32{2, 2, 2}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// Where nothing tells sentences apart the score says nothing.
func TestScoreWithoutEvidence(t *testing.T) {
	x, y := []float32{1, 0}, []float32{-1, 0}
	blank := make([]float32, 2)
	tests := []struct {
		name   string
		a, b   [][]float32
		i, j   int
		n, m   int
		want   float64
		within float64
	}{
		{"one sentence on each side", [][]float32{x}, [][]float32{x}, 1, 1, 1, 1, 0, 0},
		{"blank", [][]float32{x, blank}, [][]float32{x, x}, 2, 1, 1, 1, 0, 0},
		{"all alike", slices.Repeat([][]float32{x}, 10), slices.Repeat([][]float32{x}, 10), 3, 4, 1, 1, 0, 1e-6},
		{"opposites cancel out", [][]float32{x, y, x}, [][]float32{x, y}, 2, 1, 2, 1, 0, 0},
	}
	for _, tt := range tests {
		s, err := NewSimilarity(tt.a, tt.b, 4)
		if err != nil {
			t.Fatal(err)
		}
		if got := float64(s.Score(tt.i, tt.j, tt.n, tt.m)); !(math.Abs(got-tt.want) <= tt.within) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// shapes is what beads are tried with.
var shapes = [][2]int{{1, 1}, {1, 2}, {2, 1}, {2, 2}, {1, 3}, {3, 1}, {1, 4}, {1, 8}, {3, 3}, {4, 4}}

// TestScoreOfShapes holds the promise that groups of every shape are on one
// scale: unrelated ones at 0, and n-n groups of right pairs where a right pair
// is, whatever the model's cosine of unrelated sentences. The plain cosine
// does neither.
func TestScoreOfShapes(t *testing.T) {
	const sentences = 240
	for _, shared := range []float64{0.2, 0.5, 0.75} {
		w := newWorld(7, 256, shared, 0.6)
		var a, b [][]float32
		for range sentences {
			m := w.draw()
			a, b = append(a, w.say(m)), append(b, w.say(m))
		}
		s, err := NewSimilarity(a, b, 8)
		if err != nil {
			t.Fatal(err)
		}
		pair, _ := means(s, [2]int{1, 1}, 0)
		for _, shape := range shapes {
			unrelated, cosine := means(s, shape, sentences/2)
			line := fmt.Sprintf("shared %.2f, %d-%d: unrelated %.3f (cosine %.3f)", shared, shape[0], shape[1], unrelated, cosine)
			if math.Abs(unrelated) > 0.02 {
				t.Errorf("%s, want about 0", line)
			}
			if shape[0] == shape[1] {
				right, cosine := means(s, shape, 0)
				line += fmt.Sprintf(", right %.3f (cosine %.3f)", right, cosine)
				if math.Abs(right-pair) > 0.03 {
					t.Errorf("%s, want about %.3f", line, pair)
				}
			}
			t.Log(line)
		}
	}
}

// TestScoreOfOneForMany: a sentence for many scores less than a pair, but not
// like strangers.
func TestScoreOfOneForMany(t *testing.T) {
	const groups = 100
	for _, shared := range []float64{0.2, 0.75} {
		for _, m := range []int{1, 2, 4, 8} {
			w := newWorld(5, 256, shared, 0.6)
			var a, b [][]float32
			for range groups {
				var meanings [][]float64
				for range m {
					meanings = append(meanings, w.draw())
					b = append(b, w.say(meanings[len(meanings)-1]))
				}
				a = append(a, w.say(meanings...))
			}
			s, err := NewSimilarity(a, b, 8)
			if err != nil {
				t.Fatal(err)
			}
			mean := float32(0)
			for k := range groups {
				mean += s.Score(k+1, (k+1)*m, 1, m) / groups
			}
			t.Logf("shared %.2f, 1-%d: %.2f", shared, m, mean)
			if mean < 0.45 || mean > 0.75 {
				t.Errorf("shared %.2f, 1-%d: %.2f", shared, m, mean)
			}
		}
	}
}

// means is the mean score and cosine of groups of a against groups of b that
// begin shift sentences later.
func means(s *Similarity, shape [2]int, shift int) (score, cosine float64) {
	count := 0.0
	for i := shape[0]; i <= len(s.a.vectors); i++ {
		j := (i-shape[0]+shift)%len(s.b.vectors) + shape[1]
		if j > len(s.b.vectors) {
			continue
		}
		score += float64(s.Score(i, j, shape[0], shape[1]))
		cosine += plainCosine(s.a.vectors[i-shape[0]:i], s.b.vectors[j-shape[1]:j])
		count++
	}
	return score / count, cosine / count
}

func plainCosine(a, b [][]float32) float64 {
	var xy, xx, yy float64
	for k := range a[0] {
		var x, y float64
		for _, v := range a {
			x += float64(v[k])
		}
		for _, v := range b {
			y += float64(v[k])
		}
		xy, xx, yy = xy+x*y, xx+x*x, yy+y*y
	}
	return xy / math.Sqrt(xx*yy)
}

// TestAlignByScore aligns made-up texts by nothing but vectors, with the score
// against 4 sentences around, fewer, more, and all, and with the plain cosine:
// the share of beads found, mean over texts of more and less noise, common
// matter and common vector. The cost of a bead is 1 − score times n·m, as in
// Vecalign, or times n+m, which knows nothing against long beads.
func TestAlignByScore(t *testing.T) {
	if testing.Short() {
		t.Skip("aligns 24 texts in five ways")
	}
	for name, weight := range map[string]func(n, m int) int{
		"n·m": func(n, m int) int { return n * m },
		"n+m": func(n, m int) int { return n + m },
	} {
		var mean [len(contestants)]float64
		for _, noise := range []float64{0.6, 0.9} {
			for _, topic := range []float64{0, 0.5, 0.8} {
				for _, shared := range []float64{0.2, 0.75} {
					for k, x := range contest(t, noise, topic, shared, weight) {
						mean[k] += x / 12
					}
				}
			}
		}
		line := name + ":"
		for k, who := range contestants {
			line += fmt.Sprintf(" %s %.3f", who, mean[k])
		}
		t.Log(line)
		if mean[0] < mean[4] || mean[0] < mean[3]-0.03 {
			t.Errorf("%s, want more for the first", line)
		}
	}
}

var contestants = [...]string{"4", "2", "8", "all", "cosine"}

// contest returns the share of beads each contestant finds. Sentences have a
// share of their meaning, topic, in common with those around them.
func contest(t *testing.T, noise, topic, shared float64, weight func(n, m int) int) (found [len(contestants)]float64) {
	t.Helper()
	w := newWorld(11, 64, shared, noise)
	matter := w.draw()
	meaning := func() []float64 {
		m, turn := w.draw(), w.draw()
		for k := range m {
			matter[k] = 0.9*matter[k] + math.Sqrt(1-0.9*0.9)*turn[k]
			m[k] = topic*matter[k] + math.Sqrt(1-topic*topic)*m[k]
		}
		return m
	}
	const beads = 100
	var a, b [][]float32
	right := map[[4]int]bool{}
	for range beads {
		shape := [][2]int{{1, 1}, {1, 2}, {1, 1}, {2, 1}, {1, 3}, {1, 1}}[w.rnd.IntN(6)]
		var meanings [][]float64
		for range max(shape[0], shape[1]) {
			meanings = append(meanings, meaning())
		}
		say := func(n int) (out [][]float32) {
			if n == 1 {
				return [][]float32{w.say(meanings...)}
			}
			for _, m := range meanings {
				out = append(out, w.say(m))
			}
			return out
		}
		a, b = append(a, say(shape[0])...), append(b, say(shape[1])...)
		right[[4]int{len(a), len(b), shape[0], shape[1]}] = true
	}
	s, err := NewSimilarity(a, b, 4)
	if err != nil {
		t.Fatal(err)
	}
	for k, around := range []int{4, 2, 8, len(a) + len(b), 4} {
		s.nearby = around
		var score func(i, j, n, m int) float32
		if contestants[k] == "cosine" {
			score = func(i, j, n, m int) float32 { return float32(plainCosine(a[i-n:i], b[j-m:j])) }
		} else {
			lo, hi := diagonal(len(a), len(b), 20)
			band, err := s.Band(t.Context(), lo, hi)
			if err != nil {
				t.Fatal(err)
			}
			score = band.Score
		}
		for _, x := range cheapest(len(a), len(b), 20, weight, score) {
			if right[x] {
				found[k] += 1.0 / beads
			}
		}
	}
	return found
}

// cheapest is the path of beads up to 4-4 around the diagonal.
func cheapest(n, m, width int, weight func(n, m int) int, score func(i, j, n, m int) float32) (path [][4]int) {
	type node struct {
		cost float32
		by   [2]int
	}
	lo, hi := diagonal(n, m, width)
	grid := make([]node, (n+1)*(m+1))
	for i := range n + 1 {
		for j := int(lo[i]); j <= int(hi[i]); j++ {
			here := node{cost: float32(math.Inf(1))}
			if i+j == 0 {
				here.cost = 0
			}
			for x := 1; x <= min(i, 4); x++ {
				for y := 1; y <= min(j, 4); y++ {
					if !inside(lo, hi, i-x, j-y) || x*y > 4 {
						continue
					}
					if c := grid[(i-x)*(m+1)+j-y].cost + float32(weight(x, y))*(1-score(i, j, x, y)); c < here.cost {
						here = node{c, [2]int{x, y}}
					}
				}
			}
			grid[i*(m+1)+j] = here
		}
	}
	for i, j := n, m; i > 0 && j > 0; {
		by := grid[i*(m+1)+j].by
		if by[0] == 0 {
			return nil
		}
		path = append(path, [4]int{i, j, by[0], by[1]})
		i, j = i-by[0], j-by[1]
	}
	return path
}

func TestScoreAllocatesNothing(t *testing.T) {
	w := newWorld(3, 64, 0.3, 0.5)
	s, err := NewSimilarity(w.many(20), w.many(20), 8)
	if err != nil {
		t.Fatal(err)
	}
	lo, hi := make([]int32, 21), slices.Repeat([]int32{20}, 21)
	band, err := s.Band(t.Context(), lo, hi)
	if err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(100, func() { band.Score(9, 9, 4, 4); s.Score(9, 9, 1, 1) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestDot(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for n := range 40 {
		vectors := make([][]float32, 6)
		for k := range vectors {
			for range n {
				vectors[k] = append(vectors[k], rnd.Float32()-0.5)
			}
		}
		for count := range vectors {
			got := make([]float32, count)
			dots(got, vectors[5], vectors[:count])
			for k, x := range got {
				want := 0.0
				for i := range n {
					want += float64(vectors[5][i]) * float64(vectors[k][i])
				}
				if x != dot(vectors[5], vectors[k]) || math.Abs(float64(x)-want) > 1e-5 {
					t.Errorf("%d numbers: %v, want %v", n, x, want)
				}
			}
		}
	}
}

func benchmarkSides(b *testing.B, n int) *Similarity {
	w := newWorld(1, 1024, 0.3, 0.5)
	s, err := NewSimilarity(w.many(n), w.many(n), 8)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// diagonal is a tube of the given width on either side.
func diagonal(n, m, width int) (lo, hi []int32) {
	for i := range n + 1 {
		lo, hi = append(lo, int32(max(0, i*m/n-width))), append(hi, int32(min(m, i*m/n+width)))
	}
	return lo, hi
}

func BenchmarkNewSimilarity(b *testing.B) {
	w := newWorld(1, 1024, 0.3, 0.5)
	x, y := w.many(1000), w.many(1000)
	for b.Loop() {
		if _, err := NewSimilarity(x, y, 8); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBand(b *testing.B) {
	s := benchmarkSides(b, 1000)
	lo, hi := diagonal(1000, 1000, 50)
	cells := 0
	for b.Loop() {
		band, err := s.Band(b.Context(), lo, hi)
		if err != nil {
			b.Fatal(err)
		}
		cells = len(band.dot)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*cells), "ns/dot")
}

func BenchmarkScore(b *testing.B) {
	s := benchmarkSides(b, 100)
	lo, hi := diagonal(100, 100, 100)
	band, err := s.Band(b.Context(), lo, hi)
	if err != nil {
		b.Fatal(err)
	}
	for _, shape := range [][2]int{{1, 1}, {1, 2}, {1, 8}, {4, 4}} {
		b.Run(fmt.Sprintf("%d-%d", shape[0], shape[1]), func(b *testing.B) {
			b.ReportAllocs()
			k := 0
			for b.Loop() {
				band.Score(8+k%90, 9+k%80, shape[0], shape[1])
				k++
			}
		})
	}
}
