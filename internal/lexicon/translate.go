package lexicon

import (
	"cmp"
	"slices"

	"dragoman/internal/lang"
)

// Gloss is one translation of a word.
type Gloss struct {
	ID     uint32
	Weight float32 // the weights of the glosses of one word sum to at most 1
}

const (
	// layerShare is the weight of a list of terms against all below it.
	layerShare = 0.6
)

// Translations appends the translations of a word to dst, by ascending ID. From
// Chinese to Russian and back it goes through English, unless a list knows the
// word directly, and then both.
func (x *Lexicon) Translations(dst []Gloss, from lang.Code, id uint32, to lang.Code) []Gloss {
	i, ok1 := index(from)
	j, ok2 := index(to)
	if !ok1 || !ok2 || i == j || id == 0 {
		return dst
	}
	first := len(dst)
	dst = x.translate(dst, i, j, id)
	slices.SortFunc(dst[first:], func(a, b Gloss) int { return cmp.Compare(a.ID, b.ID) })
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

// dictionary appends what the embedded dictionaries of a pair know.
func (x *Lexicon) dictionary(dst []Gloss, i, j int, id uint32) []Gloss {
	row := x.base.pairs[i][j]().row(id)
	sum := float32(0)
	for _, it := range row {
		sum += x.base.weights[it&0xff]
	}
	for _, it := range row {
		dst = append(dst, Gloss{it >> 8, x.base.weights[it&0xff] / sum})
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
