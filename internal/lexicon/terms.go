package lexicon

import (
	"fmt"
	"io/fs"
	"strings"

	terms "dragoman/data/lexicon"
)

// readTerms reads the project's own lists.
func readTerms() ([]term, error) {
	names, err := fs.Glob(terms.Terms, "*.tsv")
	if err != nil {
		return nil, err
	}
	var all []term
	for _, name := range names {
		b, err := fs.ReadFile(terms.Terms, name)
		if err != nil {
			return nil, err
		}
		n := 0
		for line := range strings.Lines(string(b)) {
			n++
			f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
			if n == 1 || strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
				continue
			}
			if len(f) < languages {
				return nil, fmt.Errorf("%s:%d: %d columns, want %d", name, n, len(f), languages)
			}
			var t term
			for i := range languages {
				t[i] = spellings(f[i])
			}
			all = append(all, t)
		}
	}
	return all, nil
}

// spellings takes the variants of a term apart.
func spellings(s string) []string {
	var out []string
	for v := range strings.SplitSeq(s, "|") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}
