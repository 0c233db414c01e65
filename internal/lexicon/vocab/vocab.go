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
// A vocabulary is a list of keys in byte order, front coded: the number of words
// and of the bytes they take with a line feed each, as varints; then for each word
// a byte that tells how many bytes it shares with the one before it, the rest of
// it, a line feed.
// Words are numbered from 1 in that order; 0 is no word. Numbers hold for one
// version of the data only and are never stored.
//
// # Gloss lists
//
// For one pair of languages: a directory of the words, by ascending number, with
// the length of their rows in bytes; a directory of the glosses with the number
// of words that have each, so that the inverse can be laid out in one pass; the
// rows. All numbers are unsigned varints, b is one byte:
//
//	list  = n n×(word-previous length) m m×(gloss-previous words) row…
//	row   = (gloss-previous b)…
//
// A phrase is a word whose key consists of several keys with a space between; a
// list of phrases gives the numbers of those:
//
//	phrase = number-previous count count×word
//
// b is the weight of the pair of words on a logarithmic scale ([Quantise]): what
// both together are worth, so that a row gives the weights in one direction and a
// column those in the other, each after normalising. Differences start from 0 in
// each entry's list of glosses. Reading a list costs 5 ns a word, its inverse
// 8 ns a gloss; a row is decoded when it is asked for, 5 ns a gloss.
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
		stemOthers(dst[first:], l)
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

// Stop tells whether a word of English or Russian, folded but not stemmed,
// carries no content.
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
			set[t.Key] = true
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

// EncodeWords writes a sorted list of words.
func EncodeWords(words []string) []byte {
	size := 0
	for _, w := range words {
		size += len(w) + 1
	}
	out := binary.AppendUvarint(nil, uint64(len(words)))
	out = binary.AppendUvarint(out, uint64(size))
	prev := ""
	for _, w := range words {
		n := 0
		for n < min(len(prev), len(w), 255) && prev[n] == w[n] {
			n++
		}
		out = append(out, byte(n))
		out = append(out, w[n:]...)
		out = append(out, '\n')
		prev = w
	}
	return out
}

// Count is the number of words of a list, without reading it.
func Count(list string) int {
	at := 0
	return int(uvarint(list, &at))
}

