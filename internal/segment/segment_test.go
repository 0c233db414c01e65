package segment

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"dragoman/internal/lang"
)

// pieces cuts text with the zero options and returns the segments as strings.
func pieces(l lang.Code, text string, breaks ...int) []string {
	s := &Segmenter{Lang: l}
	var out []string
	for _, sp := range s.Spans(nil, text, breaks) {
		out = append(out, text[sp.Start:sp.End])
	}
	return out
}

// lines returns the offsets behind the newlines of text.
func lines(text string) []int {
	var breaks []int
	for i := range len(text) {
		if text[i] == '\n' {
			breaks = append(breaks, i+1)
		}
	}
	return breaks
}

func TestHardCases(t *testing.T) {
	for _, l := range []lang.Code{lang.Chinese, lang.English, lang.Russian} {
		name := fmt.Sprintf("testdata/hardcases.%s.tsv", l)
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
			if strings.HasPrefix(line, "#") && !strings.Contains(line, "⏎") || strings.HasPrefix(line, "# text") {
				continue
			}
			f := strings.Split(strings.ReplaceAll(line, `\n`, "\n"), "\t")
			if len(f) != 3 {
				t.Fatalf("%s:%d: %d columns", name, i+1, len(f))
			}
			var breaks []int
			if strings.HasSuffix(f[2], ";line") {
				breaks = lines(f[0])
			}
			if got := strings.Join(pieces(l, f[0], breaks...), " ⏎ "); got != f[1] {
				t.Errorf("%s:%d: %s\n got %s\nwant %s", name, i+1, f[2], got, f[1])
			}
		}
	}
}
