package srx

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf16"

	"golang.org/x/text/encoding/htmlindex"

	"dragoman/internal/lang"
)

// Limits of a rules file. The largest in use has 2,823 rules in 300 kB.
const (
	maxFile    = 32 << 20
	maxRules   = 100000
	maxPattern = 20000
	maxNodes   = 4000000 // of all patterns, repetitions written out
)

// A Problem is something in a rules file that was not understood, or taken
// differently from what the standard says.
type Problem struct {
	Line    int
	Pattern string // the pattern it is about, or ""
	Reason  string
	Dropped bool // the rule was left out
}

func (p Problem) String() string {
	s := fmt.Sprintf("line %d: %s", p.Line, p.Reason)
	if p.Pattern != "" {
		s += fmt.Sprintf(" in %q", p.Pattern)
	}
	if p.Dropped {
		s += ": rule left out"
	}
	return s
}

// rule is one rule of a file.
type rule struct {
	breaks        bool
	before, after *pattern
	line          int
}

// languageMap says which rules a language takes.
type languageMap struct {
	pattern *regexp.Regexp
	name    string
	line    int
}

// Rules are the contents of a rules file. They may be used by several
// goroutines.
type Rules struct {
	cascade bool
	sets    map[string][]rule
	maps    []languageMap
	count   int

	mu       sync.Mutex
	compiled map[string]*compiled // by the names of the sets of rules
}

// Len returns the number of rules read.
func (r *Rules) Len() int { return r.count }

// Parse reads a rules file, SRX 2.0 or 1.0. What could not be understood is
// told in problems; an error means that there is nothing to work with.
func Parse(r io.Reader) (*Rules, []Problem, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, nil, fmt.Errorf("read segmentation rules: %w", err)
	}
	if len(data) > maxFile {
		return nil, nil, fmt.Errorf("segmentation rules of more than %d MB", maxFile>>20)
	}
	dec := xml.NewDecoder(bytes.NewReader(fromUTF16(data)))
	dec.CharsetReader = charset
	f := reader{dec: dec, rules: &Rules{sets: map[string][]rule{}, compiled: map[string]*compiled{}}, sets: map[string][]rune{}}
	if err := f.read(); err != nil {
		line, column := dec.InputPos()
		return nil, f.problems, fmt.Errorf("line %d, column %d: %w", line, column, err)
	}
	slices.SortStableFunc(f.problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return f.rules, f.problems, nil
}

// fromUTF16 decodes a file that begins with a byte order mark of UTF-16.
func fromUTF16(data []byte) []byte {
	var big bool
	switch {
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		big = true
	case !bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return bytes.TrimPrefix(data, []byte("\ufeff"))
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i+1 < len(data); i += 2 {
		hi, lo := data[i+1], data[i]
		if big {
			hi, lo = lo, hi
		}
		units = append(units, uint16(hi)<<8|uint16(lo))
	}
	return []byte(string(utf16.Decode(units)))
}

func charset(label string, in io.Reader) (io.Reader, error) {
	if strings.HasPrefix(strings.ToLower(label), "utf-16") { // decoded already
		return in, nil
	}
	enc, err := htmlindex.Get(label)
	if err != nil {
		return nil, fmt.Errorf("unknown encoding %q", label)
	}
	return enc.NewDecoder().Reader(in), nil
}

// reader reads the elements of a rules file.
type reader struct {
	dec      *xml.Decoder
	rules    *Rules
	problems []Problem
	sets     map[string][]rune // the sets of characters of named classes
	nodes    int               // of all patterns so far

	root  bool
	set   string // the languagerule being read
	rule  *rawRule
	inner *strings.Builder // the pattern being read
}

type rawRule struct {
	breaks        bool
	line          int
	before, after strings.Builder
}

func (f *reader) read() error {
	for {
		tok, err := f.dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			err = f.start(t)
		case xml.EndElement:
			f.end(t.Name.Local)
		case xml.CharData:
			if f.inner != nil {
				f.inner.Write(t)
			}
		}
		if err != nil {
			return err
		}
	}
	if !f.root {
		return errors.New("no <srx> element: not a file of segmentation rules")
	}
	if len(f.rules.maps) == 0 {
		return errors.New("no language is mapped to any rules")
	}
	for _, m := range f.rules.maps {
		if _, ok := f.rules.sets[m.name]; !ok {
			f.problem(m.line, "", fmt.Sprintf("a language is mapped to %q, which is not there", m.name), false)
		}
	}
	return nil
}

func (f *reader) problem(line int, pattern, reason string, dropped bool) {
	f.problems = append(f.problems, Problem{Line: line, Pattern: pattern, Reason: reason, Dropped: dropped})
}

