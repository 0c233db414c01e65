package tmx

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
)

// Writer writes TMX 1.4 that is valid whatever the units hold; what had to be
// changed for that is counted and reported.
type Writer struct {
	// TextOnly writes segments without inline codes (level 1).
	TextOnly bool
	// Portable writes hi as a bpt/ept pair and ut as ph: some programs drop the text inside hi.
	Portable bool
	// Warn, if set, is called with every warning as it arises.
	Warn func(Warning)

	w     *bufio.Writer
	log   journal
	index int  // of the unit at hand, from 1; 0 in the header
	begun bool // the header is written
	done  bool // the document is closed
	err   error
	buf   []byte // the unit at hand
}

// NewWriter returns a Writer to w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: bufio.NewWriterSize(w, bufferSize)} }

var errClosed = errors.New("write to a closed TMX document")

// WriteHeader writes the header. Required attributes that are empty get these
// values: creationtool and o-tmf "dragoman", creationtoolversion "1", segtype
// "sentence", datatype "plaintext", adminlang "en", srclang "*all*". Write calls
// WriteHeader with an empty header when it was not called.
func (w *Writer) WriteHeader(h Header) error {
	switch {
	case w.err != nil:
		return w.err
	case w.done:
		return errClosed
	case w.begun:
		return errors.New("the TMX header is written already")
	}
	w.begun = true
	b := append(w.buf[:0], "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\">\n  <header"...)
	if h.SegType != "" && !isSegType(h.SegType) {
		w.warn(RuleSegType, "segtype %q is not block, paragraph, sentence or phrase; written as sentence", h.SegType)
		h.SegType = ""
	}
	m := h.Meta
	m.Tool, m.ToolVersion = or(m.Tool, "dragoman"), or(m.ToolVersion, "1")
	m.Format, m.DataType = or(m.Format, "dragoman"), or(m.DataType, "plaintext")
	m.UsageCount, m.LastUsed = "", ""
	b = w.attribute(b, "segtype", or(h.SegType, "sentence"))
	b = w.attribute(b, "adminlang", or(h.AdminLang, "en"))
	b = w.attribute(b, "srclang", w.sourceLang(or(h.SrcLang, "*all*")))
	b = w.meta(b, &m)
	if len(h.Notes)+len(h.Props)+len(h.UDEs) == 0 {
		b = append(b, "/>\n  <body>\n"...)
	} else {
		b = append(b, ">\n"...)
		b = w.notes(b, "    ", h.Notes)
		b = w.props(b, "    ", h.Props)
		for i := range h.UDEs {
			b = w.ude(b, &h.UDEs[i])
		}
		b = append(b, "  </header>\n  <body>\n"...)
	}
	return w.flush(b)
}

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}

// Write writes one unit. Variants without text and codes are left out, and units without variants.
func (w *Writer) Write(u Unit) error {
	if !w.begun && w.err == nil {
		if err := w.WriteHeader(Header{}); err != nil {
			return err
		}
	}
	switch {
	case w.err != nil:
		return w.err
	case w.done:
		return errClosed
	}
	w.index++
	b := append(w.buf[:0], "    <tu"...)
	b = w.optional(b, "tuid", u.ID)
	if u.SrcLang != "" {
		b = w.attribute(b, "srclang", w.sourceLang(u.SrcLang))
	}
	if u.SegType != "" && !isSegType(u.SegType) {
		w.warn(RuleSegType, "segtype %q is not block, paragraph, sentence or phrase; left out", u.SegType)
	} else {
		b = w.optional(b, "segtype", u.SegType)
	}
	b = w.meta(b, &u.Meta)
	b = append(b, ">\n"...)
	b = w.notes(b, "      ", u.Notes)
	b = w.props(b, "      ", u.Props)
	n := len(b)
	for i := range u.Variants {
		b = w.variant(b, &u.Variants[i])
	}
	if len(b) == n {
		w.warn(RuleNoVariant, "the unit has no text in any language; left out")
		w.buf = b
		return nil
	}
	return w.flush(append(b, "    </tu>\n"...))
}

// Close ends the document and flushes. It does not close the underlying writer.
func (w *Writer) Close() error {
	if w.done || w.err != nil {
		return w.err
	}
	if !w.begun {
		if err := w.WriteHeader(Header{}); err != nil {
			return err
		}
	}
	w.done = true
	if err := w.flush(append(w.buf[:0], "  </body>\n</tmx>\n"...)); err != nil {
		return err
	}
	w.err = w.w.Flush()
	return w.err
}

// Warnings returns the first 20 warnings of each rule, in the order they arose.
func (w *Writer) Warnings() []Warning { return slices.Clone(w.log.kept) }

// Counts returns how many warnings there were by rule, all of them, sorted by rule.
func (w *Writer) Counts() []Count { return slices.Clone(w.log.counts) }

func (w *Writer) warn(rule Rule, format string, args ...any) {
	found := Warning{Unit: w.index, Level: rule.level(), Rule: rule, Message: message(format, args...).Error()}
	w.log.add(found)
	if w.Warn != nil {
		w.Warn(found)
	}
}

func (w *Writer) flush(b []byte) error {
	w.buf = b
	_, w.err = w.w.Write(b)
	return w.err
}

// clean makes s a string that XML can hold.
func (w *Writer) clean(s string) string {
	c, n := clean(s)
	for range n {
		w.warn(RuleControl, "%q holds a character that XML cannot; written as U+FFFD", clip([]byte(s)))
	}
	return c
}

