package embed

import (
	"context"
	"fmt"
	"math"
)

// Similarity scores groups of neighbouring sentences of two texts, a and b, by
// the vectors of the single sentences. It is read-only once made.
type Similarity struct {
	a, b  side
	reach int
}

// side is one of the texts.
type side struct {
	vectors [][]float32
	total   []float32 // sum of the vectors
	full    float32   // how many of them are not zero
	spans   []span    // per end and length, reach per end
}

// span is what is known of the sum X of the vectors of neighbouring sentences.
type span struct {
	inverse float32 // 1/|X|; 0 where X is next to nothing
	total   float32 // dot product of X and the total of the other text
	full    float32 // vectors in it that are not zero
}

// minNorm is the square of the length below which a sum of unit vectors is
// rounding and no direction.
const minNorm = 1e-6

// minMargin bounds 1 − μ from below: in texts whose sentences are all alike
// the score is then near 0, for no evidence, in place of 0/0.
const minMargin = 0.05

// NewSimilarity takes the vectors of the sentences of two texts, as Embed
// returns them, and the highest number of sentences of a group on one side, at
// least 1. It keeps the vectors.
func NewSimilarity(a, b [][]float32, reach int) (*Similarity, error) {
	if reach < 1 {
		return nil, fmt.Errorf("embeddings: groups of %d sentences", reach)
	}
	dim := -1
	for _, vectors := range [][][]float32{a, b} {
		for k, v := range vectors {
			if dim < 0 {
				dim = len(v)
			}
			if len(v) != dim {
				return nil, fmt.Errorf("embeddings: vectors of %d and of %d numbers", dim, len(v))
			}
			if !isUnit(v) && !isZero(v) {
				return nil, fmt.Errorf("embeddings: vector %d has not unit length", k)
			}
		}
	}
	s := &Similarity{reach: reach, a: newSide(a, max(0, dim)), b: newSide(b, max(0, dim))}
	s.a.measure(reach, s.b.total)
	s.b.measure(reach, s.a.total)
	return s, nil
}

func newSide(vectors [][]float32, dim int) side {
	s := side{vectors: vectors, total: make([]float32, dim)}
	sum := make([]float64, dim)
	for _, v := range vectors {
		if !isZero(v) {
			s.full++
		}
		for k, x := range v {
			sum[k] += float64(x)
		}
	}
	for k, x := range sum {
		s.total[k] = float32(x)
	}
	return s
}

// measure fills the table of spans. The square of a sum grows with each vector
// v by |v|² + 2·v·(the vectors it joins).
func (s *side) measure(reach int, other []float32) {
	s.spans = make([]span, (len(s.vectors)+1)*reach)
	toOther := make([]float32, len(s.vectors))
	self := make([]float32, len(s.vectors))        // |v|², 1 or 0
	after := make([]float32, len(s.vectors)*reach) // per vector and distance: product with an earlier one
	for k, v := range s.vectors {
		toOther[k] = dot(v, other)
		self[k] = min(1, float32(math.Round(float64(dot(v, v)))))
		first := max(0, k-reach+1)
		dots(after[k*reach:k*reach+k-first], v, s.vectors[first:k])
	}
	for end := 1; end <= len(s.vectors); end++ {
		square, total, full := float32(0), float32(0), float32(0)
		for n := 1; n <= min(reach, end); n++ {
			k := end - n
			for later := k + 1; later < end; later++ {
				square += 2 * after[later*reach+k-max(0, later-reach+1)]
			}
			square += self[k]
			total += toOther[k]
			full += self[k]
			x := span{total: total, full: full}
			if square > minNorm {
				x.inverse = float32(1 / math.Sqrt(float64(square)))
			}
			s.spans[end*reach+n-1] = x
		}
	}
}

// Score tells how much the n sentences of a that end before sentence i and the
// m of b that end before sentence j mean the same: 1 for one meaning, about 0
// for groups that have nothing to do with one another. The package comment has
// the formula. It takes n·m dot products; Band keeps them.
func (s *Similarity) Score(i, j, n, m int) float32 {
	product := float32(0)
	for _, x := range s.a.vectors[i-n : i] {
		for _, y := range s.b.vectors[j-m : j] {
			product += dot(x, y)
		}
	}
	return s.score(product, i, j, n, m)
}

// score works out the score from the dot product of the sums.
func (s *Similarity) score(product float32, i, j, n, m int) float32 {
	x, y := &s.a.spans[i*s.reach+n-1], &s.b.spans[j*s.reach+m-1]
	scale := x.inverse * y.inverse
	outsideA, outsideB := s.a.full-x.full, s.b.full-y.full
	// What the product would be if either side stood with as many sentences
	// from elsewhere.
	foreseen, sides := float32(0), float32(0)
	if outsideB > 0 {
		foreseen += (x.total - product) * y.full / outsideB
		sides++
	}
	if outsideA > 0 {
		foreseen += (y.total - product) * x.full / outsideA
		sides++
	}
	if sides == 0 {
		return 0
	}
	foreseen /= sides
	return (product - foreseen) * scale / max(minMargin, 1-float32(foreseen*scale))
}

// Band holds the dot products of the sentences in a tube around a path, so
// that every group in it is scored without going back to the vectors.
type Band struct {
	s   *Similarity
	lo  []int32 // per sentence of a: first sentence of b
	off []int   // per sentence of a: where its row begins in dot
	dot []float32
}

// Band works out the dot products for the groups whose both ends lie in a
// tube: before sentence i of a (0 to the number of sentences) there may be
// from lo[i] to hi[i] sentences of b.
func (s *Similarity) Band(ctx context.Context, lo, hi []int32) (*Band, error) {
	n := len(s.a.vectors)
	if len(lo) != n+1 || len(hi) != n+1 {
		return nil, fmt.Errorf("embeddings: a tube of %d and %d rows for %d sentences", len(lo), len(hi), n)
	}
	b := &Band{s: s, lo: make([]int32, n), off: make([]int, n+1)}
	for k := range n {
		// Sentence k is in groups that begin at k−reach+1 or later and end at
		// k+reach or before.
		first, last := lo[k], hi[k+1]
		for i := max(0, k-s.reach+1); i < min(n, k+s.reach)+1; i++ {
			first, last = min(first, lo[i]), max(last, hi[i])
		}
		first, last = max(0, first), min(last, int32(len(s.b.vectors)))
		b.lo[k] = first
		b.off[k+1] = b.off[k] + max(0, int(last-first))
	}
	b.dot = make([]float32, b.off[n])
	for k := range n {
		if err := ctx.Err(); err != nil {
			return nil, stopped(err)
		}
		row := b.dot[b.off[k]:b.off[k+1]]
		dots(row, s.a.vectors[k], s.b.vectors[b.lo[k]:int(b.lo[k])+len(row)])
	}
	return b, nil
}

// Score is Similarity.Score for a group that lies in the tube: both (i−n, j−m)
// and (i, j) do.
func (b *Band) Score(i, j, n, m int) float32 {
	product := float32(0)
	for k := i - n; k < i; k++ {
		at := b.off[k] + j - m - int(b.lo[k])
		for _, x := range b.dot[at : at+m] {
			product += x
		}
	}
	return b.s.score(product, i, j, n, m)
}

func isZero(v []float32) bool {
	for _, x := range v {
		if x != 0 {
			return false
		}
	}
	return true
}
