package lexicon

import (
	"io"

	"dragoman/internal/lang"
)

// Lexicon is the immutable store of translations; safe for concurrent use.
type Lexicon struct{}

// Default is the embedded lexicon. Tables are decoded when a language pair is
// first asked for.
func Default() (*Lexicon, error) { return &Lexicon{}, nil }

// Word is one item of evidence in a sentence.
type Word struct {
	Start, End int    // byte offsets in the text
	ID         uint32 // number in the vocabulary of its language; 0 = not in it
	Key        string // never empty; equal words have equal keys
}

// Words appends the words of a sentence to dst. In Chinese: all dictionary
// words of two characters and more at every position, overlapping, and the
// single characters they leave uncovered; in English and Russian: stems and
// the dictionary's phrases. A key that begins with '#' is a value (number,
// date, mark) and one that begins with '@' a Latin string in a text of another
// script: these mean the same in every language and have ID 0.
func (x *Lexicon) Words(dst []Word, l lang.Code, text string) []Word { return dst }

// Gloss is one translation of a word; the weights of a word's glosses sum to
// at most 1.
type Gloss struct {
	ID     uint32
	Weight float32
}

// Translations appends the translations of a word to dst, by ascending ID.
func (x *Lexicon) Translations(dst []Gloss, from lang.Code, id uint32, to lang.Code) []Gloss {
	return dst
}

// Key is the key of the word with that number in the vocabulary of l.
func (x *Lexicon) Key(l lang.Code, id uint32) string { return "" }

// Kind tells what a Value is.
type Kind uint8

// The kinds of values.
const (
	Number  Kind = iota // 58, 3.5, 1000000
	Percent             // 80%
	Date                // 2025-05-21, 05-21, 2025-05
	Month               // 05
	Weekday             // 1 = Monday … 7 = Sunday
	Ordinal             // fifty-eighth, 第五十八, 58-й
	Article             // a numbered part: article, chapter, section …
	Symbol              // a document symbol: A/RES/75/240
	Period              // a century or a decade
)

// Value is something that is the same in every language: a number, a date, a
// document symbol. Values are equal when their keys are equal, whatever their
// kind.
type Value struct {
	Start, End int
	Kind       Kind
	Key        string // "58", "3.5", "80%", "2025-05-21", "A/RES/75/240"
}

// Values appends the values of a sentence to dst, in order of Start.
func Values(dst []Value, l lang.Code, text string) []Value { return dst }

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

// Glossary is a person's own list of terms.
type Glossary struct {
	Name string
}

// ReadGlossary reads CSV, TSV, CEDICT lines or basic TBX; errors name the file
// and the line.
func ReadGlossary(r io.Reader, name string) (*Glossary, error) { return &Glossary{Name: name}, nil }

// With is the lexicon with a person's glossary added, which weighs most.
func (x *Lexicon) With(g *Glossary) *Lexicon { return x }
