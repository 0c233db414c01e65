package align

import (
	"fmt"
	"strings"
	"testing"
)

// Whatever the texts, every segment is in exactly one bead, and the same texts
// give the same beads.
func FuzzAlign(f *testing.F) {
	f.Add("安理会2231号决议。\n中国", "Resolution 2231 (2015).\nChina\n\nRussia", "Резолюция 2231.\nКитай", uint8(3))
	f.Add("a\nb\nc", "c\nb\na", "", uint8(2))
	f.Add("\x00\xff\n\n1.", "（一）\n(a)\n•", "…\n?\n!", uint8(3))
	f.Fuzz(func(t *testing.T, a, b, c string, n uint8) {
		var texts []Text
		for l, s := range []string{a, b, c}[:2+n%2] {
			lines := strings.Split(s, "\n")
			texts = append(texts, text(setLangs[l], lines[:min(len(lines), 40)]...))
		}
		var al Aligner
		beads, err := al.align(t.Context(), nothing{}, texts)
		if err != nil {
			t.Fatal(err)
		}
		covered(t, beads, texts...)
		for _, b := range beads {
			if !(b.Confidence >= 0 && b.Confidence <= 1) {
				t.Fatalf("confidence %v", b.Confidence)
			}
		}
		again, err := al.align(t.Context(), nothing{}, texts)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(beads) != fmt.Sprint(again) {
			t.Fatal("the same texts gave different beads")
		}
	})
}
