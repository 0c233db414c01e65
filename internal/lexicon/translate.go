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
	// fanOut lessens the weight of what comes through an English word with many
	// translations: divided by 1 + fanOut × their number.
	fanOut = 0.04
	// pivotLimit is the number of pivoted glosses that are kept, and pivotFloor
	// the weight below which none is.
	pivotLimit, pivotFloor = 48, 0.002
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
	if i+j == zh+ru {
		direct := len(dst) > first
		for g := range dst[first:] {
			dst[first+g].Weight *= layerShare
		}
		pivot := len(dst)
		dst = x.pivot(dst, i, j, id)
		if direct {
			for g := range dst[pivot:] {
				dst[pivot+g].Weight *= 1 - layerShare
			}
		}
	}
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
		sum += float32(it & 0xff)
	}
	for _, it := range row {
		dst = append(dst, Gloss{it >> 8, float32(it&0xff) / sum})
	}
	return dst
}

// pivot appends what comes of translating into English and on.
func (x *Lexicon) pivot(dst []Gloss, i, j int, id uint32) []Gloss {
	var buf [64]Gloss
	middle := x.translate(buf[:0], i, en, id)
	first := len(dst)
	for _, m := range middle {
		n := len(dst)
		dst = x.translate(dst, en, j, m.ID)
		damp := m.Weight / (1 + fanOut*float32(len(dst)-n))
		for g := range dst[n:] {
			dst[n+g].Weight *= damp
		}
	}
	slices.SortFunc(dst[first:], func(a, b Gloss) int { return cmp.Compare(a.ID, b.ID) })
	dst = join(dst, first)
	slices.SortFunc(dst[first:], func(a, b Gloss) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.ID, b.ID))
	})
	n := first
	for n < len(dst) && n-first < pivotLimit && dst[n].Weight >= pivotFloor {
		n++
	}
	return dst[:n]
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
