package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"dragoman/internal/lang"
	"dragoman/internal/lexicon/vocab"
	"dragoman/internal/normal"
)

// Word is one item of evidence in a sentence.
type Word struct {
	Start, End int    // byte offsets in the text
	ID         uint32 // number in the vocabulary of its language; 0 = not in it
	Key        string // never empty; equal words have equal keys
}

// scanner holds the memory of one call of Words, for the next one.
type scanner struct {
	keys    vocab.Keys
	toks    []normal.Token
	han     []string
	covered []bool
	cover   []stretch
	values  []Value
	ids     [languages]map[string]uint32 // of English and Russian stems
}

// Words appends the words of a sentence to dst, by Start and then by End.
//
// In Chinese: all dictionary words of two characters and more at every place,
// overlapping, and the single characters that they leave uncovered. In English
// and Russian: stems, and the phrases of the term lists over them. In other
// languages: stems or words without a number.
//
// A key that begins with '#' is a value (a number, part of a date, a document
// symbol) or a mark of the sentence ("#?", "#:", "#«"); one that begins with
// '@' is a word in Latin script that other languages may keep as it is (in
// English beside its stem). Both mean the same in every language and have the
// ID 0.
func (x *Lexicon) Words(dst []Word, l lang.Code, text string) []Word {
	s := x.pool.Get().(*scanner)
	defer x.pool.Put(s)
	first := len(dst)
	s.toks = s.keys.Tokens(s.toks[:0], l, text)
	s.values = values(s.values[:0], l, text, s.toks)
	dst = s.valueWords(dst)
	dst = markWords(dst, text)
	switch i, ok := index(l); {
	case ok && i == zh:
		dst = x.hanWords(dst, s, text)
	case ok:
		dst = x.stemWords(dst, s, i, text)
	default:
		dst = s.plainWords(dst)
	}
	slices.SortStableFunc(dst[first:], func(a, b Word) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	return dst
}

// valueWords appends the values.
func (s *scanner) valueWords(dst []Word) []Word {
	for _, v := range s.values {
		dst = append(dst, Word{v.Start, v.End, 0, "#" + v.Key})
	}
	return dst
}

// markWords appends the marks of a sentence that translations keep: a question,
// a colon, a quotation or title.
func markWords(dst []Word, text string) []Word {
	var seen [3]bool
	for i, r := range text {
		k := -1
		switch r {
		case '?', '？':
			k = 0
		case ':', '：':
			k = 1
		case '«', '“', '„', '"', '《', '「', '『', '〈':
			k = 2
		}
		if k >= 0 && !seen[k] {
			seen[k] = true
			dst = append(dst, Word{i, i + utf8.RuneLen(r), 0, [...]string{"#?", "#:", "#«"}[k]})
		}
	}
	return dst
}

// hanWords appends the words of a Chinese text.
func (x *Lexicon) hanWords(dst []Word, s *scanner, text string) []Word {
	for i := 0; i < len(s.toks); {
		if !isHan(s.toks[i].Key) {
			if t := s.toks[i]; isLatin(t.Key) && (len(t.Key) > 1 || text[t.Start] != t.Key[0]) { // single letters as capitals only
				dst = append(dst, Word{t.Start, t.End, 0, "@" + t.Key})
			}
			i++
			continue
		}
		j := i + 1
		for j < len(s.toks) && isHan(s.toks[j].Key) && s.toks[j].Start == s.toks[j-1].End {
			j++
		}
		dst = x.hanRun(dst, s, s.toks[i:j])
		i = j
	}
	return dst
}

// maxHanWord bounds the length of a word that is looked for, in characters; the
// longest terms are names of organizations.
const maxHanWord = 32

// hanRun appends the words of one run of Han characters.
func (x *Lexicon) hanRun(dst []Word, s *scanner, run []normal.Token) []Word {
	s.han, s.covered = s.han[:0], s.covered[:0]
	for _, t := range run {
		s.han = append(s.han, t.Key)
		s.covered = append(s.covered, false)
	}
	for at := range run {
		found := func(id uint32, n int) {
			if n == 1 {
				return
			}
			for k := at; k < at+n; k++ {
				s.covered[k] = true
			}
			dst = append(dst, Word{run[at].Start, run[at+n-1].End, id, x.Key(lang.Chinese, id)})
		}
		x.match(s.han[at:min(at+maxHanWord, len(s.han))], found)
	}
	for at, t := range run {
		if !s.covered[at] {
			dst = append(dst, Word{t.Start, t.End, x.find(zh, t.Key), t.Key})
		}
	}
	return dst
}

// match calls f with each word that a run of characters begins with.
func (x *Lexicon) match(run []string, f func(id uint32, n int)) {
	x.base.prefix().match(run, f)
	for k := range x.layers {
		x.layer(k).han.match(run, f)
	}
}

// scannerIDs bounds the numbers a scanner remembers.
const scannerIDs = 1 << 16

// id is the number of a stem, or of its nearest kin.
func (x *Lexicon) id(s *scanner, i int, stem string) uint32 {
	if s.ids[i] == nil || len(s.ids[i]) > scannerIDs {
		s.ids[i] = make(map[string]uint32)
	}
	id, ok := s.ids[i][stem]
	if !ok {
		if id = x.find(i, stem); id == 0 {
			id = related(x.base.words[i](), i, stem)
		}
		s.ids[i][strings.Clone(stem)] = id
	}
	return id
}

// stemWords appends the words of an English or Russian text.
func (x *Lexicon) stemWords(dst []Word, s *scanner, i int, text string) []Word {
	first := len(dst)
	for _, t := range s.toks {
		switch {
		case isDigit(t.Key):
		case i == ru && isLatin(t.Key):
			if len(t.Key) > 1 || text[t.Start] != t.Key[0] { // single letters as capitals only
				dst = append(dst, Word{t.Start, t.End, 0, "@" + t.Key})
			}
		default:
			id, key := x.id(s, i, t.Stem), t.Stem
			if id != 0 {
				key = x.Key(codes[i], id)
			}
			dst = append(dst, Word{t.Start, t.End, id, key})
		}
	}
	last := len(dst)
	dst = x.phraseWords(dst, i, first, last, x.base.phrases[i]())
	for k := range x.layers {
		dst = x.phraseWords(dst, i, first, last, x.layer(k).phrases[i])
	}
	if i != en || strings.ToUpper(text) == text { // in a heading capitals tell nothing
		return dst
	}
	for _, w := range dst[first:last] {
		if surface := text[w.Start:w.End]; keptWord(surface, w.ID) {
			dst = append(dst, Word{w.Start, w.End, 0, "@" + strings.ToLower(surface)})
		}
	}
	return dst
}

// keptWord tells whether other languages may keep an English word in Latin
// script: it has a capital or a figure after its first letter, or a capital and
// the dictionary does not know it.
func keptWord(surface string, id uint32) bool {
	capital := id == 0 && surface[0] >= 'A' && surface[0] <= 'Z'
	for i := range len(surface) {
		switch c := surface[i]; {
		case i > 0 && (c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'):
			capital = true
		case (c < 'a' || c > 'z') && (c < 'A' || c > 'Z'):
			return false // an accent, an apostrophe
		}
	}
	if len(surface) == 1 {
		return surface[0] >= 'A' && surface[0] <= 'Z' && surface != "A" && surface != "I"
	}
	return capital
}

// phraseWords appends the phrases among the words from first to last.
func (x *Lexicon) phraseWords(dst []Word, i, first, last int, t trie) []Word {
	for at := first; at < last; at++ {
		state := uint32(0)
		for n := at; n < last && dst[n].ID != 0; n++ {
			next, ok := t[step{state, dst[n].ID}]
			if !ok {
				break
			}
			if next.phrase != 0 {
				dst = append(dst, Word{dst[at].Start, dst[n].End, next.phrase, x.Key(codes[i], next.phrase)})
			}
			state = next.state
		}
	}
	return dst
}

// plainWords appends the words of a language without a vocabulary.
func (s *scanner) plainWords(dst []Word) []Word {
	for _, t := range s.toks {
		if !isDigit(t.Key) {
			dst = append(dst, Word{t.Start, t.End, 0, t.Stem})
		}
	}
	return dst
}

func isHan(key string) bool {
	r, n := utf8.DecodeRuneInString(key)
	return n == len(key) && r >= 0x2E80 && r != utf8.RuneError
}

func isLatin(key string) bool { return key != "" && key[0] >= 'a' && key[0] <= 'z' }

func isDigit(key string) bool { return key != "" && key[0] >= '0' && key[0] <= '9' }
