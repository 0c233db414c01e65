package lang

import (
	_ "embed"
	"errors"
	"strings"
	"sync"
	"unicode"
)

// ErrUnknown says that a text does not tell its language: it holds no letters,
// only digits and marks.
var ErrUnknown = errors.New("language cannot be told")

// UnsupportedError says that a text is in a language that dragoman has no
// rules of its own for.
type UnsupportedError struct {
	Lang string // English name, "Ukrainian"
}

func (e *UnsupportedError) Error() string {
	return "the text is in " + e.Lang + ", not in Chinese, English or Russian"
}

const (
	// sampleSize bounds the bytes that Detect looks at. 256 KiB hold some
	// 40,000 words; more never changed an answer. Longer texts are sampled
	// at samples places, so that a long foreign annex counts for its share.
	sampleSize = 256 << 10
	samples    = 16

	// hanWeight is how many letters of an alphabet one Han character
	// outweighs. The statement has 4.2 Russian and 3.4 English letters for
	// each Han character; 3 lets a Chinese text be full of acronyms.
	hanWeight = 3

	// kanaShare is the share of kana among Han and kana, in percent, from
	// which a text is Japanese. Japanese official prose has 35 or more, its
	// tersest titles 9; a Chinese sentence that quotes a Japanese name has 6.
	kanaShare = 8

	// foreignShare is the share of letters outside the Russian alphabet
	// among the Cyrillic ones, in percent, from which a text is not
	// Russian. Ukrainian has 7, Belarusian 6, Serbian 5, Kazakh 15; a
	// Russian text that names Ukrainian laws in the original stays below 2.
	foreignShare = 2

	// bulgarianShare is the share of ъ, in per mille of Cyrillic letters,
	// from which a text without ы and э is Bulgarian (17; Russian has 0.4).
	bulgarianShare = 6

	// minForeign is the number of different function words of another
	// Latin-script language that must be seen before English is doubted:
	// "de jure et de facto" has two.
	minForeign = 3
)

// Detect tells the language of a text by its script and letters: zh, en or
// ru. The error is an *UnsupportedError where the text is in a language it
// knows by name and that is none of the three, or ErrUnknown.
func Detect(text string) (Code, error) {
	text = sample(text)
	c := count(text)
	if c.letters == 0 {
		return Unknown, ErrUnknown
	}
	name, best := "", 0
	for i, s := range otherScripts {
		if n := c.other[i] * s.weight; n > best {
			name, best = s.lang, n
		}
	}
	cjk := (c.han + c.kana) * hanWeight
	switch {
	case best > cjk && best > c.cyrillic && best > c.latin:
		return Unknown, &UnsupportedError{Lang: name}
	case cjk >= c.cyrillic && cjk >= c.latin:
		if c.kana*100 >= kanaShare*(c.han+c.kana) {
			return Unknown, &UnsupportedError{Lang: "Japanese"}
		}
		return Chinese, nil
	case c.cyrillic >= c.latin:
		return cyrillic(text, c.cyrillic)
	}
	return latin(text, c.latin)
}

// sample returns text, or pieces of it that together are sampleSize long.
func sample(text string) string {
	if len(text) <= sampleSize {
		return text
	}
	var b strings.Builder
	for i := range samples {
		from := i * (len(text) - sampleSize/samples) / (samples - 1)
		b.WriteString(strings.ToValidUTF8(text[from:from+sampleSize/samples], ""))
		b.WriteByte('\n')
	}
	return b.String()
}

type counts struct {
	letters, han, kana, cyrillic, latin int

	other [len(otherScripts)]int
}

// otherScripts are the writing systems that none of the three languages uses.
// A syllable sign weighs two letters.
var otherScripts = [...]struct {
	lang   string
	table  *unicode.RangeTable
	weight int
}{
	{"Korean", unicode.Hangul, 3},
	{"Arabic", unicode.Arabic, 1},
	{"Hebrew", unicode.Hebrew, 1},
	{"Greek", unicode.Greek, 1},
	{"Georgian", unicode.Georgian, 1},
	{"Armenian", unicode.Armenian, 1},
	{"Thai", unicode.Thai, 1},
	{"Lao", unicode.Lao, 1},
	{"Khmer", unicode.Khmer, 1},
	{"Burmese", unicode.Myanmar, 1},
	{"Tibetan", unicode.Tibetan, 2},
	{"Mongolian", unicode.Mongolian, 1},
	{"Hindi", unicode.Devanagari, 2},
	{"Bengali", unicode.Bengali, 2},
	{"Tamil", unicode.Tamil, 2},
	{"Telugu", unicode.Telugu, 2},
	{"Gujarati", unicode.Gujarati, 2},
	{"Punjabi", unicode.Gurmukhi, 2},
	{"Kannada", unicode.Kannada, 2},
	{"Malayalam", unicode.Malayalam, 2},
	{"Sinhala", unicode.Sinhala, 2},
	{"Amharic", unicode.Ethiopic, 2},
}

