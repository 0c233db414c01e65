package lang

import (
	"errors"
	"unicode"
)

// ErrUnknown says that a text does not tell its language: it has too few
// letters, or only digits and marks.
var ErrUnknown = errors.New("language cannot be told")

// UnsupportedError says that a text is in a language for which dragoman has
// no rules of its own.
type UnsupportedError struct {
	Lang string // English name, "Ukrainian"
}

func (e *UnsupportedError) Error() string { return "text is in " + e.Lang }

// Detect tells the language of a text by its script and letters.
func Detect(text string) (Code, error) {
	var han, cyrillic, latin int
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
		case unicode.Is(unicode.Latin, r):
			latin++
		}
	}
	switch {
	case han == 0 && cyrillic == 0 && latin == 0:
		return Unknown, ErrUnknown
	case han*3 >= cyrillic && han*3 >= latin:
		return Chinese, nil
	case cyrillic >= latin:
		return Russian, nil
	}
	return English, nil
}
