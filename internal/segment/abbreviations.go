package segment

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// ReadAbbreviations reads a list of abbreviations for Segmenter.Abbreviations:
// one a line, with or without its full stop; what follows a # is a comment, and
// empty lines do not count. An abbreviation may be of several words ("п. м.").
func ReadAbbreviations(r io.Reader) ([]string, error) {
	var list []string
	in := bufio.NewScanner(r)
	for n := 1; in.Scan(); n++ {
		line := in.Text()
		if n == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if !utf8.ValidString(line) {
			return nil, fmt.Errorf("line %d: not UTF-8", n)
		}
		if i := strings.IndexByte(line, '#'); i >= 0 {
			line = line[:i]
		}
		line = strings.Join(strings.Fields(line), " ")
		switch {
		case line == "":
		case len(line) >= longest:
			return nil, fmt.Errorf("line %d: %q is too long for an abbreviation", n, line)
		case strings.Trim(line, ". ") == "":
			return nil, fmt.Errorf("line %d: no letters", n)
		default:
			list = append(list, line)
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("read abbreviations: %w", err)
	}
	return list, nil
}
