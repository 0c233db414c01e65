package document

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/clipperhouse/displaywidth"
)

// A printer writes PDF files with one font that is not embedded but names its
// characters, so that text in any language can be set. Wide characters are
// one em wide, others half an em.
type printer struct {
	pages []string
	page  strings.Builder
	y     float64
}

func (p *printer) show(x, y, size float64, s string) {
	var hex strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&hex, "%04X", u)
	}
	fmt.Fprintf(&p.page, "BT /F1 %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET\n", size, x, y, hex.String())
}

func (p *printer) newPage() {
	p.pages = append(p.pages, p.page.String())
	p.page.Reset()
}

// bytes returns the file; extra goes into the trailer.
func (p *printer) bytes(extra string) []byte {
	var b bytes.Buffer
	var offsets []int
	object := func(s string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), s)
	}
	stream := func(s string) string { return fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(s), s) }
	b.WriteString("%PDF-1.7\n")
	var kids strings.Builder
	for i := range p.pages {
		fmt.Fprintf(&kids, "%d 0 R ", 7+2*i)
	}
	var wide strings.Builder // W: everything up to U+04FF is half an em
	fmt.Fprintf(&wide, "[0 1279 500 8208 8231 500]")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> >>", kids.String(), len(p.pages)))
	object("<< /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>")
	object("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /W " + wide.String() + " /FontDescriptor 6 0 R >>")
	object(stream("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap end end"))
	object("<< /Type /FontDescriptor /FontName /Test /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>")
	for i, s := range p.pages {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>", 8+2*i))
		object(stream(s))
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, extra, xref)
	return b.Bytes()
}

// print sets paragraphs on A4 pages with a header, page numbers and lines of
// columns half ems; first lines are moved in.
func printPages(paras []string, columns int, indent bool, gap float64) []byte {
	const size, leading, left, top, bottom = 10.0, 14.0, 70.0, 760.0, 80.0
	p := &printer{y: top}
	number := 1
	feed := func() {
		p.show(250, 800, 9, "INFCIRC/1254")
		p.show(280, 40, 9, fmt.Sprintf("— %d —", number))
		p.newPage()
		p.y = top
		number++
	}
	for _, para := range paras {
		first := ""
		if indent {
			first = "    "
		}
		for i, l := range strings.Split(wrap(para, columns, first), "\n") {
			if p.y < bottom {
				feed()
			}
			x := left
			if i == 0 && indent {
				x += 2 * size
			}
			p.show(x, p.y, size, strings.TrimSpace(l))
			p.y -= leading
		}
		p.y -= gap
	}
	feed()
	return p.bytes("")
}

// TestPDF prints our own texts in several ways and scores the paragraphs.
func TestPDF(t *testing.T) {
	var table strings.Builder
	fmt.Fprintf(&table, "%-8s %-26s %9s %6s %6s\n", "text", "set", "precision", "recall", "F1")
	for _, name := range []string{"zh.txt", "en.txt", "ru.txt"} {
		var paras []string
		for _, p := range parseAs(t, name, statement(t, name), Options{}).Paragraphs {
			paras = append(paras, strings.Join(strings.Fields(p.Text), " "))
		}
		for _, way := range []struct {
			name    string
			columns int
			indent  bool
			gap     float64
		}{{"first line moved in", 90, true, 0}, {"distance", 90, false, 8}, {"narrow, moved in", 60, true, 0}, {"nothing but line ends", 90, false, 0}} {
			got := parseAs(t, "x.pdf", string(printPages(paras, way.columns, way.indent, way.gap)), Options{})
			checkParagraphs(t, got)
			if w := strings.Join(got.Warnings, "|"); !strings.Contains(w, "running headers, footers and page numbers left out") {
				t.Errorf("%s, %s: warnings %q", name, way.name, w)
			}
			if all := show(got.Paragraphs); strings.Contains(all, "INFCIRC/1254") || strings.Contains(all, "— 1 —") {
				t.Errorf("%s, %s: the header is still there", name, way.name)
			}
			p, r := endScore(paras, got.Paragraphs)
			fmt.Fprintf(&table, "%-8s %-26s %9.2f %6.2f %6.2f\n", name, way.name, p, r, 2*p*r/(p+r))
		}
	}
	golden(t, "pdf.txt", table.String())
}

func TestPDFDetails(t *testing.T) {
	p := &printer{}
	p.show(70, 700, 16, "Joint Statement on Stability")
	p.show(70, 660, 10, "The Treaty was signed, and its inter-")
	p.show(70, 646, 10, "national verification is a well-known and long-")
	p.show(70, 632, 10, "standing practice of non-aligned and long-standing Parties.")
	p.show(365, 635.5, 6, "1")
	p.show(70, 120, 8, "1 See the text of 1968.")
	p.newPage()
	got := parseAs(t, "x.pdf", string(p.bytes("")), Options{})
	want := "heading: Joint Statement on Stability\nbody: The Treaty was signed, and its international verification is a well-known and long-standing practice of non-aligned and long-standing Parties.¹\nfootnote: 1 See the text of 1968.\n"
	if s := show(got.Paragraphs); s != want {
		t.Errorf("got\n%swant\n%s", s, want)
	}
	if n := len(got.Paragraphs); n == 3 {
		if a := got.Paragraphs[2].Anchor; a == nil || a.Paragraph != 1 {
			t.Errorf("anchor %v", a)
		}
		if p := got.Paragraphs[1].Place; p != "page 1 line 2" {
			t.Errorf("place %q", p)
		}
	}
}

func TestPDFBad(t *testing.T) {
	p := &printer{}
	p.show(70, 700, 12, "The text.")
	p.newPage()
	good := p.bytes("")
	blank := &printer{}
	blank.newPage()
	locked := p.bytes("/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + strings.Repeat("11", 32) + "> /U <" + strings.Repeat("22", 32) + "> >>")
	tests := []struct {
		name, data string
		sentinel   error
	}{
		{"cut off", string(good[:40]), ErrFormat},
		{"only a header", "%PDF-1.4\n%%EOF", ErrFormat},
		{"locked", string(locked), ErrEncrypted},
		{"a scan", string(blank.bytes("")), ErrEmpty},
		{"text called pdf", "hello", ErrFormat},
	}
	for _, tt := range tests {
		if _, err := Parse(t.Context(), "x.pdf", []byte(tt.data), Options{}); !errors.Is(err, tt.sentinel) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.sentinel)
		}
	}
}

func FuzzPages(f *testing.F) {
	f.Add("One line\nanother-\nline", 70, 10)
	f.Add("1. 战略\n稳定\n3", 0, 200)
	f.Fuzz(func(t *testing.T, s string, x, step int) {
		var pages []page
		for i, block := range strings.Split(s, "\f") {
			var p page
			for j, l := range strings.Split(block, "\n") {
				if l = strings.TrimSpace(strings.ToValidUTF8(l, "")); l != "" {
					x0 := float64(x%300 + (i+j)%7*step%50)
					p.lines = append(p.lines, pageLine{text: l, x0: x0, x1: x0 + float64(displaywidth.String(l))*5, base: 800 - float64(j*(step%40)), size: 10 + float64(j%3)})
				}
			}
			pages = append(pages, p)
		}
		ps, _ := layOutPages(pages)
		checkParagraphs(t, &Text{Paragraphs: ps})
	})
}
