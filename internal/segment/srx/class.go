package srx

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Sets of characters are sorted ranges: lo, hi, lo, hi …

var (
	lineEnds    = []rune{'\n', '\n', '\r', '\r', 0x85, 0x85, 0x2028, 0x2029}
	verticals   = []rune{'\n', '\r', 0x85, 0x85, 0x2028, 0x2029}
	horizontals = []rune{'\t', '\t', ' ', ' ', 0xA0, 0xA0, 0x1680, 0x1680, 0x180E, 0x180E, 0x2000, 0x200A, 0x202F, 0x202F, 0x205F, 0x205F, 0x3000, 0x3000}
)

// normal sorts and joins ranges.
func normal(set []rune) []rune {
	type span struct{ lo, hi rune }
	spans := make([]span, 0, len(set)/2)
	for i := 0; i+1 < len(set); i += 2 {
		spans = append(spans, span{set[i], set[i+1]})
	}
	slices.SortFunc(spans, func(a, b span) int { return int(a.lo) - int(b.lo) })
	out := make([]rune, 0, len(set))
	for _, s := range spans {
		if n := len(out); n > 0 && s.lo <= out[n-1]+1 {
			out[n-1] = max(out[n-1], s.hi)
			continue
		}
		out = append(out, s.lo, s.hi)
	}
	return out
}

// negate returns what a normal set leaves out.
func negate(set []rune) []rune {
	var out []rune
	next := rune(0)
	for i := 0; i < len(set); i += 2 {
		if set[i] > next {
			out = append(out, next, set[i]-1)
		}
		next = set[i+1] + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, next, unicode.MaxRune)
	}
	return out
}

// intersect returns what two normal sets have in common.
func intersect(a, b []rune) []rune {
	var out []rune
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if lo, hi := max(a[i], b[j]), min(a[i+1], b[j+1]); lo <= hi {
			out = append(out, lo, hi)
		}
		if a[i+1] < b[j+1] {
			i += 2
		} else {
			j += 2
		}
	}
	return out
}

// tableSet returns the ranges of a Unicode table.
func tableSet(t *unicode.RangeTable) []rune {
	var set []rune
	add := func(lo, hi, stride rune) {
		if stride == 1 {
			set = append(set, lo, hi)
			return
		}
		for r := lo; r <= hi; r += stride {
			set = append(set, r, r)
		}
	}
	for _, r := range t.R16 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	for _, r := range t.R32 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	return normal(set)
}

func tables(ts ...*unicode.RangeTable) []rune {
	var set []rune
	for _, t := range ts {
		set = append(set, tableSet(t)...)
	}
	return normal(set)
}

// wordSet is \w of ICU: what letters, marks, numbers and connectors are.
func wordSet() []rune {
	return normal(append(tables(unicode.L, unicode.M, unicode.Nd, unicode.Pc), 0x200C, 0x200D))
}

func spaceSet() []rune {
	return normal(append(tables(unicode.Z), '\t', '\r', 0x85, 0x85))
}

// isWord reports whether r makes part of a word, for \b.
func isWord(r rune) bool {
	if r < 0x80 {
		return r == '_' || r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9'
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Pc) || r == 0x200C || r == 0x200D
}

// folded adds the other cases of the characters of a set, under (?i).
func (p *parser) folded(set []rune) []rune {
	if !p.fold {
		return set
	}
	const lastWithCase = 0x1E943
	out := slices.Clone(set)
	for i := 0; i < len(set); i += 2 {
		for r := set[i]; r <= min(set[i+1], lastWithCase); r++ {
			for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
				out = append(out, f, f)
			}
		}
	}
	return normal(out)
}