func count(text string) counts {
	var c counts
	for _, r := range text {
		switch {
		case r < 0x80:
			if r|0x20 >= 'a' && r|0x20 <= 'z' {
				c.latin++
			}
		case unicode.Is(unicode.Han, r):
			if unicode.IsLetter(r) {
				c.han++
			}
		case !unicode.IsLetter(r):
		case unicode.Is(unicode.Cyrillic, r):
			c.cyrillic++
		case unicode.Is(unicode.Latin, r):
			c.latin++
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			c.kana++
		default:
			for i := range otherScripts {
				if unicode.Is(otherScripts[i].table, r) {
					c.other[i]++
					c.letters++
					break
				}
			}
		}
	}
	c.letters += c.latin + c.han + c.kana + c.cyrillic
	return c
}

//go:embed cyrillic.txt
var cyrillicFile string

type alphabet struct{ name, extra, missing string }

var alphabets = sync.OnceValue(func() []alphabet {
	var list []alphabet
	for line := range strings.Lines(cyrillicFile) {
		if f := strings.Split(strings.TrimRight(line, "\r\n"), "\t"); len(f) == 3 && f[0][0] != '#' {
			list = append(list, alphabet{f[0], f[1], f[2]})
		}
	}
	return list
})

const russianAlphabet = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"

// cyrillic tells Russian from its neighbours by the letters that only one of
// them uses, and Bulgarian, which has no letter of its own, by ъ.
func cyrillic(text string, total int) (Code, error) {
	freq := map[rune]int{}
	foreign := 0
	for _, r := range text {
		if r < 0x400 || !unicode.Is(unicode.Cyrillic, r) {
			continue
		}
		r = unicode.ToLower(r)
		freq[r]++
		if !strings.ContainsRune(russianAlphabet, r) {
			foreign++
		}
	}
	sum := func(set string) (n int) {
		for _, r := range set {
			n += freq[r]
		}
		return n
	}
	if sum("ѣѳѵ") > 0 { // Russian before the reform of 1918, і included
		return Russian, nil
	}
	if foreign*100 < foreignShare*total || foreign == 0 {
		if sum("ыэё") == 0 && freq['ъ']*1000 >= bulgarianShare*total && freq['ъ'] >= 2 {
			return Unknown, &UnsupportedError{Lang: "Bulgarian"}
		}
		return Russian, nil
	}
	name, best := "a language in Cyrillic letters", 0
	for _, a := range alphabets() {
		own := sum(a.extra)
		score := own - 2*(foreign-own) - 2*sum(a.missing)
		if spread := used(freq, a.extra); spread > 0 {
			score = score*4 + spread*foreign/len([]rune(a.extra)) // an alphabet used in full wins a tie
		}
		if score > best {
			name, best = a.name, score
		}
	}
	return Unknown, &UnsupportedError{Lang: name}
}

func used(freq map[rune]int, set string) (n int) {
	for _, r := range set {
		if freq[r] > 0 {
			n++
		}
	}
	return n
}

//go:embed latin.txt
var latinFile string

type wordList struct {
	name  string
	words map[string]bool
}

var wordLists = sync.OnceValue(func() []wordList {
	var list []wordList
	for line := range strings.Lines(latinFile) {
		name, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || name[0] == '#' {
			continue
		}
		w := wordList{name, map[string]bool{}}
		for s := range strings.FieldsSeq(words) {
			w.words[s] = true
		}
		list = append(list, w)
	}
	return list
})

// latin tells English from other languages in Latin letters by function
// words. English is the answer where nothing speaks against it: a heading, a
// name, an acronym have no function words.
func latin(text string, letters int) (Code, error) {
	freq := map[string]int{}
	marked := 0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		for _, r := range word {
			if r >= 0xC0 && unicode.Is(unicode.Latin, r) {
				marked++
			}
		}
		if len(word) <= 12 { // no function word is longer
			freq[strings.ToLower(word)]++
		}
	}
	var name string
	var english, best, kinds int
	for i, l := range wordLists() {
		hits, distinct := 0, 0
		for w := range l.words {
			if n := freq[w]; n > 0 {
				hits += n
				distinct++
			}
		}
		switch {
		case i == 0:
			english = hits
		case hits > best || hits == best && distinct > kinds:
			name, best, kinds = l.name, hits, distinct
		}
	}
	if best > english && kinds >= minForeign {
		return Unknown, &UnsupportedError{Lang: name}
	}
	// One letter in twenty with a mark and no English function word.
	if english == 0 && marked >= 3 && marked*20 >= letters {
		return Unknown, &UnsupportedError{Lang: "a language in Latin letters that is not English"}
	}
	return English, nil
}
