package abbrev

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestLists looks for slips of the pen: a word twice in a section, a full stop
// at the end of one, a section without words.
func TestLists(t *testing.T) {
	for _, name := range []string{"en", "ru", "zh", "common"} {
		sections, err := Read(name)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]map[string]bool{}
		for _, s := range sections {
			if len(s.Words) == 0 {
				t.Errorf("%s: [%s] is empty", name, s.Name)
			}
			if seen[s.Name] == nil {
				seen[s.Name] = map[string]bool{}
			}
			for _, w := range s.Words {
				switch {
				case !utf8.ValidString(w):
					t.Errorf("%s: [%s]: %q is not UTF-8", name, s.Name, w)
				case seen[s.Name][w]:
					t.Errorf("%s: [%s]: %q is there twice", name, s.Name, w)
				case strings.HasSuffix(w, "."):
					t.Errorf("%s: [%s]: %q ends in a full stop", name, s.Name, w)
				}
				seen[s.Name][w] = true
			}
		}
	}
	if _, err := Read("xx"); err == nil {
		t.Error("a list that is not there was read")
	}
}