// ParseWords reads a word list.
func ParseWords(list string) *Words {
	at := 0
	count, size := uvarint(list, &at), uvarint(list, &at)
	w := &Words{ends: make([]uint32, 0, min(int(count), len(list)))}
	text := make([]byte, 0, min(int(size), 256*len(list)))
	for last := 0; at < len(list); {
		start := len(text)
		shared := min(int(list[at]), start-last)
		at++
		n := strings.IndexByte(list[at:], '\n')
		if n < 0 {
			break
		}
		text = append(text, text[last:last+shared]...)
		text = append(text, list[at:at+n+1]...)
		w.ends = append(w.ends, uint32(len(text)-1))
		last, at = start, at+n+1
	}
	w.text = string(text)
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

// Item is a gloss packed in one word.
type Item uint32

// NewItem packs a gloss.
func NewItem(id uint32, weight uint8) Item { return Item(id<<8 | uint32(weight)) }

// ID is the number of the gloss.
func (i Item) ID() uint32 { return uint32(i) >> 8 }

// Weight is its quantised weight.
func (i Item) Weight() uint8 { return uint8(i) }

// Encode writes a gloss list; row gives the glosses of each of the words by
// ascending number.
func Encode(words, glosses int, row func(word uint32) []Item) []byte {
	var directory, payload []byte
	counts := make([]uint64, glosses+1)
	entries, prev := uint64(0), uint32(0)
	for w := uint32(1); int(w) <= words; w++ {
		start, last := len(payload), uint32(0)
		for _, it := range row(w) {
			payload = binary.AppendUvarint(payload, uint64(it.ID()-last))
			payload = append(payload, it.Weight())
			last = it.ID()
			counts[it.ID()]++
		}
		if len(payload) > start {
			directory = binary.AppendUvarint(directory, uint64(w-prev))
			directory = binary.AppendUvarint(directory, uint64(len(payload)-start))
			prev = w
			entries++
		}
	}
	out := append(binary.AppendUvarint(nil, entries), directory...)
	entries, prev = 0, 0
	var columns []byte
	for id, n := range counts {
		if n > 0 {
			columns = binary.AppendUvarint(columns, uint64(uint32(id)-prev))
			columns = binary.AppendUvarint(columns, n)
			prev = uint32(id)
			entries++
		}
	}
	out = append(binary.AppendUvarint(out, entries), columns...)
	return append(out, payload...)
}

// Rows is a gloss list in memory: as it was read, each row decoded when it is
// asked for, or the inverse of such a list, decoded.
type Rows struct {
	index   index
	columns index  // of the inverse
	data    string // rows in the file's form
	items   []Item // rows of an inverse
}

// index tells where the rows of words begin and end: of all words, or of those
// that have one where these are few.
type index struct {
	starts []uint32 // one more at the end
	ids    []uint32 // the words, where they are few
}

// span is where the row of a word is.
func (x *index) span(id uint32) (from, to int) {
	i := int(id)
	if x.ids != nil {
		var ok bool
		if i, ok = slices.BinarySearch(x.ids, id); !ok {
			return 0, 0
		}
	} else if i+1 >= len(x.starts) {
		return 0, 0
	}
	return int(x.starts[i]), int(x.starts[i+1])
}

// Append appends the glosses of a word, by ascending number.
func (r *Rows) Append(dst []Item, id uint32) []Item {
	from, to := r.index.span(id)
	if r.items != nil {
		return append(dst, r.items[from:to]...)
	}
	gloss := uint32(0)
	for from < to {
		gloss += uvarint(r.data, &from)
		dst = append(dst, NewItem(gloss, r.data[from]))
		from++
	}
	return dst
}

// ReadRows reads a gloss list between vocabularies of the sizes given.
func ReadRows(data string, words, glosses int) (*Rows, error) {
	r := &Rows{}
	at, payload, items := 0, 0, 0
	var err error
	if r.index, payload, err = readIndex(data, &at, words); err != nil {
		return nil, fmt.Errorf("gloss list, words: %w", err)
	}
	if r.columns, items, err = readIndex(data, &at, glosses); err != nil {
		return nil, fmt.Errorf("gloss list, glosses: %w", err)
	}
	if len(data)-at != payload || items*2 > payload {
		return nil, fmt.Errorf("gloss list: %d glosses in %d bytes where %d are told", items, len(data)-at, payload)
	}
	r.data = data[at:]
	return r, nil
}

// sparse is the ratio of words to rows from which only the words with a row are
// kept.
const sparse = 8

// readIndex reads pairs of a number (as a difference) and a length.
func readIndex(data string, at *int, size int) (index, int, error) {
	n := int(uvarint(data, at))
	var x index
	few := n*sparse < size
	if few {
		x.ids, x.starts = make([]uint32, 0, n), make([]uint32, 0, n+1)
	} else {
		x.starts = make([]uint32, 1, size+2)
	}
	id, sum := 0, uint32(0)
	for ; n > 0; n-- {
		d := int(uvarint(data, at))
		if d == 0 || d > size-id {
			return x, 0, fmt.Errorf("number %d of %d at byte %d", id+d, size, *at)
		}
		id += d
		if few {
			x.ids = append(x.ids, uint32(id))
			d = 1
		}
		for ; d > 0; d-- {
			x.starts = append(x.starts, sum)
		}
		sum += uvarint(data, at)
	}
	if few {
		x.starts = append(x.starts, sum)
	}
	for !few && len(x.starts) < size+2 {
		x.starts = append(x.starts, sum)
	}
	return x, int(sum), nil
}

// Inverse is the list in the other direction. Items keep their weights.
func (r *Rows) Inverse() *Rows {
	c := r.columns
	next := slices.Clone(c.starts)
	if c.ids != nil { // spread out while it is filled
		next = make([]uint32, c.ids[len(c.ids)-1]+1)
		for i, id := range c.ids {
			next[id] = c.starts[i]
		}
	}
	q := &Rows{index: c, items: make([]Item, c.starts[len(c.starts)-1])}
	fill := func(id uint32, at, end int) {
		for gloss := uint32(0); at < end; at++ {
			gloss += uvarint(r.data, &at)
			q.items[next[gloss]] = NewItem(id, r.data[at])
			next[gloss]++
		}
	}
	x := r.index
	for i := range len(x.starts) - 1 {
		id := uint32(i)
		if x.ids != nil {
			id = x.ids[i]
		}
		fill(id, int(x.starts[i]), int(x.starts[i+1]))
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
