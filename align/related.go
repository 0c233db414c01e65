package align

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
