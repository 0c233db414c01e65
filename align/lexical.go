package align

import (
	"cmp"
	"math"
	"slices"
)

// The evidence of words. For a word w of the target and a span S of source
// segments the likelihood ratio against unrelated text is
//
//	1 − β + β · P(w|S) / P(w),   P(w|S) = mean over the words s of S of t(w|s)
//
// where t is the table of translations and β the probability that w is
// explained by words of the bead at all. The ratio of a bead is the product
// over the words of the target, so that it adds up over target segments.

// hit is a source segment in which a target word has translations, with their
// weight.
type hit struct {
	segment int32
	weight  float32
}

// evidence is what one text tells of the words of the other.
type evidence struct {
	hits   [][]hit   // per word of the target, by ascending segment
	beta   []float32 // per word of the target
	first  []float32 // beta before a path was seen
	base   []float32 // 1/P(w) per word of the target
	length []float32 // words per source segment
}

// entry is a translation of a source word: a target word and t(w|s).
type entry struct {
	word   int32
	weight float32
}

// table holds the translations of each source word among the words of the
// target.
type table [][]entry

// newEvidence spreads a table over the segments of the source.
func newEvidence(m *model, src, dst *source, t table) *evidence {
	e := &evidence{
		hits: make([][]hit, len(dst.words)), beta: make([]float32, len(dst.words)),
		base: make([]float32, len(dst.words)), length: make([]float32, len(src.sentences)),
	}
	for k := range src.sentences {
		e.length[k] = src.sentences[k].words
		for _, it := range src.sentences[k].items {
			for _, x := range t[it.word] {
				h := e.hits[x.word]
				if n := len(h); n > 0 && h[n-1].segment == int32(k) {
					h[n-1].weight += it.weight * x.weight
				} else {
					e.hits[x.word] = append(h, hit{int32(k), it.weight * x.weight})
				}
			}
		}
	}
	for w := range dst.words {
		sum := float32(0)
		for _, h := range e.hits[w] {
			sum += h.weight
		}
		marginal := sum / (src.total + elsewhere)
		unigram := dst.words[w].count / max(1, dst.total)
		e.beta[w] = float32(m.beta(dst.words[w].kind, float64(marginal/max(1e-9, unigram))))
		e.base[w] = 1 / (float32(m.unigram)*unigram + float32(1-m.unigram)*marginal + 1e-9)
	}
	return e
}

// elsewhere is the length, in words, of unrelated text that is imagined beside
// the source when P(w) is taken from it, so that a text of one or two segments
// has something to be told apart from.
const elsewhere = 300

// beta is the probability that a word is explained by the words of its bead,
// before a path has been seen.
func (m *model) beta(k kind, foreseen float64) float64 {
	top := m.explained
	if k == value || k == foreign || k == named {
		top = m.exact
	}
	return top * min(1, m.least+m.foresight*foreseen)
}

// refit estimates beta from a path: how often each word was explained where it
// stood. What was believed before counts as much as keep occurrences.
func (e *evidence) refit(src, dst *source, path []step, keep float32) {
	if e.first == nil {
		e.first = slices.Clone(e.beta)
	}
	seen, explained := make([]float32, len(dst.words)), make([]float32, len(dst.words))
	for _, s := range path {
		if s.a == 0 || s.b == 0 {
			continue
		}
		length := float32(0)
		for k := s.i - s.a; k < s.i; k++ {
			length += e.length[k]
		}
		for j := s.j - s.b; j < s.j; j++ {
			for _, it := range dst.sentences[j].items {
				seen[it.word] += it.weight
				sum := float32(0)
				for _, h := range within(e.hits[it.word], s.i-s.a, s.i-1) {
					sum += h.weight
				}
				if sum > 0 {
					x := e.first[it.word] * sum * e.base[it.word] / length
					explained[it.word] += it.weight * x / (1 - e.first[it.word] + x)
				}
			}
		}
	}
	for w, first := range e.first {
		e.beta[w] = (keep*first + explained[w]) / (keep + seen[w])
	}
}

// scorer works out the cost of words for spans of source segments against
// single target segments. It holds the buffers of one goroutine.
type scorer struct {
	dst   *source
	e     *evidence
	power float32 // how much independent evidence a word is

	items  []item    // of the loaded target segment
	first  int       // source segment of the first row of hits
	sparse []cellHit // hits of the words of one target segment
	start  []int32   // per source segment: index into sparse
	sum    []float32 // per item of the target segment
	active []int32
	lost   float32 // log(1−β) of all items
}

type cellHit struct {
	item   int32
	weight float32
}

// load prepares target segment j against source segments from first to last,
// both included.
func (s *scorer) load(j, first, last int) {
	s.first = first
	s.items = s.dst.sentences[j].items
	items := s.items
	n := last - first + 1
	s.start = append(s.start[:0], make([]int32, n+1)...)
	s.sum = append(s.sum[:0], make([]float32, len(items))...)
	s.lost = 0
	for _, it := range items {
		s.lost += it.weight * fastLog(1-s.e.beta[it.word])
		for _, h := range within(s.e.hits[it.word], first, last) {
			s.start[int(h.segment)-first+1]++
		}
	}
	for k := range n {
		s.start[k+1] += s.start[k]
	}
	s.sparse = append(s.sparse[:0], make([]cellHit, s.start[n])...)
	for k, it := range items {
		for _, h := range within(s.e.hits[it.word], first, last) {
			p := &s.start[int(h.segment)-first]
			s.sparse[*p] = cellHit{int32(k), h.weight}
			*p++
		}
	}
	copy(s.start[1:], s.start) // each start has moved to its end
	s.start[0] = 0
}

func within(h []hit, first, last int) []hit {
	a, _ := slices.BinarySearchFunc(h, int32(first), func(x hit, s int32) int { return cmp.Compare(x.segment, s) })
	b := a
	for b < len(h) && h[b].segment <= int32(last) {
		b++
	}
	return h[a:b]
}

// costs fills out with the costs of the spans of 1, 2, … len(out) source
// segments that end before segment end, against the loaded target segment.
func (s *scorer) costs(end int, out []float32) {
	length := float32(0)
	for n := range out {
		k := end - 1 - n
		if k < s.first {
			break
		}
		length += s.e.length[k]
		for _, h := range s.sparse[s.start[k-s.first]:s.start[k-s.first+1]] {
			if s.sum[h.item] == 0 {
				s.active = append(s.active, h.item)
			}
			s.sum[h.item] += h.weight
		}
		gain := float32(0)
		for _, p := range s.active {
			it := s.items[p]
			beta := s.e.beta[it.word]
			r := s.sum[p] * s.e.base[it.word] / length
			gain += it.weight * fastLog(1+beta*r/(1-beta))
		}
		out[n] = -s.power * (s.lost + gain)
	}
	for _, p := range s.active {
		s.sum[p] = 0
	}
	s.active = s.active[:0]
}

// fastLog is the natural logarithm to about 1e-5, several times faster than
// math.Log: the exponent is read from the bits, the mantissa m, between √½ and
// √2, goes through the series of 2·artanh((m−1)/(m+1)).
func fastLog(x float32) float32 {
	b := math.Float32bits(x)
	const half = 0x3f3504f3 // √½
	e := int32(b-half) >> 23
	m := math.Float32frombits(b - uint32(e)<<23)
	s := (m - 1) / (m + 1)
	q := s * s
	return float32(e)*math.Ln2 + 2*s*(1+q*(1.0/3+q*(1.0/5)))
}
