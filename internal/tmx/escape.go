package tmx

import "unicode/utf8"

// escapeText appends b as character data. A carriage return is written as a
// reference, because every reader of XML takes a raw one for a line feed.
func escapeText[T string | []byte](dst []byte, b T) []byte {
	start := 0
	for i := 0; i < len(b); i++ {
		var s string
		switch b[i] {
		case '&':
			s = "&amp;"
		case '<':
			s = "&lt;"
		case '>':
			s = "&gt;"
		case '\r':
			s = "&#13;"
		default:
			continue
		}
		dst = append(dst, b[start:i]...)
		dst = append(dst, s...)
		start = i + 1
	}
	return append(dst, b[start:]...)
}

// escapeAttr appends b as an attribute value in double quotes.
func escapeAttr[T string | []byte](dst []byte, b T) []byte {
	start := 0
	for i := 0; i < len(b); i++ {
		var s string
		switch b[i] {
		case '&':
			s = "&amp;"
		case '<':
			s = "&lt;"
		case '>':
			s = "&gt;"
		case '"':
			s = "&quot;"
		case '\r':
			s = "&#13;"
		case '\n':
			s = "&#10;"
		case '\t':
			s = "&#9;"
		default:
			continue
		}
		dst = append(dst, b[start:i]...)
		dst = append(dst, s...)
		start = i + 1
	}
	return append(dst, b[start:]...)
}

// clean replaces every character that XML cannot hold, and every byte that is
// none, with U+FFFD, and tells how many there were. It returns s itself when
// there are none.
func clean(s string) (string, int) {
	first := dirty(s)
	if first < 0 {
		return s, 0
	}
	b := append(make([]byte, 0, len(s)+8), s[:first]...)
	bad := 0
	for i := first; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || !allowed(r) {
			bad++
			r = utf8.RuneError
		}
		b = utf8.AppendRune(b, r)
		i += n
	}
	return string(b), bad
}

// dirty returns where the first character that XML cannot hold is, or -1.
func dirty(s string) int {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || !allowed(r) {
			return i
		}
		i += n
	}
	return -1
}
