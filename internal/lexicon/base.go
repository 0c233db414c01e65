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
	phrases [languages]func() trie
	counts  [languages]int                             // of the words
	pairs   [languages][languages]func() []*vocab.Rows // lists of each pair
	weights [256]float32                               // of the bytes of an item
}

// newBase arranges for every table to be read when it is first used. The data
// are embedded and tested, so they cannot fail to read; a list that does not fit
// its vocabulary would be a broken build.
func newBase() *base {
	b := &base{weights: vocab.Weights()}
	for i, text := range []string{dict.ChineseWords, dict.EnglishWords, dict.RussianWords} {
		b.counts[i] = vocab.Count(text)
		b.words[i] = sync.OnceValue(func() *vocab.Words { return vocab.ParseWords(text) })
	}
	b.prefix = sync.OnceValue(func() *prefixes { return newPrefixes(b.words[zh]()) })
	for i, list := range []string{"", dict.EnglishPhrases, dict.RussianPhrases} {
		b.phrases[i] = sync.OnceValue(func() trie { return readTrie(list) })
	}
	b.pair(zh, en, dict.CedictChineseEnglish, dict.CLDRChineseEnglish, dict.TermsChineseEnglish)
	b.pair(en, ru, dict.MuellerEnglishRussian, dict.CLDREnglishRussian, dict.TermsEnglishRussian)
	b.pair(zh, ru, dict.PivotChineseRussian, dict.CLDRChineseRussian, dict.TermsChineseRussian)
	return b
}

// pair arranges for the two directions of a pair of languages.
func (b *base) pair(from, to int, lists ...string) {
	forward := sync.OnceValue(func() []*vocab.Rows {
		var out []*vocab.Rows
		for _, list := range lists {
			r, err := vocab.ReadRows(list, b.counts[from], b.counts[to])
			must(err)
			out = append(out, r)
		}
		return out
	})
	b.pairs[from][to] = forward
	b.pairs[to][from] = sync.OnceValue(func() []*vocab.Rows {
		var out []*vocab.Rows
		for _, r := range forward() {
			out = append(out, r.Inverse())
		}
		return out
	})
}

// must panics on a broken build.
func must(err error) {
	if err != nil {
		panic("lexicon: embedded data: " + err.Error())
	}
}
