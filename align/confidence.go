package align

import "math"

// Confidence: the probability of a bead under the sum over all paths, put
// right by a logistic curve that was fitted to the sets. The costs are too
// sharp for probabilities as they are, since words of a sentence do not bear
// witness independently; so the paths are summed at a fraction of the cost.

// heat is the fraction. It gives the least log loss on the sets.
const heat = 0.5

// nfeatures is what the confidence of a pair of spans is told from.
const nfeatures = 6

// features of a row as a pair of texts sees it: a constant, the log odds of
// its parts, the gain of its words up to a limit, their gain per word, whether
// it is a gap, and the usual gain per word in the document.
type features [nfeatures]float64

const (
	// surestOdds bounds the log odds of a part.
	surestOdds = 8.0
	// enoughGain is the gain, in nats, beyond which more tells nothing.
	enoughGain = 12.0
)

func logit(p float64) float64 {
	return max(-surestOdds, min(surestOdds, math.Log((p+1e-9)/(1-p+1e-9))))
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// features of a row in one pair of texts.
func (v *mover) features(r *row, p int) features {
	x, y := pairs[p][0], pairs[p][1]
	a, b := r.spans[x], r.spans[y]
	f := features{1}
	f[5] = min(1, v.usual[p])
	if a.Len() == 0 || b.Len() == 0 {
		f[4] = 1
	} else {
		gain := v.ps[p].ab.gain(v.ps[p].b, a, b) + v.ps[p].ba.gain(v.ps[p].a, b, a)
		f[2] = max(-1, min(1, gain/enoughGain))
		f[3] = max(-1, min(1, v.ps[p].density(a, b)))
	}
	if r.moved {
		f[1] = 0
		return f
	}
	least := 1.0
	for _, part := range r.parts[p] {
		least = min(least, v.ps[p].probability(part))
	}
	f[1] = logit(least)
	return f
}

// probability of a part, over all paths of its pair of texts.
func (p *pair) probability(part Part) float64 {
	if part.A.Len() == 0 || part.B.Len() == 0 {
		least := 1.0
		for k := part.A.Start; k < part.A.End; k++ {
			least = min(least, p.alone.a[k])
		}
		for k := part.B.Start; k < part.B.End; k++ {
			least = min(least, p.alone.b[k])
		}
		return least
	}
	return p.last.probability(p.post, step{part.A.End, part.B.End, part.A.Len(), part.B.Len()})
}

// alone is the probability of each segment of two texts to be left alone,
// wherever the other text stands meanwhile.
type alone struct{ a, b []float64 }

func (g *grid) alones(p *posterior) alone {
	s := alone{make([]float64, g.n), make([]float64, g.m)}
	for i := range g.n + 1 {
		for j := int(g.lo[i]); j <= int(g.hi[i]); j++ {
			c := g.at(i, j)
			if i > 0 {
				s.a[i-1] += float64(p.a[c])
			}
			if j > 0 {
				s.b[j-1] += float64(p.b[c])
			}
		}
	}
	for _, x := range [][]float64{s.a, s.b} {
		for k := range x {
			x[k] = min(1, x[k])
		}
	}
	return s
}

// The logistic curves, fitted to the sets by maximum likelihood; see doc.go.
var (
	pairCurve = features{-3.83, 0.52, 0, 1.3, 6.98, 3.0}
	rowCurve  = [3]float64{1.66, 0.73, -0.11} // constant, least and mean log odds of the pairs
)

func (f features) odds() float64 {
	x := 0.0
	for k := range f {
		x += pairCurve[k] * f[k]
	}
	return x
}

// judge gives a bead its confidence.
func (v *mover) judge(b *Bead, r *row) {
	least, sum := math.Inf(1), 0.0
	for p := range v.ps {
		o := v.features(r, p).odds()
		b.Pairs = append(b.Pairs, sigmoid(o))
		least = min(least, o)
		sum += o
	}
	if v.texts == 2 {
		b.Confidence = b.Pairs[0]
		return
	}
	b.Confidence = sigmoid(rowCurve[0] + rowCurve[1]*least + rowCurve[2]*sum/float64(len(v.ps)))
}
