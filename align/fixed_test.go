package align

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// numbered is a text whose sentence k tells of k, so that a bead can be told
// right from wrong at sight.
func numbered(l string, order ...int) Text {
	form := map[string]string{"en": "Article %d applies to %d States.", "ru": "Статья %d применяется к %d государствам.", "zh": "第%d条适用于%d个国家。"}[l]
	t := Text{Lang: setLangs[slices.Index([]string{"zh", "en", "ru"}, l)]}
	for p, k := range order {
		t.Segments = append(t.Segments, Segment{Text: fmt.Sprintf(form, 100+k, 1000+7*k), Paragraph: p})
	}
	return t
}

func upTo(n int) []int {
	var s []int
	for k := range n {
		s = append(s, k)
	}
	return s
}

func TestFixed(t *testing.T) {
	zh, en, ru := numbered("zh", upTo(12)...), numbered("en", upTo(12)...), numbered("ru", upTo(12)...)
	for _, c := range []struct {
		name  string
		texts []Text
		fixed []Bead
	}{
		{"in order", []Text{en, ru}, []Bead{{Spans: []Span{{3, 5}, {3, 4}}}, {Spans: []Span{{8, 9}, {8, 9}}}}},
		{"wrong on purpose", []Text{en, ru}, []Bead{{Spans: []Span{{6, 7}, {2, 3}}}}},
		{"crossing", []Text{zh, en}, []Bead{{Spans: []Span{{1, 2}, {9, 10}}}, {Spans: []Span{{9, 10}, {1, 2}}}}},
		{"empty side", []Text{zh, en}, []Bead{{Spans: []Span{{4, 6}, {4, 4}}}}},
		{"three", []Text{zh, en, ru}, []Bead{{Spans: []Span{{2, 3}, {2, 4}, {2, 3}}}, {Spans: []Span{{7, 8}, {7, 8}, {8, 8}}}}},
		{"all", []Text{numbered("en", 0), numbered("ru", 0)}, []Bead{{Spans: []Span{{0, 1}, {0, 1}}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := Aligner{Fixed: c.fixed}
			beads, err := a.Align(t.Context(), c.texts...)
			if err != nil {
				t.Fatal(err)
			}
			covered(t, beads, c.texts...)
			for _, f := range c.fixed {
				k := slices.IndexFunc(beads, func(b Bead) bool { return slices.Equal(b.Spans, f.Spans) })
				if k < 0 {
					t.Fatalf("%v is not among %v", f.Spans, Links(beads))
				}
				if beads[k].Confidence != 1 {
					t.Errorf("%v has confidence %v", f.Spans, beads[k].Confidence)
				}
			}
		})
	}
}

func TestFixedErrors(t *testing.T) {
	en, ru := numbered("en", upTo(4)...), numbered("ru", upTo(4)...)
	for _, fixed := range [][]Bead{
		{{Spans: []Span{{0, 1}}}},
		{{Spans: []Span{{0, 1}, {0, 5}}}},
		{{Spans: []Span{{-1, 1}, {0, 1}}}},
		{{Spans: []Span{{0, 2}, {0, 1}}}, {Spans: []Span{{1, 2}, {1, 2}}}},
	} {
		a := Aligner{Fixed: fixed}
		if _, err := a.Align(t.Context(), en, ru); !errors.Is(err, ErrFixed) {
			t.Errorf("%v: got %v", fixed, err)
		}
	}
}

// Whatever is confirmed, the rest is covered once and no bead reaches over a
// confirmed one.
func TestFixedRandom(t *testing.T) {
	texts := []Text{numbered("zh", upTo(15)...), numbered("en", upTo(15)...), numbered("ru", upTo(15)...)}
	r := rand.New(rand.NewPCG(1, 1))
	for range 40 {
		var a Aligner
		var at [3]int
		for at[0] < 13 && at[1] < 13 && at[2] < 13 {
			var b Bead
			for l := range at {
				at[l] += r.IntN(4)
				n := r.IntN(3)
				b.Spans = append(b.Spans, Span{min(at[l], 15), min(at[l]+n, 15)})
				at[l] += n
			}
			if b.Spans[0].Len()+b.Spans[1].Len()+b.Spans[2].Len() > 0 {
				a.Fixed = append(a.Fixed, b)
			}
		}
		beads, err := a.Align(t.Context(), texts...)
		if err != nil {
			t.Fatal(err)
		}
		covered(t, beads, texts...)
	}
}

func TestMoved(t *testing.T) {
	// The address stands in the other order, a paragraph elsewhere.
	order := []int{0, 1, 2, 6, 5, 4, 3, 7, 8, 13, 9, 10, 11, 12, 14}
	zh, en, ru := numbered("zh", order...), numbered("en", upTo(15)...), numbered("ru", upTo(15)...)
	var want, want3 []Link
	for k, n := range order {
		want = append(want, Link{{k}, {n}})
		want3 = append(want3, Link{{k}, {n}, {n}})
	}
	for _, c := range []struct {
		texts []Text
		want  []Link
	}{{[]Text{zh, en}, want}, {[]Text{zh, en, ru}, want3}} {
		var a Aligner
		beads, err := a.Align(t.Context(), c.texts...)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(Links(beads)); got != fmt.Sprint(c.want) {
			t.Errorf("got  %v\nwant %v", got, c.want)
		}
		a.Monotone = true
		if beads, err = a.Align(t.Context(), c.texts...); err != nil {
			t.Fatal(err)
		}
		at := make([]int, len(c.texts))
		for _, b := range beads {
			for l, s := range b.Spans {
				if s.Start < at[l] {
					t.Errorf("monotone, but %v goes back", b.Spans)
				}
				at[l] = s.End
			}
		}
	}
}

func TestMissingSection(t *testing.T) {
	zh := numbered("zh", upTo(20)...)
	en := numbered("en", upTo(20)...)
	ru := numbered("ru", 0, 1, 2, 3, 4, 5, 12, 13, 14, 15, 16, 17, 18, 19)
	var a Aligner
	beads, err := a.Align(t.Context(), zh, en, ru)
	if err != nil {
		t.Fatal(err)
	}
	want := func(k int) bool { return k >= 6 && k < 12 }
	for _, b := range beads {
		for k := b.Spans[0].Start; k < b.Spans[0].End; k++ {
			if absent := b.Spans[2].Len() == 0; absent != want(k) {
				t.Errorf("segment %d: absent in the third text: %v", k, absent)
			}
		}
	}
	if r := Related(beads); r < 0.7 {
		t.Errorf("Related = %v", r)
	}
}

func TestUnrelated(t *testing.T) {
	docs := readSet(t, "un-dev-std")
	other := readSet(t, "tico-std")
	var a Aligner
	for k := range 5 {
		beads, err := a.Align(t.Context(), docs[k].texts[0], other[k].texts[1])
		if err != nil {
			t.Fatal(err)
		}
		if r := Related(beads); r > 0.2 {
			t.Errorf("documents %d: Related = %v", k, r)
		}
		beads, err = a.Align(t.Context(), docs[k].texts[0], other[k].texts[1], docs[k+5].texts[2])
		if err != nil {
			t.Fatal(err)
		}
		if r := Related(beads); r > 0.2 {
			t.Errorf("documents %d, three texts: Related = %v", k, r)
		}
		if beads, err = a.Align(t.Context(), docs[k].texts[0], docs[k].texts[1]); err != nil {
			t.Fatal(err)
		}
		if r := Related(beads); r < 0.6 {
			t.Errorf("documents %d with their own translation: Related = %v", k, r)
		}
	}
}

func TestReasons(t *testing.T) {
	en := text("en", "The meeting opened on 3 May.", "Resolution 2231 was adopted by 14 votes.", "It was a very long and useful discussion of all questions.", "The meeting closed.")
	ru := text("ru", "Заседание открылось 3 мая.", "Резолюция была принята 14 голосами.", "Заседание закрылось.")
	var a Aligner
	beads, err := a.Align(t.Context(), en, ru)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, b := range beads {
		all = append(all, b.Reasons...)
	}
	for _, want := range []string{"2231 missing in ru", "no counterpart in ru"} {
		if !slices.Contains(all, want) {
			t.Errorf("%q is not among %q", want, all)
		}
	}
}
