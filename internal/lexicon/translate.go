package lexicon

import (
	"cmp"
	"slices"

	"dragoman/internal/lang"
	"dragoman/internal/lexicon/vocab"
)

// Gloss is one translation of a word.
type Gloss struct {
	ID     uint32
	Weight float32 // the weights of the glosses of one word sum to at most 1
}

// layerShare is the weight of a glossary against all below it.
const layerShare = 0.8

// Translations appends the translations of a word to dst, by ascending ID.
func (x *Lexicon) Translations(dst []Gloss, from lang.Code, id uint32, to lang.Code) []Gloss {
	i, ok1 := index(from)
	j, ok2 := index(to)
	if !ok1 || !ok2 || i == j || id == 0 {
		return dst
	}
	first := len(dst)
	dst = x.translate(dst, i, j, id)
	byID := func(a, b Gloss) int { return cmp.Compare(a.ID, b.ID) }
	if !slices.IsSortedFunc(dst[first:], byID) { // more than one list knows the word
		slices.SortFunc(dst[first:], byID)
	}
	return join(dst, first)
}

// translate mixes what the layers and the dictionaries know.
func (x *Lexicon) translate(dst []Gloss, i, j int, id uint32) []Gloss {
	rest := float32(1)
	for k := len(x.layers) - 1; k >= 0; k-- {
		row := x.layer(k).rows[i][j][id]
		if len(row) == 0 {
			continue
		}
		for _, g := range row {
			dst = append(dst, Gloss{g.ID, g.Weight * rest * layerShare})
		}
		rest *= 1 - layerShare
	}
	first := len(dst)
	dst = x.dictionary(dst, i, j, id)
	for g := range dst[first:] {
		dst[first+g].Weight *= rest
	}
	return dst
}

// dictionary appends what the embedded lists of a pair know.
func (x *Lexicon) dictionary(dst []Gloss, i, j int, id uint32) []Gloss {
	first, sum := len(dst), float32(0)
	var buf [64]vocab.Item
	for _, rows := range x.base.pairs[i][j]() {
		for _, it := range rows.Append(buf[:0], id) {
			w := x.base.weights[it.Weight()]
			sum += w
			dst = append(dst, Gloss{it.ID(), w})
		}
	}
	for g := range dst[first:] {
		dst[first+g].Weight /= sum
	}
	return dst
}

// join adds up the weights of equal neighbours from first on.
func join(dst []Gloss, first int) []Gloss {
	out := dst[:first]
	for _, g := range dst[first:] {
		if n := len(out); n > first && out[n-1].ID == g.ID {
			out[n-1].Weight += g.Weight
			continue
		}
		out = append(out, g)
	}
	return out
}
