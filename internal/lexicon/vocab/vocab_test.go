package vocab

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"dragoman/data/dict"
	"dragoman/internal/lang"
)

func keys(l lang.Code, text string) string {
	var k Keys
	var out []string
	for _, t := range k.Tokens(nil, l, text) {
		out = append(out, t.Stem)
	}
	return strings.Join(out, " ")
}

// TestKeys holds forms that must have one key.
func TestKeys(t *testing.T) {
	tests := []struct {
		l     lang.Code
		forms []string
	}{
		{lang.English, []string{"man", "men", "Men's"}},
		{lang.English, []string{"defence", "defense", "Defences"}},
		{lang.English, []string{"organise", "organizes", "organised"}},
		{lang.English, []string{"take", "took", "taken"}},
		{lang.Russian, []string{"ошибка", "ошибок", "ошибкой"}},
		{lang.Russian, []string{"рынок", "рынка", "рынков"}},
		{lang.Russian, []string{"человек", "человека", "людей", "люди"}},
		{lang.Russian, []string{"отец", "отца"}},
		{lang.Chinese, []string{"国", "國"}},
		{lang.Code("de"), []string{"Nation", "Nationen"}},
		{lang.Code("fr"), []string{"déclaration", "déclarations"}},
	}
	for _, tt := range tests {
		for _, f := range tt.forms[1:] {
			if a, b := keys(tt.l, tt.forms[0]), keys(tt.l, f); a != b {
				t.Errorf("%s %s has the key %s, %s %s", tt.l, tt.forms[0], a, f, b)
			}
		}
	}
	if !Stop(lang.English, "the") || !Stop(lang.Russian, "и") || Stop(lang.English, "state") {
		t.Error("words without content")
	}
}

func TestWords(t *testing.T) {
	words := []string{"a", "ab", "abc", "b", "б", "бв", "国", "国家"}
	w := ParseWords(string(EncodeWords(words)))
	if w.Len() != len(words) {
		t.Fatalf("%d words, want %d", w.Len(), len(words))
	}
	for i, s := range words {
		if w.At(uint32(i+1)) != s || w.Find(s) != uint32(i+1) {
			t.Errorf("%s: at %d %s, found at %d", s, i+1, w.At(uint32(i+1)), w.Find(s))
		}
	}
	for _, s := range []string{"", "aa", "国国", "龍"} {
		if id := w.Find(s); id != 0 {
			t.Errorf("%q found at %d", s, id)
		}
	}
}

func TestRows(t *testing.T) {
	rows := map[uint32][]Item{1: {NewItem(1, 7), NewItem(300, 255)}, 3: {NewItem(2, 0)}, 200: {NewItem(1, 9), NewItem(2, 3), NewItem(299, 1)}}
	for _, few := range []bool{true, false} {
		if !few { // most words have a row, all glosses are used
			for w := uint32(1); w <= 200; w++ {
				rows[w] = []Item{NewItem(w, 1), NewItem(w+100, 2)}
			}
		}
		testRows(t, rows)
	}
}

func testRows(t *testing.T, rows map[uint32][]Item) {
	t.Helper()
	data := string(Encode(200, 300, func(w uint32) []Item { return rows[w] }))
	r, err := ReadRows(data, 200, 300)
	if err != nil {
		t.Fatal(err)
	}
	q := r.Inverse()
	inverse := make(map[uint32][]Item)
	for w := uint32(0); w <= 202; w++ {
		if got := r.Append(nil, w); !slices.Equal(got, rows[w]) {
			t.Errorf("row %d: %v, want %v", w, got, rows[w])
		}
		for _, it := range rows[w] {
			inverse[it.ID()] = append(inverse[it.ID()], NewItem(w, it.Weight()))
		}
	}
	for g := uint32(0); g <= 302; g++ {
		if got := q.Append(nil, g); !slices.Equal(got, inverse[g]) {
			t.Errorf("inverse row %d: %v, want %v", g, got, inverse[g])
		}
	}
	if _, err := ReadRows(data, 199, 300); err == nil {
		t.Error("no error where a word is beyond the vocabulary")
	}
	if _, err := ReadRows(data, 200, 299); err == nil {
		t.Error("no error where a gloss is beyond the vocabulary")
	}
	if _, err := ReadRows(data[:len(data)-1], 200, 300); err == nil {
		t.Error("no error where the end is missing")
	}
}

func TestPhrases(t *testing.T) {
	data := AppendPhrase(AppendPhrase(nil, 0, 5, []uint32{1, 300}), 5, 9, []uint32{2, 3, 4})
	var got []string
	ReadPhrases(string(data), func(p uint32, words []uint32) { got = append(got, fmt.Sprint(p, words)) })
	if want := "[5 [1 300] 9 [2 3 4]]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestQuantise(t *testing.T) {
	table := Weights()
	for b, w := range table {
		if Quantise(float64(w)) != uint8(b) {
			t.Errorf("byte %d is the weight %g and comes back as %d", b, w, Quantise(float64(w)))
		}
	}
	for _, w := range []float64{0.01, 0.5, 1, 3, 1000} {
		if r := float64(table[Quantise(w)]) / w; math.Abs(r-1) > 0.05 {
			t.Errorf("%g comes back %g times as heavy", w, r)
		}
	}
}

// TestEmbedded decodes every row of the embedded lists.
func TestEmbedded(t *testing.T) {
	words := map[string]*Words{"zh": ParseWords(dict.ChineseWords), "en": ParseWords(dict.EnglishWords), "ru": ParseWords(dict.RussianWords)}
	for l, w := range words {
		for id := uint32(2); int(id) <= w.Len(); id++ {
			if w.At(id-1) >= w.At(id) {
				t.Fatalf("%s: %q before %q", l, w.At(id-1), w.At(id))
			}
		}
	}
	lists := []struct{ pair, data string }{
		{"zh-en", dict.CedictChineseEnglish}, {"en-ru", dict.MuellerEnglishRussian}, {"zh-ru", dict.PivotChineseRussian},
		{"zh-en", dict.CLDRChineseEnglish}, {"en-ru", dict.CLDREnglishRussian}, {"zh-ru", dict.CLDRChineseRussian},
		{"zh-en", dict.TermsChineseEnglish}, {"en-ru", dict.TermsEnglishRussian}, {"zh-ru", dict.TermsChineseRussian},
	}
	for _, l := range lists {
		from, to, _ := strings.Cut(l.pair, "-")
		r, err := ReadRows(l.data, words[from].Len(), words[to].Len())
		if err != nil {
			t.Fatalf("%s: %v", l.pair, err)
		}
		n := 0
		for id := uint32(1); int(id) <= words[from].Len(); id++ {
			last := uint32(0)
			for _, it := range r.Append(nil, id) {
				if it.ID() <= last || int(it.ID()) > words[to].Len() {
					t.Fatalf("%s: word %d has the gloss %d after %d", l.pair, id, it.ID(), last)
				}
				last = it.ID()
				n++
			}
		}
		if q := r.Inverse(); len(q.items) != n {
			t.Errorf("%s: %d glosses, %d in the inverse", l.pair, n, len(q.items))
		}
	}
}

func FuzzReadRows(f *testing.F) {
	f.Add(string(Encode(3, 3, func(w uint32) []Item { return []Item{NewItem(w, 1)} })))
	f.Add("")
	f.Fuzz(func(t *testing.T, data string) {
		ParseWords(data)
		if r, err := ReadRows(data, 5, 5); err == nil && r.data == "" {
			r.Append(nil, 3)
		}
	})
}
