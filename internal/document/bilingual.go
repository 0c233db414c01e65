package document

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dragoman/internal/lang"
)

// readBilingual reads the exchange formats of translation tools as sources of
// text: XLIFF 1.2 and 2.x (.xlf, .xliff, .sdlxliff) and TMX. A unit gives one
// paragraph in each language it has. Inline codes are no text; notes, proposals
// and the contents of codes are left out.
func readBilingual(ctx context.Context, src *source) (*content, error) {
	d, err := src.decode(declared(src.data))
	if err != nil {
		return nil, err
	}
	b := &bilingual{x: newXMLReader("", strings.NewReader(d.text)), d: d, c: &content{encoding: d.set.name}}
	for {
		tok, err := b.x.next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = b.token(tok)
		}
		if err != nil {
			return nil, err
		}
	}
	if !b.known {
		return nil, fault("", "", because(ErrFormat, "neither XLIFF nor TMX: the first element is <%s>", b.root))
	}
	b.flush()
	return b.c, nil
}

// readXML reads XML whose name does not say what it is: XLIFF, TMX or XHTML.
func readXML(ctx context.Context, src *source) (*content, error) {
	if head := bytes.ToLower(src.data[:min(len(src.data), 4096)]); bytes.Contains(head, []byte("<html")) {
		return readHTML(ctx, src)
	}
	return readBilingual(ctx, src)
}

type bilingual struct {
	x     *xmlReader
	d     *decoded
	c     *content
	root  string
	known bool

	source, target string // languages of the file or of XLIFF 2
	units          int
	id             string
	langs          []string // of the unit's texts, in order
	texts          map[string]*bilingualText
	variant        string // language of the tuv
}

type bilingualText struct {
	builder
	start int
}

func (b *bilingual) token(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		return b.start(t)
	case xml.EndElement:
		switch t.Name.Local {
		case "trans-unit", "unit", "tu":
			b.flush()
		}
	}
	return nil
}

func (b *bilingual) start(e xml.StartElement) error {
	if b.root == "" {
		b.root = e.Name.Local
		b.known = b.root == "xliff" || b.root == "tmx"
	}
	switch e.Name.Local {
	case "xliff":
		b.source, b.target = attr(e, "srcLang"), attr(e, "trgLang")
	case "file":
		if s := attr(e, "source-language"); s != "" {
			b.source, b.target = s, attr(e, "target-language")
		}
	case "trans-unit", "unit", "tu":
		b.flush()
		if attr(e, "restype") == "x-gettext-domain-header" { // the head of a catalogue that became XLIFF
			return b.x.skip()
		}
		b.units++
		b.id = attr(e, "id") + attr(e, "tuid")
	case "tuv":
		b.variant = attr(e, "lang")
	case "source":
		return b.text(b.source)
	case "target":
		return b.text(b.target)
	case "seg":
		return b.text(b.variant)
	case "alt-trans", "note", "notes", "prop", "seg-source", "header", "skeleton", "originalData", "metadata", "matches", "glossary":
		return b.x.skip()
	}
	return nil
}

// text adds the text of the element just begun to that of its language in the
// unit; segments of one unit begin anew.
func (b *bilingual) text(language string) error {
	t := b.texts[language]
	if t == nil {
		if b.texts == nil {
			b.texts = map[string]*bilingualText{}
		}
		t = &bilingualText{start: -1}
		b.texts[language] = t
		b.langs = append(b.langs, language)
	} else if n := len(b.x.open); n > 1 && b.x.open[n-2].Local != "ignorable" {
		t.breaks = append(t.breaks, t.text.Len())
	}
	for depth := len(b.x.open); len(b.x.open) >= depth; {
		tok, err := b.x.next()
		if err != nil {
			return err
		}
		switch tk := tok.(type) {
		case xml.StartElement:
			switch tk.Name.Local {
			case "cp": // a character that XML cannot hold
				if n, err := strconv.ParseUint(attr(tk, "hex"), 16, 21); err == nil && n > 0 {
					t.write(string(rune(n)))
				}
			case "bpt", "ept", "ph", "it", "ut", "x", "bx", "ex", "sub":
				if err := b.x.skip(); err != nil {
					return err
				}
			}
		case xml.CharData:
			if lead := len(tk) - len(strings.TrimLeftFunc(string(tk), unicode.IsSpace)); t.start < 0 && lead < len(tk) {
				t.start = int(b.x.at) + lead
			}
			t.write(string(tk))
		}
	}
	return nil
}

// flush stores the texts of the unit.
func (b *bilingual) flush() {
	for _, l := range b.langs {
		t := b.texts[l]
		t.place = fmt.Sprintf("unit %d", b.units)
		if b.id != "" && b.id != strconv.Itoa(b.units) {
			t.place += fmt.Sprintf(" (%s)", b.id)
		}
		p, ok := t.paragraph()
		if !ok {
			continue
		}
		if t.start >= 0 {
			p.Offset = b.d.origin(min(t.start, len(b.d.text)))
		}
		code, err := lang.Parse(l)
		if err != nil {
			code = lang.Unknown
		}
		i := slices.IndexFunc(b.c.versions, func(v version) bool { return v.lang == code })
		if i < 0 {
			i = len(b.c.versions)
			b.c.add(code, nil)
		}
		b.c.versions[i].paragraphs = append(b.c.versions[i].paragraphs, p)
	}
	b.langs, b.texts, b.id = nil, nil, ""
}
