package lexicon

import "dragoman/internal/lang"

// Kind tells what a Value is.
type Kind uint8

// The kinds of values.
const (
	Number  Kind = iota // 58, 3.5, 1000000
	Percent             // 80%
	Date                // 2025-05-21, 2025-05, --05-21
	Month               // m05
	Weekday             // w1 (Monday) to w7
	Time                // 15:05
	Ordinal             // fifty-eighth, 第五十八, 58-й
	Article             // a numbered part: article, chapter, section …
	Symbol              // a document symbol: A/RES/75/240
	Period              // a century (c21) or a decade (90s)
)

// Value is something that is the same in every language.
type Value struct {
	Start, End int
	Kind       Kind
	Key        string // values are the same when their keys are, whatever their kinds
}

// Values appends the values of a sentence to dst, by Start.
func Values(dst []Value, l lang.Code, text string) []Value { return dst }
