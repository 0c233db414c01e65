package document

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"github.com/clipperhouse/displaywidth"
)

// A printer writes PDF files with two fonts in which every character is a box,
// so that text in any language can be set. Wide characters are one em wide,
// others half an em. The second font is taller.
type printer struct {
	pages []string
	page  strings.Builder
	y     float64
	other func(rune) bool // what the first font lacks, if any
}

func (p *printer) show(x, y, size float64, s string) {
	if p.other == nil || !strings.ContainsFunc(s, p.other) {
		fmt.Fprintf(&p.page, "BT /F1 %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET\n", size, x, y, hexCodes(s))
		return
	}
	p.showFonts(x, y, size, s)
}

// showFonts sets a line as LibreOffice does: what the first font has, with
// holes, then what the second has, half a point lower.
func (p *printer) showFonts(x, y, size float64, s string) {
	for font := 1; font <= 2; font++ {
		var pieces strings.Builder
		hole := 0.0
		for _, r := range s {
			if p.other(r) == (font == 1) {
				hole += width(string(r))
				continue
			}
			if hole > 0 {
				fmt.Fprintf(&pieces, " %g ", -1000*hole)
			}
			fmt.Fprintf(&pieces, "<%s>", hexCodes(string(r)))
			hole = 0
		}
		fmt.Fprintf(&p.page, "BT /F%d %g Tf 1 0 0 1 %g %g Tm [%s] TJ ET\n", font, size, x, y-0.5*float64(font-1), pieces.String())
	}
}

// width is that of a text set by the printer, in ems.
func width(s string) (ems float64) {
	for _, r := range s {
		ems++
		if r < 0x500 || r >= 0x2010 && r <= 0x2027 {
			ems -= 0.5
		}
	}
	return ems
}

