package align

import (
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
