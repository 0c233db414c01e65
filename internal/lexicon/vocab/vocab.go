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
// For one pair of languages: the number of glosses, then entries by ascending
// word number. All numbers are unsigned varints, b is one byte:
//
//	list  = glosses entry…
//	entry = word-previous count count×(gloss-previous b)
//
// A phrase is a word whose key consists of several keys with a space between; a
// list of phrases gives the numbers of those:
//
//	phrase = number-previous count count×word
//
// b is the weight of the pair of words on a logarithmic scale ([Quantise]): what
// both together are worth, so that a row gives the weights in one direction and a
// column those in the other, each after normalising. Differences start from 0 in
// each entry's list of glosses. A file is read once, when its pair is first asked
// for.
package vocab

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
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
		if l == lang.Russian {
			t.Stem = steady(t.Stem)
		}
	}
	return dst
}

// steady drops the vowel that comes and goes before the last consonant of a
// Russian noun, so that ошибка, ошибок and рынок, рынка have one key each. That a
// few words lose a vowel that always stays (человек) does no harm, since they
// lose it everywhere.
func steady(stem string) string {
	const letters = 2 // bytes of a Cyrillic letter
	if len(stem) < 5*letters {
		return stem
	}
	switch end := stem[len(stem)-2*letters:]; end {
	case "ок", "ек", "ец":
		if strings.Contains("бвгджзклмнпрстфхцчшщ", stem[len(stem)-3*letters:len(stem)-2*letters]) {
			return stem[:len(stem)-2*letters] + end[letters:]
		}
	}
	return stem
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

// After is the number of the first word that is not before key.
func (w *Words) After(key string) uint32 {
	return uint32(sort.Search(len(w.ends), func(i int) bool { return w.At(uint32(i+1)) >= key })) + 1
}

// Find is the number of a word, or 0.
func (w *Words) Find(key string) uint32 {
	if id := w.After(key); int(id) <= len(w.ends) && w.At(id) == key {
		return id
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

// Item is a gloss packed in one word.
type Item uint32

// ID is the number of the gloss.
func (i Item) ID() uint32 { return uint32(i) >> 8 }

// Weight is its quantised weight.
func (i Item) Weight() uint8 { return uint8(i) }

// Rows is a gloss list in memory, row by row.
type Rows struct {
	start []uint32 // start[id] is the first item of a word; one more at the end
	items []Item
}

// Row is the glosses of a word, by ascending number.
func (r *Rows) Row(id uint32) []Item {
	if int(id)+1 >= len(r.start) {
		return nil
	}
	return r.items[r.start[id]:r.start[id+1]]
}

// ReadRows reads a gloss list between vocabularies of the sizes given. A list
// that does not fit them is an error.
func ReadRows(data string, words, glosses int) (*Rows, error) {
	at := 0
	n := uvarint(data, &at)
	if int(n) > len(data) {
		return nil, fmt.Errorf("gloss list: %d glosses in %d bytes", n, len(data))
	}
	r := &Rows{start: make([]uint32, words+2), items: make([]Item, 0, n)}
	word := uint32(0)
	for at < len(data) {
		d, count := uvarint(data, &at), uvarint(data, &at)
		if d == 0 || d > uint32(words)-word {
			return nil, fmt.Errorf("gloss list: word %d of %d at byte %d", word+d, words, at)
		}
		for range d {
			word++
			r.start[word] = uint32(len(r.items))
		}
		id := uint32(0)
		for ; count > 0; count-- {
			id += uvarint(data, &at)
			if at >= len(data) || id == 0 || id > uint32(glosses) {
				return nil, fmt.Errorf("gloss list: gloss %d of %d at byte %d", id, glosses, at)
			}
			r.items = append(r.items, Item(id<<8|uint32(data[at])))
			at++
		}
	}
	for word++; int(word) < len(r.start); word++ {
		r.start[word] = uint32(len(r.items))
	}
	return r, nil
}

// Inverse is the list in the other direction; words is the size of the
// vocabulary of the glosses. Items keep their weights.
func (r *Rows) Inverse(words int) *Rows {
	q := &Rows{start: make([]uint32, words+2), items: make([]Item, len(r.items))}
	for _, it := range r.items {
		q.start[it.ID()+1]++
	}
	for i := range q.start[1:] {
		q.start[i+1] += q.start[i]
	}
	next := slices.Clone(q.start)
	for id := uint32(1); int(id)+1 < len(r.start); id++ {
		for _, it := range r.Row(id) {
			q.items[next[it.ID()]] = Item(id<<8 | uint32(it.Weight()))
			next[it.ID()]++
		}
	}
	return q
}

// AppendPhrase writes a phrase: its number as the difference from the phrase
// before it, the number of its words, and theirs.
func AppendPhrase(dst []byte, prev, phrase uint32, words []uint32) []byte {
	dst = binary.AppendUvarint(dst, uint64(phrase-prev))
	dst = binary.AppendUvarint(dst, uint64(len(words)))
	for _, w := range words {
		dst = binary.AppendUvarint(dst, uint64(w))
	}
	return dst
}

// ReadPhrases calls f with each phrase of a list; words is valid during the call.
func ReadPhrases(data string, f func(phrase uint32, words []uint32)) {
	var words []uint32
	phrase := uint32(0)
	for at := 0; at < len(data); {
		phrase += uvarint(data, &at)
		words = words[:0]
		for n := uvarint(data, &at); n > 0 && at < len(data); n-- {
			words = append(words, uvarint(data, &at))
		}
		f(phrase, words)
	}
}

// uvarint reads a varint and moves on; at the end of the data it gives 0.
func uvarint(data string, at *int) uint32 {
	i := *at
	if i < len(data) && data[i] < 0x80 {
		*at = i + 1
		return uint32(data[i])
	}
	x, s := uint32(0), 0
	for i < len(data) {
		b := data[i]
		i++
		x |= uint32(b&0x7f) << s
		if b < 0x80 {
			break
		}
		s += 7
	}
	*at = i
	return x
}
