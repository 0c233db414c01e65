package lexicon

import (
	"strings"
	"unicode/utf8"
)

// symbols finds the document symbols of a text: words of capitals, figures and
// the signs . - ( ) joined by slashes, with a capital first and a figure
// somewhere, as A/RES/75/240, GC(68)/RES/1, S/PV.1234, INFCIRC/1300. Russian
// texts often write the capitals in Cyrillic; the key has them in Latin.
func symbols(text string) []Value {
	var out []Value
	for at := 0; ; {
		n := strings.IndexByte(text[at:], '/')
		if n < 0 {
			return out
		}
		start, end := at+n, at+n+1
		for start > at {
			c, size := utf8.DecodeLastRuneInString(text[:start])
			if symbolRune(c) == 0 {
				break
			}
			start -= size
		}
		for end < len(text) {
			c, size := utf8.DecodeRuneInString(text[end:])
			if symbolRune(c) == 0 && c != '/' {
				break
			}
			end += size
		}
		if s, e, key := symbol(text, start, end); key != "" {
			out = append(out, Value{s, e, Symbol, key})
		}
		at = end
	}
}

// symbolRune folds a character of a symbol, or gives 0.
func symbolRune(c rune) rune {
	switch {
	case c >= 'a' && c <= 'z':
		return c - 'a' + 'A'
	case c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '.', c == '-', c == '(', c == ')':
		return c
	}
	const cyrillic, latin = "АВЕКМНОРСТХ", "ABEKMHOPCTX"
	if i := strings.IndexRune(cyrillic, c); i >= 0 {
		return rune(latin[i/2])
	}
	return 0
}

// symbol trims what may be a symbol and checks it.
func symbol(text string, start, end int) (int, int, string) {
	t := strings.TrimLeft(text[start:end], ".-()/")
	start = end - len(t)
	t = strings.TrimRight(t, ".-(/")
	for strings.HasSuffix(t, ")") && strings.Count(t, "(") < strings.Count(t, ")") {
		t = strings.TrimRight(t[:len(t)-1], ".-(/")
	}
	first, _, ok := strings.Cut(t, "/")
	if !ok || first == "" || !strings.ContainsAny(t, "0123456789") || strings.Contains(t, "//") {
		return 0, 0, ""
	}
	for i, c := range first {
		f := symbolRune(c)
		if f != c && f < 'A' || c >= 'a' && c <= 'z' || i == 0 && (f < 'A' || f > 'Z') {
			return 0, 0, ""
		}
	}
	return start, start + len(t), strings.Map(func(c rune) rune {
		if c == '/' {
			return c
		}
		return symbolRune(c)
	}, t)
}
