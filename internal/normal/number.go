package normal

import (
	"strings"
	"unicode/utf8"

	"dragoman/internal/lang"
)

// group is a run of digits and the separator before it.
type group struct {
	sep        rune // '.', ',' or ' '; 0 before the first group
	start, end int  // bytes
	digits     int
	zero       bool // begins with 0, so nothing is grouped after it
}

// maxGroups bounds a number; the longest in use, an IP address of version 4 with
// a fraction, is far below.
const maxGroups = 16

// number gives the end and the key of the number that begins at i. See the
// package comment for the rules.
func number(l lang.Code, text string, i int) (end int, key string) {
	var buf [maxGroups]group
	gs := groups(buf[:0], text, i)
	if n := points(gs); n >= 2 && !grouped(gs[:n+1]) {
		return gs[n].end, join(text, gs[:n+1], ".") // a date or a section: the points stay
	}
	k := 1 // groups that make up the whole part
	for k < len(gs) && joins(l, gs, k) {
		k++
	}
	whole := gs[:k]
	if k < len(gs) && gs[k].sep != ' ' && !(k > 1 && gs[k].sep == gs[1].sep) {
		return decimal(text, whole, gs[k])
	}
	return whole[k-1].end, join(text, whole, "")
}

// groups collects the runs of digits that single separators hold together.
func groups(gs []group, text string, i int) []group {
	sep := rune(0)
	for len(gs) < maxGroups {
		g := group{sep: sep, start: i}
		for i < len(text) {
			r, n := utf8.DecodeRuneInString(text[i:])
			if classOf(r) != digit {
				break
			}
			g.zero = g.zero || g.digits == 0 && (r == '0' || r == '０')
			i += n
			g.digits++
		}
		if g.digits == 0 {
			break
		}
		g.end = i
		gs = append(gs, g)
		r, n := utf8.DecodeRuneInString(text[i:])
		if sep = separator(r); sep == 0 {
			break
		}
		i += n
	}
	return gs
}

// separator folds the characters that can stand inside a number.
func separator(r rune) rune {
	switch r {
	case '.', '．':
		return '.'
	case ',', '，':
		return ','
	case ' ', 0xA0, 0x2007, 0x2009, 0x202F:
		return ' '
	}
	return 0
}

// points counts the groups after the first that points hold together.
func points(gs []group) int {
	n := 1
	for n < len(gs) && gs[n].sep == '.' {
		n++
	}
	return n - 1
}

// grouped tells whether groups can be thousands: one to three digits, then
// three and three.
func grouped(gs []group) bool {
	for _, g := range gs[1:] {
		if g.digits != 3 {
			return false
		}
	}
	return gs[0].digits <= 3 && !gs[0].zero
}

// joins tells whether group k continues the thousands before it.
func joins(l lang.Code, gs []group, k int) bool {
	g := gs[k]
	if g.digits != 3 || gs[0].digits > 3 || gs[0].zero || k > 1 && g.sep != gs[1].sep {
		return false
	}
	switch g.sep {
	case ' ':
		return true
	case ',':
		more := k > 1 || k+1 < len(gs) && gs[k+1].sep == ',' && gs[k+1].digits == 3
		return more || l == lang.English || l == lang.Chinese || l == lang.Unknown
	case '.':
		return k > 1 || k+1 < len(gs) && (gs[k+1].sep == ',' || gs[k+1].sep == '.' && gs[k+1].digits == 3)
	}
	return false
}

// decimal is a whole part and one group of decimals.
func decimal(text string, whole []group, frac group) (int, string) {
	if len(whole) == 1 && text[frac.start-1] == '.' && ascii(text[whole[0].start:frac.end]) {
		return frac.end, text[whole[0].start:frac.end]
	}
	return frac.end, join(text, whole, "") + "." + digits(text[frac.start:frac.end])
}

// join writes groups with a separator between them.
func join(text string, gs []group, sep string) string {
	if len(gs) == 1 {
		return digits(text[gs[0].start:gs[0].end])
	}
	var b strings.Builder
	for i, g := range gs {
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(digits(text[g.start:g.end]))
	}
	return b.String()
}

// digits folds full-width digits.
func digits(s string) string {
	if ascii(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r > 0xFF00 {
			return r - 0xFEE0
		}
		return r
	}, s)
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
