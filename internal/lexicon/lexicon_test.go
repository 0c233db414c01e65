package lexicon

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dragoman/internal/lang"
	"dragoman/internal/lexicon/vocab"

	terms "dragoman/data/lexicon"
)

// wordKeys writes the words of a sentence; a key without a number has a star.
func wordKeys(x *Lexicon, l lang.Code, text string) string {
	var ks []string
	for _, w := range x.Words(nil, l, text) {
		k := w.Key
		if w.ID == 0 && k[0] != '#' && k[0] != '@' {
			k += "*"
		}
		ks = append(ks, k)
	}
	return strings.Join(ks, "|")
}

func TestWords(t *testing.T) {
	x := full(t)
	tests := []struct {
		l          lang.Code
		text, want string
	}{
		{"zh", "", ""},
		{"zh", "联合声明", "联合|联合声明|声明"},
		{"zh", "聯合聲明", "联合|联合声明|声明"},
		{"zh", "第五十八届", "第五|#58|五十|十八|届"},
		{"zh", "北约（NATO）吗？", "北约|@nato|吗|#?"},
		{"zh", "2025年5月", "#2025|年|#m05|月"},
		{"en", "Men wrote: 3 programmes", "man|write|#:|#3|program"},
		{"en", "joint statement", "joint|joint statement|statement"},
		{"ru", "«Совместного заявления»", "#«|совместн|совместн заявлен|заявлен"},
		{"ru", "НАТО и NATO", "нат|и|@nato"},
		{"de", "Die 3 Länder", "die*|#3|land*"},
	}
	for _, tt := range tests {
		if got := wordKeys(x, tt.l, tt.text); got != tt.want {
			t.Errorf("%s %q:\n got %s\nwant %s", tt.l, tt.text, got, tt.want)
		}
	}
}

// TestKin looks at forms whose stems differ from the dictionary's.
func TestKin(t *testing.T) {
	x := full(t)
	tests := []struct {
		l          lang.Code
		text, want string
	}{
		{"ru", "используют ассамблей поправок оценок", "использова|ассамбле|поправк|оценк"},
		{"ru", "рынок рынка рынков", "рынк|рынк|рынк"},
		{"ru", "абвгдеж", "абвгдеж*"},
	}
	for _, tt := range tests {
		if got := wordKeys(x, tt.l, tt.text); got != tt.want {
			t.Errorf("%s %q: got %s, want %s", tt.l, tt.text, got, tt.want)
		}
	}
}

func TestTranslations(t *testing.T) {
	x := full(t)
	tests := []struct {
		from lang.Code
		word string
		to   lang.Code
		want string
	}{
		{"zh", "声明", "en", "statement"},
		{"zh", "声明", "ru", "заявлен"},
		{"zh", "导弹", "ru", "ракет"},
		{"en", "missil", "ru", "ракет"},
		{"en", "treati", "zh", "条约"},
		{"ru", "ракет", "zh", "导弹"},
		{"ru", "договор", "en", "treati"},
		{"zh", "联合声明", "en", "joint statement"},
		{"en", "opcw", "ru", "озх"},
		{"zh", "外空", "ru", "космическ пространств"},
	}
	for _, tt := range tests {
		i, _ := index(tt.from)
		id := x.find(i, tt.word)
		if id == 0 {
			t.Errorf("%s %s is unknown", tt.from, tt.word)
			continue
		}
		found, last, sum := false, uint32(0), float32(0)
		for _, g := range x.Translations(nil, tt.from, id, tt.to) {
			if g.ID <= last {
				t.Errorf("%s %s: %d after %d", tt.from, tt.word, g.ID, last)
			}
			last, sum = g.ID, sum+g.Weight
			found = found || x.Key(tt.to, g.ID) == tt.want && g.Weight > 0.02
		}
		if !found || sum > 1.001 {
			t.Errorf("%s %s: %s not among the translations (sum %.3f)", tt.from, tt.word, tt.want, sum)
		}
	}
	if got := x.Translations(nil, "zh", 0, "en"); got != nil {
		t.Errorf("translations of no word: %v", got)
	}
	if got := x.Translations(nil, "de", 1, "en"); got != nil {
		t.Errorf("translations from German: %v", got)
	}
}

// TestTermsAreCompiled compares the term lists with the compiled dictionaries.
func TestTermsAreCompiled(t *testing.T) {
	names, err := terms.Terms.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	x := full(t)
	missing := 0
	for _, n := range names {
		data, err := terms.Terms.ReadFile(n.Name())
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			f := strings.Split(strings.TrimSpace(line), "\t")
			if len(f) < 3 || f[0] == "zh" || strings.HasPrefix(line, "#") {
				continue
			}
			var ids [languages]uint32
			var k vocab.Keys
			for i := range languages {
				s := spellings(f[i])
				if len(s) == 0 {
					continue
				}
				toks := k.Tokens(nil, codes[i], s[0])
				key := phraseKey(toks)
				if i == zh {
					key, _ = hanKey(toks)
				}
				ids[i] = x.find(i, key)
			}
			if ids[zh] != 0 && linked(x, ids) || ids[zh] == 0 && !allHan(f[0]) {
				continue
			}
			if missing++; missing <= 5 {
				t.Errorf("%s: %s is not in the dictionary", n.Name(), strings.TrimSpace(line))
			}
		}
	}
	if missing > 0 {
		t.Errorf("%d terms are missing: run go run ./internal/lexicon/gen", missing)
	}
}

func allHan(s string) bool {
	s, _, _ = strings.Cut(s, " |")
	var k vocab.Keys
	_, ok := hanKey(k.Tokens(nil, lang.Chinese, s))
	return ok
}

