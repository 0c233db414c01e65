package align

import (
	"context"
	"fmt"
	"testing"

	"dragoman/internal/lang"
)

// told knows which segments mean the same: segment k of the first text and
// segment told[k] of the second.
type told []int

func (s told) Band(context.Context, []int32, []int32) (Alike, error) { return s, nil }

func (s told) Score(i, j, n, m int) float32 {
	right := 0
	for k := i - n; k < i; k++ {
		if s[k] >= j-m && s[k] < j {
			right++
		}
	}
	return float32(right) / float32(max(n, m))
}

// TestSimilarity: where words tell nothing, the similarity decides.
func TestSimilarity(t *testing.T) {
	words := func(l lang.Code, n int, word string) Text {
		text := Text{Lang: l}
		for k := range n {
			text.Segments = append(text.Segments, Segment{Text: fmt.Sprintf("%s %s %s.", word, word, word), Paragraph: k})
		}
		return text
	}
	de, fr := words("de", 8, "lorem"), words("fr", 6, "ipsum")
	partners := told{0, 1, -1, -1, 2, 3, 4, 5}
	a := Aligner{Similarity: func(x, y int, xs, ys []int) (Similarity, error) {
		if x != 0 || y != 1 || len(xs) != 8 || len(ys) != 6 {
			t.Errorf("asked for %d and %d, %d and %d segments", x, y, len(xs), len(ys))
		}
		return partners, nil
	}}
	beads, err := a.Align(t.Context(), de, fr)
	if err != nil {
		t.Fatal(err)
	}
	right := 0
	for _, b := range beads {
		if b.Spans[0].Len() == 1 && b.Spans[1].Len() == 1 && partners[b.Spans[0].Start] == b.Spans[1].Start {
			right++
		}
	}
	if right < 6 {
		t.Errorf("%d of 6 pairs found: %v", right, Links(beads))
	}
}
