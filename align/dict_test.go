package align

import (
	"strings"

	"dragoman/internal/lang"
	"dragoman/internal/lexicon"
)

// nothing is a dictionary that knows no word.
type nothing struct{}

func (nothing) Words(dst []lexicon.Word, l lang.Code, text string) []lexicon.Word {
	at := 0
	for _, w := range strings.Fields(text) {
		at += strings.Index(text[at:], w)
		dst = append(dst, lexicon.Word{Start: at, End: at + len(w), Key: w})
		at += len(w)
	}
	return dst
}

func (nothing) Translations(dst []lexicon.Gloss, from lang.Code, id uint32, to lang.Code) []lexicon.Gloss {
	return dst
}

func (nothing) Names(dst []lexicon.Name, l lang.Code, text string) []lexicon.Name { return dst }
