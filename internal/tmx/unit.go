package tmx

import (
	"bytes"
	"strings"
)

// readHeader reads the header element.
func (r *Reader) readHeader(t *token) {
	h := &r.header
	r.head = r.lex.place(t.off)
	for _, a := range t.attrs {
		switch string(a.name) {
		case "segtype":
			h.SegType = r.segType(a)
		case "adminlang":
			h.AdminLang = r.attrString(a)
		case "srclang":
			h.SrcLang = r.attrString(a)
		default:
			if p := h.attribute(a.name); p != nil && !bytes.HasSuffix(a.name, []byte("usagedate")) && string(a.name) != "usagecount" {
				*p = r.attrString(a)
				r.date(a)
				continue
			}
			r.unknownAttribute(a, "header", &h.Props)
		}
	}
	for _, required := range [...]struct{ name, value string }{
		{"creationtool", h.Tool}, {"creationtoolversion", h.ToolVersion}, {"segtype", h.SegType},
		{"o-tmf", h.Format}, {"adminlang", h.AdminLang}, {"srclang", h.SrcLang}, {"datatype", h.DataType},
	} {
		if required.value == "" && !hasAttr(t, required.name) {
			r.report(RuleHeader, t.off, "header without %s", required.name)
		}
	}
	if !t.empty {
		r.headerContent(h)
	}
}

func hasAttr(t *token, name string) bool {
	for _, a := range t.attrs {
		if string(a.name) == name {
			return true
		}
	}
	return false
}

func (r *Reader) headerContent(h *Header) {
	for {
		t := r.next()
		switch {
		case t.kind == kindStart && t.elem == elemNote:
			h.Notes = append(h.Notes, r.readNote(t))
		case t.kind == kindStart && t.elem == elemProp:
			h.Props = append(h.Props, r.readProp(t))
		case t.kind == kindStart && t.elem == elemUDE:
			h.UDEs = append(h.UDEs, r.readUDE(t))
		case t.kind == kindEnd && t.elem == elemHeader:
			return
		case t.kind == kindEOF, t.kind == kindStart && (t.elem == elemBody || t.elem == elemTU), t.kind == kindEnd && t.elem == elemTMX:
			r.report(RuleMissingEnd, t.off, "<header> without </header>")
			r.pushed = true
			return
		default:
			r.unexpected(t)
		}
		if r.over(t) {
			h.Notes, h.Props, h.UDEs = nil, nil, nil
		}
	}
}

// over reports whether the unit or header at hand has outgrown its limit.
func (r *Reader) over(t *token) bool {
	if r.size <= r.MaxUnit {
		return false
	}
	if !r.skip {
		r.skip = true
		r.report(RuleUnitSize, t.off, "the unit has more than %d bytes; left out", r.MaxUnit)
	}
	return true
}

func (r *Reader) readUDE(t *token) UDE {
	u := UDE{}
	for _, a := range t.attrs {
		switch string(a.name) {
		case "name":
			u.Name = r.attrString(a)
		case "base":
			u.Base = r.attrString(a)
		default:
			r.report(RuleUnknownAttribute, a.off, "ude has no attribute %s", a.name)
		}
	}
	if u.Name == "" {
		r.report(RuleUDE, t.off, "ude without name")
	}
	p := r.lex.place(t.off)
	for closed := t.empty; !closed; {
		t = r.next()
		switch {
		case t.kind == kindStart && t.elem == elemMap:
			u.Maps = append(u.Maps, r.readMap(t))
			if !t.empty { // a map is empty, but may be written as two tags
				if t = r.next(); t.kind != kindEnd || t.elem != elemMap {
					r.pushed = true
				}
			}
		case t.kind == kindEnd && t.elem == elemUDE:
			closed = true
		case t.kind == kindEOF, t.elem == elemHeader, t.elem == elemBody, t.elem == elemTU, t.elem == elemTMX:
			r.report(RuleMissingEnd, t.off, "<ude> without </ude>")
			r.pushed = true
			closed = true
		default:
			r.unexpected(t)
		}
		if r.size > r.MaxUnit {
			u.Maps = nil
		}
	}
	if len(u.Maps) == 0 {
		r.reportAt(RuleUDE, p, "ude without map")
	}
	return u
}

