package embed

import (
	"context"
	"fmt"
	"math"
)

const (
	// nearby, in sentences on either side of a group, is what it is compared
	// with. Neighbours speak of the same matter: what they share tells nothing
	// about which of them belong together. More would take in other matters,
	// fewer are too few to take a mean of; the package comment has the figures.
	nearby = 4
	// minNorm is the square of the length below which a sum of unit vectors is
	// rounding and no direction.
	minNorm = 1e-6
	// minMargin bounds 1 − μ from below: among sentences that are all alike the
	// score is then near 0, for no evidence, in place of 0/0.
	minMargin = 0.05
)

// Similarity scores groups of neighbouring sentences of two texts, a and b, by
// the vectors of the single sentences. It is read-only once made.
type Similarity struct {
	a, b   side
	reach  int
	nearby int
}

// side is one of the texts.
type side struct {
	vectors [][]float32
	full    []float32 // per number of sentences: how many are not blank
	inverse []float32 // per end and length, reach per end: 1/|sum of the vectors|, or 0
}

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
	return &Similarity{a: newSide(a, reach), b: newSide(b, reach), reach: reach, nearby: nearby}, nil
}

// newSide works out the lengths of the sums of neighbouring vectors. The
// square of a sum grows with each vector v by |v|² + 2·v·(the vectors it joins).
func newSide(vectors [][]float32, reach int) side {
	s := side{
		vectors: vectors,
		full:    make([]float32, len(vectors)+1),
		inverse: make([]float32, (len(vectors)+1)*reach),
	}
	before := make([]float32, len(vectors)*reach) // per vector: products with those before it
	row := func(k int) []float32 { return before[k*reach : k*reach+min(k, reach-1)] }
	for k, v := range vectors {
		s.full[k+1] = s.full[k]
		if !isZero(v) {
			s.full[k+1]++
		}
		dots(row(k), v, vectors[k-len(row(k)):k])
	}
	for end := 1; end <= len(vectors); end++ {
		square := float32(0)
		for n := 1; n <= min(reach, end); n++ {
			k := end - n
			square += s.count(k, k+1)
			for later := k + 1; later < end; later++ {
				r := row(later)
				square += 2 * r[len(r)-(later-k)]
			}
			if square > minNorm {
				s.inverse[end*reach+n-1] = float32(1 / math.Sqrt(float64(square)))
			}
		}
	}
	return s
}

// count tells how many of the sentences from first up to last are not blank.
func (s *side) count(first, last int) float32 { return s.full[last] - s.full[first] }

// around widens a range by so many sentences, within the text.
func (s *side) around(first, last, by int) (int, int) {
	return max(0, first-by), min(len(s.vectors), last+by)
}

// products are the sums of dot products that make a score.
type products struct {
	group float32 // of the sentences of the group, across the languages
	wideA float32 // of b's sentences of the group and a's in it and around it
	wideB float32 // of a's sentences of the group and b's in it and around it
}

// Score tells how much the n sentences of a that end before sentence i and the
// m of b that end before sentence j mean the same: 1 for one meaning, about 0
// for groups that have no more to do with one another than with what stands
// around them, less down to -1 where they have even less. The package comment has the formula. It takes more than n·m dot
// products; a Band keeps them.
func (s *Similarity) Score(i, j, n, m int) float32 {
	firstA, lastA := s.a.around(i-n, i, s.nearby)
	firstB, lastB := s.b.around(j-m, j, s.nearby)
	var p products
	for k := firstA; k < lastA; k++ {
		inA := k >= i-n && k < i
		for l := firstB; l < lastB; l++ {
			inB := l >= j-m && l < j
			if inA || inB {
				p.add(dot(s.a.vectors[k], s.b.vectors[l]), inA, inB)
			}
		}
	}
	return s.score(p, i, j, n, m)
}

func (p *products) add(x float32, inA, inB bool) {
	if inA && inB {
		p.group += x
	}
	if inA {
		p.wideB += x
	}
	if inB {
		p.wideA += x
	}
}

// score is the formula.
func (s *Similarity) score(p products, i, j, n, m int) float32 {
	scale := s.a.inverse[i*s.reach+n-1] * s.b.inverse[j*s.reach+m-1]
	firstA, lastA := s.a.around(i-n, i, s.nearby)
	firstB, lastB := s.b.around(j-m, j, s.nearby)
	ownA, ownB := s.a.count(i-n, i), s.b.count(j-m, j)
	// What the product would be if either side of the group were as many
	// sentences from around it.
	foreseen, sides := float32(0), float32(0)
	if others := s.b.count(firstB, lastB) - ownB; others > 0 {
		foreseen += (p.wideB - p.group) * ownB / others
		sides++
	}
	if others := s.a.count(firstA, lastA) - ownA; others > 0 {
		foreseen += (p.wideA - p.group) * ownA / others
		sides++
	}
	if sides == 0 {
		return 0
	}
	foreseen /= sides
	return max(-1, (p.group-foreseen)*scale/max(minMargin, 1-float32(foreseen*scale)))
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
// from lo[i] to hi[i] sentences of b. It costs a dot product for every cell of
// the tube, made wider by reach and by the sentences a group is compared with.
func (s *Similarity) Band(ctx context.Context, lo, hi []int32) (*Band, error) {
	n := len(s.a.vectors)
	if len(lo) != n+1 || len(hi) != n+1 {
		return nil, fmt.Errorf("embeddings: a tube of %d and %d rows for %d sentences", len(lo), len(hi), n)
	}
	b := &Band{s: s, lo: make([]int32, n), off: make([]int, n+1)}
	for k := range n {
		// Sentence k is in or near groups with both ends among these.
		first, last := lo[k], hi[k]
		for i := max(0, k-s.reach-s.nearby); i <= min(n, k+s.reach+s.nearby+1); i++ {
			first, last = min(first, lo[i]), max(last, hi[i])
		}
		from, to := s.b.around(int(first), int(last), s.nearby)
		b.lo[k] = int32(from)
		b.off[k+1] = b.off[k] + max(0, to-from)
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
// and (i, j) do. It allocates nothing.
func (b *Band) Score(i, j, n, m int) float32 {
	firstA, lastA := b.s.a.around(i-n, i, b.s.nearby)
	firstB, lastB := b.s.b.around(j-m, j, b.s.nearby)
	var p products
	for k := firstA; k < i-n; k++ {
		p.wideA += sum(b.row(k, j-m, j))
	}
	for k := i - n; k < i; k++ {
		own := sum(b.row(k, j-m, j))
		p.group += own
		p.wideB += sum(b.row(k, firstB, j-m)) + own + sum(b.row(k, j, lastB))
	}
	for k := i; k < lastA; k++ {
		p.wideA += sum(b.row(k, j-m, j))
	}
	p.wideA += p.group
	return b.s.score(p, i, j, n, m)
}

// row is the products of sentence k of a and those of b from first up to last.
func (b *Band) row(k, first, last int) []float32 {
	at := b.off[k] - int(b.lo[k])
	return b.dot[at+first : at+last]
}

func sum(x []float32) (s float32) {
	for _, y := range x {
		s += y
	}
	return s
}

func isZero(v []float32) bool {
	for _, x := range v {
		if x != 0 {
			return false
		}
	}
	return true
}
