package tmx

import "bytes"

// inline is an element that is open inside a segment.
type inline struct {
	elem  elem
	name  string
	place place
	codes bool // its text is not the sentence's
}

// readSegment reads up to the end of seg, or of tuv when the seg is missing, into
// v. It builds two things at once: the text, and the same as XML. It returns
// false when the unit makes no sense.
func (r *Reader) readSegment(v *Variant, end elem) bool {
	r.text, r.raw, r.open = r.text[:0], r.raw[:0], r.open[:0]
	s := segment{Reader: r, end: end, begin: r.lex.place(r.lex.tok.off)}
	for !s.done {
		t := r.next()
		switch t.kind {
		case kindText, kindCDATA:
			s.chars(t)
		case kindLiteral:
			s.literal(t)
		case kindStart:
			s.start(t)
		case kindEnd:
			s.finish(t)
		case kindBroken:
			r.report(RuleBrokenTag, t.off, "tag <%s cannot be read", clip(t.name))
			return false
		case kindEOF:
			r.cutOff(t)
			return false
		}
		if s.bad {
			return false
		}
	}
	r.size += len(r.text)
	v.Text = string(r.text)
	if s.codes {
		v.Raw = string(r.raw)
		r.size += len(r.raw)
	}
	return true
}

// segment is the state of readSegment.
type segment struct {
	*Reader
	end   elem
	begin place
	codes bool // there were inline elements
	long  bool // the limit was passed; nothing more is kept
	done  bool
	bad   bool
}

// hidden reports whether text at this point belongs to a code.
func (s *segment) hidden() bool {
	return len(s.open) > 0 && s.open[len(s.open)-1].codes
}

func (s *segment) room(n int) bool {
	s.long = s.tooLong(s.long, max(len(s.text), len(s.raw))+n, s.begin)
	return !s.long
}

func (s *segment) chars(t *token) {
	if !s.room(len(t.data)) {
		return
	}
	if s.hidden() {
		s.scratch = s.lex.appendText(s.scratch[:0], t.data, t.off, t.kind == kindCDATA)
		s.rawText(t, s.scratch)
		return
	}
	n := len(s.text)
	s.text = s.lex.appendText(s.text, t.data, t.off, t.kind == kindCDATA)
	s.rawText(t, s.text[n:])
}

// rawText adds text to the XML: as it was written, unless that cannot stand alone.
func (s *segment) rawText(t *token, meaning []byte) {
	if s.lex.changed {
		s.raw = escapeText(s.raw, meaning)
		return
	}
	s.raw = append(s.raw, t.data...)
}

func (s *segment) literal(t *token) {
	if !s.room(4) {
		return
	}
	if !s.hidden() {
		s.text = append(s.text, '<')
	}
	s.raw = append(s.raw, "&lt;"...)
}

// start opens an inline element, or finds that the segment was never closed.
func (s *segment) start(t *token) {
	switch t.elem {
	case elemOther, elemBpt, elemEpt, elemPh, elemIt, elemUt, elemHi, elemSub:
	case elemNote, elemProp:
		if s.end == elemTUV && len(s.open) == 0 {
			s.endBare()
			return
		}
	case elemTU, elemTUV, elemSeg, elemBody, elemTMX:
		s.report(RuleUnclosed, t.off, "<seg> is not closed before <%s>", t.name)
		s.pushed = t.elem == elemTU
		s.bad = true
		return
	}
	if len(s.open) >= maxDepth {
		s.report(RuleTooDeep, t.off, "codes nested more than %d deep", maxDepth)
		s.bad = true
		return
	}
	s.codes = true
	s.judgeInline(t)
	if s.room(len(t.raw) + len(t.name) + 3) {
		s.rawTag(t)
	}
	if !t.empty {
		hidden := s.hidden() || t.elem.code() || t.elem == elemSub
		s.open = append(s.open, inline{t.elem, s.intern(t.name), s.lex.place(t.off), hidden})
	}
}