func (r *Reader) readMap(t *token) Map {
	m := Map{}
	r.size += propSize
	for _, a := range t.attrs {
		switch string(a.name) {
		case "unicode":
			m.Unicode = r.attrString(a)
		case "code":
			m.Code = r.attrString(a)
		case "ent":
			m.Ent = r.attrString(a)
		case "subst":
			m.Subst = r.attrString(a)
		default:
			r.report(RuleUnknownAttribute, a.off, "map has no attribute %s", a.name)
		}
	}
	if m.Unicode == "" {
		r.report(RuleUDE, t.off, "map without unicode")
	}
	return m
}

// attribute returns the field of an attribute that header, tu and tuv share, or nil.
func (m *Meta) attribute(name []byte) *string {
	switch string(name) {
	case "creationtool":
		return &m.Tool
	case "creationtoolversion":
		return &m.ToolVersion
	case "datatype":
		return &m.DataType
	case "o-encoding":
		return &m.Encoding
	case "o-tmf":
		return &m.Format
	case "creationdate":
		return &m.Created
	case "creationid":
		return &m.CreatedBy
	case "changedate":
		return &m.Changed
	case "changeid":
		return &m.ChangedBy
	case "usagecount":
		return &m.UsageCount
	case "lastusagedate":
		return &m.LastUsed
	}
	return nil
}

// unknownAttribute keeps what TMX does not know as a property, so that it is not lost.
func (r *Reader) unknownAttribute(a attr, where string, props *[]Prop) {
	if bytes.HasPrefix(a.name, []byte("xmlns")) {
		r.report(RuleNamespace, a.off, "TMX has no namespace, but %s=%q", a.name, clip(a.value))
		return
	}
	r.report(RuleUnknownAttribute, a.off, "%s has no attribute %s; kept as a property", where, a.name)
	r.size += propSize + len(a.name)
	*props = append(*props, Prop{Type: "x-attribute-" + string(a.name), Text: r.attrString(a)})
}

// date remarks on a date in another form than the format's.
func (r *Reader) date(a attr) {
	if bytes.HasSuffix(a.name, []byte("date")) && !isDate(a.value) {
		r.report(RuleDate, a.off, "%s=%q is not YYYYMMDDThhmmssZ; kept as it is", a.name, clip(a.value))
	}
}

func isDate(b []byte) bool {
	const form = "00000000T000000Z"
	if len(b) != len(form) {
		return false
	}
	for i, c := range b {
		if form[i] == '0' && (c < '0' || c > '9') || form[i] != '0' && c != form[i] {
			return false
		}
	}
	return true
}

func (r *Reader) segType(a attr) string {
	v := r.attrString(a)
	if !isSegType(v) {
		r.report(RuleSegType, a.off, "segtype=%q is not block, paragraph, sentence or phrase", clip([]byte(v)))
	}
	return v
}

func isSegType(s string) bool {
	return s == "block" || s == "paragraph" || s == "sentence" || s == "phrase"
}

// readUnit reads a tu. Whatever happens it leaves the reader before or behind a unit.
func (r *Reader) readUnit(t *token) Unit {
	u := Unit{}
	r.size, r.empty = 0, 0
	r.places = r.places[:0]
	for _, a := range t.attrs {
		switch string(a.name) {
		case "tuid":
			u.ID = string(r.lex.value(a))
			r.size += len(u.ID)
		case "srclang":
			u.SrcLang = r.attrString(a)
		case "segtype":
			u.SegType = r.segType(a)
		default:
			if p := u.attribute(a.name); p != nil {
				*p = r.attrString(a)
				r.date(a)
				continue
			}
			r.unknownAttribute(a, "tu", &u.Props)
		}
	}
	if !t.empty {
		r.unitContent(&u)
	}
	r.judgeUnit(&u)
	return u
}

