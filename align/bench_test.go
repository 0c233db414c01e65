package align

import (
	"fmt"
	"testing"

	"dragoman/internal/lang"
)

// longTexts strings the documents of a set together until the first text has n
// segments. Repeats are kept apart by a number, as chapters of a book are.
func longTexts(tb testing.TB, n int) []Text {
	docs := readSet(tb, "un-dev-std")
	texts := []Text{{Lang: lang.Chinese}, {Lang: lang.English}, {Lang: lang.Russian}}
	for round := 0; ; round++ {
		for _, d := range docs {
			for l := range texts {
				for k, s := range d.texts[l].Segments {
					if k == 0 && round > 0 {
						s.Text += fmt.Sprint(" ", round)
					}
					s.Paragraph = len(texts[l].Segments)
					texts[l].Segments = append(texts[l].Segments, s)
				}
			}
			if len(texts[0].Segments) >= n {
				return texts
			}
		}
	}
}

func BenchmarkAlign(b *testing.B) {
	for _, c := range []struct {
		texts, segments int
	}{{3, 100}, {3, 1000}, {2, 10000}} {
		b.Run(fmt.Sprintf("texts=%d/segments=%d", c.texts, c.segments), func(b *testing.B) {
			texts := longTexts(b, c.segments)[:c.texts]
			b.ReportAllocs()
			for b.Loop() {
				var a Aligner
				if _, err := a.Align(b.Context(), texts...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
