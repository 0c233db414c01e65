package lang

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// ErrTag is wrapped by the error of Parse.
var ErrTag = errors.New("not a language tag")

// Parse reads a language tag in any habit of translation tools and returns
// the language it names.
func Parse(tag string) (Code, error) {
	t := strings.ToLower(strings.TrimSpace(tag))
	t = strings.TrimPrefix(strings.ReplaceAll(t, "_", "-"), "x-")
	switch primary, _, _ := strings.Cut(t, "-"); primary {
	case "zh", "cmn", "zho", "chi", "chinese":
		return Chinese, nil
	case "en", "eng", "english":
		return English, nil
	case "ru", "rus", "russian":
		return Russian, nil
	}
	base, err := language.ParseBase(t)
	if err != nil {
		return Unknown, fmt.Errorf("%w: %q", ErrTag, tag)
	}
	return Code(base.String()), nil
}

// Name returns the English name of the language.
func (c Code) Name() string {
	if c == Unknown {
		return "unknown language"
	}
	if n := display.English.Languages().Name(language.Make(string(c))); n != "" {
		return n
	}
	return string(c)
}
