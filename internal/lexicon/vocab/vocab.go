// Package vocab is what the lexicon and its generator share: the key of a word,
// the list of words, and the file format of gloss lists. If the two differed, a
// dictionary would be compiled with keys that no text ever has.
//
// # Keys
//
// The key of a word is its stem ([normal.Token].Stem), brought to one form where
// English or Russian has several that the stemmer keeps apart: men and man,
// defence and defense, ошибок and ошибка. The table of such forms lists whole
// words; it is stemmed when it is read, so that defences follows defence.
//
// # Word lists
//
// A vocabulary is a text of keys, one a line, in byte order. Words are numbered
// from 1 in that order; 0 is no word. Numbers hold for one version of the data
// only and are never stored.
//
// # Gloss lists
//
// For one pair of languages, entries by ascending word number. All numbers are
// unsigned varints, b is one byte:
//
//	entry = word-previous count count×(gloss-previous b)
//
// b is the weight of the pair of words on a logarithmic scale ([Quantise]): what
// both together are worth, so that a row gives the weights in one direction and a
// column those in the other, each after normalising. Differences start from 0 in
// each entry's list of glosses. Reading costs about 5 ns a gloss; a file is read
// once, when its pair is first asked for.
package vocab

import (
	"encoding/binary"
	"fmt"
	"math"
	"sort"
	"strings"
	"sync"

	"dragoman/data/dict"
	"dragoman/internal/lang"
	"dragoman/internal/normal"
)

// Keys makes keys of words. The zero value is ready; not safe for concurrent
// use.
type Keys struct {
	caches [3]normal.Cache
}

// Tokens is [normal.Tokens] with the stems brought to one form.
func (k *Keys) Tokens(dst []normal.Token, l lang.Code, text string) []normal.Token {
	first := len(dst)
	dst = k.cache(l).Tokens(dst, l, text)
	if l != lang.English && l != lang.Russian {
		return dst
	}
	forms := forms()[l]
	for i := range dst[first:] {
		t := &dst[first+i]
		if f, ok := forms[t.Stem]; ok {
			t.Stem = f
		}
	}
	return dst
}

func (k *Keys) cache(l lang.Code) *normal.Cache {
	switch l {
	case lang.English:
		return &k.caches[1]
	case lang.Russian:
		return &k.caches[2]
	}
	return &k.caches[0]
}

// Stop tells whether a key of English or Russian carries no content.
func Stop(l lang.Code, key string) bool { return stops()[l][key] }

// forms gives for each language the stems to replace.
var forms = sync.OnceValue(func() map[lang.Code]map[string]string {
	return map[lang.Code]map[string]string{
		lang.English: readForms(lang.English, dict.EnglishForms),
		lang.Russian: readForms(lang.Russian, dict.RussianForms),
	}
})

func readForms(l lang.Code, table string) map[string]string {
	m := make(map[string]string)
	stem := func(w string) string {
		if t := normal.Tokens(nil, l, w); len(t) == 1 {
			return t[0].Stem
		}
		return ""
	}
	for line := range strings.Lines(table) {
		form, canon, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(form, "#") {
			continue
		}
		if f, c := stem(form), stem(canon); f != c && f != "" && c != "" {
			m[f] = c
		}
	}
	return m
}

var stops = sync.OnceValue(func() map[lang.Code]map[string]bool {
	m := make(map[lang.Code]map[string]bool)
	for line := range strings.Lines(dict.Stop) {
		l, words, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(l, "#") {
			continue
		}
		set := make(map[string]bool)
		for _, t := range normal.Tokens(nil, lang.Code(l), words) {
			set[t.Key], set[t.Stem] = true, true
		}
		m[lang.Code(l)] = set
	}
	return m
})

// Words is a sorted list of keys.
type Words struct {
	text string
	ends []uint32 // ends[i] is the byte after word i (from 0); its newline
}

// ParseWords reads a word list.
func ParseWords(text string) *Words {
	w := &Words{text: text, ends: make([]uint32, 0, strings.Count(text, "\n"))}
	for at := 0; at < len(text); {
		n := strings.IndexByte(text[at:], '\n')
		if n < 0 {
			n = len(text) - at
		}
		w.ends = append(w.ends, uint32(at+n))
		at += n + 1
	}
	return w
}

// Len is the number of words.
func (w *Words) Len() int { return len(w.ends) }

// At is the word with a number from 1 to Len.
func (w *Words) At(id uint32) string {
	start := uint32(0)
	if id > 1 {
		start = w.ends[id-2] + 1
	}
	return w.text[start:w.ends[id-1]]
}

// Find is the number of a word, or 0.
func (w *Words) Find(key string) uint32 {
	i := sort.Search(len(w.ends), func(i int) bool { return w.At(uint32(i+1)) >= key })
	if i < len(w.ends) && w.At(uint32(i+1)) == key {
		return uint32(i + 1)
	}
	return 0
}

// Gloss is one translation with its quantised weight.
type Gloss struct {
	ID     uint32
	Weight uint8
}

// The scale of weights: byte b stands for 2^((b-128)/8), so a step is 9 per cent
// and the range from 1/65000 to 60000.
const (
	stepsPerOctave = 8
	weightOfOne    = 128
)

// Quantise gives the byte of a weight.
func Quantise(w float64) uint8 {
	return uint8(min(max(math.Round(math.Log2(w)*stepsPerOctave)+weightOfOne, 0), 255))
}

// Weights gives the weight of each byte.
func Weights() (table [256]float32) {
	for b := range table {
		table[b] = float32(math.Exp2(float64(b-weightOfOne) / stepsPerOctave))
	}
	return table
}

// AppendEntry writes the entry of a word; glosses are sorted by ID, and prev is
// the word of the entry before.
func AppendEntry(dst []byte, prev, word uint32, glosses []Gloss) []byte {
	dst = binary.AppendUvarint(dst, uint64(word-prev))
	dst = binary.AppendUvarint(dst, uint64(len(glosses)))
	last := uint32(0)
	for _, g := range glosses {
		dst = binary.AppendUvarint(dst, uint64(g.ID-last))
		dst = append(dst, g.Weight)
		last = g.ID
	}
	return dst
}

// ReadEntries calls f with each gloss of a gloss list, in order. The highest
// word and gloss numbers allowed are given, so that a list that does not belong
// to its vocabularies is an error and not a panic later.
func ReadEntries(data string, words, glosses int, f func(word uint32, g Gloss)) error {
	word, at := uint32(0), 0
	for at < len(data) {
		d, n := uvarint(data, &at), uvarint(data, &at)
		word += d
		if d == 0 || word > uint32(words) {
			return fmt.Errorf("gloss list: word %d of %d at byte %d", word, words, at)
		}
		g := Gloss{}
		for ; n > 0; n-- {
			g.ID += uvarint(data, &at)
			if at >= len(data) || g.ID == 0 || g.ID > uint32(glosses) {
				return fmt.Errorf("gloss list: gloss %d of %d at byte %d", g.ID, glosses, at)
			}
			g.Weight = data[at]
			at++
			f(word, g)
		}
	}
	return nil
}

// uvarint reads a varint and moves on; at the end of the data it gives 0.
func uvarint(data string, at *int) uint32 {
	x, s := uint32(0), 0
	for *at < len(data) {
		b := data[*at]
		*at++
		if b < 0x80 {
			return x | uint32(b)<<s
		}
		x |= uint32(b&0x7f) << s
		s += 7
	}
	return 0
}
