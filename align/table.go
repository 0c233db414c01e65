package align

import (
	"cmp"
	"slices"

	"dragoman/internal/lexicon"
)

// What a word says of itself in another language: t(w|s) where w and s are the
// same value, mark or Latin string. The rest is left to chance, as a number
// may be written out or a mark be dropped.
const (
	sameValue   = 0.8
	sameMark    = 0.3
	sameForeign = 0.8
)

// newTable looks up every word of src among those of dst.
func newTable(lex dictionary, src, dst *source) table {
	byID := make(map[uint32]int32, len(dst.words))
	byKey := make(map[string]int32, len(dst.words))
	for k, w := range dst.words {
		if w.id != 0 {
			byID[w.id] = int32(k)
		}
		byKey[w.key] = int32(k)
	}
	t := make(table, len(src.words))
	var gloss []lexicon.Gloss
	for k, w := range src.words {
		if w.id != 0 {
			gloss = lex.Translations(gloss[:0], src.lang, w.id, dst.lang)
			for _, g := range gloss {
				if x, ok := byID[g.ID]; ok {
					t[k] = append(t[k], entry{x, g.Weight})
				}
			}
		}
		if weight := selfWeight(w.kind); weight > 0 {
			if x, ok := byKey[w.key]; ok {
				t[k] = append(t[k], entry{x, weight})
			}
		}
	}
	return t
}

const (
	// alike is the similarity from which two names are held for one: rarely
	// chance, by the measurements of package lexicon.
	alike = 0.7
	// mostNames is how many names of a text are compared with those of the
	// other, the rarest first.
	mostNames = 300
)

// Cognates serve languages that share a script and no dictionary: words of
// cognateLetters and more that begin alike.
const (
	cognateLetters = 5
	cognateShare   = 0.4
)

// addCognates adds words that begin alike, where there is no dictionary.
func addCognates(a, b *source, ab, ba table) {
	if ab.share() >= dictionaryShare {
		return
	}
	begin := func(w *word) string {
		n := 0
		for k := range w.key {
			if n == cognateLetters {
				return w.key[:k]
			}
			n++
		}
		if n == cognateLetters {
			return w.key
		}
		return ""
	}
	heads := map[string][]int32{}
	for k := range b.words {
		if h := begin(&b.words[k]); b.words[k].kind == plain && h != "" {
			heads[h] = append(heads[h], int32(k))
		}
	}
	for x := range a.words {
		h := begin(&a.words[x])
		if a.words[x].kind != plain || h == "" {
			continue
		}
		for _, y := range heads[h] {
			ab[x] = append(ab[x], entry{y, cognateShare})
			ba[y] = append(ba[y], entry{int32(x), cognateShare})
		}
	}
}

// addNames adds to the tables of two texts the names that sound alike.
func addNames(a, b *source, ab, ba table) {
	second := b.rareNames(ba)
	for _, x := range a.rareNames(ab) {
		for _, y := range second {
			if s := a.words[x].sound.Similarity(b.words[y].sound); s >= alike {
				ab[x] = append(ab[x], entry{y, float32(s)})
				ba[y] = append(ba[y], entry{x, float32(s)})
			}
		}
	}
}

// rareNames are the rarest names among those that the dictionary does not find
// in the other text.
func (s *source) rareNames(t table) []int32 {
	var names []int32
	for k, w := range s.words {
		if w.kind == named && (w.also < 0 || len(t[w.also]) == 0) {
			names = append(names, int32(k))
		}
	}
	slices.SortStableFunc(names, func(a, b int32) int { return cmp.Compare(s.words[a].in, s.words[b].in) })
	return names[:min(len(names), mostNames)]
}

func selfWeight(k kind) float32 {
	switch k {
	case value:
		return sameValue
	case mark:
		return sameMark
	case foreign:
		return sameForeign
	}
	return 0
}