func (r *Reader) unitContent(u *Unit) {
	for {
		t := r.next()
		switch {
		case t.kind == kindStart && t.elem == elemTUV:
			if !r.readVariant(u, t) {
				r.resume()
				return
			}
		case t.kind == kindStart && (t.elem == elemNote || t.elem == elemProp):
			if len(u.Variants) > 0 {
				r.report(RuleOrder, t.off, "<%s> stands behind a variant of its unit", t.name)
			}
			if t.elem == elemNote {
				u.Notes = append(u.Notes, r.readNote(t))
			} else {
				u.Props = append(u.Props, r.readProp(t))
			}
		case t.kind == kindEnd && t.elem == elemTU:
			return
		case t.kind == kindStart && t.elem == elemTU, t.kind == kindEnd && (t.elem == elemBody || t.elem == elemTMX):
			r.report(RuleMissingEnd, t.off, "<tu> without </tu>")
			r.pushed = true
			return
		case t.kind == kindEOF:
			r.cutOff(t)
			return
		case t.kind == kindBroken, t.kind == kindStart && (t.elem == elemSeg || t.elem.inline()):
			r.report(RuleBrokenTag, t.off, "<%s stands where a variant is expected", clip(t.name))
			r.skip = true
			r.resume()
			return
		default:
			r.unexpected(t)
		}
		if r.over(t) {
			u.Notes, u.Props, u.Variants = nil, nil, nil
		}
	}
}

// cutOff is the end of the file inside a unit.
func (r *Reader) cutOff(t *token) {
	r.skip = true
	r.pushed = true
	if r.final == nil && r.lex.stop == nil {
		r.truncated(t.off)
	}
}

// resume steps over what is left of a unit that makes no sense.
func (r *Reader) resume() {
	for {
		t := r.next()
		switch {
		case t.kind == kindEnd && t.elem == elemTU:
			return
		case t.kind == kindEOF, t.elem == elemTU, t.kind == kindEnd && (t.elem == elemBody || t.elem == elemTMX):
			r.pushed = true
			return
		}
	}
}

// judgeUnit remarks on a unit that is complete.
func (r *Reader) judgeUnit(u *Unit) {
	if r.skip {
		return
	}
	switch len(u.Variants) {
	case 0:
		r.skip = true
		if r.empty > 0 {
			r.reportAt(RuleEmptyUnit, r.unit, "all variants of the unit are empty; left out")
			return
		}
		r.reportAt(RuleNoVariant, r.unit, "the unit has no variants; left out")
	case 1:
		r.reportAt(RuleOneLanguage, r.unit, "the unit has text in %s only", orNone(u.Variants[0].Lang))
	}
}

func orNone(lang string) string {
	if lang == "" {
		return "an unnamed language"
	}
	return lang
}

// readVariant reads a tuv into u. It returns false when the unit makes no sense.
func (r *Reader) readVariant(u *Unit, t *token) bool {
	v := Variant{}
	p := r.lex.place(t.off)
	r.variantAttributes(&v, t)
	segs, ok := 0, true
	if !t.empty {
		segs, ok = r.variantContent(u, &v, p)
	}
	if !ok {
		r.skip = true
		return false
	}
	if segs == 0 {
		r.reportAt(RuleMissingSeg, p, "<tuv> without <seg>")
	}
	r.addVariant(u, v, p)
	return true
}

// addVariant adds v unless there is nothing in it.
func (r *Reader) addVariant(u *Unit, v Variant, p place) {
	if v.Text == "" && v.Raw == "" {
		r.empty++
		r.reportAt(RuleEmptySegment, p, "the segment in %s is empty; left out", orNone(v.Lang))
		return
	}
	if u.Variants == nil {
		u.Variants = make([]Variant, 0, 3)
	}
	r.size += variantSize
	u.Variants = append(u.Variants, v)
	r.places = append(r.places, p)
}

