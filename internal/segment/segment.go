// Package segment cuts a paragraph into sentences.
//
// It deals in offsets only: the text is never copied or altered, and what lies
// between two spans is white space and nothing else.
package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dragoman/internal/lang"
)

// Span is a half-open range of byte offsets in the text given to Spans.
// It neither begins nor ends with white space.
type Span struct{ Start, End int }

// Segmenter cuts texts of one language. The zero value is ready for use.
type Segmenter struct {
	// Lang chooses the rules: Chinese, English or Russian; any other value
	// takes the common rules.
	Lang lang.Code

	// Abbreviations are the user's own, with or without their final full
	// stop: no sentence ends after them.
	Abbreviations []string
}

// Spans appends to dst the sentences of text, in order, and returns it.
//
// A newline within text is white space like another, except that a blank line
// always parts two sentences, and that every offset listed in breaks (ascending)
// begins a new one whatever the punctuation.
func (s *Segmenter) Spans(dst []Span, text string, breaks []int) []Span {
	start := 0
	cut := func(end int) {
		t := strings.TrimRightFunc(text[start:end], unicode.IsSpace)
		lead := len(t) - len(strings.TrimLeftFunc(t, unicode.IsSpace))
		if lead < len(t) {
			dst = append(dst, Span{start + lead, start + len(t)})
		}
		start = end
	}
	for i := 0; i < len(text); {
		if len(breaks) > 0 && breaks[0] <= i {
			cut(i)
			breaks = breaks[1:]
		}
		r, w := utf8.DecodeRuneInString(text[i:])
		i += w
		switch r {
		case '。', '！', '？':
		case '.', '!', '?':
			if next := strings.TrimLeft(text[i:], " \n"); len(next) == len(text)-i || next == "" || !upper(next) {
				continue
			}
		case '\n':
			if strings.HasPrefix(strings.TrimLeft(text[i:], " \t\r"), "\n") {
				cut(i)
			}
			continue
		default:
			continue
		}
		for i < len(text) {
			r, w := utf8.DecodeRuneInString(text[i:])
			if !strings.ContainsRune("。！？.!?”’」』）》)\"»", r) {
				break
			}
			i += w
		}
		cut(i)
	}
	cut(len(text))
	return dst
}

func upper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}
