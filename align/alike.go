package align

import "context"

// Similarity tells how alike in meaning groups of neighbouring segments of two
// texts are, from what is known outside the texts: sentence embeddings.
type Similarity interface {
	// Band prepares what is asked for within a tube: the segments of the
	// first text that end before corner i may go with those of the second
	// that end before lo[i] to hi[i], both included.
	Band(ctx context.Context, lo, hi []int32) (Alike, error)
}

// Alike scores groups in a band.
type Alike interface {
	// Score compares the n segments of the first text before i with the m of
	// the second before j: about 0 for groups that have nothing to do with
	// one another, towards 1 for translations.
	Score(i, j, n, m int) float32
}

// meaning is what a score of 1 is worth, in nats for each segment of the
// shorter side. A right pair scores about .74, which makes it worth as much as
// two or three rare words that translate one another. It was not fitted: there
// is no model to measure with. What it must not do is outweigh numbers that
// differ, which cost 5 nats and more.
const meaning = 6

// compareBy gives a pair the similarity of its texts, of the segments that the
// confirmed beads leave.
func (p *pair) compareBy(a *Aligner, x, y int, rest *remainder) (err error) {
	if a.Similarity == nil {
		return nil
	}
	p.similarity, err = a.Similarity(x, y, rest.left(x), rest.left(y))
	return err
}

// left lists the segments of a text that are to be aligned.
func (r *remainder) left(text int) []int {
	if r.origin[text] != nil {
		return r.origin[text]
	}
	all := make([]int, len(r.texts[text].Segments))
	for k := range all {
		all[k] = k
	}
	return all
}

// alike prepares the similarity for a tube; nil where there is none.
func (p *pair) alike(ctx context.Context, t *tube) (Alike, error) {
	if p.similarity == nil {
		return nil, nil
	}
	return p.similarity.Band(ctx, t.lo, t.hi)
}