// class reads a class in brackets, with classes within, && and --.
func (p *parser) class() ([]rune, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, errors.New("classes nested too deep")
	}
	defer func() { p.depth-- }()
	p.pos++
	negative := p.take("^")
	var set []rune
	for first := true; ; first = false {
		if !p.more() {
			return nil, errors.New("class without its end")
		}
		switch {
		case p.at("]") && !first:
			p.pos++
			set = normal(set)
			if negative {
				set = negate(set)
			}
			return set, nil
		case p.take("&&"), p.at("--["):
			minus := p.take("--")
			other, err := p.operand()
			if err != nil {
				return nil, err
			}
			if minus {
				other = negate(other)
			}
			set = intersect(normal(set), other)
		case p.at("[:"):
			s, err := p.posix()
			if err != nil {
				return nil, err
			}
			set = append(set, s...)
		case p.at("["):
			s, err := p.class()
			if err != nil {
				return nil, err
			}
			set = append(set, s...)
		default:
			s, err := p.item()
			if err != nil {
				return nil, err
			}
			set = append(set, s...)
		}
	}
}

// operand reads what stands behind && or --: a class, or the rest of the one
// around it.
func (p *parser) operand() ([]rune, error) {
	if p.at("[") && !p.at("[:") {
		return p.class()
	}
	var set []rune
	for p.more() && !p.at("]") && !p.at("&&") {
		var s []rune
		var err error
		switch {
		case p.at("[:"):
			s, err = p.posix()
		case p.at("["):
			s, err = p.class()
		default:
			s, err = p.item()
		}
		if err != nil {
			return nil, err
		}
		set = append(set, s...)
	}
	return normal(set), nil
}

// item reads a character, a range or an escape of a class.
func (p *parser) item() ([]rune, error) {
	lo, err := p.element()
	if err != nil {
		return nil, err
	}
	if len(lo) != 2 || lo[0] != lo[1] || !p.at("-") || p.at("-]") || p.at("--[") {
		return lo, nil
	}
	back := p.pos
	p.pos++
	if !p.more() || p.at("[") {
		p.pos = back
		return lo, nil
	}
	hi, err := p.element()
	if err != nil {
		return nil, err
	}
	if len(hi) != 2 || hi[0] != hi[1] {
		return normal(slices.Concat(lo, []rune{'-', '-'}, hi)), nil
	}
	if hi[0] < lo[0] {
		return nil, fmt.Errorf("range %q-%q the wrong way round", lo[0], hi[0])
	}
	return []rune{lo[0], hi[0]}, nil
}

