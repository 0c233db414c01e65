package main

import (
	"os"
	"path/filepath"
	"strings"

	"dragoman/internal/lang"
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
