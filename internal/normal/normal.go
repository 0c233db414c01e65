package normal

import (
	"strings"
	"unicode/utf8"

	"dragoman/internal/lang"
)

// Token is one word, number or Han character of a text.
type Token struct {
	Start, End int    // byte offsets in the text
	Key        string // folded surface: width, case, ё to е, digits
	Stem       string // Snowball stem of Key in English and Russian, else Key
}

// Tokens appends the tokens of text to dst, in order. Spans do not overlap,
// but for tokens that come from one compatibility character (½), which share
// its span.
func Tokens(dst []Token, l lang.Code, text string) []Token {
	var c Cache
	return c.Tokens(dst, l, text)
}

// Key is the match key of a whole text: two texts with one key differ only in
// case, width, punctuation and white space. Key(l, Key(l, x)) == Key(l, x).
func Key(l lang.Code, text string) string {
	var c Cache
	return c.Key(l, text)
}

// Cache remembers words between calls, for a caller that folds many texts: most
// words then cost one look-up and no allocation. The zero value is ready. It is
// not safe for concurrent use.
type Cache struct {
	words map[string]folded
	toks  []Token
	lang  lang.Code // words holds stems of this language
}

type folded struct{ key, stem string }

// cacheWords is the number of distinct words after which a cache starts anew.
// A million running words of a language hold about 40,000 forms in English and
// 90,000 in Russian; at some 150 bytes each this is about 10 MB.
const cacheWords = 1 << 16

// Tokens is the function Tokens with a memory.
func (c *Cache) Tokens(dst []Token, l lang.Code, text string) []Token {
	if c.lang != l {
		c.words, c.lang = nil, l
	}
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		switch classOf(r) {
		case han:
			k := text[i : i+n]
			if s := simplified(r); s != "" {
				k = s
			}
			dst = append(dst, Token{i, i + n, k, k})
			i += n
		case digit:
			end, k := number(l, text, i)
			dst = append(dst, Token{i, end, k, k})
			i = end
		case letter:
			end := word(text, i)
			if f := c.fold(l, text[i:end]); f.key != "" {
				dst = append(dst, Token{i, end, f.key, f.stem})
			}
			i = end
		case compat:
			dst = c.expand(dst, l, text, i, n)
			i += n
		default:
			i += n
		}
	}
	return dst
}

// expand appends the tokens of a compatibility character that is not part of a
// word: ① is the number 1, ㈠ the character 一, ½ the numbers 1 and 2.
func (c *Cache) expand(dst []Token, l lang.Code, text string, i, n int) []Token {
	first := len(dst)
	dst = c.Tokens(dst, l, compatible(text[i:i+n]))
	for k := range dst[first:] {
		dst[first+k].Start, dst[first+k].End = i, i+n
	}
	return dst
}

// Key is the function Key with a memory.
func (c *Cache) Key(l lang.Code, text string) string {
	c.toks = c.Tokens(c.toks[:0], l, text)
	var b strings.Builder
	b.Grow(len(text))
	prev := none
	for _, t := range c.toks {
		r, _ := utf8.DecodeRuneInString(t.Key)
		cur := classOf(r)
		switch {
		case prev == none || prev == han || cur == han:
		case prev == digit && cur == digit:
			b.WriteString(", ")
		default:
			b.WriteByte(' ')
		}
		b.WriteString(t.Key)
		prev = cur
	}
	return b.String()
}

// word gives the end of the word that begins at i: after its last letter, mark
// or digit, so before any trailing apostrophe or invisible character.
func word(text string, i int) int {
	if end := initials(text, i); end > i {
		return end
	}
	end := i
	for j := i; j < len(text); {
		r, n := utf8.DecodeRuneInString(text[j:])
		switch classOf(r) {
		case letter, mark, digit:
			end = j + n
		case invisible:
		case apostrophe:
			if end != j || !letterAt(text, j+n) {
				return end
			}
		default:
			return end
		}
		j += n
	}
	return end
}

// initials gives the end of single letters joined by points (U.S., т.е.), or i
// where there are fewer than two.
func initials(text string, i int) int {
	end := i
	for j := i; letterAt(text, j); {
		_, n := utf8.DecodeRuneInString(text[j:])
		if j += n; wordAt(text, j) {
			break
		}
		end = j
		if j >= len(text) || text[j] != '.' {
			break
		}
		j++
	}
	if end == i || !strings.Contains(text[i:end], ".") {
		return i
	}
	return end
}

// letterAt tells whether a letter stands at i.
func letterAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return classOf(r) == letter
}

// wordAt tells whether a word would go on at i.
func wordAt(text string, i int) bool {
	r, n := utf8.DecodeRuneInString(text[i:])
	switch classOf(r) {
	case letter, mark, digit, invisible:
		return true
	case apostrophe:
		return letterAt(text, i+n)
	}
	return false
}
