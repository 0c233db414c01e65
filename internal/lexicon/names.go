package lexicon

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dragoman/data/names"
	"dragoman/internal/lang"
	"dragoman/internal/lexicon/vocab"
	"dragoman/internal/normal"
)

// Sound is how a name sounds, made once for many comparisons. The zero value is
// like nothing.
type Sound struct {
	sounds string // classes of consonants and vowels, as in data/names/sounds.tsv
	exact  string // the name as Chinese, written in Palladius's Cyrillic
	length float64
}

// NewSound tells how a name of a language sounds.
func NewSound(l lang.Code, name string) Sound {
	t := soundTables()
	var s Sound
	var b, x strings.Builder
	pinyin := true
	for _, tok := range normal.Tokens(nil, l, name) {
		switch {
		case isHan(tok.Key):
			syllable := t.reading[tok.Key]
			b.WriteString(t.syllable(syllable))
			x.WriteString(t.palladius[syllable])
		case tok.Key[0] >= utf8.RuneSelf:
			b.WriteString(t.spell("ru", tok.Key))
			x.WriteString(tok.Key)
		default:
			b.WriteString(t.spell("en", tok.Key))
			p, ok := t.cyrillic(tok.Key)
			pinyin = pinyin && ok
			x.WriteString(p)
		}
	}
	s.sounds = squeeze(b.String())
	if pinyin {
		s.exact = x.String()
	}
	for i := range len(s.sounds) {
		s.length += soundWeight(s.sounds[i])
	}
	return s
}

// Similarity tells from 0 to 1 how alike two names sound: 1 less the cost of
// turning one into the other, in consonants, over the length of the longer. A
// Chinese name and its regular Russian or Latin form give 1.
func (s Sound) Similarity(o Sound) float64 {
	if s.exact != "" && s.exact == o.exact {
		return 1
	}
	n := max(s.length, o.length)
	if n < 1 {
		return 0
	}
	return max(0, 1-distance(s.sounds, o.sounds)/n)
}

// NameSimilarity tells from 0 to 1 how alike two names sound; 0.7 and more is
// rarely chance.
func NameSimilarity(la lang.Code, a string, lb lang.Code, b string) float64 {
	return NewSound(la, a).Similarity(NewSound(lb, b))
}

// tables is data/names in memory.
type tables struct {
	reading   map[string]string // Han character to syllable
	palladius map[string]string // syllable to Cyrillic
	sounds    map[string]map[string]string
	longest   int
	foreign   map[string]bool // characters of transcriptions: true, but false for common ones
	surname   map[string]bool
}

var soundTables = sync.OnceValue(func() *tables {
	t := &tables{reading: make(map[string]string), palladius: make(map[string]string),
		sounds: make(map[string]map[string]string), foreign: make(map[string]bool), surname: make(map[string]bool)}
	for line := range strings.Lines(names.Readings) {
		syllable, chars, _ := strings.Cut(strings.TrimSpace(line), "\t")
		for _, c := range chars {
			t.reading[string(c)] = syllable
		}
	}
	for line := range strings.Lines(names.Palladius) {
		syllable, cyrillic, _ := strings.Cut(strings.TrimSpace(line), "\t")
		t.palladius[syllable] = strings.ReplaceAll(cyrillic, "ё", "е")
	}
	for line := range strings.Lines(names.Sounds) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) != 3 || strings.HasPrefix(line, "#") {
			continue
		}
		if t.sounds[f[0]] == nil {
			t.sounds[f[0]] = make(map[string]string)
		}
		t.sounds[f[0]][f[1]] = f[2]
		t.longest = max(t.longest, len(f[1]))
	}
	for _, c := range strings.TrimSpace(names.Transcription) + strings.TrimSpace(names.Foreign) {
		t.foreign[string(c)] = true
	}
	for _, c := range strings.TrimSpace(names.Common) {
		t.foreign[string(c)] = false
	}
	for _, c := range strings.TrimSpace(names.Surnames) {
		t.surname[string(c)] = true
	}
	return t
})

// spell gives the sounds of a word, by the longest letters that fit.
func (t *tables) spell(l, word string) string {
	var b strings.Builder
	for i := 0; i < len(word); {
		n := min(t.longest, len(word)-i)
		for ; n > 0; n-- {
			if s, ok := t.sounds[l][word[i:i+n]]; ok {
				b.WriteString(s)
				break
			}
		}
		i += max(n, 1)
	}
	return b.String()
}

// syllable gives the sounds of a pinyin syllable: an initial and a final.
func (t *tables) syllable(s string) string {
	zh := t.sounds["zh"]
	if f, ok := zh[s]; ok {
		return f
	}
	for n := 2; n > 0; n-- {
		if n >= len(s) {
			continue
		}
		initial, ok1 := zh[s[:n]]
		final, ok2 := zh[s[n:]]
		if ok1 && ok2 {
			return initial + final
		}
	}
	return ""
}

