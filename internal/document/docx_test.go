package document

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// pack makes an archive of name and contents in turn.
func pack(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"`

const wordStyles = `<w:styles ` + wordSpace + `>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Derived"><w:name w:val="Own heading"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="L"><w:name w:val="List Paragraph"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style>
</w:styles>`

// word makes a .docx of a body and further parts.
func word(t testing.TB, body string, parts ...string) []byte {
	return pack(t, append([]string{"[Content_Types].xml", "<Types/>", "word/document.xml",
		`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document ` + wordSpace + `><w:body>` + body + `</w:body></w:document>`,
		"word/styles.xml", wordStyles}, parts...)...)
}

func wp(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }

func TestDOCX(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"runs, tabs, breaks, entities", `<w:p><w:r><w:t xml:space="preserve">One </w:t></w:r><w:r><w:tab/><w:t>two &amp; three&#8230;</w:t><w:br/><w:t>four</w:t><w:noBreakHyphen/><w:sym w:char="F0E0"/></w:r></w:p><w:p/>`,
			"body: One \ttwo & three…⏎⏐four‑\uf0e0\n"},
		{"headings by style", `<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>A</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Derived"/></w:pPr><w:r><w:t>B</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>C.</w:t></w:r></w:p><w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>D</w:t></w:r></w:p>`,
			"heading: A\nheading: B\nbody: C.\nheading: D\n"},
		{"lists", `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>one;</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="L"/></w:pPr><w:r><w:t>two.</w:t></w:r></w:p>`,
			"list item: one;\nlist item: two.\n"},
		{"tracked changes", `<w:p><w:r><w:t xml:space="preserve">Kept </w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>new.</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>` +
			`<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">First half </w:t></w:r></w:p>` + wp("second half.") + wp("Next."),
			"body: Kept new.\nbody: First half second half.\nbody: Next.\n"},
		{"tables", `<w:tbl><w:tr><w:tc>` + wp("a") + wp("b") + `</w:tc><w:tc>` + wp("c") + `</w:tc></w:tr><w:tr><w:tc><w:tbl><w:tr><w:tc>` + wp("d") + `</w:tc></w:tr></w:tbl>` + wp("e") + `</w:tc></w:tr></w:tbl>` + wp("After."),
			"table cell: a\ntable cell: b\ntable cell: c\ntable cell: d\ntable cell: e\nbody: After.\n"},
		{"text box once, after its paragraph", `<w:p><w:r><w:t>Outer </w:t><mc:AlternateContent><mc:Choice><w:txbxContent>` + wp("Inner.") + `</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>` + wp("Inner.") + `</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>text.</w:t></w:r></w:p>`,
			"body: Outer text.\nbody: Inner.\n"},
		{"fields, hidden text, ruby, math", `<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>A</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:ruby><w:rt><w:r><w:t>han</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r><m:oMath><m:r><m:t>x²</m:t></m:r></m:oMath></w:p>`,
			"body: A漢x²\n"},
		{"letter", wp("维也纳") + wp("国际原子能机构") + wp("总干事") + wp("阁下：") + wp("发表了关于全球战略稳定的联合声明。") + wp("致以最崇高的敬意。") + wp("李松") + wp("大使") + wp("中华人民共和国常驻代表"),
			"address: 维也纳\naddress: 国际原子能机构\naddress: 总干事\naddress: 阁下：\nbody: 发表了关于全球战略稳定的联合声明。\nbody: 致以最崇高的敬意。\nsignature: 李松\nsignature: 大使\nsignature: 中华人民共和国常驻代表\n"},
	}
	for _, tt := range tests {
		got := parseAs(t, "x.docx", string(word(t, tt.body)), Options{Lang: "en"})
		checkParagraphs(t, got)
		if s := show(got.Paragraphs); s != tt.want {
			t.Errorf("%s:\ngot\n%swant\n%s", tt.name, s, tt.want)
		}
	}
}

func TestDOCXNotes(t *testing.T) {
	data := word(t, wp("One.")+`<w:p><w:r><w:t>Treaty</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t xml:space="preserve"> of 1968</w:t><w:endnoteReference w:id="1"/></w:r></w:p>`,
		"word/footnotes.xml", `<w:footnotes `+wordSpace+`><w:footnote w:type="separator" w:id="-1">`+wp("—")+`</w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t xml:space="preserve"> See the text.</w:t></w:r></w:p></w:footnote></w:footnotes>`,
		"word/endnotes.xml", `<w:endnotes `+wordSpace+`><w:endnote w:id="1">`+wp("Endnote.")+`</w:endnote></w:endnotes>`,
		"word/header1.xml", "<w:hdr>"+wp("H")+"</w:hdr>", "word/footer1.xml", "<w:ftr/>", "word/comments.xml", "<w:comments><w:comment/></w:comments>")
	got := parseAs(t, "x.docx", string(data), Options{})
	if want := "body: One.\nbody: Treaty of 1968\nfootnote: See the text.\nfootnote: Endnote.\n"; show(got.Paragraphs) != want {
		t.Fatalf("got\n%swant\n%s", show(got.Paragraphs), want)
	}
	for i, want := range map[int]Anchor{2: {1, 6}, 3: {1, 14}} {
		if a := got.Paragraphs[i].Anchor; a == nil || *a != want {
			t.Errorf("anchor of %d is %v, want %v", i, a, want)
		}
	}
	if p := got.Paragraphs[2].Place; p != "word/footnotes.xml footnote 2" {
		t.Errorf("place %q", p)
	}
	if w := strings.Join(got.Warnings, "|"); w != "1 page headers and footers left out|1 comments left out" {
		t.Errorf("warnings %q", w)
	}
}

