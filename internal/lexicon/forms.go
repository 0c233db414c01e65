package lexicon

import (
	"strings"
	"unicode/utf8"

	"dragoman/internal/lexicon/vocab"
)

// minRoot is the number of letters of the shortest stem that a related word is
// looked for: of shorter ones too many unrelated words begin alike.
const minRoot = 5

// maxEnding is the number of letters by which the related word may be longer:
// использ(ует) and использова(ть).
const maxEnding = 3

// related is the number of a word that is a stem's nearest kin, or 0: stemmers
// give several stems to the forms of one word, and dictionaries have one.
func related(w *vocab.Words, i int, stem string) uint32 {
	if i == en {
		for _, e := range []string{"est", "er"} { // degrees of adjectives
			if root, ok := strings.CutSuffix(stem, e); ok && len(root) >= minRoot-1 {
				if id := w.Find(root); id != 0 {
					return id
				}
			}
		}
	}
	if utf8.RuneCountInString(stem) < minRoot {
		return 0
	}
	return longer(w, stem)
}

// longer is the shortest word that begins with a stem.
func longer(w *vocab.Words, stem string) uint32 {
	best, length := uint32(0), maxEnding+1
	for id := w.After(stem); int(id) <= w.Len(); id++ {
		rest, ok := strings.CutPrefix(w.At(id), stem)
		if !ok {
			break
		}
		if n := utf8.RuneCountInString(rest); n < length && !strings.Contains(rest, " ") {
			best, length = id, n
		}
	}
	return best
}
