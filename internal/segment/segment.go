package segment

import (
	"iter"
	"strings"
	"sync"
	"unicode/utf8"

	"dragoman/internal/lang"
)

// Span is a half-open range of byte offsets in the text given to Spans.
// It neither begins nor ends with white space.
type Span struct{ Start, End int }

// Segmenter cuts texts of one language. The zero value is ready for use.
//
// A Segmenter may be used by several goroutines at once. Its fields must not
// change after the first call of Spans, and it must not be copied after it.
type Segmenter struct {
	// Lang chooses the rules: Chinese, English or Russian; any other value
	// takes the rules common to European languages.
	Lang lang.Code

	// Abbreviations are the user's own, with or without the final full stop:
	// no sentence ends after them. One written in lower case stands for every
	// spelling, one with a capital for itself and for its all-capitals form.
	Abbreviations []string

	once  sync.Once
	rules *rules
}

// Spans appends to dst the sentences of text, in order, and returns it. It
// allocates nothing when dst has room.
//
// A newline within text is white space like another, except that a blank line
// always parts two segments, and that every offset listed in breaks (ascending)
// begins a new one whatever the punctuation. What lies outside the spans is
// white space only.
func (s *Segmenter) Spans(dst []Span, text string, breaks []int) []Span {
	s.once.Do(s.prepare)
	for lo, hi := range Stretches(text, breaks) {
		c := cutter{rules: s.rules, text: text[lo:hi], base: lo}
		dst = c.cut(dst)
	}
	return dst
}

// Stretches yields the parts of text between the cuts that layout demands: at
// the breaks and behind blank lines.
func Stretches(text string, breaks []int) iter.Seq2[int, int] {
	return func(yield func(lo, hi int) bool) {
		for lo := 0; lo < len(text); {
			for len(breaks) > 0 && breaks[0] <= lo {
				breaks = breaks[1:]
			}
			limit := len(text)
			if len(breaks) > 0 && breaks[0] < limit {
				limit = breaks[0]
			}
			hi := lo + blankLine(text[lo:limit])
			if !yield(lo, hi) {
				return
			}
			lo = hi
		}
	}
}

func (s *Segmenter) prepare() {
	s.rules = load(s.Lang)
	if len(s.Abbreviations) > 0 {
		s.rules = s.rules.with(s.Abbreviations)
	}
}

// blankLine returns the offset of the first blank line of t, behind the newline
// that precedes it, or the length of t.
func blankLine(t string) int {
	for i := 0; ; {
		n := strings.IndexByte(t[i:], '\n')
		if n < 0 {
			return len(t)
		}
		i += n + 1
		for j := i; j < len(t); {
			r, w := utf8.DecodeRuneInString(t[j:])
			if r == '\n' {
				return i
			}
			if !isSpace(r) {
				break
			}
			j += w
		}
	}
}
