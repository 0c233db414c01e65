package tmx

import (
	"cmp"
	"errors"
	"hash/fnv"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	// tradosLimit is the longest segment that Trados' cloud import takes, in
	// characters (its documentation).
	tradosLimit = 2000
	// maxIDs is how many tuids are remembered to find one given twice: 8 MiB of hashes.
	maxIDs = 1 << 20
)

// Validate reads a document to its end and yields all that is wrong with it, in
// the order of the file: faults of XML and of TMX, and as remarks what makes
// known programs refuse or lose something. An error of the source ends it.
func Validate(src io.Reader) iter.Seq2[Warning, error] {
	return func(yield func(Warning, error) bool) {
		v := validator{r: NewReader(src), ids: map[uint64]bool{}}
		v.r.Lenient = true
		v.r.Warn = func(w Warning) { v.found = append(v.found, w) }
		header, err := v.r.Header()
		if err == nil {
			v.header(header)
		}
		for {
			u, err := v.r.Read()
			switch e, ok := errors.AsType[*SyntaxError](err); {
			case err == nil:
				v.unit(&u)
			case errors.Is(err, io.EOF):
				v.end()
			case ok:
				v.found = append(v.found, Warning{e.Line, e.Column, e.Offset, e.Unit, e.Rule.level(), e.Rule, e.Err.Error()})
			}
			slices.SortStableFunc(v.found, func(a, b Warning) int { return cmp.Compare(a.Offset, b.Offset) })
			for _, w := range v.found {
				if !yield(w, nil) {
					return
				}
			}
			v.found = v.found[:0]
			if err == nil {
				continue
			}
			if _, ok := errors.AsType[*SyntaxError](err); !ok && !errors.Is(err, io.EOF) {
				yield(Warning{}, err)
			}
			return
		}
	}
}

// validator looks at what was read with the eyes of other programs.
type validator struct {
	r     *Reader
	found []Warning
	units int
	ids   map[uint64]bool
}

func (v *validator) remark(p place, rule Rule, format string, args ...any) {
	v.found = append(v.found, Warning{
		Line: p.line, Column: p.col, Offset: p.off, Unit: v.r.index,
		Level: rule.level(), Rule: rule, Message: message(format, args...).Error(),
	})
}

func (v *validator) header(h Header) {
	p := v.r.head
	if h.SegType == "paragraph" {
		v.remark(p, RuleHeaderValue, "segtype=\"paragraph\" makes OmegaT divide the segments again")
	}
	if h.Tool == "OmegaT" {
		v.remark(p, RuleHeaderValue, "creationtool=\"OmegaT\" makes OmegaT read codes in a syntax of its own")
	}
	if h.SrcLang != "*all*" && h.SrcLang != "" {
		v.lang(p, "srclang", h.SrcLang)
	}
}

func (v *validator) end() {
	if v.units == 0 {
		v.remark(v.r.lex.place(v.r.lex.tok.off), RuleNoUnits, "there are no units in this file")
	}
}

func (v *validator) unit(u *Unit) {
	v.units++
	p := v.r.unit
	v.identity(u, p)
	v.languages(u)
	if len(u.Notes) > 1 {
		v.remark(p, RuleSeveralNotes, "%d notes; OmegaT shows the last one", len(u.Notes))
	}
	v.usage(p, &u.Meta)
	var first map[string]bool
	for i := range u.Variants {
		t, q := &u.Variants[i], v.r.places[i]
		v.lang(q, "xml:lang", t.Lang)
		v.usage(q, &t.Meta)
		v.segment(t, q)
		x := v.codes(t, q)
		if i > 0 && !maps.Equal(first, x) {
			v.remark(q, RuleCodeNumbers, "x in %s (%s) and in %s (%s) differ", u.Variants[0].Lang, keys(first), t.Lang, keys(x))
		}
		if i == 0 {
			first = x
		}
	}
}

func (v *validator) identity(u *Unit, p place) {
	if u.ID == "" {
		return
	}
	h := fnv.New64a()
	h.Write([]byte(u.ID))
	sum := h.Sum64()
	if v.ids[sum] {
		v.remark(p, RuleDuplicateID, "tuid %q was given before", clip([]byte(u.ID)))
	}
	if len(v.ids) < maxIDs {
		v.ids[sum] = true
	}
}

