package lexicon

import (
	"sync"

	"dragoman/data/dict"
	"dragoman/internal/lexicon/vocab"
)

// base is the embedded dictionaries.
type base struct {
	words   [languages]func() *vocab.Words
	prefix  func() *prefixes
	weights [256]float32 // of the bytes of an item
	// pairs[from][to] is nil where there is no dictionary.
	pairs [languages][languages]func() *pair
}

// newBase arranges for every table to be read when it is first used. The data
// are embedded and tested, so they cannot fail to read; a list that does not fit
// its vocabulary would be a broken build.
func newBase() *base {
	b := &base{}
	for i, text := range []string{dict.ChineseWords, dict.EnglishWords, dict.RussianWords} {
		b.words[i] = sync.OnceValue(func() *vocab.Words { return vocab.ParseWords(text) })
	}
	b.prefix = sync.OnceValue(func() *prefixes { return newPrefixes(b.words[zh]()) })
	b.pair(zh, en, dict.CedictChineseEnglish, dict.CLDRChineseEnglish)
	b.pair(en, ru, dict.MuellerEnglishRussian, dict.CLDREnglishRussian)
	b.pair(zh, ru, dict.PivotChineseRussian, dict.CLDRChineseRussian)
	b.weights = vocab.Weights()
	return b
}

// pair arranges for the two directions of a dictionary.
func (b *base) pair(from, to int, lists ...string) {
	forward := sync.OnceValue(func() *pair {
		return readPair(b.words[from]().Len(), b.words[to]().Len(), lists)
	})
	b.pairs[from][to] = forward
	b.pairs[to][from] = sync.OnceValue(func() *pair { return forward().inverse(b.words[to]().Len()) })
}

// pair is the translations of every word of a language into another, row by
// row. An item is the number of the translation and its quantised weight.
type pair struct {
	start []uint32 // start[id] is the first item of a word; one more at the end
	items []uint32 // number<<8 | weight
}

func (p *pair) row(id uint32) []uint32 {
	if int(id)+1 >= len(p.start) {
		return nil
	}
	return p.items[p.start[id]:p.start[id+1]]
}

// readPair decodes gloss lists. Where several know a word, its rows are put one
// after the other, and a translation that several give counts twice.
func readPair(words, glosses int, lists []string) *pair {
	p := &pair{start: make([]uint32, words+2)}
	count := func(word uint32, _ vocab.Gloss) { p.start[word+1]++ }
	for _, list := range lists {
		must(vocab.ReadEntries(list, words, glosses, count))
	}
	for i := range p.start[1:] {
		p.start[i+1] += p.start[i]
	}
	p.items = make([]uint32, p.start[len(p.start)-1])
	next := append([]uint32(nil), p.start...)
	put := func(word uint32, g vocab.Gloss) {
		p.items[next[word]] = g.ID<<8 | uint32(g.Weight)
		next[word]++
	}
	for _, list := range lists {
		must(vocab.ReadEntries(list, words, glosses, put))
	}
	return p
}

// inverse is the pair in the other direction. An item keeps its weight; rows are
// normalised when they are read.
func (p *pair) inverse(words int) *pair {
	q := &pair{start: make([]uint32, words+2), items: make([]uint32, len(p.items))}
	for _, it := range p.items {
		q.start[it>>8+1]++
	}
	for i := range q.start[1:] {
		q.start[i+1] += q.start[i]
	}
	next := append([]uint32(nil), q.start...)
	for id := 1; id+1 < len(p.start); id++ {
		for _, it := range p.row(uint32(id)) {
			q.items[next[it>>8]] = uint32(id)<<8 | it&0xff
			next[it>>8]++
		}
	}
	return q
}

// must panics on a broken build.
func must(err error) {
	if err != nil {
		panic("lexicon: embedded data: " + err.Error())
	}
}
