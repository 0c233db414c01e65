package srx

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dragoman/internal/lang"
)

func benchmark(b *testing.B, rules *Rules, l lang.Code) {
	data, err := os.ReadFile("../../../data/statement/" + string(l) + ".txt")
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Join(strings.FieldsFunc(string(data), func(r rune) bool { return r == '\n' }), "\n\n") + "\n\n"
	text = strings.Repeat(text, 1+1<<20/len(text))
	s := rules.Segmenter(l)
	dst := s.Spans(nil, text, nil)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	start := cpuTime()
	for b.Loop() {
		dst = s.Spans(dst[:0], text, nil)
	}
	b.ReportMetric(float64(len(text))*float64(b.N)/1e6/(cpuTime()-start).Seconds(), "cpu-MB/s")
	b.ReportMetric(float64(len(s.breakBack.states)+len(s.breakAhead.states)+len(s.exceptBack.states)+len(s.exceptFore.states)), "states")
	b.ReportMetric(float64(len(s.rules.abc.sample)), "classes")
	b.ReportMetric(float64(len(s.rules.breaks)), "rules")
}

// BenchmarkExported runs our own rules as SRX.
func BenchmarkExported(b *testing.B) {
	rules := exported(b)
	for _, l := range []lang.Code{lang.Chinese, lang.English, lang.Russian} {
		b.Run(string(l), func(b *testing.B) { benchmark(b, rules, l) })
	}
}

// BenchmarkPlain runs a file with look-around in it.
func BenchmarkPlain(b *testing.B) {
	data, err := os.ReadFile("testdata/plain.srx")
	if err != nil {
		b.Fatal(err)
	}
	rules, _ := parsed(b, string(data))
	for _, l := range []lang.Code{lang.Chinese, lang.English, lang.Russian} {
		b.Run(string(l), func(b *testing.B) { benchmark(b, rules, l) })
	}
}

// BenchmarkMany runs two thousand exceptions, one word each, as the largest
// files in use have them.
func BenchmarkMany(b *testing.B) {
	for _, l := range []lang.Code{lang.English, lang.Russian} {
		seen := map[string]bool{}
		var lines []string
		for _, text := range texts(b, l) {
			for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
				for n := range 4 { // the beginnings of the words that occur
					if w := word[:min(len(word), 4+2*n)]; utf8.ValidString(w) && !seen[w] && len(lines) < 2000 {
						seen[w] = true
						lines = append(lines, no(`(?i)\b`+w+`\.`, `\s`))
					}
				}
			}
		}
		slices.Reverse(lines)
		lines = append(lines, no(`\b\p{Lu}\.`, `\s`), yes(`[.?!…]+["”»)]*`, `\s+["“«(]?[\p{Lu}\p{Nd}]`), yes(`\n`, ``))
		rules, _ := parsed(b, file(lines...))
		b.Run(string(l), func(b *testing.B) { benchmark(b, rules, l) })
	}
}

// BenchmarkCompile parses and compiles our own rules.
func BenchmarkCompile(b *testing.B) {
	var file strings.Builder
	if err := Export(&file, nil); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		rules, _ := parsed(b, file.String())
		rules.Segmenter(lang.Russian)
	}
}
