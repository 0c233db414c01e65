package lexicon

import (
	"fmt"
	"testing"

	"dragoman/internal/lang"
)

func TestSmoke(t *testing.T) {
	x, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []struct {
		l lang.Code
		t string
	}{{"zh", "双方强调维持建设性大国关系对解决全球战略性问题的重要性，全球战略稳定。NATO"}, {"en", "The Parties reaffirm the joint statement on global strategic stability and arms control."}, {"ru", "Стороны подчёркивают важность контроля над вооружениями, стратегической стабильности."}} {
		for _, w := range x.Words(nil, s.l, s.t) {
			fmt.Printf("%s %s %d:", s.t[w.Start:w.End], w.Key, w.ID)
			for _, to := range []lang.Code{"zh", "en", "ru"} {
				for i, g := range x.Translations(nil, s.l, w.ID, to) {
					if i < 12 {
						fmt.Printf(" %s/%.2f", x.Key(to, g.ID), g.Weight)
					}
				}
				fmt.Print(" ;")
			}
			fmt.Println()
		}
	}
}

func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		x, _ := Default()
		x.Words(nil, "zh", "双方")
		x.Words(nil, "en", "party")
		x.Words(nil, "ru", "сторона")
		x.Translations(nil, "zh", 5, "en")
		x.Translations(nil, "en", 5, "zh")
		x.Translations(nil, "zh", 5, "ru")
		x.Translations(nil, "ru", 5, "zh")
	}
}