func (p *parser) element() ([]rune, error) {
	if p.at(`\`) {
		if p.at(`\Q`) || p.at(`\E`) { // quoting within a class: every character stands for itself anyway
			p.pos += 2
			return nil, nil
		}
		if p.at(`\b`) {
			p.pos += 2
			return []rune{'\b', '\b'}, nil
		}
		return p.escaped()
	}
	r := p.rune()
	return []rune{r, r}, nil
}

// posix reads [:alpha:].
func (p *parser) posix() ([]rune, error) {
	end := strings.Index(p.src[p.pos:], ":]")
	if end < 0 {
		return nil, errors.New("class [: without its end")
	}
	name := p.src[p.pos+2 : p.pos+end]
	p.pos += end + 2
	return p.property(strings.TrimPrefix(name, "^"), strings.HasPrefix(name, "^"))
}

// controls are the characters of one-letter escapes.
var controls = map[byte]rune{'t': '\t', 'n': '\n', 'r': '\r', 'f': '\f', 'a': '\a', 'e': 0x1B}

// escaped reads a backslash and what makes a character or a set with it.
func (p *parser) escaped() ([]rune, error) {
	p.pos++
	if !p.more() {
		return nil, errors.New("backslash at the end")
	}
	c := p.src[p.pos]
	if r, ok := controls[c]; ok {
		p.pos++
		return []rune{r, r}, nil
	}
	var set []rune
	switch c | 0x20 {
	case 'd':
		set = p.named("digit")
	case 'w':
		set = p.named(`\w`)
	case 's':
		set = p.named(`\s`)
	case 'h':
		set = horizontals
	case 'v':
		set = verticals
	case 'p':
		return p.namedProperty()
	case 'x', 'u':
		return p.hex()
	default:
		return p.otherEscape()
	}
	p.pos++
	if c < 'a' {
		set = negate(set)
	}
	return set, nil
}

// otherEscape reads octal numbers, control characters, and signs that stand
// for themselves.
func (p *parser) otherEscape() ([]rune, error) {
	c := p.src[p.pos]
	switch {
	case c == '0':
		end := p.pos + 1
		for end < len(p.src) && end < p.pos+4 && p.src[end] >= '0' && p.src[end] <= '7' {
			end++
		}
		n, err := strconv.ParseUint("0"+p.src[p.pos+1:end], 8, 16)
		p.pos = end
		return []rune{rune(n), rune(n)}, err
	case c == 'c' && p.pos+1 < len(p.src):
		r := rune(p.src[p.pos+1]) & 0x1F
		p.pos += 2
		return []rune{r, r}, nil
	case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9':
		return nil, fmt.Errorf("unknown escape \\%c", c)
	}
	r := p.rune()
	return []rune{r, r}, nil
}

// hex reads \xhh, \x{h…}, \uhhhh and \Uhhhhhhhh.
func (p *parser) hex() ([]rune, error) {
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[p.src[p.pos]]
	p.pos++
	s := p.src[p.pos:]
	if strings.HasPrefix(s, "{") {
		end := strings.IndexByte(s, '}')
		if end < 0 {
			return nil, errors.New("number of a character without its end")
		}
		p.pos += end + 1
		s = s[1:end]
	} else {
		if digits == 0 || len(s) < digits {
			return nil, errors.New("number of a character cut short")
		}
		p.pos += digits
		s = s[:digits]
	}
	n, err := strconv.ParseUint(s, 16, 32)
	if err != nil || n > unicode.MaxRune {
		return nil, fmt.Errorf("%q is no number of a character", s)
	}
	return []rune{rune(n), rune(n)}, nil
}

// namedProperty reads \p{name}, \pL and their negations.
func (p *parser) namedProperty() ([]rune, error) {
	negative := p.src[p.pos] == 'P'
	p.pos++
	if !p.more() {
		return nil, errors.New("property without a name")
	}
	name := p.src[p.pos : p.pos+1]
	if name == "{" {
		end := strings.IndexByte(p.src[p.pos:], '}')
		if end < 0 {
			return nil, errors.New("property without its end")
		}
		name = p.src[p.pos+1 : p.pos+end]
		p.pos += end
	}
	p.pos++
	if after, ok := strings.CutPrefix(name, "^"); ok {
		name, negative = after, !negative
	}
	return p.property(name, negative)
}

// property returns the characters of a property as ICU or Java names it.
func (p *parser) property(name string, negative bool) ([]rune, error) {
	set := p.named(name)
	if set == nil {
		return nil, fmt.Errorf("unknown property %q", name)
	}
	if negative {
		set = negate(set)
	}
	return set, nil
}

// named returns the set of a named class, or nil. The larger ones take a while
// to make and are kept.
func (p *parser) named(name string) []rune {
	set, ok := p.sets[name]
	if !ok {
		switch name {
		case `\w`:
			set = wordSet()
		case `\s`:
			set = spaceSet()
		default:
			set, _ = lookProperty(name)
		}
		p.sets[name] = set
	}
	return set
}

func lookProperty(name string) ([]rune, bool) {
	if _, value, ok := strings.Cut(name, "="); ok {
		name = value
	}
	if set, ok := posixClass(name); ok {
		return set, true
	}
	plain := strings.TrimPrefix(strings.TrimPrefix(name, "Is"), "java")
	for _, n := range []string{name, plain, strings.ReplaceAll(plain, " ", "_")} {
		if t, ok := unicode.Categories[n]; ok {
			return tableSet(t), true
		}
		if alias, ok := unicode.CategoryAliases[n]; ok {
			return tableSet(unicode.Categories[alias]), true
		}
		if t, ok := unicode.Scripts[n]; ok {
			return tableSet(t), true
		}
		if t, ok := unicode.Properties[n]; ok {
			return tableSet(t), true
		}
	}
	if block, ok := strings.CutPrefix(name, "In"); ok {
		set, ok := blocks[strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(block))]
		return set, ok
	}
	return posixClass(plain)
}

// posixClass returns the classes of POSIX and of Java, as Unicode has them.
func posixClass(name string) ([]rune, bool) {
	switch strings.ToLower(name) {
	case "alpha", "alphabetic":
		return tables(unicode.L, unicode.Nl, unicode.Other_Alphabetic), true
	case "upper", "uppercase":
		return tables(unicode.Lu, unicode.Other_Uppercase), true
	case "lower", "lowercase":
		return tables(unicode.Ll, unicode.Other_Lowercase), true
	case "digit":
		return tables(unicode.Nd), true
	case "alnum", "letterordigit":
		return tables(unicode.L, unicode.Nl, unicode.Other_Alphabetic, unicode.Nd), true
	case "punct":
		return normal(append(tables(unicode.P), '$', '$', '+', '+', '<', '>', '^', '^', '`', '`', '|', '|', '~', '~')), true
	case "space", "whitespace", "white_space":
		return tables(unicode.White_Space), true
	case "blank":
		return horizontals, true
	case "cntrl":
		return tables(unicode.Cc), true
	case "xdigit":
		return []rune{'0', '9', 'A', 'F', 'a', 'f'}, true
	case "graph":
		return negate(tables(unicode.White_Space, unicode.C)), true
	case "print":
		return negate(tables(unicode.C)), true
	case "ascii":
		return []rune{0, 0x7F}, true
	case "any", "all":
		return []rune{0, unicode.MaxRune}, true
	case "ideographic":
		return tables(unicode.Ideographic), true
	case "titlecase":
		return tables(unicode.Lt), true
	}
	return nil, false
}

// blocks are the Unicode blocks that rules for Europe and East Asia name.
var blocks = map[string][]rune{
	"basiclatin": {0, 0x7F}, "latin1supplement": {0x80, 0xFF}, "latinextendeda": {0x100, 0x17F}, "latinextendedb": {0x180, 0x24F},
	"greek": {0x370, 0x3FF}, "greekandcoptic": {0x370, 0x3FF}, "cyrillic": {0x400, 0x4FF}, "cyrillicsupplement": {0x500, 0x52F},
	"armenian": {0x530, 0x58F}, "hebrew": {0x590, 0x5FF}, "arabic": {0x600, 0x6FF}, "devanagari": {0x900, 0x97F}, "thai": {0xE00, 0xE7F},
	"hanguljamo": {0x1100, 0x11FF}, "generalpunctuation": {0x2000, 0x206F}, "superscriptsandsubscripts": {0x2070, 0x209F},
	"currencysymbols": {0x20A0, 0x20CF}, "letterlikesymbols": {0x2100, 0x214F}, "numberforms": {0x2150, 0x218F},
	"enclosedalphanumerics": {0x2460, 0x24FF}, "cjkradicalssupplement": {0x2E80, 0x2EFF}, "cjksymbolsandpunctuation": {0x3000, 0x303F},
	"hiragana": {0x3040, 0x309F}, "katakana": {0x30A0, 0x30FF}, "bopomofo": {0x3100, 0x312F},
	"cjkunifiedideographsextensiona": {0x3400, 0x4DBF}, "cjkunifiedideographs": {0x4E00, 0x9FFF}, "hangulsyllables": {0xAC00, 0xD7AF},
	"cjkcompatibilityideographs": {0xF900, 0xFAFF}, "cjkcompatibilityforms": {0xFE30, 0xFE4F}, "halfwidthandfullwidthforms": {0xFF00, 0xFFEF},
}
