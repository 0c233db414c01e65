package lexicon

import (
	"sort"
	"strings"
	"unicode/utf8"

	"dragoman/internal/lexicon/vocab"
)

// hanFirst and hanLast bound the first characters of words; the rare extensions
// beyond them begin no word of more than one character.
const hanFirst, hanLast = 0x3400, 0x9FFF

// prefixes finds all words of a sorted list that begin at a place of a text. It
// narrows the range of words that share the characters read so far, and stops
// when the range is empty: two or three short binary searches a place.
type prefixes struct {
	words *vocab.Words
	first []uint32 // first[c-hanFirst] is the first word that begins with c or later
	ids   []uint32 // numbers of the words; nil where they are 1, 2, 3 …
}

func newPrefixes(words *vocab.Words) *prefixes {
	p := &prefixes{words: words, first: make([]uint32, hanLast-hanFirst+2)}
	next := rune(hanFirst)
	last := ""
	for id := uint32(1); id <= uint32(words.Len()); id++ {
		w := words.At(id)
		if last != "" && strings.HasPrefix(w, last) {
			continue
		}
		c, n := utf8.DecodeRuneInString(w)
		last = w[:n]
		for ; next <= min(c, hanLast+1); next++ {
			p.first[next-hanFirst] = id
		}
	}
	for ; next <= hanLast+1; next++ {
		p.first[next-hanFirst] = uint32(words.Len()) + 1
	}
	return p
}

// match calls f with the number of each word that keys begins with, and the
// number of keys it takes.
func (p *prefixes) match(keys []string, f func(id uint32, n int)) {
	c, _ := utf8.DecodeRuneInString(keys[0])
	if c < hanFirst || c > hanLast {
		return
	}
	lo, hi := p.first[c-hanFirst], p.first[c-hanFirst+1]
	at := 0 // bytes that all words of the range share with the text
	for n, k := range keys {
		if lo >= hi {
			return
		}
		if n > 0 {
			lo, hi = p.narrow(lo, hi, at, k)
		}
		at += len(k)
		if lo < hi && len(p.words.At(lo)) == at {
			if p.ids == nil {
				f(lo, n+1)
			} else {
				f(p.ids[lo-1], n+1)
			}
			lo++
		}
	}
}

// narrow is the part of a range of words that have c at byte at.
func (p *prefixes) narrow(lo, hi uint32, at int, c string) (uint32, uint32) {
	n := int(hi - lo)
	from := sort.Search(n, func(i int) bool { return p.words.At(lo + uint32(i))[at:] >= c })
	to := from + sort.Search(n-from, func(i int) bool {
		w := p.words.At(lo + uint32(from+i))[at:]
		return len(w) < len(c) || w[:len(c)] > c
	})
	return lo + uint32(from), lo + uint32(to)
}
