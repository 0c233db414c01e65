package segment

import (
	"os"
	"strings"
	"testing"

	"dragoman/internal/lang"
)

// running returns running text of a language: the project's own statement and
// the hard cases of the language, one paragraph a line, repeated to about a
// megabyte.
func running(b *testing.B, l lang.Code) string {
	var text strings.Builder
	if data, err := os.ReadFile("../../data/statement/" + string(l) + ".txt"); err == nil {
		text.WriteString(strings.Join(strings.FieldsFunc(string(data), func(r rune) bool { return r == '\n' }), "\n\n"))
		text.WriteString("\n\n")
	}
	if text.Len() == 0 {
		data, err := os.ReadFile("testdata/hardcases." + string(l) + ".tsv")
		if err != nil {
			b.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			text.WriteString(strings.ReplaceAll(strings.Split(line, "\t")[0], `\n`, " "))
			text.WriteString("\n\n")
		}
	}
	return strings.Repeat(text.String(), 1+1<<20/text.Len())
}

func benchmark(b *testing.B, l lang.Code, text string) {
	s := &Segmenter{Lang: l}
	dst := s.Spans(nil, text, nil)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	start := cpuTime()
	for b.Loop() {
		dst = s.Spans(dst[:0], text, nil)
	}
	b.ReportMetric(float64(len(text))*float64(b.N)/1e6/(cpuTime()-start).Seconds(), "cpu-MB/s")
}

func BenchmarkChinese(b *testing.B) { benchmark(b, lang.Chinese, running(b, lang.Chinese)) }
func BenchmarkEnglish(b *testing.B) { benchmark(b, lang.English, running(b, lang.English)) }
func BenchmarkRussian(b *testing.B) { benchmark(b, lang.Russian, running(b, lang.Russian)) }

// hostile are texts that make slow segmenters slow: each must stay within a
// small factor of running text.
var hostile = []struct{ name, unit string }{
	{"brackets", "("}, {"open brackets", "( a. "}, {"spaced dots", ". "}, {"quotes", "“"}, {"quoted", "“a. "},
	{"guillemets", "«А! "}, {"titles", "《。"}, {"marks", "!?"}, {"initials", "А. "}, {"numbers", "1. "},
	{"dashes", "! — "}, {"straight", "\"。"}, {"newlines", "\n a."}, {"faces", "! :) "}, {"addresses", "http://a "},
	{"abbreviations", "т. е. и др. "}, {"years", "в 1 г. "}, {"openers", ". ((((((((("}, {"letters", "a"}, {"spaces", ". \u00a0"},
	{"replies", "？”他说"}, {"invalid", "\xff."}, {"capitals", ". A"}, {"ellipses", "…… "}, {"notes", ".[1] "},
}

func BenchmarkHostile(b *testing.B) {
	for _, h := range hostile {
		b.Run(h.name, func(b *testing.B) {
			benchmark(b, lang.Russian, strings.Repeat(h.unit, 1<<18/len(h.unit)))
		})
	}
}