func (w *Writer) attribute(b []byte, name, value string) []byte {
	b = append(b, ' ')
	b = append(b, name...)
	b = append(b, '=', '"')
	b = escapeAttr(b, w.clean(value))
	return append(b, '"')
}

func (w *Writer) optional(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	return w.attribute(b, name, value)
}

func (w *Writer) meta(b []byte, m *Meta) []byte {
	b = w.optional(b, "creationtool", m.Tool)
	b = w.optional(b, "creationtoolversion", m.ToolVersion)
	b = w.optional(b, "datatype", m.DataType)
	b = w.optional(b, "o-encoding", m.Encoding)
	b = w.optional(b, "o-tmf", m.Format)
	b = w.optional(b, "creationdate", m.Created)
	b = w.optional(b, "creationid", m.CreatedBy)
	b = w.optional(b, "changedate", m.Changed)
	b = w.optional(b, "changeid", m.ChangedBy)
	b = w.optional(b, "usagecount", m.UsageCount)
	return w.optional(b, "lastusagedate", m.LastUsed)
}

func (w *Writer) notes(b []byte, indent string, notes []Note) []byte {
	for i := range notes {
		n := &notes[i]
		b = append(b, indent...)
		b = append(b, "<note"...)
		b = w.textAttributes(b, n.Lang, n.Encoding)
		b = append(b, '>')
		b = escapeText(b, w.clean(n.Text))
		b = append(b, "</note>\n"...)
	}
	return b
}

func (w *Writer) props(b []byte, indent string, props []Prop) []byte {
	for i := range props {
		p := &props[i]
		if p.Type == "" {
			w.warn(RuleMissingAttribute, "a property without type; written as x-untyped")
		}
		b = append(b, indent...)
		b = append(b, "<prop"...)
		b = w.attribute(b, "type", or(p.Type, "x-untyped"))
		b = w.textAttributes(b, p.Lang, p.Encoding)
		b = append(b, '>')
		b = escapeText(b, w.clean(p.Text))
		b = append(b, "</prop>\n"...)
	}
	return b
}

func (w *Writer) textAttributes(b []byte, lang, encoding string) []byte {
	if lang != "" {
		b = w.attribute(b, "xml:lang", w.lang(lang))
	}
	return w.optional(b, "o-encoding", encoding)
}

func (w *Writer) ude(b []byte, u *UDE) []byte {
	n := len(b)
	b = append(b, "    <ude"...)
	b = w.attribute(b, "name", or(u.Name, "unnamed"))
	b = w.optional(b, "base", u.Base)
	b = append(b, ">\n"...)
	maps := 0
	for _, m := range u.Maps {
		if m.Unicode == "" {
			continue
		}
		maps++
		b = append(b, "      <map"...)
		b = w.attribute(b, "unicode", m.Unicode)
		b = w.optional(b, "code", m.Code)
		b = w.optional(b, "ent", m.Ent)
		b = w.optional(b, "subst", m.Subst)
		b = append(b, "/>\n"...)
	}
	if maps < len(u.Maps) || maps == 0 || u.Name == "" {
		w.warn(RuleUDE, "user-defined characters %q: what has no name or no Unicode value is left out", u.Name)
	}
	if maps == 0 {
		return b[:n]
	}
	return append(b, "    </ude>\n"...)
}

func (w *Writer) variant(b []byte, v *Variant) []byte {
	if v.Text == "" && (v.Raw == "" || w.TextOnly) {
		w.warn(RuleEmptySegment, "the segment in %s is empty; left out", orNone(v.Lang))
		return b
	}
	b = append(b, "      <tuv"...)
	b = w.attribute(b, "xml:lang", w.lang(v.Lang))
	b = w.meta(b, &v.Meta)
	b = append(b, '>')
	if len(v.Notes)+len(v.Props) > 0 {
		b = append(b, '\n')
		b = w.notes(b, "        ", v.Notes)
		b = w.props(b, "        ", v.Props)
		b = append(b, "        "...)
	}
	b = append(b, "<seg>"...)
	if v.Raw == "" || w.TextOnly {
		b = escapeText(b, w.clean(v.Text))
	} else {
		b = w.inline(b, v)
	}
	b = append(b, "</seg>"...)
	if len(v.Notes)+len(v.Props) > 0 {
		b = append(b, "\n      "...)
	}
	return append(b, "</tuv>\n"...)
}

// sourceLang is lang, but "*all*" is no language and stands for any.
func (w *Writer) sourceLang(s string) string {
	if s == "*all*" {
		return s
	}
	return w.lang(s)
}

// lang makes a language code one that XML knows: programs refuse a whole file
// for one underscore.
func (w *Writer) lang(s string) string {
	if legalLang(s) {
		return s
	}
	parts := strings.FieldsFunc(s, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9')
	})
	for i := range parts {
		parts[i] = parts[i][:min(len(parts[i]), 8)]
	}
	legal := strings.Join(parts, "-")
	switch {
	case legalLang(legal):
	case legal != "" && len(legal) <= 8:
		legal = "x-" + legal
	default:
		legal = "und"
	}
	w.warn(RuleLangCode, "language %q is written as %s", clip([]byte(s)), legal)
	return legal
}

// legalLang reports whether s has the form that xml:lang must have.
func legalLang(s string) bool {
	n, first := 0, true
	for i := range len(s) {
		switch c := s[i]; {
		case c == '-':
			if n == 0 {
				return false
			}
			n, first = 0, false
			continue
		case '0' <= c && c <= '9' && first:
			return false
		case (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9'):
			return false
		}
		if n++; n > 8 {
			return false
		}
	}
	return n > 0
}
