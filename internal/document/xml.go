package document

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	// maxDepth is how deeply elements may nest: office documents reach 60.
	maxDepth = 2_000
	// maxText bounds the text of one file, in bytes.
	maxText = 128 << 20
)

// An xmlReader gives the tokens of an XML part with short names for the
// namespaces and refuses what no document has: declared entities, bottomless
// nesting, ends that do not match.
type xmlReader struct {
	name  string // of the part, for errors
	dec   *xml.Decoder
	space map[string]string // prefix → short name
	open  []xml.Name
	at    int64 // where the last token began, in bytes of the part
}

// spaces are the namespaces that readers look for, by what their URIs contain.
var spaces = []struct{ in, short string }{
	{"wordprocessingml/", "w"}, {"drawingml/2006/main", "a"}, {"drawingml/main", "a"}, {"markup-compatibility", "mc"}, {"/math", "m"},
	{"spreadsheetml/", "s"}, {"presentationml/", "p"}, {"opendocument:xmlns:text", "text"}, {"opendocument:xmlns:table", "table"},
	{"opendocument:xmlns:office", "office"}, {"opendocument:xmlns:drawing", "draw"}, {"opendocument:xmlns:style", "style"}, {"relationships", "r"},
	{"www.w3.org/XML/1998", "xml"},
}

func shortSpace(uri string) string {
	for _, s := range spaces {
		if strings.Contains(uri, s.in) {
			return s.short
		}
	}
	return ""
}

// newXMLReader reads a part that is in UTF-8 or UTF-16, as office parts are,
// or already decoded.
func newXMLReader(name string, r io.Reader) *xmlReader {
	x := &xmlReader{name: name, dec: xml.NewDecoder(r), space: map[string]string{"xml": "xml"}}
	x.dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return x
}

// xmlPart opens a part of an archive.
func (a *archive) xml(name string) (*xmlReader, io.Closer, error) {
	r, err := a.open(name)
	if err != nil {
		return nil, nil, err
	}
	head := make([]byte, 2)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, nil, err
	}
	in := io.MultiReader(bytes.NewReader(head[:n]), r)
	if set, _ := byMark(head[:n]); set.enc != nil { // UTF-16 is allowed, nobody writes it
		data, err := io.ReadAll(in)
		if err != nil {
			return nil, nil, err
		}
		d, err := decodeAs(data, set, 2)
		if err != nil {
			return nil, nil, err
		}
		in = strings.NewReader(d.text)
	}
	return newXMLReader(name, in), r, nil
}

// next returns the next start, end or text; io.EOF after the last.
func (x *xmlReader) next() (xml.Token, error) {
	for {
		x.at = x.dec.InputOffset()
		tok, err := x.dec.RawToken()
		if err != nil {
			return nil, x.fault(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if len(x.open) >= maxDepth {
				return nil, fault(x.name, "", because(ErrTooLarge, "elements nest deeper than %d", maxDepth))
			}
			for _, a := range t.Attr {
				switch {
				case a.Name.Space == "xmlns":
					x.space[a.Name.Local] = shortSpace(a.Value)
				case a.Name.Space == "" && a.Name.Local == "xmlns":
					x.space[""] = shortSpace(a.Value)
				}
			}
			x.open = append(x.open, t.Name)
			t.Name.Space = x.space[t.Name.Space]
			return t, nil
		case xml.EndElement:
			if n := len(x.open); n == 0 || x.open[n-1] != t.Name {
				return nil, x.bad(fmt.Sprintf("</%s> does not match", t.Name.Local))
			}
			x.open = x.open[:len(x.open)-1]
			t.Name.Space = x.space[t.Name.Space]
			return t, nil
		case xml.CharData:
			if !utf8.Valid(t) {
				return nil, x.bad("text that is not UTF-8")
			}
			return t, nil
		case xml.Directive:
			if bytes.Contains(t, []byte("<!ENTITY")) {
				return nil, fault(x.name, "", because(ErrFormat, "it declares XML entities, which no document needs"))
			}
		}
	}
}

func (x *xmlReader) fault(err error) error {
	if err == io.EOF {
		if len(x.open) > 0 {
			return x.bad("it ends within <" + x.open[len(x.open)-1].Local + ">")
		}
		return io.EOF
	}
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	if s, ok := errors.AsType[*xml.SyntaxError](err); ok {
		return x.bad(s.Msg)
	}
	return x.bad(err.Error())
}

func (x *xmlReader) bad(what string) error {
	line, column := x.dec.InputPos()
	place := fmt.Sprintf("line %d, column %d", line, column)
	if x.name != "" {
		place = x.name + " " + place
	}
	return fault(place, "the file is damaged: fetch or save it again", because(ErrFormat, "%s", what))
}

// skip reads to the end of the element just begun.
func (x *xmlReader) skip() error {
	for depth := len(x.open); len(x.open) >= depth; {
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}

// attr returns an attribute by its local name.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}