// cyrillic writes a Latin word in Palladius's Cyrillic, if it is pinyin
// throughout. An apostrophe parts syllables.
func (t *tables) cyrillic(word string) (string, bool) {
	var b strings.Builder
	for part := range strings.SplitSeq(word, "'") {
		for i := 0; i < len(part); {
			n := min(longestSyllable, len(part)-i)
			for ; n > 0; n-- {
				c, ok := t.palladius[part[i:i+n]]
				if ok && (i+n == len(part) || t.begins(part[i+n:])) {
					b.WriteString(c)
					break
				}
			}
			if n == 0 {
				return "", false
			}
			i += n
		}
	}
	return b.String(), b.Len() > 0
}

// longestSyllable is the length of zhuang and its like.
const longestSyllable = 6

// begins tells whether a syllable begins with the rest of a word.
func (t *tables) begins(rest string) bool {
	for n := min(longestSyllable, len(rest)); n > 0; n-- {
		if _, ok := t.palladius[rest[:n]]; ok {
			return true
		}
	}
	return false
}

// squeeze drops repeated sounds.
func squeeze(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if i == 0 || s[i] != s[i-1] {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

func isVowel(c byte) bool { return c >= 'a' }

// soundWeight is what a sound counts for, and what leaving it out costs. Vowels
// are little: transcription adds them between consonants and alters them.
func soundWeight(c byte) float64 {
	switch {
	case isVowel(c):
		return 0.2
	case c == 'H', c == 'N':
		return 0.8
	}
	return 1
}

// replaceCost is what one sound for another costs. The pairs are those that
// transcriptions confuse; the figures are rounded shares of a consonant.
func replaceCost(a, b byte) float64 {
	if a == b {
		return 0
	}
	if isVowel(a) && isVowel(b) {
		return 0.1
	}
	if isVowel(a) || isVowel(b) {
		return 1.2
	}
	if a > b {
		a, b = b, a
	}
	switch string([]byte{a, b}) {
	case "CJ", "JK", "JT", "JX", "CX", "SX", "CS", "HK", "HX", "MN", "JS":
		return 0.2
	case "FP", "CT", "FH", "KX", "CK", "CL", "ST":
		return 0.5
	case "LN", "HS", "CH":
		return 0.8
	}
	return 1.2
}

// distance is the least cost of turning one string of sounds into another
// (Levenshtein 1966, weighted).
func distance(a, b string) float64 {
	var buf [64]float64
	row := append(buf[:0], 0)
	for j := range len(b) {
		row = append(row, row[j]+soundWeight(b[j]))
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] += soundWeight(a[i])
		for j := range len(b) {
			d := min(diagonal+replaceCost(a[i], b[j]), row[j]+soundWeight(b[j]), row[j+1]+soundWeight(a[i]))
			diagonal, row[j+1] = row[j+1], d
		}
	}
	return row[len(b)]
}

// Name is a candidate for a proper name.
type Name struct {
	Start, End int
	Sound      Sound
}

// Names appends the runs of text that may be proper names: in Chinese, runs of
// characters used in transcription, and surnames with a given name, that are no
// dictionary words; in other languages capitalised words, at the head of the
// sentence only those that the dictionary does not know, and long words that it
// does not know (ремдесивир and remdesivir are as good as names).
func (x *Lexicon) Names(dst []Name, l lang.Code, text string) []Name {
	s := x.pool.Get().(*scanner)
	defer x.pool.Put(s)
	s.toks = s.keys.Tokens(s.toks[:0], l, text)
	if l == lang.Chinese {
		return x.hanNames(dst, s, text)
	}
	i, known := index(l)
	for n, t := range s.toks {
		c, _ := utf8.DecodeRuneInString(text[t.Start:])
		letters := utf8.RuneCountInString(t.Key)
		unknown := !known || x.id(s, i, t.Stem) == 0
		switch {
		case isDigit(t.Key), letters < minName, acronym(text[t.Start:t.End]):
		case known && unknown && letters >= minLoan,
			unicode.IsUpper(c) && (unknown || n > 0 && !vocab.Stop(l, t.Key)):
			dst = append(dst, Name{t.Start, t.End, NewSound(l, t.Key)})
		}
	}
	return dst
}

// minLoan is the number of letters of the shortest unknown word that is a
// candidate without a capital: such words are mostly international ones.
const minLoan = 6

// minName is the number of letters of the shortest candidate; below it any two
// names are alike.
const minName = 3

// acronym tells whether a word is short and all in capitals.
func acronym(s string) bool {
	return utf8.RuneCountInString(s) < 6 && strings.ToUpper(s) == s
}

// hanNames finds the names of a Chinese text.
func (x *Lexicon) hanNames(dst []Name, s *scanner, text string) []Name {
	t := soundTables()
	x.cover(s)
	for i := 0; i < len(s.toks); {
		j := i
		for j < len(s.toks) && t.isForeign(s.toks[j].Key) && (j == i || s.toks[j].Start == s.toks[j-1].End) {
			j++
		}
		from, to := s.trim(i, j)
		switch {
		case to-from >= 2 && (s.pointed(from, to, text) || t.foreignEnough(s.toks[from:to]) && !x.knows(s.toks[from:to])):
			dst = append(dst, newHanName(text, s.toks[from:to]))
		default:
			if n := givenName(t, s, i); n > 1 {
				dst = append(dst, newHanName(text, s.toks[i:i+n]))
				j = i + n
			}
		}
		i = max(j, i+1)
	}
	return dst
}

func (t *tables) isForeign(key string) bool {
	_, ok := t.foreign[key]
	return ok
}

// foreignEnough tells whether a run has two characters that ordinary words
// hardly use.
func (t *tables) foreignEnough(run []normal.Token) bool {
	n := 0
	for _, tok := range run {
		if t.foreign[tok.Key] {
			n++
		}
	}
	return n >= 2
}

// trim cuts off what belongs to dictionary words that reach beyond a run.
func (s *scanner) trim(i, j int) (from, to int) {
	from, to = i, j
	for _, w := range s.cover {
		if w.from < i && w.to > from {
			from = w.to
		}
		if w.to > j && w.from >= i && w.from < to {
			to = w.from
		}
	}
	return from, max(from, to)
}

// pointed tells whether a point that parts names is beside a run.
func (s *scanner) pointed(from, to int, text string) bool {
	isPoint := func(i int) bool {
		if i == 0 || i >= len(s.toks) {
			return false
		}
		g := text[s.toks[i-1].End:s.toks[i].Start]
		return g != "" && strings.Contains(namePoints, g)
	}
	return isPoint(from) || isPoint(to)
}

// namePoints part the names of a foreigner.
const namePoints = "·・•‧"

func newHanName(text string, run []normal.Token) Name {
	start, end := run[0].Start, run[len(run)-1].End
	return Name{start, end, NewSound(lang.Chinese, text[start:end])}
}

// cover finds the dictionary words of several characters.
func (x *Lexicon) cover(s *scanner) {
	s.han, s.covered, s.cover = s.han[:0], s.covered[:0], s.cover[:0]
	for _, t := range s.toks {
		s.han = append(s.han, t.Key)
		s.covered = append(s.covered, false)
	}
	end := 0 // of the run of tokens without a gap
	for at := range s.toks {
		for end = max(end, at+1); end < len(s.toks) && s.toks[end].Start == s.toks[end-1].End; end++ {
		}
		x.match(s.han[at:min(at+maxHanWord, end)], func(_ uint32, n int) {
			if n == 1 {
				return
			}
			s.cover = append(s.cover, stretch{at, at + n})
			for k := at; k < at+n; k++ {
				s.covered[k] = true
			}
		})
	}
}

// stretch is a range of tokens.
type stretch struct{ from, to int }

// knows tells whether dictionary words cover a run: one that is as long, or two
// that make it up.
func (x *Lexicon) knows(run []normal.Token) bool {
	keys := make([]string, len(run))
	for i, t := range run {
		keys[i] = t.Key
	}
	if x.find(zh, strings.Join(keys, "")) != 0 {
		return true
	}
	for cut := 2; cut+2 <= len(keys); cut++ {
		if x.find(zh, strings.Join(keys[:cut], "")) != 0 && x.find(zh, strings.Join(keys[cut:], "")) != 0 {
			return true
		}
	}
	return false
}

// givenName is the length of a Chinese name at token i, or 0: a surname and one
// or two characters that no dictionary word covers.
func givenName(t *tables, s *scanner, i int) int {
	if !t.surname[s.toks[i].Key] || s.covered[i] || i > 0 && isDigit(s.toks[i-1].Key) {
		return 0
	}
	n := 1
	for n < 3 && i+n < len(s.toks) && isHan(s.toks[i+n].Key) && !s.covered[i+n] && !strings.Contains(notGiven, s.toks[i+n].Key) && s.toks[i+n].Start == s.toks[i+n-1].End {
		n++
	}
	if n < 2 {
		return 0
	}
	return n
}

// notGiven are characters that no given name is written with.
const notGiven = "的和在等是为与及或将也对由从向被了已不无其该此各第年月日号说称曾于以时至把个这那都还就能会可要应有者们先生女士"
