package segment

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dragoman/internal/lang"
)

var fuzzLangs = []lang.Code{lang.Chinese, lang.English, lang.Russian, "de"}

// seeds adds texts that hold every kind of rule.
func seeds(f *testing.F) {
	for i, s := range []string{
		"", " ", "\n\n", "他说：“好。”走了。", "В. В. Путин. Он", "U.S. The", "((((", "《。", "a.b", "\xff.", "。", ". . .", "«", "1. A. б",
		"«Да! Нет!» — сказал он. — Ну", "x\n \ny.\u2029Z", "a.\xc2", "“", "!?)))", ":-)", "http://a.b/c. Then", "т. е. и др. Он",
		"В 2001 г. Россия", "……但", "？”他说。", "。”我", "• a • b", "No. 5. (b) it", ".[1] A", "& &#39;", "a'b'c'", "``a.'' B", "\u200b.\ufeff A",
	} {
		f.Add(s, uint8(i), uint16(i))
	}
	for _, c := range ruleCases {
		f.Add(c.text, uint8(0), uint16(7))
	}
}

// FuzzSpans holds what is true of any bytes: the spans are in order, not empty,
// free of outer white space, and nothing but white space lies outside them;
// none crosses a break or holds a blank line; they lie on character boundaries.
func FuzzSpans(f *testing.F) {
	seeds(f)
	var cutters []*Segmenter
	for _, l := range fuzzLangs {
		cutters = append(cutters, &Segmenter{Lang: l, Abbreviations: []string{"foo", "Bar."}})
	}
	f.Fuzz(func(t *testing.T, text string, n uint8, b uint16) {
		s := cutters[int(n)%len(cutters)]
		var breaks []int
		if at := int(b); at < len(text) && utf8.RuneStart(text[at]) {
			breaks = []int{at}
		}
		spans := s.Spans(nil, text, breaks)
		end := 0
		for _, sp := range spans {
			if sp.Start < end || sp.End <= sp.Start || sp.End > len(text) {
				t.Fatalf("%s: span %v after %d in %d bytes", s.Lang, sp, end, len(text))
			}
			if gap := text[end:sp.Start]; strings.TrimFunc(gap, unicode.IsSpace) != "" {
				t.Fatalf("%s: lost %q", s.Lang, gap)
			}
			seg := text[sp.Start:sp.End]
			if strings.TrimFunc(seg, unicode.IsSpace) != seg {
				t.Fatalf("%s: white space about %q", s.Lang, seg)
			}
			if utf8.ValidString(text) && !utf8.ValidString(seg) {
				t.Fatalf("%s: character cut in %q", s.Lang, seg)
			}
			if blankLine(seg) < len(seg) {
				t.Fatalf("%s: blank line in %q", s.Lang, seg)
			}
			for _, at := range breaks {
				if sp.Start < at && at < sp.End {
					t.Fatalf("%s: %v crosses the break at %d", s.Lang, sp, at)
				}
			}
			end = sp.End
		}
		if rest := text[end:]; strings.TrimFunc(rest, unicode.IsSpace) != "" {
			t.Fatalf("%s: lost %q", s.Lang, rest)
		}
	})
}

// FuzzIdempotent holds what is true of text without quotation marks, brackets
// and dashes, which carry meaning over the end of a sentence: a segment cut
// alone is itself.
func FuzzIdempotent(f *testing.F) {
	seeds(f)
	pairs := func(r rune) bool {
		return strings.ContainsRune("\"“”«»„‟「」『』｢｣＂()（）[]［］《》〈〉`'’‘–—―-−&", r)
	}
	var cutters []*Segmenter
	for _, l := range fuzzLangs {
		cutters = append(cutters, &Segmenter{Lang: l})
	}
	f.Fuzz(func(t *testing.T, text string, n uint8, _ uint16) {
		if strings.ContainsFunc(text, pairs) || !utf8.ValidString(text) {
			return
		}
		s := cutters[int(n)%len(cutters)]
		for _, sp := range s.Spans(nil, text, nil) {
			seg := text[sp.Start:sp.End]
			if again := s.Spans(nil, seg, nil); len(again) != 1 {
				t.Fatalf("%s: %q of %q is cut again: %v", s.Lang, seg, text, again)
			}
		}
	})
}
