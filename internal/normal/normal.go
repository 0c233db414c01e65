package normal

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dragoman/internal/lang"
)

// Token is one word, number or Han character of a text.
type Token struct {
	Start, End int    // byte offsets in the text
	Key        string // folded surface
	Stem       string // Snowball stem of Key in English and Russian, else Key
}

// Tokens appends the tokens of text to dst. Punctuation and white space are
// dropped.
func Tokens(dst []Token, l lang.Code, text string) []Token {
	var c Cache
	return c.Tokens(dst, l, text)
}

// Cache remembers stems between calls, for a caller that folds many texts.
// The zero value is ready. It is not safe for concurrent use.
type Cache struct {
	stems map[string]string
}

// Tokens is as the function Tokens, with the stems remembered.
func (c *Cache) Tokens(dst []Token, l lang.Code, text string) []Token {
	start := -1
	flush := func(end int) {
		if start >= 0 {
			k := strings.ToLower(text[start:end])
			dst = append(dst, Token{Start: start, End: end, Key: k, Stem: k})
			start = -1
		}
	}
	for i, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			flush(i)
			start = i
			flush(i + utf8.RuneLen(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if start < 0 {
				start = i
			}
		default:
			flush(i)
		}
	}
	flush(len(text))
	return dst
}

// Key is the match key of a whole text: two texts with equal keys differ in
// nothing but case, width, punctuation and white space.
func Key(l lang.Code, text string) string {
	var b strings.Builder
	for i, t := range Tokens(nil, l, text) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.Key)
	}
	return b.String()
}
