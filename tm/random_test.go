package tm

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dragoman/internal/lang"
	"dragoman/internal/normal"
)

// randomTexts makes texts of few words, so that all that can happen happens:
// repeated words, frequent pairs, words that are never neighbours.
type randomTexts struct{ *rand.Rand }

var vocabulary = map[lang.Code][]string{
	lang.Chinese: strings.Fields("战 略 稳 定 与 的 外 空 安 全 核 2231 NPT 𠮷 戰 。 ， “"),
	lang.English: strings.Fields("the of and states parties State strategic stability stable weapon weapons 2231 NPT , . — U.S."),
	lang.Russian: strings.Fields("и в на государства государств Государство ядерное ядерного оружия ёлка елка 2231 , . —"),
}

func (r randomTexts) text(l lang.Code, most int) string {
	words := vocabulary[l]
	sep := " "
	if l == lang.Chinese {
		sep = ""
	}
	var b strings.Builder
	for i := range r.IntN(most) {
		if i > 0 {
			b.WriteString(sep)
		}
		// The square makes the first words far more frequent than the last.
		n := r.Float64()
		b.WriteString(words[int(n*n*float64(len(words)))])
	}
	return b.String()
}

func (r randomTexts) document(name string, rows int) Document {
	d := Document{Name: name, Date: []string{"", "2020-01-01", "2024-05-05"}[r.IntN(3)]}
	var cells [][]string
	for range rows {
		most := 8
		if r.IntN(30) == 0 {
			most = 60
		}
		var row []string
		for _, l := range zhEnRu {
			row = append(row, r.text(l, most))
		}
		cells = append(cells, row)
	}
	x := document(name, d.Date, zhEnRu, cells...)
	x.Texts[0].Hash = fmt.Sprint(r.Uint64())
	return x
}

// plain is the same look-up by reading everything.
func plain(t *testing.T, units []Unit, code lang.Code, stems []string) []int64 {
	t.Helper()
	var ids []int64
	var cache normal.Cache
	for _, u := range units {
		for _, v := range u.Variants {
			if v.Lang == code && len(marks(cache.Tokens(nil, code, v.Text), stems)) > 0 {
				ids = append(ids, u.ID)
				break
			}
		}
	}
	return ids
}

// newestFirst is the order of hits by its definition.
func newestFirst(a, b Unit) int {
	if a.Date != b.Date {
		return strings.Compare(b.Date, a.Date)
	}
	if a.Document != b.Document {
		return strings.Compare(a.Document, b.Document)
	}
	return a.Row - b.Row
}

// TestLookupIsComplete compares look-ups with reading everything, over
// memories that grow, change and shrink.
func TestLookupIsComplete(t *testing.T) {
	for seed := range uint64(2) {
		r := randomTexts{rand.New(rand.NewPCG(seed, 7))}
		m := open(t)
		for round := range 6 {
			for range 4 {
				name := fmt.Sprintf("d%d", r.IntN(12))
				put(t, m, r.document(name, 20+r.IntN(120)))
				if r.IntN(4) == 0 {
					if _, err := m.Remove(context.Background(), name); err != nil {
						t.Fatal(err)
					}
				}
			}
			compareLookups(t, m, r, 60)
			sound(t, m)
			if t.Failed() {
				t.Fatalf("seed %d, round %d", seed, round)
			}
		}
	}
}

func compareLookups(t *testing.T, m *Memory, r randomTexts, n int) {
	t.Helper()
	var units []Unit
	for u, err := range m.Units(t.Context(), Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		units = append(units, u)
	}
	slices.SortStableFunc(units, newestFirst)
	for range n {
		code := zhEnRu[r.IntN(3)]
		phrase := r.text(code, 6)
		var stems []string
		for _, k := range normal.Tokens(nil, code, phrase) {
			stems = append(stems, k.Stem)
		}
		if len(stems) == 0 {
			continue
		}
		want := plain(t, units, code, stems)
		limit := 1 + r.IntN(40)
		got, err := m.Lookup(t.Context(), Query{Phrase: phrase, Lang: code, Limit: limit})
		if err != nil {
			t.Fatal(err)
		}
		var ids []int64
		for _, h := range got.Hits {
			ids = append(ids, h.Unit.ID)
			if len(h.Marks) == 0 {
				t.Errorf("%s %q: unit %d is not marked", code, phrase, h.Unit.ID)
			}
		}
		if got.Count != len(want) || !slices.Equal(ids, want[:min(limit, len(want))]) {
			t.Errorf("%s %q: count %d, want %d\n got %v\nwant %v", code, phrase, got.Count, len(want), ids, want)
		}
	}
}
