package align

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"dragoman/internal/lang"
	"dragoman/internal/lexicon"
)

// dictionary is what the scorers ask of a lexicon.
type dictionary interface {
	Words(dst []lexicon.Word, l lang.Code, text string) []lexicon.Word
	Translations(dst []lexicon.Gloss, from lang.Code, id uint32, to lang.Code) []lexicon.Gloss
	Names(dst []lexicon.Name, l lang.Code, text string) []lexicon.Name
}

// kind is the kind of a word, as far as evidence goes.
type kind uint8

const (
	plain   kind = iota // a word of the language
	value               // a number, a date, a document symbol
	mark                // a quotation mark, a question mark …
	foreign             // a Latin string in a text of another script
	named               // what may be a proper name
)

// word is a type of a text: all its occurrences are one.
type word struct {
	key   string
	id    uint32 // in the lexicon, 0 when unknown there
	kind  kind
	sound lexicon.Sound // of a name
	also  int32         // of a name: the word that it is as well, -1 if none
	count float32       // weight of all occurrences
	in    int32         // number of sentences it occurs in
}

// item is a word in a sentence with the weight of its occurrences there.
type item struct {
	word   int32
	weight float32
}

// sentence is a segment reduced to what the scorers need.
type sentence struct {
	items []item  // by ascending word number
	words float32 // sum of the weights
	size  float32 // length, see measure
	open  class   // how it begins
	close class   // how it ends
	start bool    // it begins a paragraph
}

// source is a text reduced to what the scorers need.
type source struct {
	lang      lang.Code
	words     []word
	sentences []sentence
	total     float32 // sum of sentence.words
}

// read reduces a text. Words repeated in a sentence are joined; each repeat
// counts less, as a word that has come once is likely to come again.
func read(ctx context.Context, lex dictionary, t Text) (*source, error) {
	s := &source{lang: t.Lang, sentences: make([]sentence, len(t.Segments))}
	numbers := map[string]int32{}
	var found []lexicon.Word
	var names []lexicon.Name
	var items []item
	at := map[int32]int{}
	for k, seg := range t.Segments {
		if k%cancelEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		found = lex.Words(found[:0], t.Lang, seg.Text)
		cover := newCover(t.Lang, seg.Text, found)
		names = names[:0]
		if len(seg.Text) <= longestNamed {
			names = lex.Names(names, t.Lang, seg.Text)
		}
		clear(at)
		first := len(items)
		add := func(w word, weight float32) {
			n, ok := numbers[w.key]
			if !ok {
				n = int32(len(s.words))
				numbers[w.key] = n
				s.words = append(s.words, w)
			}
			p, ok := at[n]
			if !ok {
				p = len(items)
				at[n] = p
				items = append(items, item{word: n})
				s.words[n].in++
			}
			items[p].weight += weight
		}
		for _, w := range found {
			add(word{key: w.Key, id: w.ID, kind: kindOf(w.Key)}, cover.share(w))
		}
		for _, n := range names {
			w := word{key: namePrefix + seg.Text[n.Start:n.End], kind: named, sound: n.Sound, also: -1}
			k, ok := slices.BinarySearchFunc(found, n, func(w lexicon.Word, n lexicon.Name) int {
				return cmp.Or(cmp.Compare(w.Start, n.Start), cmp.Compare(w.End, n.End))
			})
			if ok {
				w.also = numbers[found[k].Key]
			}
			add(w, 1)
		}
		st := &s.sentences[k]
		st.items = items[first:len(items):len(items)]
		for q := range st.items {
			it := &st.items[q]
			if it.weight > 1 {
				it.weight = 1 + fastLog(it.weight)
			}
			st.words += it.weight
			s.words[it.word].count += it.weight
		}
		s.total += st.words
		st.size = measure(seg.Text)
		st.open, st.close = opening(seg), closing(seg.Text)
		st.start = k == 0 || seg.Paragraph != t.Segments[k-1].Paragraph
	}
	return s, nil
}

// longestNamed is the length in bytes up to which names are looked for in a
// segment. Longer ones are no sentences, and the search for names takes the
// square of the length.
const longestNamed = 10_000

// namePrefix sets the keys of names apart from those of words.
const namePrefix = "\x00"

func kindOf(key string) kind {
	switch {
	case strings.HasPrefix(key, "@"):
		return foreign
	case !strings.HasPrefix(key, "#") || len(key) == 1:
		return plain
	}
	for _, r := range key[1:] {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return value
		}
	}
	return mark
}

// cover tells how many words lie over each byte of a sentence. Chinese words
// come overlapping; a word's share of its characters is what it counts, so
// that the words of a sentence together count its length once.
type cover struct{ depth []uint16 }

func newCover(l lang.Code, text string, found []lexicon.Word) cover {
	if l != lang.Chinese {
		return cover{}
	}
	depth := make([]uint16, len(text))
	for _, w := range found {
		for k := w.Start; k < w.End; k++ {
			depth[k]++
		}
	}
	return cover{depth}
}

// charsPerWord is the mean length of a Chinese word in running text, in
// characters.
const charsPerWord = 1.6

func (c cover) share(w lexicon.Word) float32 {
	if c.depth == nil || strings.HasPrefix(w.Key, "#") || strings.HasPrefix(w.Key, "@") {
		return 1
	}
	sum := float32(0)
	for k := w.Start; k < w.End; k++ {
		sum += 1 / float32(c.depth[k])
	}
	return sum / (3 * charsPerWord) // a Han character is three bytes
}

// hanSize is the length of a Han character in letters of an alphabet: English
// has 3.7 characters for one of Chinese, Russian 4.2. The fit to the document
// corrects what is left; the figure matters where Latin letters and digits
// stand in a Chinese text.
const hanSize = 3.8

// measure is the length of a text in letters. White space does not count.
func measure(text string) float32 {
	n := float32(0)
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			n += hanSize
		case r >= 0x3000 && r < 0x3040 || r >= 0xff00 && r < 0xff66:
			n++ // full-width punctuation
		case !unicode.IsSpace(r):
			n++
		}
	}
	return n
}
