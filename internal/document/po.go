package document

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"dragoman/internal/lang"
)

var poHeader = regexp.MustCompile(`(?m)^([A-Za-z-]+): *(.*)$`)

// A poEntry is one message: pairs of original and translation, more than one
// for plurals.
type poEntry struct {
	line  int
	fuzzy bool
	parts map[string]*poString // by keyword: msgid, msgid_plural, msgstr, msgstr[0] …
}

type poString struct {
	b     builder
	start int // of the first character in the decoded text; -1 none yet
}

// readPO reads GNU gettext catalogues: the originals are one text, the
// translations another. Fuzzy, obsolete and untranslated messages are left out.
func readPO(ctx context.Context, src *source) (*content, error) {
	d, err := src.decode(declared(src.data))
	if err != nil {
		return nil, err
	}
	entries, err := parsePO(ctx, d.text)
	if err != nil {
		return nil, err
	}
	c := &content{encoding: d.set.name}
	var original, translation []Paragraph
	var from, to lang.Code
	fuzzy, empty := 0, 0
	for _, e := range entries {
		switch id, str := e.parts["msgid"], e.parts["msgstr"]; {
		case id != nil && id.b.text.Len() == 0 && str != nil:
			from, to = poLanguages(str.b.text.String())
		case e.fuzzy:
			fuzzy++
		default:
			a, b := e.paragraphs(d)
			if len(b) == 0 {
				empty++
			}
			original, translation = append(original, a...), append(translation, b...)
		}
	}
	if fuzzy > 0 {
		c.warn("%d fuzzy messages left out", fuzzy)
	}
	if empty > 0 {
		c.warn("%d messages without a translation left out", empty)
	}
	c.add(from, original)
	c.add(to, translation)
	return c, nil
}

// poLanguages reads the head of a catalogue.
func poLanguages(head string) (from, to lang.Code) {
	for _, m := range poHeader.FindAllStringSubmatch(head, -1) {
		code, err := lang.Parse(m[2])
		if err != nil {
			continue // to be detected
		}
		switch strings.ToLower(m[1]) {
		case "language":
			to = code
		case "x-source-language":
			from = code
		}
	}
	return from, to
}

// paragraphs returns what a message and its plural forms give, as far as they
// are translated.
func (e *poEntry) paragraphs(d *decoded) (original, translation []Paragraph) {
	for i, pair := range [][2]*poString{
		{e.parts["msgid"], first(e.parts["msgstr"], e.parts["msgstr[0]"])},
		{e.parts["msgid_plural"], e.parts["msgstr[1]"]},
	} {
		a, ok := pair[0].paragraph(d, e.line, i)
		b, okb := pair[1].paragraph(d, e.line, i)
		if ok && okb {
			original, translation = append(original, a), append(translation, b)
		}
	}
	for i := 2; e.parts[fmt.Sprintf("msgstr[%d]", i)] != nil; i++ { // further plural forms
		if p, ok := e.parts[fmt.Sprintf("msgstr[%d]", i)].paragraph(d, e.line, i); ok {
			translation = append(translation, p)
		}
	}
	return original, translation
}

func first(a, b *poString) *poString {
	if a != nil {
		return a
	}
	return b
}

func (s *poString) paragraph(d *decoded, line, form int) (Paragraph, bool) {
	if s == nil {
		return Paragraph{}, false
	}
	s.b.place = fmt.Sprintf("message at line %d", line)
	if form > 0 {
		s.b.place += fmt.Sprintf(", plural form %d", form)
	}
	p, ok := s.b.paragraph()
	if ok && s.start >= 0 {
		p.Offset = d.origin(s.start)
	}
	return p, ok
}

func parsePO(ctx context.Context, text string) ([]*poEntry, error) {
	var entries []*poEntry
	var e *poEntry
	var cur *poString
	fuzzy := false
	pos, number := 0, 0
	for raw := range strings.Lines(text) {
		at := pos
		pos += len(raw)
		number++
		s := strings.TrimSpace(raw)
		switch {
		case s == "":
			cur = nil
			continue
		case strings.HasPrefix(s, "#"):
			if strings.HasPrefix(s, "#,") && strings.Contains(s, "fuzzy") {
				fuzzy = true
			}
			cur = nil
			continue
		}
		quote := strings.IndexByte(s, '"')
		if quote < 0 || len(s) < 2 || !strings.HasSuffix(s[quote+1:], `"`) {
			return nil, fault(fmt.Sprintf("line %d", number), "", because(ErrFormat, "a string in quotes was expected"))
		}
		if key := strings.TrimSpace(s[:quote]); key != "" {
			if key == "msgctxt" || key == "msgid" && (e == nil || e.parts["msgid"] != nil) {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				e = &poEntry{line: number, fuzzy: fuzzy, parts: map[string]*poString{}}
				entries = append(entries, e)
				fuzzy = false
			}
			if e == nil {
				return nil, fault(fmt.Sprintf("line %d", number), "", because(ErrFormat, "%s before msgid", key))
			}
			cur = &poString{start: -1}
			e.parts[key] = cur
		}
		if cur == nil {
			return nil, fault(fmt.Sprintf("line %d", number), "", because(ErrFormat, "a string that belongs to nothing"))
		}
		cur.add(s[quote+1:len(s)-1], at+strings.IndexByte(raw, '"')+1)
	}
	return entries, nil
}

// add appends a quoted piece that begins at the offset at.
func (s *poString) add(quoted string, at int) {
	if s.start < 0 && strings.TrimSpace(quoted) != "" {
		s.start = at + len(quoted) - len(strings.TrimLeft(quoted, " "))
	}
	for i := 0; i < len(quoted); i++ {
		if quoted[i] != '\\' || i+1 == len(quoted) {
			s.b.text.WriteByte(quoted[i])
			continue
		}
		i++
		switch quoted[i] {
		case 'n':
			s.b.newline()
		case 't':
			s.b.write("\t")
		case 'r':
		default:
			s.b.text.WriteByte(quoted[i])
		}
	}
}