// judgeInline reports what the format does not allow of an inline element here.
func (s *segment) judgeInline(t *token) {
	parent := elemSeg
	if len(s.open) > 0 {
		parent = s.open[len(s.open)-1].elem
	}
	switch {
	case !t.elem.inline():
		s.report(RuleForeignCode, t.off, "<%s> is no inline element of TMX", clip(t.name))
		return
	case t.elem == elemSub && !parent.code():
		s.report(RuleMisplacedCode, t.off, "<sub> stands outside a code")
	case t.elem != elemSub && parent.code():
		s.report(RuleMisplacedCode, t.off, "<%s> stands in <%s> without <sub>", t.name, parent)
	}
	required := ""
	switch t.elem {
	case elemBpt, elemEpt:
		required = "i"
	case elemIt:
		required = "pos"
	}
	for _, a := range t.attrs {
		name := string(a.name)
		if name == required {
			required = ""
		}
		if !inlineAttribute(t.elem, name) {
			s.report(RuleUnknownAttribute, a.off, "%s has no attribute %s", t.elem, clip(a.name))
		}
		if name == "pos" && t.elem == elemIt && string(a.value) != "begin" && string(a.value) != "end" {
			s.report(RuleMissingAttribute, a.off, "pos=%q is neither begin nor end", clip(a.value))
		}
	}
	if required != "" {
		s.report(RuleMissingAttribute, t.off, "<%s> without %s", t.elem, required)
	}
}

// inlineAttribute reports whether the element has such an attribute.
func inlineAttribute(e elem, name string) bool {
	switch name {
	case "x":
		return e != elemEpt && e != elemSub
	case "type":
		return e != elemEpt && e != elemUt
	case "i":
		return e == elemBpt || e == elemEpt
	case "pos":
		return e == elemIt
	case "assoc":
		return e == elemPh
	case "datatype":
		return e == elemSub
	}
	return false
}

// rawTag adds a start tag to the XML: as it was written, or in good form.
func (s *segment) rawTag(t *token) {
	if !t.fixed && plainAttrs(t.attrs) {
		s.raw = append(s.raw, t.raw...)
		return
	}
	s.raw = append(s.raw, '<')
	s.raw = append(s.raw, t.name...)
	for _, a := range t.attrs {
		s.raw = append(s.raw, ' ')
		s.raw = append(s.raw, a.name...)
		s.raw = append(s.raw, '=', '"')
		s.raw = escapeAttr(s.raw, s.lex.value(a))
		s.raw = append(s.raw, '"')
	}
	if t.empty {
		s.raw = append(s.raw, '/')
	}
	s.raw = append(s.raw, '>')
}

// plainAttrs reports whether all values are what they seem: no references, no white
// space but blanks.
func plainAttrs(attrs []attr) bool {
	for _, a := range attrs {
		if !plainValue(a.value) {
			return false
		}
	}
	return true
}

// finish closes the innermost inline element of that name, or the segment.
func (s *segment) finish(t *token) {
	switch t.elem {
	case elemSeg, elemTUV, elemTU, elemBody, elemTMX:
		s.close(t)
		return
	}
	n := len(s.open)
	for n > 0 && s.open[n-1].name != string(t.name) {
		n--
	}
	if n == 0 {
		s.report(RuleStrayEnd, t.off, "</%s> ends nothing", clip(t.name))
		return
	}
	if !s.unwind(n) {
		return
	}
	s.pop()
}

// pop ends the innermost element.
func (s *segment) pop() {
	last := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	if !s.long {
		s.raw = append(s.raw, '<', '/')
		s.raw = append(s.raw, last.name...)
		s.raw = append(s.raw, '>')
	}
}

// unwind ends the elements inside the n-th that were left open. A code left open
// has swallowed text of the sentence: then nobody can tell what was meant.
func (s *segment) unwind(n int) bool {
	for len(s.open) > n {
		last := s.open[len(s.open)-1]
		if last.codes {
			s.reportAt(RuleUnclosed, last.place, "<%s> is never closed", last.name)
			s.bad = true
			return false
		}
		s.reportAt(RuleMissingEnd, last.place, "<%s> is never closed", last.name)
		s.pop()
	}
	return true
}

// close ends the segment at its own end tag, or at that of the element around it.
func (s *segment) close(t *token) {
	if !s.unwind(0) {
		s.pushed = t.elem == elemTU || t.elem == elemBody || t.elem == elemTMX
		return
	}
	if s.end == elemTUV && t.elem == elemSeg {
		s.report(RuleStrayEnd, t.off, "</seg> ends nothing")
		return
	}
	if s.end == elemTUV {
		s.endBare()
		return
	}
	s.done = true
	if t.elem != s.end {
		s.report(RuleMissingEnd, t.off, "<seg> without </seg>")
		s.pushed = true
	}
}

// endBare ends text that stood in a variant without seg. White space around it is
// layout; where there are codes nobody can tell.
func (s *segment) endBare() {
	if !s.codes {
		s.text = bytes.TrimSpace(s.text)
	}
	s.done, s.pushed = true, true
}
