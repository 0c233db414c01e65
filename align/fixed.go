package align

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// ErrFixed is wrapped by the error for confirmed beads that do not fit the
// texts or each other.
var ErrFixed = errors.New("confirmed beads do not fit")

// remainder is what is left to align once confirmed beads are taken out. A
// bead may not reach over the place where segments were taken out, and where a
// confirmed bead joins two texts in order the path has to pass.
type remainder struct {
	texts  []Text
	origin [3][]int    // of each segment left: its number in the whole text
	walls  [3][]int32  // number of places up to and with each corner where segments are missing
	passes [3][]corner // for each pair of texts, by ascending i
}

// corner is a corner that the path of a pair must pass.
type corner struct{ i, j int }

// takeOut removes confirmed beads from texts.
func takeOut(texts []Text, fixed []Bead) (*remainder, error) {
	r := &remainder{texts: slices.Clone(texts)}
	gone := make([][]int, len(texts)) // number of the bead that has the segment, plus 1
	for l, t := range texts {
		gone[l] = make([]int, len(t.Segments))
	}
	for k, b := range fixed {
		if len(b.Spans) != len(texts) {
			return nil, fmt.Errorf("%w: bead %d has %d spans for %d texts", ErrFixed, k+1, len(b.Spans), len(texts))
		}
		for l, s := range b.Spans {
			if s.Start < 0 || s.End < s.Start || s.End > len(gone[l]) {
				return nil, fmt.Errorf("%w: bead %d has segments %d to %d of %d in text %d", ErrFixed, k+1, s.Start, s.End, len(gone[l]), l+1)
			}
			for x := s.Start; x < s.End; x++ {
				if gone[l][x] != 0 {
					return nil, fmt.Errorf("%w: segment %d of text %d is in beads %d and %d", ErrFixed, x, l+1, gone[l][x], k+1)
				}
				gone[l][x] = k + 1
			}
		}
	}
	left := make([][]int, len(texts)) // number of segments left before each segment
	for l, t := range texts {
		r.texts[l].Segments = nil
		r.walls[l] = []int32{0}
		for x, s := range t.Segments {
			left[l] = append(left[l], len(r.origin[l]))
			if gone[l][x] != 0 {
				if x == 0 || gone[l][x-1] == 0 {
					r.walls[l][len(r.walls[l])-1]++
				}
				continue
			}
			r.texts[l].Segments = append(r.texts[l].Segments, s)
			r.origin[l] = append(r.origin[l], x)
			r.walls[l] = append(r.walls[l], r.walls[l][len(r.walls[l])-1])
		}
	}
	r.pass(fixed, left)
	return r, nil
}

// pass finds the corners that the confirmed beads lay down: those of the beads
// that follow each other in all texts.
func (r *remainder) pass(fixed []Bead, left [][]int) {
	at := make([]int, len(r.texts))
	for _, b := range inOrder(fixed, left) {
		behind := func(l int) bool { return b.Spans[l].Len() > 0 && left[l][b.Spans[l].Start] < at[l] }
		if behind(0) || behind(1) || len(at) > 2 && behind(2) {
			continue
		}
		for l, s := range b.Spans {
			if s.Len() > 0 {
				at[l] = left[l][s.Start]
			}
		}
		for p, ij := range pairs {
			if ij[1] >= len(at) || b.Spans[ij[0]].Len() == 0 || b.Spans[ij[1]].Len() == 0 {
				continue
			}
			r.passes[p] = append(r.passes[p], corner{at[ij[0]], at[ij[1]]})
		}
	}
}

// inOrder sorts beads by where they stand on average, as a share of the texts.
func inOrder(fixed []Bead, left [][]int) []Bead {
	place := func(b Bead) float64 {
		sum, n := 0.0, 0
		for l, s := range b.Spans {
			if s.Len() > 0 {
				sum += float64(s.Start) / float64(len(left[l]))
				n++
			}
		}
		return sum / float64(max(1, n))
	}
	out := slices.Clone(fixed)
	slices.SortStableFunc(out, func(a, b Bead) int { return cmp.Compare(place(a), place(b)) })
	return out
}

// back gives beads of the remainder the numbers of the whole texts.
func (r *remainder) back(beads []Bead) {
	for k := range beads {
		for l := range beads[k].Spans {
			beads[k].Spans[l] = r.whole(l, beads[k].Spans[l])
		}
		for p := range beads[k].Parts {
			for q := range beads[k].Parts[p] {
				part := &beads[k].Parts[p][q]
				part.A, part.B = r.whole(pairs[p][0], part.A), r.whole(pairs[p][1], part.B)
			}
		}
	}
}

func (r *remainder) whole(l int, s Span) Span {
	switch {
	case s.Len() > 0:
		return Span{r.origin[l][s.Start], r.origin[l][s.End-1] + 1}
	case s.Start > 0:
		return Span{r.origin[l][s.Start-1] + 1, r.origin[l][s.Start-1] + 1}
	}
	return Span{}
}

// limit narrows bounds to the corners that let a path pass where it must.
func (b *bounds) limit(cs []corner) {
	for k, c := range cs {
		first := 0
		if k > 0 {
			first = cs[k-1].i
		}
		for i := first; i <= c.i; i++ {
			b.lo[i], b.hi[i] = min(b.lo[i], int32(c.j)), min(b.hi[i], int32(c.j))
		}
		last := b.n
		if k+1 < len(cs) {
			last = cs[k+1].i
		}
		for i := c.i; i <= last; i++ {
			b.lo[i], b.hi[i] = max(b.lo[i], int32(c.j)), max(b.hi[i], int32(c.j))
		}
	}
}

// walled tells whether a span of segments reaches over a wall.
func walled(walls []int32, start, end int) bool {
	return walls != nil && end-start > 1 && walls[end-1] > walls[start]
}

// insert puts the confirmed beads among the others.
func (v *mover) insert(beads, fixed []Bead, rest *remainder) []Bead {
	rest.back(beads)
	for _, f := range fixed {
		b := Bead{Spans: slices.Clone(f.Spans), Confidence: 1, Parts: make([][]Part, len(v.ps))}
		for p, ij := range pairs[:len(v.ps)] {
			b.Pairs = append(b.Pairs, 1)
			if x, y := b.Spans[ij[0]], b.Spans[ij[1]]; x.Len()+y.Len() > 0 {
				b.Parts[p] = []Part{{x, y}}
			}
		}
		beads = append(beads, b)
	}
	rows := make([]row, len(beads))
	for k, b := range beads {
		copy(rows[k].spans[:], b.Spans)
		rows[k].bead = k
	}
	out := make([]Bead, 0, len(beads))
	for _, r := range v.reading(rows) {
		out = append(out, beads[r.bead])
	}
	return out
}
