package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragoman/internal/lexicon/vocab"
)

// vocabulary is the words of each language and their numbers.
type vocabulary map[string]map[string]uint32

// number makes the vocabularies of all lists, the words of phrases included.
func number(lists map[string]list) (vocabulary, map[string][]byte) {
	keys := map[string]map[string]bool{"zh": {}, "en": {}, "ru": {}}
	put := func(l, w string) {
		keys[l][w] = true
		if strings.Contains(w, " ") {
			for s := range strings.FieldsSeq(w) {
				keys[l][s] = true
			}
		}
	}
	for name, l := range lists {
		from, to := pair(name)
		for w, gs := range l {
			if len(gs) == 0 {
				delete(l, w)
				continue
			}
			put(from, w)
			for g := range gs {
				put(to, g)
			}
		}
	}
	ids, files := make(vocabulary), make(map[string][]byte)
	for l, set := range keys {
		ids[l] = make(map[string]uint32)
		words := sortedKeys(set)
		for i, w := range words {
			ids[l][w] = uint32(i + 1)
		}
		files["dict/"+l+".words"] = vocab.EncodeWords(words)
	}
	return ids, files
}

// write makes the files of the lists: vocabularies, gloss lists, phrases.
func write(lists map[string]list) map[string][]byte {
	ids, files := number(lists)
	for name, l := range lists {
		from, to := pair(name)
		files["dict/"+name] = encode(l, ids[from], ids[to])
	}
	for _, l := range []string{"en", "ru"} {
		files["dict/"+l+".phrases"] = phraseList(ids[l])
	}
	return files
}

// pair gives the languages of a list by its name: "cedict.zh-en".
func pair(name string) (from, to string) {
	_, p, _ := strings.Cut(name, ".")
	from, to, _ = strings.Cut(p, "-")
	return from, to
}

// encode writes a list in the format of package vocab.
func encode(l list, from, to map[string]uint32) []byte {
	words := sortedKeys(from) // as they are numbered
	return vocab.Encode(len(from), len(to), func(id uint32) []vocab.Item {
		gs := l[words[id-1]]
		var row []vocab.Item
		for _, g := range sortedKeys(gs) {
			row = append(row, vocab.NewItem(to[g], vocab.Quantise(gs[g])))
		}
		return row
	})
}

// phraseList writes the keys of several words as sequences of word numbers.
func phraseList(ids map[string]uint32) []byte {
	var out []byte
	prev := uint32(0)
	for _, w := range sortedKeys(ids) {
		words := strings.Fields(w)
		if len(words) < 2 {
			continue
		}
		var seq []uint32
		for _, s := range words {
			seq = append(seq, ids[s])
		}
		out = vocab.AppendPhrase(out, prev, ids[w], seq)
		prev = ids[w]
	}
	return out
}

// quantised gives lists the weights they have once written, so that what is
// built on them does not depend on whether they were just compiled or read back.
func quantised(lists map[string]list) {
	table := vocab.Weights()
	for _, l := range lists {
		for _, gs := range l {
			for g, w := range gs {
				gs[g] = float64(table[vocab.Quantise(w)])
			}
		}
	}
}

// read reads compiled lists back, without those of the terms.
func read(dir string) (map[string]list, error) {
	words := make(map[string]*vocab.Words)
	for _, l := range []string{"zh", "en", "ru"} {
		b, err := os.ReadFile(filepath.Join(dir, l+".words"))
		if err != nil {
			return nil, err
		}
		words[l] = vocab.ParseWords(string(b))
	}
	lists := make(map[string]list)
	table := vocab.Weights()
	for _, name := range []string{"cedict.zh-en", "mueller.en-ru", "pivot.zh-ru", "cldr.zh-en", "cldr.zh-ru", "cldr.en-ru"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		from, to := pair(name)
		rows, err := vocab.ReadRows(string(b), words[from].Len(), words[to].Len())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		l := make(list)
		for id := uint32(1); id <= uint32(words[from].Len()); id++ {
			for _, it := range rows.Append(nil, id) {
				if l[words[from].At(id)] == nil {
					l[words[from].At(id)] = make(map[string]float64)
				}
				l[words[from].At(id)][words[to].At(it.ID())] = float64(table[it.Weight()])
			}
		}
		lists[name] = l
	}
	return lists, nil
}

func sumOf(gs map[string]float64) float64 {
	sum := 0.0
	for _, g := range slices.Sorted(maps.Keys(gs)) {
		sum += gs[g]
	}
	return sum
}