func TestDOCXBad(t *testing.T) {
	good := word(t, wp("One."))
	var bomb bytes.Buffer
	for range 40 << 20 / 64 {
		bomb.WriteString("<w:p><w:r><w:t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</w:t></w:r></w:p>")
	}
	tests := []struct {
		name, file, data string
		sentinel         error
		words            string
	}{
		{"truncated", "x.docx", string(good[:len(good)-30]), ErrFormat, "zip: not a valid zip file"},
		{"cut short", "x.docx", string(good[:60]), ErrFormat, "not a valid zip"},
		{"no document part", "x.docx", string(pack(t, "a.txt", "a")), ErrFormat, "word/document.xml: damaged or of another format: this part is missing"},
		{"damaged XML", "x.docx", string(pack(t, "word/document.xml", "<w:document><w:p></w:document>")), ErrFormat, "word/document.xml line 1, column"},
		{"cut XML", "x.docx", string(pack(t, "word/document.xml", "<w:document><w:p>")), ErrFormat, "it ends within <p>"},
		{"entities", "x.docx", string(pack(t, "word/document.xml", `<!DOCTYPE a [<!ENTITY lol "lol">]><a>&lol;</a>`)), ErrFormat, "entities"},
		{"deep", "x.docx", string(pack(t, "word/document.xml", strings.Repeat("<a>", 5000))), ErrTooLarge, "deeper"},
		{"bomb", "x.docx", string(word(t, bomb.String())), ErrTooLarge, "times its size"},
		{"encrypted", "x.docx", "\xD0\xCF\x11\xE0" + string(encryptedPackage), ErrEncrypted, "x.docx: encrypted"},
		{"old Word", "x.docx", "\xD0\xCF\x11\xE0\xA1", ErrBinary, "old Microsoft Office document"},
		{"HTML called docx", "x.docx", "<!DOCTYPE html><p>a", ErrFormat, "it is called a Word document, but is an HTML page"},
		{"text called docx", "x.docx", "hello", ErrFormat, "but is text"},
		{"docx called txt", "x.txt", string(good), ErrFormat, "it is called plain text, but is a Word document"},
		{"archive called txt", "x.txt", string(pack(t, "a.txt", "a")), ErrBinary, "an archive (ZIP)"},
		{"picture called txt", "x.txt", "\x89PNG\r\n", ErrBinary, "a picture (PNG)"},
		{"empty document", "x.docx", string(word(t, "<w:p/>")), ErrEmpty, "no text"},
		{"empty file", "x.docx", "", ErrEmpty, "it has no bytes"},
		{"white space", "x.txt", " \n\u3000\r\n\t", ErrEmpty, "only white space"},
	}
	for _, tt := range tests {
		_, err := Parse(t.Context(), tt.file, []byte(tt.data), Options{})
		if !errors.Is(err, tt.sentinel) || !strings.Contains(fmt.Sprint(err), tt.words) {
			t.Errorf("%s: %v; want %v with %q", tt.name, err, tt.sentinel, tt.words)
		}
		if e, ok := errors.AsType[*Error](err); !ok || e.Path != tt.file {
			t.Errorf("%s: error without its file: %v", tt.name, err)
		}
	}
}

func FuzzDOCX(f *testing.F) {
	f.Add(wp("One.")+`<w:tbl><w:tr><w:tc>`+wp("a")+`</w:tc></w:tr></w:tbl><w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>`, `<w:footnote w:id="2">`+wp("x")+`</w:footnote>`)
	f.Add(`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:p><w:r><w:br/><w:t> a</w:t><w:br/></w:r></w:p></w:p><w:tc></w:tc></w:tbl>`, "")
	f.Fuzz(func(t *testing.T, body, notes string) {
		got, err := Parse(t.Context(), "x.docx", word(t, body, "word/footnotes.xml", "<w:footnotes "+wordSpace+">"+notes+"</w:footnotes>"), Options{Lang: "en"})
		if err != nil {
			return
		}
		checkParagraphs(t, got)
		for _, p := range got.Paragraphs {
			if a := p.Anchor; a != nil && (a.Paragraph >= len(got.Paragraphs) || a.Offset > len(got.Paragraphs[a.Paragraph].Text)) {
				t.Errorf("anchor %v points nowhere", *a)
			}
		}
	})
}
