package normal

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dragoman/data/dict"
	"dragoman/internal/lang"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/russian"
	"golang.org/x/text/unicode/norm"
)

// class is what a character does in a text.
type class uint8

const (
	none       class = iota // ends every token and is dropped
	letter                  // begins or continues a word
	mark                    // a combining mark; continues a word
	digit                   // ASCII or full width; begins a number, continues a word
	apostrophe              // belongs to a word between two letters
	invisible               // ignored inside a word
	han                     // a token of its own
	compat                  // stands for other characters that are tokenized in its place
)

// classOf is called for every character of every text, so the common ranges
// come first and the tables of package unicode last.
func classOf(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		return classASCII(r)
	case r >= 0x400 && r <= 0x481, r >= 0x48A && r <= 0x52F:
		return letter
	case r >= 0x4E00 && r <= 0x9FFF, r >= 0x3400 && r <= 0x4DBF:
		return han
	case r >= 0x2000 && r <= 0x206F:
		return classPunctuation(r)
	case r >= 0xFF00 && r <= 0xFFEF:
		return classWide(r)
	case r == 0xAD, r == 0x2B9, r == 0x2BA, r == 0xFEFF, r >= 0xFE00 && r <= 0xFE0F:
		return invisible
	case r == 0x2BB, r == 0x2BC:
		return apostrophe
	case r == 0xAA, r == 0xBA:
		return none // raised letters of ordinals
	case r >= 0xBC && r <= 0xBE, r >= 0x2150 && r <= 0x215F, r == 0x2116, r >= 0x2460 && r <= 0x24FF,
		r >= 0x2E80 && r <= 0x2FDF, r >= 0x3200 && r <= 0x33FF, r >= 0xF900 && r <= 0xFAFF:
		return classCompatible(r)
	case r >= 0x2160 && r <= 0x217F:
		return letter // Roman numerals
	case unicode.Is(unicode.Han, r):
		return han
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return letter
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Mc, r):
		return mark
	}
	return none
}

func classASCII(r rune) class {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return letter
	case r >= '0' && r <= '9':
		return digit
	case r == '\'':
		return apostrophe
	}
	return none
}

func classPunctuation(r rune) class {
	switch {
	case r == 0x2018, r == 0x2019:
		return apostrophe
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return invisible
	}
	return none
}

// classWide sorts the full-width forms.
func classWide(r rune) class {
	if r <= 0xFF5E && r > 0xFF00 {
		return classASCII(r - 0xFEE0)
	}
	if unicode.IsLetter(r) {
		return letter // half-width kana and hangul
	}
	return none
}

// classCompatible sorts the characters that stand for others. Those that stand
// for nothing we know (a few radicals) are treated as what they are.
func classCompatible(r rune) class {
	s := string(r)
	if norm.NFKC.String(s) != s {
		return compat
	}
	if unicode.Is(unicode.Han, r) {
		return han
	}
	return none
}

// compatible writes a compatibility character in plain characters.
func compatible(s string) string { return norm.NFKC.String(s) }

// fold gives the key and the stem of a word.
func (c *Cache) fold(l lang.Code, surface string) folded {
	if f, ok := c.words[surface]; ok {
		return f
	}
	key := foldWord(surface)
	f := folded{key, stem(l, key)}
	if c.words == nil || len(c.words) >= cacheWords {
		c.words = make(map[string]folded)
	}
	own := strings.Clone(surface) // not to keep the whole text alive
	if f.key == surface {
		f.key = own
	}
	if f.stem == surface {
		f.stem = own
	}
	c.words[own] = f
	return f
}

// foldWord folds one word. Folding can lay bare more to fold, so it is repeated
// until nothing changes; two rounds are the rule, four the bound.
func foldWord(s string) string {
	if plain(s) {
		return s
	}
	for range 4 {
		next := foldOnce(s)
		if next == s {
			break
		}
		s = next
	}
	return s
}

// plain tells that a word is folded already: ASCII lower case and apostrophes,
// or Cyrillic lower case without ё.
func plain(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'а' && r <= 'я' || r >= '0' && r <= '9' || r == '\'') {
			return false
		}
	}
	return true
}

// foldOnce folds every character of a word once.
func foldOnce(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	base := rune(0) // the last letter, which owns the marks after it
	put := func(r rune) {
		switch cl := classOf(r); {
		case cl == apostrophe:
			if base != 0 {
				b.WriteByte('\'')
			}
		case cl == mark:
			if base != 0 && !unicode.Is(unicode.Latin, base) && !unicode.Is(unicode.Cyrillic, base) {
				b.WriteRune(r)
			}
		case cl == letter, cl == digit && base != 0:
			base = unicode.ToLower(r)
			if base == 'ё' {
				base = 'е'
			}
			b.WriteRune(base)
		}
	}
	for _, r := range norm.NFC.String(s) {
		switch {
		case r >= 0xFF00, r >= 0x2150 && r <= 0x218F:
			for _, q := range norm.NFKC.String(string(r)) {
				put(q)
			}
		case r >= 0xC0 && unicode.Is(unicode.Latin, r):
			for _, q := range norm.NFKD.String(string(r)) {
				put(q)
			}
		default:
			put(r)
		}
	}
	return strings.TrimRight(b.String(), "'")
}

// stem is the Snowball stem of a folded word.
func stem(l lang.Code, key string) string {
	switch {
	case key == "":
		return ""
	case l == lang.English && key[0] < utf8.RuneSelf:
		env := snowballstem.NewEnv(key)
		english.Stem(env)
		return nonEmpty(env.Current(), key)
	case l == lang.Russian && key[0] >= 0xD0 && key[0] <= 0xD4: // U+0400 to U+052F
		env := snowballstem.NewEnv(key)
		russian.Stem(env)
		return nonEmpty(env.Current(), key)
	}
	return key
}

func nonEmpty(s, or string) string {
	if s == "" {
		return or
	}
	return s
}

// hanBlock is the range of characters that can have a simplified form in one
// unit of UTF-16: extension A and the unified ideographs.
const hanFirst, hanLast = 0x3400, 0x9FFF

// simplifiedForms gives for each character of hanBlock the place of its
// simplified form in the table, plus one; zero is none.
var simplifiedForms = sync.OnceValue(func() *[hanLast - hanFirst + 1]uint16 {
	var t [hanLast - hanFirst + 1]uint16
	for i := 0; i < len(dict.Simplified); {
		r, n := utf8.DecodeRuneInString(dict.Simplified[i:])
		if r >= hanFirst && r <= hanLast {
			t[r-hanFirst] = uint16(i+n) + 1
		}
		i += strings.IndexByte(dict.Simplified[i:], '\n') + 1
	}
	return &t
})

// simplified is the simplified form of a Han character, or "" where it has none.
func simplified(r rune) string {
	if r < hanFirst || r > hanLast {
		return ""
	}
	at := int(simplifiedForms()[r-hanFirst])
	if at == 0 {
		return ""
	}
	_, n := utf8.DecodeRuneInString(dict.Simplified[at-1:])
	return dict.Simplified[at-1 : at-1+n]
}
