package align

import "fmt"

// Gap is a run of neighbouring segments of one text that another text has no
// counterpart to.
type Gap struct {
	Text    int  // the text that has the segments
	Span    Span // the segments
	Lacking int  // the text that lacks them
}

// Gaps lists what texts lack of one another, in the order of the texts, as
// long runs as there are.
func Gaps(beads []Bead) []Gap {
	var gaps []Gap
	if len(beads) == 0 {
		return gaps
	}
	texts := len(beads[0].Spans)
	for x := range texts {
		n := 0
		for _, b := range beads {
			n = max(n, b.Spans[x].End)
		}
		for y := range texts {
			if y == x {
				continue
			}
			alone := make([]bool, n+1)
			for _, b := range beads {
				for s := b.Spans[x].Start; s < b.Spans[x].End; s++ {
					alone[s] = b.Spans[y].Len() == 0
				}
			}
			for s := 0; s < n; s++ {
				start := s
				for alone[s] {
					s++
				}
				if s > start {
					gaps = append(gaps, Gap{x, Span{start, s}, y})
				}
			}
		}
	}
	return gaps
}

// Describe tells a gap in words, counting segments from 1: "ru segments 88–92
// have no counterpart in zh".
func (g Gap) Describe(texts ...Text) string {
	name := func(k int) string {
		if k < len(texts) && texts[k].Lang != "" {
			return string(texts[k].Lang)
		}
		return fmt.Sprintf("text %d", k+1)
	}
	if g.Span.Len() == 1 {
		return fmt.Sprintf("%s segment %d has no counterpart in %s", name(g.Text), g.Span.End, name(g.Lacking))
	}
	return fmt.Sprintf("%s segments %d–%d have no counterpart in %s", name(g.Text), g.Span.Start+1, g.Span.End, name(g.Lacking))
}

// Related tells from 0 to 1 how far texts are versions of one document: the
// share of the segments that are in beads, weighed by their confidence, of the
// text where it is greatest. Translations reach 0.5 even where half a text is
// absent; unrelated texts stay below 0.2.
func Related(beads []Bead) float64 {
	best := 0.0
	if len(beads) == 0 {
		return 0
	}
	for x := range beads[0].Spans {
		sum, n := 0.0, 0
		for _, b := range beads {
			n += b.Spans[x].Len()
			sum += float64(b.Spans[x].Len()) * b.joined(x)
		}
		if n > 0 {
			best = max(best, sum/float64(n))
		}
	}
	return best
}

// joined is the greatest confidence with which a bead joins a text to another.
func (b *Bead) joined(x int) float64 {
	best := 0.0
	for p, ij := range pairs {
		if p >= len(b.Pairs) || ij[0] != x && ij[1] != x {
			continue
		}
		if b.Spans[ij[0]].Len() > 0 && b.Spans[ij[1]].Len() > 0 {
			best = max(best, b.Pairs[p])
		}
	}
	return best
}
