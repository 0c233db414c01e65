package lexicon

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"dragoman/internal/lang"
)

func TestNameSimilarity(t *testing.T) {
	tests := []struct {
		zh, en, ru string
		min        float64
	}{
		{"格罗西", "Grossi", "Гросси", 0.85},
		{"米哈伊尔", "Mikhail", "Михаил", 0.85},
		{"乌里扬诺夫", "Ulyanov", "Ульянов", 0.7},
		{"拉斐尔", "Rafael", "Рафаэль", 0.85},
		{"马里亚诺", "Mariano", "Мариано", 0.9},
		{"特朗普", "Trump", "Трамп", 0.7},
		{"拜登", "Biden", "Байден", 0.8},
		{"拉夫罗夫", "Lavrov", "Лавров", 0.9},
		{"古特雷斯", "Guterres", "Гутерреш", 0.8},
		{"普京", "Putin", "Путин", 0.7},
		{"泽连斯基", "Zelensky", "Зеленский", 0.8},
		{"李松", "Li Song", "Ли Сун", 1},
		{"习近平", "Xi Jinping", "Си Цзиньпин", 1},
		{"王毅", "Wang Yi", "Ван И", 1},
		{"上海", "Shanghai", "Шанхай", 1},
		{"西安", "Xi'an", "Сиань", 1},
		{"秦刚", "Qin Gang", "Цинь Ган", 1},
	}
	for _, tt := range tests {
		for _, p := range [][4]string{{"zh", tt.zh, "en", tt.en}, {"zh", tt.zh, "ru", tt.ru}, {"en", tt.en, "ru", tt.ru}} {
			s := NameSimilarity(lang.Code(p[0]), p[1], lang.Code(p[2]), p[3])
			if s < tt.min {
				t.Errorf("%s and %s: %.2f, want %.2f (%s, %s)", p[1], p[3], s, tt.min,
					NewSound(lang.Code(p[0]), p[1]).sounds, NewSound(lang.Code(p[2]), p[3]).sounds)
			}
			if r := NameSimilarity(lang.Code(p[2]), p[3], lang.Code(p[0]), p[1]); r != s {
				t.Errorf("%s and %s: %.3f one way, %.3f the other", p[1], p[3], s, r)
			}
		}
	}
	for _, p := range [][4]string{{"zh", "格罗西", "en", "Trump"}, {"zh", "李松", "ru", "Ван И"}, {"en", "Grossi", "ru", "Ульянов"}, {"zh", "", "en", ""}} {
		if s := NameSimilarity(lang.Code(p[0]), p[1], lang.Code(p[2]), p[3]); s >= 0.6 {
			t.Errorf("%s and %s: %.2f", p[1], p[3], s)
		}
	}
}

// TestTranscriptionVectors measures recall and false alarms on the test data of
// CLDR for the transcription of Russian names.
func TestTranscriptionVectors(t *testing.T) {
	ru, zh := vectors(t, "testdata/zh-t-ru.txt")
	var a, b []Sound
	for i := range ru {
		a = append(a, NewSound(lang.Russian, ru[i]))
		b = append(b, NewSound(lang.Chinese, zh[i]))
	}
	var found, alarms, pairs [3]int
	limits := [3]float64{0.6, 0.7, 0.8}
	for i := range a {
		for k, l := range limits {
			if a[i].Similarity(b[i]) >= l {
				found[k]++
			}
		}
		for j := i % 37; j < len(b); j += 37 {
			if i == j {
				continue
			}
			for k, l := range limits {
				pairs[k]++
				if a[i].Similarity(b[j]) >= l {
					alarms[k]++
				}
			}
		}
	}
	var out strings.Builder
	out.WriteString("similarity at least   recall   false alarms   (per cent, 1,382 names of CLDR, ru-zh)\n")
	for k, l := range limits {
		fmt.Fprintf(&out, "%.1f                   %6.1f   %12.2f\n", l, 100*float64(found[k])/float64(len(a)), 100*float64(alarms[k])/float64(pairs[k]))
	}
	golden(t, "names.txt", []byte(out.String()))
}