func (f *reader) start(t xml.StartElement) error {
	line, _ := f.dec.InputPos()
	attr := func(name string) string {
		for _, a := range t.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	if !f.root && t.Name.Local != "srx" {
		return fmt.Errorf("<%s> where <srx> is expected: not a file of segmentation rules", t.Name.Local)
	}
	switch t.Name.Local {
	case "srx":
		f.root = true
	case "header":
		// The standard wants it; OmegaT writes files without it and always
		// means yes: exceptions of a language, then breaks for all.
		f.rules.cascade = attr("cascade") != "no"
	case "options":
		if attr("useIcu4jBreakRules") == "yes" {
			f.problem(line, "", "the file wants the breaks of Unicode besides its rules: only its rules are followed", false)
		}
	case "languagerule":
		f.set = attr("languagerulename")
		if _, ok := f.rules.sets[f.set]; !ok {
			f.rules.sets[f.set] = nil
		}
	case "rule":
		if f.rules.count++; f.rules.count > maxRules {
			return fmt.Errorf("more than %d rules", maxRules)
		}
		f.rule = &rawRule{breaks: attr("break") != "no", line: line}
	case "beforebreak", "afterbreak":
		if f.rule != nil {
			f.inner = &f.rule.after
			if t.Name.Local == "beforebreak" {
				f.inner = &f.rule.before
			}
		}
	case "languagemap":
		f.mapLanguage(attr("languagepattern"), attr("languagerulename"), line)
	}
	return nil
}

func (f *reader) end(name string) {
	switch name {
	case "beforebreak", "afterbreak":
		f.inner = nil
	case "rule":
		if f.rule != nil {
			f.addRule(f.rule)
		}
		f.rule = nil
	case "languagerule":
		f.set = ""
	}
}

// addRule parses the two patterns of a rule.
func (f *reader) addRule(raw *rawRule) {
	r := rule{breaks: raw.breaks, line: raw.line}
	for _, side := range []struct {
		src string
		to  **pattern
	}{{raw.before.String(), &r.before}, {raw.after.String(), &r.after}} {
		p, err := f.parse(side.src)
		if err != nil {
			f.problem(raw.line, side.src, err.Error(), true)
			return
		}
		for _, n := range p.notes {
			f.problem(raw.line, side.src, n, false)
		}
		*side.to = p
	}
	f.rules.sets[f.set] = append(f.rules.sets[f.set], r)
}

func (f *reader) parse(src string) (*pattern, error) {
	if len(src) > maxPattern {
		return nil, fmt.Errorf("pattern of more than %d bytes", maxPattern)
	}
	p, err := parsePattern(src, f.sets)
	if err == nil {
		if f.nodes += size(p.root); f.nodes > maxNodes {
			return nil, errors.New("the rules are too large, all together")
		}
	}
	return p, err
}

// mapLanguage adds a map. Its pattern must match a whole language tag, in
// whatever case.
func (f *reader) mapLanguage(pattern, name string, line int) {
	p, err := f.parse(pattern)
	if err != nil {
		f.problem(line, pattern, "language pattern: "+err.Error(), true)
		return
	}
	var re *regexp.Regexp
	if p.looks {
		err = errors.New("look-around")
	} else if t := tree(p.root, false); err == nil {
		re, err = regexp.Compile(`^(?i:` + t.String() + `)$`)
	}
	if err != nil {
		f.problem(line, pattern, "language pattern: "+err.Error(), true)
		return
	}
	f.rules.maps = append(f.rules.maps, languageMap{pattern: re, name: name, line: line})
}

// tags are the ways in which files name a language.
func tags(l lang.Code) []string {
	switch l {
	case lang.Chinese:
		return []string{"zh", "zh-CN", "zh_CN", "zh-Hans", "zh-Hans-CN", "zho", "chi"}
	case lang.English:
		return []string{"en", "en-US", "en_US", "en-GB", "en_GB", "eng"}
	case lang.Russian:
		return []string{"ru", "ru-RU", "ru_RU", "rus"}
	}
	return []string{string(l)}
}

// rulesFor returns the rules of a language in their order, and a name for them.
func (r *Rules) rulesFor(l lang.Code) (list []rule, key string) {
	taken := map[string]bool{}
	for _, m := range r.maps {
		if taken[m.name] || !slices.ContainsFunc(tags(l), m.pattern.MatchString) {
			continue
		}
		taken[m.name] = true
		list = append(list, r.sets[m.name]...)
		key += m.name + "\x00"
		if !r.cascade {
			break
		}
	}
	return list, key
}

// Segmenter returns a segmenter for a language. It compiles the rules when they
// are asked for the first time, which takes some milliseconds.
func (r *Rules) Segmenter(l lang.Code) *Segmenter {
	list, key := r.rulesFor(l)
	r.mu.Lock()
	defer r.mu.Unlock()
	c, ok := r.compiled[key]
	if !ok {
		c = compile(list)
		r.compiled[key] = c
	}
	return newSegmenter(c)
}