func (r *Reader) variantAttributes(v *Variant, t *token) {
	old := ""
	for _, a := range t.attrs {
		switch string(a.name) {
		case "xml:lang":
			v.Lang = r.attrString(a)
		case "lang":
			old = r.attrString(a)
			switch {
			case r.header.Version == "1.1" || r.header.Version == "1.2":
			case hasAttr(t, "xml:lang"):
				r.report(RuleLangAttribute, a.off, "lang beside xml:lang is deprecated")
			default:
				r.report(RuleMissingAttribute, a.off, "lang should be xml:lang")
			}
		default:
			if p := v.attribute(a.name); p != nil {
				*p = r.attrString(a)
				r.date(a)
				continue
			}
			r.unknownAttribute(a, "tuv", &v.Props)
		}
	}
	v.Lang = r.language(v.Lang, old, t)
	if v.Lang == "" {
		r.report(RuleMissingLang, t.off, "<tuv> names no language")
	}
}

// language weighs xml:lang against lang.
func (r *Reader) language(lang, old string, t *token) string {
	if lang == "" {
		return old
	}
	if old != "" && !strings.EqualFold(lang, old) {
		r.report(RuleLangConflict, t.off, "xml:lang=%q but lang=%q; the first counts", clip([]byte(lang)), clip([]byte(old)))
	}
	return lang
}

// variantContent reads what is inside a tuv and returns how many segments there were.
func (r *Reader) variantContent(u *Unit, v *Variant, p place) (segs int, ok bool) {
	for {
		t := r.next()
		switch {
		case t.kind == kindStart && t.elem == elemSeg:
			if segs++; segs > 1 {
				r.report(RuleSeveralSegs, t.off, "a second <seg> in one variant; kept as another variant")
				r.addVariant(u, *v, p)
				*v = Variant{Lang: v.Lang, Meta: v.Meta}
			}
			r.segAttributes(t)
			if !t.empty && !r.readSegment(v, elemSeg) {
				return segs, false
			}
		case segs == 0 && bareText(t):
			r.report(RuleMissingSeg, t.off, "text in <tuv> without <seg>")
			segs++
			r.pushed = true
			if !r.readSegment(v, elemTUV) {
				return segs, false
			}
		case t.kind == kindStart && (t.elem == elemNote || t.elem == elemProp):
			r.variantText(v, t, segs > 0)
		case t.kind == kindEnd && t.elem == elemTUV:
			return segs, true
		case t.kind == kindEOF, t.kind == kindBroken, endsVariant(t):
			return segs, r.brokenOff(t, segs)
		default:
			r.unexpected(t)
		}
	}
}

// variantText reads a note or property of a variant.
func (r *Reader) variantText(v *Variant, t *token, late bool) {
	if late {
		r.report(RuleOrder, t.off, "<%s> stands behind the segment of its variant", t.name)
	}
	if t.elem == elemNote {
		v.Notes = append(v.Notes, r.readNote(t))
	} else {
		v.Props = append(v.Props, r.readProp(t))
	}
	if r.over(t) {
		v.Notes, v.Props = nil, nil
	}
}

// brokenOff judges a variant that does not come to its end. With its segment
// complete it is only an end tag that is missing.
func (r *Reader) brokenOff(t *token, segs int) bool {
	switch {
	case t.kind == kindEOF:
		r.cutOff(t)
		return false
	case t.kind == kindBroken:
		r.report(RuleBrokenTag, t.off, "tag <%s cannot be read", clip(t.name))
		return false
	}
	r.pushed = true
	if segs == 0 {
		r.report(RuleUnclosed, t.off, "the variant has neither </tuv> nor a segment")
		return false
	}
	r.report(RuleMissingEnd, t.off, "<tuv> without </tuv>")
	return true
}

