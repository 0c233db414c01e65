package align

import (
	"cmp"
	"slices"
)

// The first tube. Small texts are searched whole. In large ones, pairs of
// segments that share rare words are chained, and the tube holds the boxes
// between the links of the chain.

const (
	// wholeCorners is how many corners are searched without anchors: about 500
	// by 500 segments. A corner of the first pass costs a microsecond.
	wholeCorners = 250_000
	// rareHits is how many segments a word may hit and still anchor. Words
	// that hit more tell little and would cost the square of the text.
	rareHits = 40
	// leastAnchor is the evidence, in nats, from which a pair of segments may
	// anchor: chance reaches it about once in a thousand pairs.
	leastAnchor = 7.0
	// candidates is how many partners of a segment may enter the chain.
	candidates = 4
	// anchorMargin is the number of segments around the boxes.
	anchorMargin = 5
	// widestRow is the number of corners in a row of a box at most. A larger
	// box, of texts that share nothing, is searched along its diagonal only.
	widestRow = 160
)

// anchor is a pair of segments with the evidence that they belong together.
type anchor struct {
	i, j   int32
	weight float32
}

func (p *pair) firstTube() *tube {
	n, m := len(p.a.sentences), len(p.b.sentences)
	b := p.bounds()
	if (n+1)*(m+1) <= wholeCorners {
		b.box(0, 0, n, m, 0)
		return b.tube()
	}
	i, j := 0, 0
	for _, a := range chainAnchors(p.anchors(), n) {
		b.span(i, j, int(a.i), int(a.j))
		i, j = int(a.i), int(a.j)
	}
	b.span(i, j, n, m)
	return b.tube()
}

// bounds are empty bounds for the pair.
func (p *pair) bounds() *bounds {
	b := newBounds(len(p.a.sentences), len(p.b.sentences))
	b.passes = p.passes
	return b
}

// span adds the box between two corners, or a band along its diagonal where
// the box is too large.
func (b *bounds) span(i0, j0, i1, j1 int) {
	if j1-j0 <= widestRow {
		b.box(i0, j0, i1, j1, anchorMargin)
		return
	}
	h, w := i1-i0, j1-j0
	for i := i0; i <= i1; i++ {
		j := j0 + w/2
		if h > 0 {
			j = j0 + (i-i0)*w/h
		}
		half := max(widestRow/2, w/max(1, h))
		b.box(i, max(j0, j-half), i, min(j1, j+half), anchorMargin)
	}
}

// anchors collects the best partners of each segment of the second text.
func (p *pair) anchors() []anchor {
	var out []anchor
	sum := make([]float32, len(p.a.sentences))
	var touched []int32
	var best []anchor
	for j := range p.b.sentences {
		for _, it := range p.b.sentences[j].items {
			hits := p.ab.hits[it.word]
			if len(hits) > rareHits {
				continue
			}
			beta := p.ab.beta[it.word]
			for _, h := range hits {
				if sum[h.segment] == 0 {
					touched = append(touched, h.segment)
				}
				r := h.weight * p.ab.base[it.word] / p.ab.length[h.segment]
				sum[h.segment] += it.weight * fastLog(1+beta*r/(1-beta))
			}
		}
		best = best[:0]
		for _, i := range touched {
			if sum[i] >= leastAnchor {
				best = append(best, anchor{i, int32(j), sum[i]})
			}
			sum[i] = 0
		}
		touched = touched[:0]
		slices.SortFunc(best, func(x, y anchor) int { return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.i, y.i)) })
		out = append(out, best[:min(len(best), candidates)]...)
	}
	return out
}

// chainAnchors picks the anchors of greatest total weight that ascend in both
// texts, out of anchors by ascending j. It takes time k log n.
func chainAnchors(all []anchor, n int) []anchor {
	heaviest := make([]float64, n+1) // Fenwick tree of maxima over i
	at := make([]int32, n+1)         // the anchor that reaches it, plus 1
	weight := make([]float64, len(all))
	before := make([]int32, len(all))
	for first := 0; first < len(all); {
		last := first
		for last < len(all) && all[last].j == all[first].j {
			for k := int(all[last].i); k > 0; k -= k & -k {
				if heaviest[k] > weight[last] {
					weight[last], before[last] = heaviest[k], at[k]
				}
			}
			weight[last] += float64(all[last].weight)
			last++
		}
		for x := first; x < last; x++ { // after all of this j, so that none follows another
			for k := int(all[x].i) + 1; k <= n; k += k & -k {
				if heaviest[k] < weight[x] {
					heaviest[k], at[k] = weight[x], int32(x)+1
				}
			}
		}
		first = last
	}
	end := -1
	for x := range weight {
		if end < 0 || weight[x] > weight[end] {
			end = x
		}
	}
	var chain []anchor
	for x := end; x >= 0; x = int(before[x]) - 1 {
		chain = append(chain, all[x])
	}
	slices.Reverse(chain)
	return chain
}
