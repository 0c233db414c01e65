package align

import (
	"fmt"
	"testing"
)

// Two languages without a dictionary: each word of one always stands for one
// of the other, so the text teaches them.
func TestLearn(t *testing.T) {
	var a, b Text
	a.Lang, b.Lang = "de", "fr"
	var path []step
	for k := range 60 {
		x, y := "", ""
		for n := range 6 {
			w := (k*7 + n*n*5) % 23
			x += fmt.Sprintf("wa%cx%c ", 'a'+w, 'a'+w)
			y = fmt.Sprintf("ko%cz%c ", 'a'+w, 'a'+w) + y
		}
		a.Segments = append(a.Segments, Segment{Text: x})
		b.Segments = append(b.Segments, Segment{Text: y})
		path = append(path, step{k + 1, k + 1, 1, 1})
	}
	src, err := read(t.Context(), nothing{}, a)
	if err != nil {
		t.Fatal(err)
	}
	dst, err := read(t.Context(), nothing{}, b)
	if err != nil {
		t.Fatal(err)
	}
	right, all := 0, 0
	for w, entries := range learn(src, dst, path, make(table, len(src.words))) {
		best := entry{}
		for _, e := range entries {
			if e.weight > best.weight {
				best = e
			}
		}
		all++
		if len(entries) > 0 && src.words[w].key[2] == dst.words[best.word].key[2] {
			right++
		}
	}
	if right < all {
		t.Errorf("%d of %d words learnt", right, all)
	}
}
