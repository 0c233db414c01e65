package lang

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// ErrTag is wrapped by the error of Parse.
var ErrTag = errors.New("not a language")

//go:embed names.txt
var namesFile string

// Parse reads a language tag in any habit of translation tools and people
// ("zh-CN", "ZH", "zh_Hans_CN.UTF-8", "cmn", "chi", "x-zh", "Chinese
// (Simplified)", "EN-US", "rus") and returns the language it names. Script,
// region and variant are dropped. The error wraps ErrTag.
func Parse(tag string) (Code, error) {
	s := strings.ToLower(strings.TrimSpace(tag))
	if c, ok := spelling(s); ok {
		return c, nil
	}
	s = strings.ReplaceAll(s, "_", "-")
	if i := strings.IndexAny(s, ".@"); i > 0 { // zh_CN.UTF-8, sr_RS@latin
		s = s[:i]
	}
	if i := strings.IndexAny(s, "(（"); i > 0 { // chinese (simplified)
		s = strings.TrimSpace(s[:i])
	}
	s = strings.Trim(s, "- ")
	for _, p := range []string{"x-", "i-"} { // x-zh; a real "i-hak" is tried first
		if rest, ok := strings.CutPrefix(s, p); ok {
			if t, err := language.Raw.Parse(s); err == nil && t != language.Und && p == "i-" {
				return fromBase(t)
			}
			s = rest
		}
	}
	if c, ok := spelling(s); ok {
		return c, nil
	}
	primary, _, _ := strings.Cut(s, "-")
	if c, ok := spelling(primary); ok {
		return c, nil
	}
	base, err := language.ParseBase(primary)
	if err != nil || len(primary) < 2 {
		return Unknown, fmt.Errorf("%w: %q", ErrTag, tag)
	}
	return fromBase(language.Make(base.String()))
}

// fromBase turns the primary subtag of a tag into a Code. Macro languages
// that tools use for their main member are folded (cmn is zh, deprecated iw
// is he).
func fromBase(t language.Tag) (Code, error) {
	// Asked for the base of "und", the package answers with a likely one.
	if t == language.Und {
		return Unknown, fmt.Errorf("%w: %q", ErrTag, "und")
	}
	if c, err := language.All.Canonicalize(t); err == nil {
		t = c
	}
	switch base, _ := t.Base(); base.String() {
	case "mul", "zxx", "mis":
		return Unknown, fmt.Errorf("%w: %q", ErrTag, base)
	case "cmn", "zho", "chi":
		return Chinese, nil
	default:
		return Code(base.String()), nil
	}
}

// Name returns the English name of the language: "Chinese".
func (c Code) Name() string {
	if c == Unknown {
		return "unknown language"
	}
	if t, err := language.Parse(string(c)); err == nil {
		if n := display.English.Languages().Name(t); n != "" {
			return n
		}
	}
	return string(c)
}

func spelling(s string) (Code, bool) {
	c, ok := spellings()[s]
	return c, ok
}

// spellings maps names.txt and the English names of the two-letter languages
// to codes.
var spellings = sync.OnceValue(func() map[string]Code {
	m := make(map[string]Code, 512)
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			base, err := language.ParseBase(string([]rune{a, b}))
			if err != nil || base.String() != string([]rune{a, b}) {
				continue
			}
			name := strings.ToLower(display.English.Languages().Name(language.Make(base.String())))
			if name != "" && name != base.String() {
				m[name] = Code(base.String())
			}
		}
	}
	for line := range strings.Lines(namesFile) {
		if code, list, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && code[0] != '#' {
			for name := range strings.SplitSeq(list, ";") {
				m[name] = Code(code)
			}
		}
	}
	return m
})
