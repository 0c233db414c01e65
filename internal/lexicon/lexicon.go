package lexicon

import (
	"sync"

	"dragoman/internal/lang"
)

// Lexicon is an immutable store of words and their translations, safe for
// concurrent use. Tables are decoded when they are first asked for.
type Lexicon struct {
	base   *base
	layers []*layer // glossaries, each weighing more than those before it
	pool   *sync.Pool
}

// The languages that have a vocabulary, as indexes.
const (
	zh = iota
	en
	ru
	languages
)

// index gives the index of a language that has a vocabulary.
func index(l lang.Code) (int, bool) {
	switch l {
	case lang.Chinese:
		return zh, true
	case lang.English:
		return en, true
	case lang.Russian:
		return ru, true
	}
	return 0, false
}

// Default is the embedded lexicon: the dictionaries and the project's terms.
func Default() (*Lexicon, error) {
	return &Lexicon{base: newBase(), pool: newPool()}, nil
}

func newPool() *sync.Pool { return &sync.Pool{New: func() any { return new(scanner) }} }

// Warm begins to read the tables of the languages in the background, all pairs at
// once, so that the first look-ups need not wait for one after the other. It
// returns at once; calling it is never necessary.
func (x *Lexicon) Warm(langs ...lang.Code) {
	for _, l := range langs {
		i, ok := index(l)
		if !ok {
			continue
		}
		for _, m := range langs {
			if j, ok := index(m); ok && j != i {
				go x.base.pairs[i][j]()
			}
		}
		if i == zh {
			go x.base.prefix()
		} else {
			go x.base.phrases[i]()
		}
	}
}

// With is the lexicon with a person's glossary added, which weighs more than
// all that is in x. x itself does not change, and its word numbers stay valid.
func (x *Lexicon) With(g *Glossary) *Lexicon {
	layers := append(x.layers[:len(x.layers):len(x.layers)], &layer{terms: g.terms})
	return &Lexicon{base: x.base, layers: layers, pool: newPool()}
}

// Key is the key of the word with a number in the vocabulary of l, or "".
func (x *Lexicon) Key(l lang.Code, id uint32) string {
	i, ok := index(l)
	if !ok || id == 0 {
		return ""
	}
	if w := x.base.words[i](); int(id) <= w.Len() {
		return w.At(id)
	}
	for k := range x.layers {
		if key := x.layer(k).key(i, id); key != "" {
			return key
		}
	}
	return ""
}

// find is the number of a key, or 0.
func (x *Lexicon) find(i int, key string) uint32 {
	if id := x.base.words[i]().Find(key); id != 0 {
		return id
	}
	for k := range x.layers {
		if id := x.layer(k).ids[i][key]; id != 0 {
			return id
		}
	}
	return 0
}

// layer is layer k, made on first use: its words are numbered after those of
// the layers before it.
func (x *Lexicon) layer(k int) *layer {
	l := x.layers[k]
	l.once.Do(func() {
		before := &Lexicon{base: x.base, layers: x.layers[:k]}
		l.build(before)
	})
	return l
}

// size is the highest word number in use.
func (x *Lexicon) size(i int) uint32 {
	if len(x.layers) == 0 {
		return uint32(x.base.counts[i])
	}
	l := x.layer(len(x.layers) - 1)
	return l.first[i] + uint32(len(l.keys[i]))
}
