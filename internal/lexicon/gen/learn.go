package main

import (
	"maps"
	"slices"
)

// sentence is a pair of texts that say the same, as keys.
type sentence struct{ from, to []string }

// rounds of expectation maximisation; more changed no figure of the retrieval
// test by more than 0.1.
const rounds = 6

// learn estimates t(to|from) by IBM model 1 (Brown et al. 1993) on pairs of
// texts. known is what a dictionary gives already: those pairs start with more
// weight. The null word takes up what translates nothing.
func learn(pairs []sentence, known list) list {
	t, null := begin(pairs, known)
	for range rounds {
		count := make(list)
		for _, p := range pairs {
			for _, e := range p.to {
				sum := null[e]
				for _, f := range p.from {
					sum += t[f][e]
				}
				for _, f := range p.from {
					if t[f][e] > 0 {
						count.put(f, e, t[f][e]/sum)
					}
				}
			}
		}
		normalise(count, unsure)
		t = count
	}
	for f := range t {
		maps.DeleteFunc(t[f], func(_ string, p float64) bool { return p < learntFloor })
	}
	return t
}

// begin gives every pair of words that meet a weight, and the null word the
// frequencies of the words.
func begin(pairs []sentence, known list) (t list, null map[string]float64) {
	t, null = make(list), make(map[string]float64)
	total := 0.0
	for _, p := range pairs {
		for _, e := range p.to {
			null[e]++
			total++
			for _, f := range p.from {
				if t[f][e] == 0 {
					t.put(f, e, 1+knownBoost*known[f][e])
				}
			}
		}
	}
	for e := range null {
		null[e] *= nullWeight / total
	}
	normalise(t, 0)
	return t, null
}

// put adds to a weight.
func (l list) put(word, gloss string, weight float64) {
	if l[word] == nil {
		l[word] = make(map[string]float64)
	}
	l[word][gloss] += weight
}

const (
	knownBoost  = 20   // weight of a dictionary pair at the start, as of 20 sightings
	nullWeight  = 1.0  // of the null word, in words
	unsure      = 0.5  // mass added to each word, so that rare words stay unsure
	learntFloor = 0.05 // below it a pair is chance
)

// normalise makes the weights of each word sum to 1, or less by the mass added.
func normalise(l list, added float64) {
	for _, w := range sortedKeys(l) {
		sum := added
		for _, g := range sortedKeys(l[w]) {
			sum += l[w][g]
		}
		for g := range l[w] {
			l[w][g] /= sum
		}
	}
}

// mix adds b to a, word by word, with a share for b where both know the word.
func mix(a, b list, share float64) list {
	out := make(list)
	for w, gs := range a {
		out[w] = maps.Clone(gs)
		if len(b[w]) > 0 {
			for g := range out[w] {
				out[w][g] *= 1 - share
			}
		}
	}
	for w, gs := range b {
		s := share
		if out[w] == nil {
			out[w] = make(map[string]float64)
			s = 1
		}
		for g, p := range gs {
			out[w][g] += s * p
		}
	}
	return out
}

// pivot composes two lists through the language between them and keeps the
// heaviest glosses of each word.
func pivot(a, b list, limit func(word string) int) list {
	out := make(list)
	for w, gs := range a {
		row := make(map[string]float64)
		for _, e := range sortedKeys(gs) {
			damp := gs[e] / (1 + fanOut*float64(len(b[e])))
			for r, p := range b[e] {
				row[r] += damp * p
			}
		}
		out[w] = top(row, limit(w))
		if len(out[w]) == 0 {
			delete(out, w)
		}
	}
	return out
}

// fanOut lessens what comes through a word with many translations.
const fanOut = 0.04

// top keeps the heaviest glosses.
func top(row map[string]float64, limit int) map[string]float64 {
	keys := sortedKeys(row)
	slices.SortStableFunc(keys, func(a, b string) int {
		switch {
		case row[a] > row[b]:
			return -1
		case row[a] < row[b]:
			return 1
		}
		return 0
	})
	out := make(map[string]float64)
	for i, k := range keys {
		if i >= limit || row[k] < pivotFloor*row[keys[0]] {
			break
		}
		out[k] = row[k]
	}
	return out
}

// pivotFloor is the share of the heaviest gloss below which none is kept.
const pivotFloor = 0.05
