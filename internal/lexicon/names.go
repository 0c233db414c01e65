package lexicon

import "dragoman/internal/lang"

// Name is a candidate for a proper name.
type Name struct {
	Start, End int
	Text       string
}

// Names appends the runs of text that may be proper names: capitalised words
// in English and Russian, runs of characters used in transcription in Chinese.
func (x *Lexicon) Names(dst []Name, l lang.Code, text string) []Name { return dst }

// NameSimilarity tells from 0 to 1 how alike two names sound.
func NameSimilarity(la lang.Code, a string, lb lang.Code, b string) float64 { return 0 }
