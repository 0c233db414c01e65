package main

import (
	"os"
	"path/filepath"
	"strings"

	"dragoman/internal/lang"
	"dragoman/internal/lexicon/vocab"
	"dragoman/internal/normal"
)

// readTerms reads the project's own term lists: rows of spellings.
func readTerms(dir string) ([]row, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.tsv"))
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(b)) {
			f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
			if len(f) < 3 || f[0] == "zh" || strings.HasPrefix(line, "#") {
				continue
			}
			rows = append(rows, row{variants(f[0]), variants(f[1]), variants(f[2])})
		}
	}
	return rows, nil
}

func variants(s string) []string {
	var out []string
	for v := range strings.SplitSeq(s, "|") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// segmenter finds the dictionary words in a Chinese term.
type segmenter map[string][]gloss

// words gives all words of several characters, overlapping, other than the whole
// term, and the characters they leave uncovered. A term that is itself one word
// gives that word too.
func (s segmenter) words(term string) []string {
	rs := []rune(normal.Key(lang.Chinese, term))
	covered := make([]bool, len(rs))
	var out []string
	for i := range rs {
		for j := i + 2; j <= len(rs) && j <= i+8; j++ {
			w := string(rs[i:j])
			if _, ok := s[w]; !ok {
				continue
			}
			out = append(out, w)
			for k := i; k < j; k++ {
				covered[k] = true
			}
		}
	}
	for i, c := range covered {
		if !c {
			out = append(out, string(rs[i]))
		}
	}
	return out
}

// sentences pairs the first spellings and the other ones of rows.
func sentences(rows []row, zh segmenter) (ze, zr, er []sentence) {
	for _, r := range rows {
		for i := range max(len(r.zh), len(r.en), len(r.ru)) {
			at := func(s []string) string { return s[min(i, len(s)-1)] }
			if len(r.zh) == 0 || len(r.en) == 0 || len(r.ru) == 0 {
				break
			}
			z, e, x := zh.words(at(r.zh)), stems(lang.English, at(r.en)), stems(lang.Russian, at(r.ru))
			if len(z) > 0 && allHan(strings.Join(z, "")) {
				ze = append(ze, sentence{z, e})
				zr = append(zr, sentence{z, x})
			}
			er = append(er, sentence{e, x})
		}
	}
	return ze, zr, er
}

// termWeight is the weight of a term's translations against all others of the
// word: 3 to 2.
const termWeight = 1.5

// phraseWeight is the part of a translation's weight that goes to the phrase as
// a whole, the rest being shared among its content words. Half and half: the
// phrase is the stronger evidence, but a text may say the same with other endings
// or with words between.
const phraseWeight = 0.5

// spelling is one spelling of a term: its key, and the content words of a phrase.
type spelling struct {
	key   string
	words gloss
}

// addTerms makes the lists of the terms, weighed against the other lists.
func addTerms(lists map[string]list, terms []row) {
	for _, n := range []string{"terms.zh-en", "terms.zh-ru", "terms.en-ru"} {
		lists[n] = make(list)
	}
	for _, r := range terms {
		z, e, x := spellingsOf(lang.Chinese, r.zh), spellingsOf(lang.English, r.en), spellingsOf(lang.Russian, r.ru)
		lists["terms.zh-en"].link(z, e)
		lists["terms.zh-ru"].link(z, x)
		lists["terms.en-ru"].link(e, x)
	}
	base := map[string]list{"zh": lists["cedict.zh-en"], "en": lists["mueller.en-ru"]}
	for _, n := range []string{"terms.zh-en", "terms.zh-ru", "terms.en-ru"} {
		from, _ := pair(n)
		for w, gs := range lists[n] {
			f := termWeight / sumOf(gs)
			if known := base[from][w]; known != nil {
				f *= sumOf(known)
			}
			for g := range gs {
				gs[g] *= f
			}
		}
	}
}

// link makes every spelling of one language a translation of every one of the
// other.
func (l list) link(from, to []spelling) {
	for _, f := range from {
		for _, t := range to {
			w := 1 / float64(len(to))
			if t.words == nil {
				l.add(f.key, gloss{t.key}, w)
				continue
			}
			l.add(f.key, gloss{t.key}, w*phraseWeight)
			l.add(f.key, t.words, w*(1-phraseWeight))
		}
	}
}

// spellingsOf gives the keys of the spellings of a term. Chinese terms with
// Latin letters or figures are left to their Latin strings and values.
func spellingsOf(l lang.Code, variants []string) []spelling {
	var out []spelling
	for _, v := range variants {
		if l == lang.Chinese {
			if k := normal.Key(l, v); allHan(k) {
				out = append(out, spelling{key: k})
			}
			continue
		}
		var k vocab.Keys
		var keys gloss
		for _, t := range k.Tokens(nil, l, v) {
			keys = append(keys, t.Stem)
		}
		switch len(keys) {
		case 0:
		case 1:
			out = append(out, spelling{key: keys[0]})
		default:
			out = append(out, spelling{strings.Join(keys, " "), stems(l, v)})
		}
	}
	return out
}
