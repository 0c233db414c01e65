package align

import (
	"fmt"
	"math"
	"strings"

	"dragoman/internal/lang"
)

// Limits from which on something is worth telling.
const (
	oddLength    = 1.7 // times the expected length
	oddZ         = 2.5 // and standard deviations off
	fewWords     = 0.2 // gain per word, as a share of the usual
	sureOfPair   = 0.8 // confidence of a pair that is sure …
	unsureOfPair = 0.5 // … and of one that contradicts it
	mostMissing  = 3   // values named
)

// reasons tells in plain words what speaks against a bead, or is odd in it.
func (v *mover) reasons(b *Bead, r *row) []string {
	var out []string
	for x := range v.texts {
		if r.spans[x].Len() == 0 {
			out = append(out, "no counterpart in "+v.name(x))
		}
	}
	if r.moved && len(out) < v.texts-1 {
		out = append(out, "stands in another place")
	}
	for p, ij := range pairs[:len(v.ps)] {
		x, y := r.spans[ij[0]], r.spans[ij[1]]
		if x.Len() == 0 || y.Len() == 0 {
			continue
		}
		q := v.ps[p]
		out = append(out, missing(q.a, q.b, x, y, v.name(ij[1]))...)
		out = append(out, missing(q.b, q.a, y, x, v.name(ij[0]))...)
		out = append(out, v.oddLength(q, x, y, ij[1])...)
		if q.density(x, y) < fewWords*v.usual[p] {
			out = append(out, fmt.Sprintf("few words in common between %s and %s", v.name(ij[0]), v.name(ij[1])))
		}
	}
	return append(out, v.disagreement(b)...)
}

// name of a text: its language, or its number where that is unknown or not its
// own.
func (v *mover) name(x int) string {
	l := v.lang(x)
	for y := range v.texts {
		if y != x && v.lang(y) == l {
			l = lang.Unknown
		}
	}
	if l == lang.Unknown {
		return fmt.Sprintf("text %d", x+1)
	}
	return string(l)
}

func (v *mover) lang(x int) lang.Code {
	if x == 0 {
		return v.ps[0].a.lang
	}
	return v.ps[x-1].b.lang // pairs (0,1) and (0,2)
}

// missing names the values of one side that the other does not have.
func missing(a, b *source, x, y Span, where string) []string {
	there := map[string]bool{}
	for j := y.Start; j < y.End; j++ {
		for _, it := range b.sentences[j].items {
			there[b.words[it.word].key] = true
		}
	}
	var out []string
	for i := x.Start; i < x.End; i++ {
		for _, it := range a.sentences[i].items {
			w := &a.words[it.word]
			if w.kind != value || there[w.key] || len(w.key) < 3 || len(out) >= mostMissing {
				continue
			}
			there[w.key] = true
			out = append(out, strings.TrimPrefix(w.key, "#")+" missing in "+where)
		}
	}
	return out
}

// oddLength tells how far a side is from the length the other foretells.
func (v *mover) oddLength(p *pair, x, y Span, text int) []string {
	a, b := p.len.sumA[x.End]-p.len.sumA[x.Start], p.len.sumB[y.End]-p.len.sumB[y.Start]
	ratio := (b + 1) / (p.len.ratio*a + 1)
	z := (b - p.len.ratio*a) / math.Sqrt(p.len.spread*p.len.base(a, b))
	if math.Abs(z) < oddZ || ratio < oddLength && ratio > 1/oddLength {
		return nil
	}
	return []string{fmt.Sprintf("%s has %.1f times the expected length", v.name(text), ratio)}
}

// disagreement names the pairs that contradict each other.
func (v *mover) disagreement(b *Bead) []string {
	if len(b.Pairs) < 3 {
		return nil
	}
	sure, unsure := 0, 0
	for p, c := range b.Pairs {
		if c > b.Pairs[sure] {
			sure = p
		}
		if c < b.Pairs[unsure] {
			unsure = p
		}
	}
	if b.Pairs[sure] < sureOfPair || b.Pairs[unsure] > unsureOfPair {
		return nil
	}
	pair := func(p int) string { return v.name(pairs[p][0]) + "–" + v.name(pairs[p][1]) }
	return []string{pair(unsure) + " disagrees with " + pair(sure)}
}
