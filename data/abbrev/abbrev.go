// Package abbrev carries the word lists of the sentence segmenter: the
// abbreviations, sentence openers and other classes of words it asks about,
// one file a language. Their form and origin are told in README.md.
package abbrev

import (
	"embed"
	"strings"
)

//go:embed *.txt
var files embed.FS

// A Section is a class of words, in the order of the file.
type Section struct {
	Name  string
	Words []string
}

// Read returns the sections of a list: "en", "ru", "zh" or "common". A section
// may come more than once.
func Read(name string) ([]Section, error) {
	data, err := files.ReadFile(name + ".txt")
	if err != nil {
		return nil, err
	}
	var list []Section
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			list = append(list, Section{Name: strings.Trim(line, "[]")})
		case len(list) > 0:
			s := &list[len(list)-1]
			s.Words = append(s.Words, strings.Fields(line)...)
		}
	}
	return list, nil
}