func linked(x *Lexicon, ids [languages]uint32) bool {
	for _, j := range []int{en, ru} {
		for _, g := range x.Translations(nil, lang.Chinese, ids[zh], codes[j]) {
			if g.ID == ids[j] {
				return true
			}
		}
	}
	return false
}

// TestCoverage measures how much of the statement the dictionaries know.
func TestCoverage(t *testing.T) {
	data, err := os.ReadFile("../../data/statement/zh.txt")
	if err != nil {
		t.Fatal(err)
	}
	x := full(t)
	words, single, inEnglish, inRussian := 0, 0, 0, 0
	for line := range strings.Lines(string(data)) {
		for _, w := range x.Words(nil, lang.Chinese, line) {
			if w.Key[0] == '#' || w.Key[0] == '@' {
				continue
			}
			words++
			if len(w.Key) <= 3 {
				single++
			}
			if len(x.Translations(nil, lang.Chinese, w.ID, lang.English)) > 0 {
				inEnglish++
			}
			if len(x.Translations(nil, lang.Chinese, w.ID, lang.Russian)) > 0 {
				inRussian++
			}
		}
	}
	share := func(n int) float64 { return 100 * float64(n) / float64(words) }
	golden(t, "coverage.txt", fmt.Appendf(nil, "data/statement/zh.txt\nwords, overlapping        %6d\nsingle characters         %6.1f %%\nwith English translations %6.1f %%\nwith Russian translations %6.1f %%\n",
		words, share(single), share(inEnglish), share(inRussian)))
}

func TestConcurrent(t *testing.T) {
	x := full(t)
	g, err := ReadGlossary(strings.NewReader("zh,en\n金穹,Golden Dome\n"), "g")
	if err != nil {
		t.Fatal(err)
	}
	y := x.With(g)
	y.Warm(codes[:]...)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, l := range codes {
				for _, w := range y.Words(nil, l, "金穹 Golden Dome Золотой купол") {
					for _, to := range codes {
						y.Translations(nil, l, w.ID, to)
					}
				}
				x.Names(nil, l, "格罗西 Grossi Гросси")
			}
		})
	}
	wg.Wait()
}

func FuzzWords(f *testing.F) {
	x, err := Default()
	if err != nil {
		f.Fatal(err)
	}
	for i, s := range []string{"联合声明（NATO）2025年", "The joint statement of 21 May 2025", "Совместное заявление об А/RES/75/240", "Ein Wort"} {
		f.Add(s, uint8(i))
	}
	langs := []lang.Code{"zh", "en", "ru", "de"}
	f.Fuzz(func(t *testing.T, text string, n uint8) {
		l := langs[int(n)%len(langs)]
		at := Word{}
		for _, w := range x.Words(nil, l, text) {
			if w.Start < at.Start || w.Start == at.Start && w.End < at.End || w.End <= w.Start || w.End > len(text) || w.Key == "" {
				t.Fatalf("%s %q: word %+v after %+v", l, text, w, at)
			}
			if w.ID != 0 && x.Key(l, w.ID) != w.Key {
				t.Fatalf("%s %q: word %+v has the key %q", l, text, w, x.Key(l, w.ID))
			}
			at = w
		}
		end := 0
		for _, m := range x.Names(nil, l, text) {
			if m.Start < end || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("%s %q: name %d to %d after %d", l, text, m.Start, m.End, end)
			}
			end = m.End
		}
	})
}

func BenchmarkStart(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		x, err := Default()
		if err != nil {
			b.Fatal(err)
		}
		x.Warm(codes[:]...)
		for _, from := range codes {
			x.Words(nil, from, "词 word слово")
			for _, to := range codes {
				x.Translations(nil, from, 1, to)
			}
		}
	}
}

var benchTexts = [languages]string{
	"双方强调维持建设性大国关系对解决全球战略性问题的重要性。2025年5月8日。",
	"The Parties stress that constructive relations between major powers matter for resolving 2,231 global strategic issues.",
	"Стороны подчёркивают важность поддержания конструктивных отношений между крупными державами для решения глобальных проблем.",
}

func BenchmarkWords(b *testing.B) {
	x, err := Default()
	if err != nil {
		b.Fatal(err)
	}
	for i, text := range benchTexts {
		b.Run(string(codes[i]), func(b *testing.B) {
			var dst []Word
			b.ReportAllocs()
			for b.Loop() {
				dst = x.Words(dst[:0], codes[i], text)
			}
		})
	}
}

func BenchmarkValues(b *testing.B) {
	for i, text := range benchTexts {
		b.Run(string(codes[i]), func(b *testing.B) {
			var dst []Value
			b.ReportAllocs()
			for b.Loop() {
				dst = Values(dst[:0], codes[i], text)
			}
		})
	}
}

func BenchmarkTranslations(b *testing.B) {
	x, err := Default()
	if err != nil {
		b.Fatal(err)
	}
	for i, from := range codes {
		var ids []uint32
		for _, w := range x.Words(nil, from, benchTexts[i]) {
			if w.ID != 0 {
				ids = append(ids, w.ID)
			}
		}
		for _, to := range codes {
			if from == to {
				continue
			}
			b.Run(string(from+"-"+to), func(b *testing.B) {
				var dst []Gloss
				b.ReportAllocs()
				for n := 0; b.Loop(); n++ {
					dst = x.Translations(dst[:0], from, ids[n%len(ids)], to)
				}
			})
		}
	}
}

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a golden file, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s has changed; run with -update if it should:\n%s", path, got)
	}
}