// endsVariant reports whether t can only stand behind a variant.
func endsVariant(t *token) bool {
	return t.kind == kindStart && (t.elem == elemTU || t.elem == elemTUV) ||
		t.kind == kindEnd && (t.elem == elemTU || t.elem == elemBody || t.elem == elemTMX)
}

// bareText reports whether t is what a segment is made of.
func bareText(t *token) bool {
	switch t.kind {
	case kindText:
		return !blank(t.data)
	case kindCDATA, kindLiteral:
		return true
	case kindStart:
		return t.elem.inline()
	}
	return false
}

func (r *Reader) segAttributes(t *token) {
	for _, a := range t.attrs {
		r.report(RuleUnknownAttribute, a.off, "seg has no attribute %s", a.name)
	}
}

func (r *Reader) readNote(t *token) Note {
	n := Note{}
	n.Lang, n.Encoding, _ = r.textAttributes(t)
	n.Text = r.readText(t)
	return n
}

func (r *Reader) readProp(t *token) Prop {
	p := Prop{}
	found := false
	p.Lang, p.Encoding, found = r.textAttributes(t)
	if !found {
		r.report(RuleMissingAttribute, t.off, "prop without type")
	}
	for _, a := range t.attrs {
		if string(a.name) == "type" {
			p.Type = r.attrString(a)
		}
	}
	p.Text = r.readText(t)
	return p
}

// textAttributes reads the attributes of note and prop.
func (r *Reader) textAttributes(t *token) (lang, encoding string, typed bool) {
	old := ""
	for _, a := range t.attrs {
		switch n := string(a.name); {
		case n == "xml:lang":
			lang = r.attrString(a)
		case n == "lang":
			old = r.attrString(a)
		case n == "o-encoding":
			encoding = r.attrString(a)
		case n == "type" && t.elem == elemProp:
			typed = true
		default:
			r.report(RuleUnknownAttribute, a.off, "%s has no attribute %s", t.elem, a.name)
		}
	}
	return r.language(lang, old, t), encoding, typed
}

// readText reads the text of a note or prop. Elements inside lose their tags.
func (r *Reader) readText(start *token) string {
	e := start.elem
	r.size += propSize
	if start.empty {
		return ""
	}
	r.text = r.text[:0]
	long, p := false, r.lex.place(start.off)
	for {
		t := r.next()
		switch t.kind {
		case kindText, kindCDATA:
			if long = r.tooLong(long, len(r.text)+len(t.data), p); !long {
				r.text = r.lex.appendText(r.text, t.data, t.off, t.kind == kindCDATA)
			}
		case kindLiteral:
			r.text = append(r.text, '<')
		case kindEnd:
			if t.elem == e {
				r.size += len(r.text)
				return r.intern(r.text)
			}
			if t.elem == elemTU || t.elem == elemTUV || t.elem == elemHeader || t.elem == elemBody || t.elem == elemTMX {
				return r.unclosedText(t, e)
			}
		case kindStart:
			if t.elem == elemTU || t.elem == elemTUV || t.elem == elemBody || t.elem == elemNote || t.elem == elemProp {
				return r.unclosedText(t, e)
			}
			r.report(RuleMarkupInText, t.off, "<%s> inside %s; its text is kept", clip(t.name), e)
		case kindEOF, kindBroken:
			return r.unclosedText(t, e)
		}
	}
}

// unclosedText ends a note or prop where the element around it ends.
func (r *Reader) unclosedText(t *token, e elem) string {
	if t.kind != kindEOF {
		r.report(RuleMissingEnd, t.off, "<%s> without </%s>", e, e)
	}
	r.pushed = true
	r.size += len(r.text)
	return string(r.text)
}

// tooLong keeps a segment, note or prop within the limit. It reports the first time.
func (r *Reader) tooLong(already bool, n int, p place) bool {
	if already || n <= r.MaxSegment {
		return already
	}
	r.reportAt(RuleSegmentSize, p, "a segment of more than %d bytes; the unit is left out", r.MaxSegment)
	r.skip = true
	return true
}
