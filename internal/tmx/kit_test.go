package tmx

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Every file of the compliance kit is read without a fault, and what is written
// of it means the same. The comparison does not use the reader under test: both
// documents are parsed by encoding/xml.
func TestComplianceKit(t *testing.T) {
	files, _ := filepath.Glob(kitFolder + "/*.tmx")
	if len(files) == 0 {
		t.Skip("the compliance kit is not at " + kitFolder)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name[strings.LastIndex(name, "_")+1:], func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			h, units := readBack(t, string(b))
			doc, counts := write(t, h, units, nil)
			if len(counts) > 0 {
				t.Errorf("warnings in writing: %v", counts)
			}
			got, want := meaning(t, []byte(doc)), meaning(t, b)
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if n := strings.Count(want, "<tuv"); n == 0 {
				t.Error("nothing was compared")
			}
			valid(t, doc)
		})
	}
}

// node is an element with its attributes sorted.
type node struct {
	name, attrs, text string
	children          []node
}

// meaning returns a document in a form in which only what TMX does not
// distinguish is lost: the order of attributes and of different elements that
// may stand in any order, white space between elements, comments, and how
// characters are written.
func meaning(t *testing.T, doc []byte) string {
	t.Helper()
	utf8, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), doc)
	if err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(bytes.NewReader(utf8))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	root := element(t, d, node{})
	var b strings.Builder
	for _, c := range root.children {
		c.print(&b, "")
	}
	return b.String()
}

func element(t *testing.T, d *xml.Decoder, n node) node {
	t.Helper()
	inText := slices.Contains([]string{"note", "prop", "seg", "bpt", "ept", "ph", "it", "ut", "hi", "sub"}, n.name)
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return n
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			child := node{name: tok.Name.Local}
			slices.SortFunc(tok.Attr, func(a, b xml.Attr) int {
				return cmp.Or(cmp.Compare(a.Name.Space, b.Name.Space), cmp.Compare(a.Name.Local, b.Name.Local))
			})
			for _, a := range tok.Attr {
				child.attrs += fmt.Sprintf(" %s:%s=%q", a.Name.Space, a.Name.Local, a.Value)
			}
			n.children = append(n.children, element(t, d, child))
		case xml.CharData:
			if !inText {
				continue
			}
			if k := len(n.children); k > 0 && n.children[k-1].name == "" { // a comment stood between
				n.children[k-1].text += string(tok)
				continue
			}
			n.children = append(n.children, node{text: string(tok)})
		case xml.EndElement:
			return n
		}
	}
}

func (n node) print(b *strings.Builder, indent string) {
	if n.name == "" {
		fmt.Fprintf(b, "%s%q\n", indent, n.text)
		return
	}
	fmt.Fprintf(b, "%s<%s%s>\n", indent, n.name, n.attrs)
	if n.name == "header" || n.name == "tu" || n.name == "tuv" {
		order := []string{"note", "prop", "ude", "tuv", "seg"}
		slices.SortStableFunc(n.children, func(a, b node) int {
			return cmp.Compare(slices.Index(order, a.name), slices.Index(order, b.name))
		})
	}
	for _, c := range n.children {
		c.print(b, indent+" ")
	}
}
