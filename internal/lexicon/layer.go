package lexicon

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"dragoman/internal/lang"
	"dragoman/internal/lexicon/vocab"
	"dragoman/internal/normal"
)

// term is one term in several languages, with its spellings.
type term [languages][]string

var codes = [languages]lang.Code{lang.Chinese, lang.English, lang.Russian}

// layer is a list of terms laid over the dictionaries. Its words that are not in
// them are numbered after theirs. A term of several words in English or Russian
// is a word of its own (a phrase) beside the words it consists of.
type layer struct {
	terms []term
	once  sync.Once

	first   [languages]uint32            // numbers of keys begin after this one
	keys    [languages][]string          // new words and phrases
	ids     [languages]map[string]uint32 // their numbers
	han     *prefixes                    // new Chinese words
	phrases [languages]trie
	rows    [languages][languages]map[uint32][]Gloss
}

func (l *layer) key(i int, id uint32) string {
	if id <= l.first[i] || int(id-l.first[i]) > len(l.keys[i]) {
		return ""
	}
	return l.keys[i][id-l.first[i]-1]
}

// phraseShare is the part of a translation's weight that goes to the phrase as
// a whole, the rest being shared among its words. Half and half: the phrase is
// the stronger evidence, but a text may say the same with other endings or words
// between.
const phraseShare = 0.5

// spelling is one spelling of a term as word numbers.
type spelling struct {
	id    uint32   // of the word or phrase
	words []uint32 // content words of a phrase; nil for a single word
}

func (l *layer) build(before *Lexicon) {
	for i := range languages {
		l.first[i] = before.size(i)
		l.ids[i] = make(map[string]uint32)
		l.phrases[i] = make(trie)
		for j := range languages {
			l.rows[i][j] = make(map[uint32][]Gloss)
		}
	}
	var k vocab.Keys
	for _, t := range l.terms {
		var sp [languages][]spelling
		for i, spellings := range t {
			for _, s := range spellings {
				if v, ok := l.spell(before, &k, i, s); ok {
					sp[i] = append(sp[i], v)
				}
			}
		}
		l.link(sp)
	}
	l.finish()
}

// spell numbers the words of a spelling, the new ones too.
func (l *layer) spell(before *Lexicon, k *vocab.Keys, i int, s string) (spelling, bool) {
	toks := k.Tokens(nil, codes[i], s)
	if len(toks) == 0 {
		return spelling{}, false
	}
	if i == zh {
		key, ok := hanKey(toks)
		if !ok {
			return spelling{}, false
		}
		return spelling{id: l.number(before, i, key)}, true
	}
	var ids, content []uint32
	for _, t := range toks {
		id := l.number(before, i, t.Stem)
		ids = append(ids, id)
		if !vocab.Stop(codes[i], t.Key) {
			content = append(content, id)
		}
	}
	if len(ids) == 1 {
		return spelling{id: ids[0]}, true
	}
	id := l.number(before, i, phraseKey(toks))
	l.phrases[i].add(ids, id)
	return spelling{id: id, words: content}, true
}

// hanKey is the key of a Chinese term; terms with Latin letters or digits are
// left to their Latin strings and values.
func hanKey(toks []normal.Token) (string, bool) {
	var b strings.Builder
	for _, t := range toks {
		if r, _ := utf8.DecodeRuneInString(t.Key); r < 0x2E80 {
			return "", false
		}
		b.WriteString(t.Key)
	}
	return b.String(), true
}

func phraseKey(toks []normal.Token) string {
	var b strings.Builder
	for i, t := range toks {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.Stem)
	}
	return b.String()
}

func (l *layer) number(before *Lexicon, i int, key string) uint32 {
	if id := before.find(i, key); id != 0 {
		return id
	}
	if id := l.ids[i][key]; id != 0 {
		return id
	}
	l.keys[i] = append(l.keys[i], key)
	id := l.first[i] + uint32(len(l.keys[i]))
	l.ids[i][key] = id
	return id
}

// link makes the spellings of a term translations of one another.
func (l *layer) link(sp [languages][]spelling) {
	for i := range languages {
		for j := range languages {
			if i == j || len(sp[j]) == 0 {
				continue
			}
			for _, s := range sp[i] {
				for _, t := range sp[j] {
					l.rows[i][j][s.id] = t.glosses(l.rows[i][j][s.id], 1/float32(len(sp[j])))
				}
			}
		}
	}
}

// glosses appends the spelling as a translation of some weight.
func (s spelling) glosses(dst []Gloss, weight float32) []Gloss {
	if len(s.words) == 0 {
		return append(dst, Gloss{s.id, weight})
	}
	dst = append(dst, Gloss{s.id, weight * phraseShare})
	for _, w := range s.words {
		dst = append(dst, Gloss{w, weight * (1 - phraseShare) / float32(len(s.words))})
	}
	return dst
}

// finish sorts and normalises what build has gathered.
func (l *layer) finish() {
	for i := range languages {
		for j := range languages {
			for id, row := range l.rows[i][j] {
				l.rows[i][j][id] = normalise(row)
			}
		}
	}
	han := slices.Sorted(maps.Keys(l.ids[zh]))
	ids := make([]uint32, len(han))
	for i, w := range han {
		ids[i] = l.ids[zh][w]
	}
	l.han = newPrefixes(vocab.ParseWords(string(vocab.EncodeWords(han))))
	l.han.ids = ids
}

// normalise sorts glosses by number, joins equal ones and makes the weights sum
// to 1.
func normalise(row []Gloss) []Gloss {
	slices.SortFunc(row, func(a, b Gloss) int { return cmp.Compare(a.ID, b.ID) })
	out, sum := row[:0], float32(0)
	for _, g := range row {
		sum += g.Weight
		if n := len(out); n > 0 && out[n-1].ID == g.ID {
			out[n-1].Weight += g.Weight
			continue
		}
		out = append(out, g)
	}
	for i := range out {
		out[i].Weight /= sum
	}
	return out
}

// trie holds phrases as sequences of word numbers. A state is the number of a
// prefix; 0 is the empty one.
type trie map[step]node

type step struct{ state, word uint32 }

type node struct{ state, phrase uint32 } // phrase is 0 where none ends here

// readTrie reads an embedded list of phrases.
func readTrie(list string) trie {
	t := make(trie, len(list)/6)
	vocab.ReadPhrases(list, func(phrase uint32, words []uint32) { t.add(words, phrase) })
	return t
}

func (t trie) add(words []uint32, phrase uint32) {
	state := uint32(0)
	for i, w := range words {
		n, ok := t[step{state, w}]
		if !ok {
			n.state = uint32(len(t)) + 1
		}
		if i == len(words)-1 {
			n.phrase = phrase
		}
		t[step{state, w}] = n
		state = n.state
	}
}