// languages holds the variants' languages against the source language and each other.
func (v *validator) languages(u *Unit) {
	source := or(u.SrcLang, v.r.header.SrcLang)
	exact, alike := source == "" || source == "*all*", ""
	seen := map[string]bool{}
	for i, t := range u.Variants {
		exact = exact || t.Lang == source
		if strings.EqualFold(t.Lang, source) {
			alike = t.Lang
		}
		lower := strings.ToLower(t.Lang)
		if seen[lower] {
			v.remark(v.r.places[i], RuleSameLang, "a second variant in %s; many programs keep one", orNone(t.Lang))
		}
		seen[lower] = true
	}
	switch {
	case exact:
	case alike != "":
		v.remark(v.r.unit, RuleSourceLang, "srclang is %q, but the variant says %q: some programs compare exactly", source, alike)
	default:
		v.remark(v.r.unit, RuleSourceLang, "no variant in the source language %s", clip([]byte(source)))
	}
}

func (v *validator) lang(p place, attribute, s string) {
	switch {
	case s == "": // the reader said so
	case !legalLang(s):
		v.remark(p, RuleLangCode, "%s=%q is no language to XML: OmegaT refuses the whole file", attribute, clip([]byte(s)))
	case canonicalLang(s) != s:
		v.remark(p, RuleLangCode, "%s=%q is usually written %s: some programs compare exactly", attribute, s, canonicalLang(s))
	}
}

// canonicalLang gives the subtags of a legal code their usual case: zh-Hans-CN.
func canonicalLang(s string) string {
	parts := strings.Split(strings.ToLower(s), "-")
	if parts[0] == "x" {
		return s
	}
	for i := 1; i < len(parts) && len(parts[i]) > 1; i++ {
		switch len(parts[i]) {
		case 2:
			parts[i] = strings.ToUpper(parts[i])
		case 4:
			parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
		}
	}
	return strings.Join(parts, "-")
}

func (v *validator) usage(p place, m *Meta) {
	if m.UsageCount == "" {
		return
	}
	if _, err := strconv.ParseUint(m.UsageCount, 10, 64); err != nil {
		v.remark(p, RuleUsageCount, "usagecount=%q is not a number", clip([]byte(m.UsageCount)))
	}
}

func (v *validator) segment(t *Variant, p place) {
	if n := utf8.RuneCountInString(t.Text); n > tradosLimit {
		v.remark(p, RuleSegmentChars, "%d characters in %s: Trados takes %d", n, orNone(t.Lang), tradosLimit)
	}
	if strings.ContainsRune(t.Text, utf8.RuneError) {
		v.remark(p, RuleReplacement, "U+FFFD in %s: text was lost before this file was written", orNone(t.Lang))
	}
}

// codes looks at the inline codes of a segment and returns the values of x.
func (v *validator) codes(t *Variant, p place) map[string]bool {
	if t.Raw == "" {
		return nil
	}
	x, open, closed := map[string]bool{}, map[string]int{}, map[string]int{}
	highlighted := false
	l := newLexerBytes([]byte(t.Raw))
	l.report = func(Rule, int64, string, ...any) {}
	for tok := l.next(); tok.kind != kindEOF; tok = l.next() {
		if tok.kind != kindStart {
			continue
		}
		highlighted = highlighted || tok.elem == elemHi
		i := attrValue(tok, "i")
		switch tok.elem {
		case elemBpt:
			open[i]++
		case elemEpt:
			closed[i]++
		}
		if n := attrValue(tok, "x"); n != "" && tok.elem.inline() {
			x[n] = true
			if _, err := strconv.ParseUint(n, 10, 64); err != nil {
				v.remark(p, RuleCodeNumbers, "x=%q in %s is not a number", clip([]byte(n)), orNone(t.Lang))
			}
		}
	}
	if highlighted {
		v.remark(p, RuleHighlight, "text in hi in %s: OmegaT leaves it out", orNone(t.Lang))
	}
	v.pairs(open, closed, t, p)
	return x
}

func (v *validator) pairs(open, closed map[string]int, t *Variant, p place) {
	all := maps.Clone(open)
	maps.Copy(all, closed)
	for _, i := range slices.Sorted(maps.Keys(all)) {
		switch {
		case open[i] > 1 || closed[i] > 1:
			v.remark(p, RulePairs, "i=%q is given more than once in %s", clip([]byte(i)), orNone(t.Lang))
		case open[i] > closed[i]:
			v.remark(p, RulePairs, "bpt i=%q without ept in %s", clip([]byte(i)), orNone(t.Lang))
		case closed[i] > open[i]:
			v.remark(p, RulePairs, "ept i=%q without bpt in %s", clip([]byte(i)), orNone(t.Lang))
		}
	}
}

func keys(m map[string]bool) string {
	if len(m) == 0 {
		return "none"
	}
	return strings.Join(slices.Sorted(maps.Keys(m)), ", ")
}