func hexCodes(s string) string {
	var hex strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&hex, "%04X", u)
	}
	return hex.String()
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
		fmt.Fprintf(&kids, "%d 0 R ", 13+2*i)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R /F2 9 0 R >> >> >>", kids.String(), len(p.pages)))
	object(stream("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap end end"))
	object(stream(strings.Repeat("\x00\x01", 1<<16))) // every character is glyph 1
	for i, height := range []int{700, 1000} {
		at := len(offsets) + 1
		object(fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /Test%d /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode 3 0 R >>", i, at+1))
		object(fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test%d /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /W [0 1279 500 8208 8231 500] /FontDescriptor %d 0 R /CIDToGIDMap 4 0 R >>", i, at+2))
		object(fmt.Sprintf("<< /Type /FontDescriptor /FontName /Test%d /Flags 4 /FontBBox [0 -200 1000 %d] /ItalicAngle 0 /Ascent %[2]d /Descent -200 /CapHeight %[2]d /StemV 80 /FontFile2 %d 0 R >>", i, height, at+3))
		object(stream(string(boxFont(height))))
	}
	for i, s := range p.pages {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>", 14+2*i))
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

// boxFont is a TrueType font of 1000 units an em with a box for its glyph 1.
func boxFont(height int) []byte {
	be := binary.BigEndian
	shorts := func(values ...int) (b []byte) {
		for _, v := range values {
			b = be.AppendUint16(b, uint16(v))
		}
		return b
	}
	box := append(shorts(1, 50, 0, 450, height, 3, 0), 1, 1, 1, 1)  // one contour, four points on it
	box = append(box, shorts(50, 400, 0, -400, 0, 0, height, 0)...) // x and y, each from the one before
	tables := []struct {
		tag  string
		data []byte
	}{
		{"glyf", box},
		{"head", shorts(1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, -200, 1000, height, 0, 8, 2, 0, 0)},
		{"hhea", shorts(1, 0, height, -200, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, 2)},
		{"hmtx", shorts(500, 0, 500, 50)},
		{"loca", shorts(0, 0, len(box)/2)},
		{"maxp", shorts(1, 0, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)},
	}
	file := shorts(1, 0, len(tables), 64, 2, 32)
	at := len(file) + 16*len(tables)
	var body []byte
	for _, t := range tables {
		file = append(file, t.tag...)
		file = be.AppendUint32(file, 0)
		file = be.AppendUint32(file, uint32(at+len(body)))
		file = be.AppendUint32(file, uint32(len(t.data)))
		body = append(body, t.data...)
		body = append(body, make([]byte, -len(body)&3)...)
	}
	return append(file, body...)
}

// print sets paragraphs on A4 pages with a header, page numbers and lines of
// columns half ems; first lines are moved in.
func printPages(paras []string, columns int, indent bool, gap float64, other func(rune) bool) []byte {
	const size, leading, left, top, bottom = 10.0, 14.0, 70.0, 760.0, 80.0
	p := &printer{y: top, other: other}
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

// fallback tells what Chinese fonts take from another one; of Latin texts it
// takes quotes and digits.
func fallback(chinese bool) func(rune) bool {
	return func(r rune) bool {
		return strings.ContainsRune("“”‘’«»·—", r) || unicode.IsDigit(r) || chinese && r < 0x250 && unicode.IsLetter(r)
	}
}

// TestPDF prints our own texts in several ways and scores the paragraphs. What
// is set in two fonts must read as if it were set in one.
func TestPDF(t *testing.T) {
	var table strings.Builder
	fmt.Fprintf(&table, "%-8s %-26s %9s %6s %6s\n", "text", "set", "precision", "recall", "F1")
	for _, name := range []string{"zh.txt", "en.txt", "ru.txt"} {
		var oneFont string
		var paras []string
		for _, p := range parseAs(t, name, statement(t, name), Options{}).Paragraphs {
			paras = append(paras, strings.Join(strings.Fields(p.Text), " "))
		}
		for _, way := range []struct {
			name    string
			columns int
			indent  bool
			gap     float64
			other   func(rune) bool
		}{{"first line moved in", 90, true, 0, nil}, {"distance", 90, false, 8, nil}, {"narrow, moved in", 60, true, 0, nil}, {"nothing but line ends", 90, false, 0, nil}, {"distance, two fonts", 90, false, 8, fallback(name == "zh.txt")}} {
			got := parseAs(t, "x.pdf", string(printPages(paras, way.columns, way.indent, way.gap, way.other)), Options{})
			checkParagraphs(t, got)
			if w := strings.Join(got.Warnings, "|"); !strings.Contains(w, "running headers, footers and page numbers left out") {
				t.Errorf("%s, %s: warnings %q", name, way.name, w)
			}
			if all := show(got.Paragraphs); strings.Contains(all, "INFCIRC/1254") || strings.Contains(all, "— 1 —") {
				t.Errorf("%s, %s: the header is still there", name, way.name)
			}
			switch way.name {
			case "distance":
				oneFont = show(got.Paragraphs)
			case "distance, two fonts":
				if s := show(got.Paragraphs); s != oneFont {
					t.Errorf("%s in two fonts: %s", name, firstDifference(s, oneFont))
				}
			}
			p, r := endScore(paras, got.Paragraphs)
			fmt.Fprintf(&table, "%-8s %-26s %9.2f %6.2f %6.2f\n", name, way.name, p, r, 2*p*r/(p+r))
		}
	}
	golden(t, "pdf.txt", table.String())
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got  " + g[i] + "\nwant " + w[i]
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
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

// TestPDFBomb: a page that unpacks to 128 MB, packed twice to 1 kB, is
// stopped by the bound on the engine's memory.
func TestPDFBomb(t *testing.T) {
	var once, twice bytes.Buffer
	w := zlib.NewWriter(&once)
	block := []byte(strings.Repeat(" ", 1<<20))
	for range 128 {
		w.Write(block)
	}
	w.Close()
	w = zlib.NewWriter(&twice)
	io.Copy(w, &once)
	w.Close()
	p := &printer{}
	p.show(70, 700, 12, "The text.")
	p.newPage()
	plain := fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(p.pages[0]), p.pages[0])
	packed := fmt.Sprintf("<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%s\nendstream", twice.Len(), twice.String())
	data := bytes.Replace(p.bytes(""), []byte(plain), []byte(packed), 1)
	_, err := Parse(t.Context(), "x.pdf", data, Options{})
	if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "too large when unpacked") {
		t.Errorf("%v", err)
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
