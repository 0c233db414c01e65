package segment

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"dragoman/internal/lang"
)

// numbered is a line that opens an item of a list.
var numbered = regexp.MustCompile(`^(\d{1,3}[.)]|[-*•]|\(\p{L}\)|（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、)`)

// paragraphs cuts a text at blank lines, and lists for each block the offsets
// of its forced cuts: hard line breaks (two spaces at the end of a line) and
// lines that open an item.
func paragraphs(text string) (blocks []string, breaks [][]int) {
	for block := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		block = strings.TrimPrefix(strings.Trim(block, "\n"), "## ")
		if strings.TrimSpace(block) == "" {
			continue
		}
		var cuts []int
		for i := 0; ; {
			n := strings.IndexByte(block[i:], '\n')
			if n < 0 {
				break
			}
			hard := strings.HasSuffix(block[i:i+n], "  ")
			i += n + 1
			if hard || numbered.MatchString(block[i:]) {
				cuts = append(cuts, i)
			}
		}
		blocks, breaks = append(blocks, block), append(breaks, cuts)
	}
	return blocks, breaks
}

// TestStatement cuts the documents of the project and compares them with the
// segments set down by hand.
func TestStatement(t *testing.T) {
	for _, c := range []struct {
		lang       lang.Code
		name       string
		blocks     int
		segments   int
		haveCounts bool
	}{
		{lang.Chinese, "zh", 37, 75, true},
		{lang.English, "en", 0, 0, false},
		{lang.Russian, "ru", 0, 0, false},
		{lang.English, "en.statement-only", 0, 0, false},
		{lang.Russian, "ru.statement-only", 0, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			data, err := os.ReadFile("../../data/statement/" + c.name + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			blocks, breaks := paragraphs(string(data))
			var got []string
			n := 0
			for i, block := range blocks {
				p := pieces(c.lang, block, breaks[i]...)
				n += len(p)
				got = append(got, strings.Join(p, "\n"))
			}
			if c.haveCounts && (len(blocks) != c.blocks || n != c.segments) {
				t.Errorf("%d segments in %d blocks, want %d in %d", n, len(blocks), c.segments, c.blocks)
			}
			want, err := os.ReadFile("../../data/gold/" + c.name + ".segments")
			if err != nil {
				t.Fatal(err)
			}
			wanted := regexp.MustCompile(`\n{2,}`).Split(strings.TrimSpace(string(want)), -1)
			for i := range max(len(got), len(wanted)) {
				switch {
				case i >= len(got) || i >= len(wanted):
					t.Fatalf("%d paragraphs, want %d", len(got), len(wanted))
				case got[i] != wanted[i]:
					t.Errorf("paragraph %d\n got %s\nwant %s", i+1, got[i], wanted[i])
				}
			}
		})
	}
}
