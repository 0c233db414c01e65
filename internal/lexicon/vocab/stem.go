package vocab

import (
	"unicode/utf8"

	"dragoman/internal/lang"
	"dragoman/internal/normal"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/spanish"
)

// stemmer is the Snowball stemmer of a language without a dictionary, or nil.
// Stems let words be learnt from fewer sentences. The keys have no accents, so
// the stemmers of the Romance languages part a few forms more than they could.
func stemmer(l lang.Code) func(*snowballstem.Env) bool {
	switch l {
	case "de":
		return german.Stem
	case "fr":
		return french.Stem
	case "es":
		return spanish.Stem
	case "it":
		return italian.Stem
	case "pt":
		return portuguese.Stem
	case "nl":
		return dutch.Stem
	}
	return nil
}

// stemOthers stems the words of a language without a dictionary.
func stemOthers(toks []normal.Token, l lang.Code) {
	stem := stemmer(l)
	if stem == nil {
		return
	}
	for i := range toks {
		t := &toks[i]
		if c := t.Key[0]; c >= utf8.RuneSelf || c >= '0' && c <= '9' {
			continue
		}
		env := snowballstem.NewEnv(t.Key)
		if stem(env); env.Current() != "" {
			t.Stem = env.Current()
		}
	}
}
