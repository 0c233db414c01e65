package segment

import (
	"strings"
	"unicode"
)

// terminator reports whether r may end a sentence.
func terminator(r rune) bool {
	switch r {
	case '.', '!', '?', '。', '！', '？', '…', '．', '｡', '‼', '⁇', '⁈', '⁉', '؟', '۔', '।', '॥', '។', '።':
		return true
	}
	return false
}

// opener reports whether r may stand before the first word of a sentence.
func opener(r rune) bool {
	switch r {
	case '"', '\'', '`', '“', '‘', '«', '„', '‹', '「', '『', '｢', '＂',
		'(', '（', '[', '［', '【', '〔', '《', '〈', '{',
		'–', '—', '―', '-', '−', '*', '#', '_', '>', '•', '·', '●', '○', '■', '□', '▪', '▫', '‣', '⁃', '►', '◦', '\uF0B7',
		'¿', '¡':
		return true
	}
	return false
}

// superscript reports whether r is a footnote mark by itself.
func superscript(r rune) bool {
	switch r {
	case '¹', '²', '³', '†', '‡', '※':
		return true
	}
	return r >= '⁰' && r <= '⁹' || r >= '①' && r <= '⑳'
}

// han reports whether r is written without spaces, as Chinese is.
func han(r rune) bool {
	return r >= 0x2E80 && r <= 0x9FFF && (r < 0x3000 || r > 0x303F) || r >= 0xAC00 && r <= 0xD7AF ||
		r >= 0xF900 && r <= 0xFAFF || r >= 0x20000 && r <= 0x3FFFF
}

// fullwidth reports whether r is a full-width terminator of Chinese.
func fullwidth(r rune) bool {
	return r == '。' || r == '！' || r == '？' || r == '｡' || r == '．'
}

// invisible reports whether r has no width: it clings to what precedes it.
func invisible(r rune) bool {
	return r >= 0x200B && r <= 0x200F || r == 0x2060 || r == 0xFEFF || r == 0xAD || r == 0xFE0F
}

// picture reports whether r is an emoji or another pictorial sign.
func picture(r rune) bool {
	return r == 'ツ' || r >= 0x2600 && r <= 0x27BF || r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2B00 && r <= 0x2BFF
}

func digit(b byte) bool { return b-'0' < 10 }

// roman reports whether s is a Roman numeral, with Cyrillic look-alikes allowed.
func roman(s string) bool {
	if s == "" || len(s) > 8 {
		return false
	}
	for _, r := range s {
		switch r {
		case 'I', 'V', 'X', 'L', 'C', 'D', 'M', 'Х', 'І', 'С', 'М':
		default:
			return false
		}
	}
	return true
}

// vowels of the alphabets of the lists: a short word without one is an
// abbreviation or an acronym.
func vowel(r rune) bool {
	switch unicode.ToLower(r) {
	case 'a', 'e', 'i', 'o', 'u', 'y', 'а', 'е', 'ё', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я', 'і', 'є', 'ї':
		return true
	}
	return r > 0x7F && (r < 0x400 || r > 0x4FF) // accented letters, other scripts
}

// reference returns the length of the HTML character reference of a quotation
// mark at the head of s, or 0.
func reference(s string) int {
	for _, ref := range []string{"&#39;", "&#34;", "&quot;", "&apos;", "&laquo;", "&raquo;", "&ldquo;", "&rdquo;", "&#8220;", "&#8221;"} {
		if strings.HasPrefix(s, ref) {
			return len(ref)
		}
	}
	return 0
}

func letter(b byte) bool { return b|0x20-'a' < 26 }

// The classes of characters, with short ways for the alphabets of the lists.

func isSpace(r rune) bool {
	if r < 0x80 {
		return r == ' ' || r-'\t' <= '\r'-'\t' && r >= '\t'
	}
	return r < 0x400 && unicode.IsSpace(r) || r >= 0x1680 && r <= 0x3000 && unicode.IsSpace(r)
}

func isUpper(r rune) bool {
	switch {
	case r < 0x80:
		return r >= 'A' && r <= 'Z'
	case r >= 0x400 && r < 0x460:
		return r < 0x430
	case r >= 0x2E80 && r < 0xA640:
		return false
	}
	return unicode.IsUpper(r)
}

func isLower(r rune) bool {
	switch {
	case r < 0x80:
		return r >= 'a' && r <= 'z'
	case r >= 0x400 && r < 0x460:
		return r >= 0x430
	case r >= 0x2E80 && r < 0xA640:
		return false
	}
	return unicode.IsLower(r)
}

func isLetter(r rune) bool {
	switch {
	case r < 0x80:
		return r|0x20 >= 'a' && r|0x20 <= 'z'
	case r >= 0x400 && r < 0x460:
		return true
	}
	return unicode.IsLetter(r)
}