func vectors(t *testing.T, path string) (from, to []string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) == 2 && !strings.HasPrefix(line, "#") {
			from, to = append(from, f[0]), append(to, f[1])
		}
	}
	return from, to
}

// TestPalladiusVectors runs the names of CLDR's test data through the tables.
func TestPalladiusVectors(t *testing.T) {
	latin, cyrillic := vectors(t, "testdata/ru-t-zh-Latn-pinyin.txt")
	wrong := 0
	for i := range latin {
		if NameSimilarity("en", latin[i], "ru", cyrillic[i]) < 1 {
			wrong++
			if wrong < 60 {
				t.Logf("%s, %s: %q, %q", latin[i], cyrillic[i], NewSound("en", latin[i]).exact, NewSound("ru", cyrillic[i]).exact)
			}
		}
	}
	if wrong > 60 {
		t.Errorf("%d of %d wrong", wrong, len(latin))
	}
}

func TestNames(t *testing.T) {
	x := full(t)
	tests := []struct {
		l          lang.Code
		text, want string
	}{
		{"zh", "拉斐尔·马里亚诺·格罗西阁下", "拉斐尔|马里亚诺|格罗西"},
		{"zh", "米哈伊尔·乌里扬诺夫", "米哈伊尔|乌里扬诺夫"},
		{"zh", "莫斯科和俄罗斯联邦", ""},
		{"zh", "大使李松表示", "李松"},
		{"en", "Director General Rafael Mariano Grossi", "General|Rafael|Mariano|Grossi"},
		{"en", "The Parties reaffirm the charter. NATO", "Parties"},
		{"ru", "Михаил Ульянов и Рафаэль Гросси в федерации", "Михаил|Ульянов|Рафаэль|Гросси"},
	}
	for _, tt := range tests {
		var got []string
		for _, n := range x.Names(nil, tt.l, tt.text) {
			got = append(got, tt.text[n.Start:n.End])
		}
		if s := strings.Join(got, "|"); s != tt.want {
			t.Errorf("%s: got %s, want %s", tt.text, s, tt.want)
		}
	}
}

// linkNames lets names that sound alike translate each other in the retrieval
// test: the words they cover.
func linkNames(x *memo, r *retriever, va, vb *voc, p [2]lang.Code, ta, tb []string) {
	na, nb := nameWords(x, va, p[0], ta), nameWords(x, vb, p[1], tb)
	for _, a := range na {
		for _, b := range nb {
			s := a.sound.Similarity(b.sound)
			if s < 0.7 {
				continue
			}
			for _, i := range a.words {
				for _, j := range b.words {
					r.ab[i][j] = max(r.ab[i][j], 0.5*s/float64(len(b.words)))
					r.ba[j][i] = max(r.ba[j][i], 0.5*s/float64(len(a.words)))
				}
			}
		}
	}
}

type nameWord struct {
	sound Sound
	words []int
}

// nameWords gives each distinct name of a text once, with the words in its span.
func nameWords(x *memo, v *voc, l lang.Code, lines []string) []nameWord {
	var out []nameWord
	seen := make(map[string]bool)
	for _, line := range lines {
		names := x.Names(l, line)
		if len(names) == 0 {
			continue
		}
		words := x.Words(l, line)
		for _, n := range names {
			if key := line[n.Start:n.End]; seen[key] {
				continue
			} else {
				seen[key] = true
			}
			w := nameWord{sound: n.Sound}
			for _, c := range words {
				if id, ok := v.ids[c.Key]; ok && c.Start >= n.Start && c.End <= n.End {
					w.words = append(w.words, id)
				}
			}
			out = append(out, w)
		}
	}
	return out
}

func BenchmarkSimilarity(b *testing.B) {
	x, y := NewSound("zh", "乌里扬诺夫"), NewSound("ru", "Ульянов")
	b.ReportAllocs()
	for b.Loop() {
		x.Similarity(y)
	}
}
