package document

import (
	"errors"
	"strings"
	"testing"

	"dragoman/internal/lang"
)

// parseAll reads data in a format that may hold several languages.
func parseAll(t testing.TB, name, data string) []*Text {
	t.Helper()
	got, err := ParseAll(t.Context(), name, []byte(data), Options{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return got
}

func checkAll(t *testing.T, name, data string, want map[lang.Code]string) []*Text {
	t.Helper()
	got := parseAll(t, name, data)
	if len(got) != len(want) {
		t.Errorf("%s: %d languages, want %d", name, len(got), len(want))
	}
	for _, x := range got {
		checkParagraphs(t, x)
		if s := show(x.Paragraphs); s != want[x.Lang] {
			t.Errorf("%s %s: got\n%swant\n%s", name, x.Lang, s, want[x.Lang])
		}
	}
	return got
}

func book(t testing.TB, sheet string) string {
	const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	return string(pack(t, "xl/workbook.xml", `<workbook `+ns+`><sheets><sheet name="Terms" sheetId="1" r:id="rId1"/><sheet name="No" state="hidden" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/sharedStrings.xml", `<sst `+ns+`><si><t>中文</t></si><si><t>English</t></si><si><r><t>战略</t></r><r><t>稳定</t></r><rPh><t>han</t></rPh></si></sst>`,
		"xl/worksheets/sheet1.xml", `<worksheet `+ns+`><sheetData>`+sheet+`</sheetData></worksheet>`))
}

func TestXLSX(t *testing.T) {
	data := book(t, `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3"><v>45000</v></c><c r="C3" t="inlineStr"><is><t>strategic
stability</t></is></c></row>`)
	got := checkAll(t, "x.xlsx", data, map[lang.Code]string{"zh": "table cell: 战略稳定\n", "en": "table cell: strategic⏎⏐stability\n"})
	if p := got[1].Paragraphs[0].Place; p != "sheet Terms cell C3" {
		t.Errorf("place %q", p)
	}
	if w := strings.Join(got[0].Warnings, "|"); w != "1 hidden sheets left out" {
		t.Errorf("warnings %q", w)
	}
	if _, err := ParseAll(t.Context(), "x.xlsx", []byte(book(t, `<row><c t="s"><v>99</v></c></row>`)), Options{}); !errors.Is(err, ErrFormat) {
		t.Errorf("string out of range: %v", err)
	}
}

func TestPPTX(t *testing.T) {
	const ns = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	slide := `<p:sld ` + ns + `><p:sp><p:nvPr><p:ph type="title"/></p:nvPr><a:p><a:r><a:t>Title</a:t></a:r></a:p></p:sp><p:sp><p:nvPr><p:ph type="sldNum"/></p:nvPr><a:p><a:t>7</a:t></a:p></p:sp><p:sp><a:p><a:r><a:t>One</a:t></a:r><a:br/><a:r><a:t>two.</a:t></a:r></a:p></p:sp><a:tbl><a:tc><a:p><a:t>cell</a:t></a:p></a:tc></a:tbl></p:sld>`
	data := string(pack(t, "ppt/presentation.xml", `<p:presentation `+ns+`><p:sldIdLst><p:sldId id="256" r:id="r2"/><p:sldId id="257" r:id="r1"/></p:sldIdLst></p:presentation>`,
		"ppt/_rels/presentation.xml.rels", `<Relationships><Relationship Id="r1" Target="slides/slide1.xml"/><Relationship Id="r2" Target="slides/slide2.xml"/></Relationships>`,
		"ppt/slides/slide1.xml", slide, "ppt/slides/slide2.xml", `<p:sld `+ns+`><a:p><a:t>First.</a:t></a:p></p:sld>`))
	checkAll(t, "x.pptx", data, map[lang.Code]string{"en": "body: First.\nheading: Title\nbody: One⏎⏐two.\ntable cell: cell\n"})
}

func odtFile(t testing.TB, body string, parts ...string) string {
	return string(pack(t, append([]string{"mimetype", "application/vnd.oasis.opendocument.text", "content.xml",
		`<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>` +
			body + `</office:text></office:body></office:document-content>`}, parts...)...))
}

func TestODT(t *testing.T) {
	data := odtFile(t, `<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:h text:outline-level="1">Title</text:h><text:p>One   <text:span>two</text:span><text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note>
 three<text:s text:c="2"/><text:tab/>four<text:line-break/>five.</text:p><text:list><text:list-item><text:p>item;</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>cell</text:p></table:table-cell></table:table-row></table:table><text:p/>`)
	got := checkAll(t, "x.odt", data, map[lang.Code]string{"en": "heading: Title\nbody: One two three  \tfour⏎⏐five.\nlist item: item;\ntable cell: cell\nfootnote: A note.\n"})
	if a := got[0].Paragraphs[4].Anchor; a == nil || *a != (Anchor{1, 7}) {
		t.Errorf("anchor %v", a)
	}
	if w := strings.Join(got[0].Warnings, "|"); w != "tracked changes read as accepted: 1 deletions" {
		t.Errorf("warnings %q", w)
	}
	_, err := ParseAll(t.Context(), "x.odt", []byte(odtFile(t, "", "META-INF/manifest.xml", "<a><manifest:encryption-data/></a>")), Options{})
	if !errors.Is(err, ErrEncrypted) {
		t.Errorf("encrypted: %v", err)
	}
}

func odsFile(t testing.TB, styles, body string) string {
	return string(pack(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml",
		`<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:automatic-styles>`+
			styles+`</office:automatic-styles><office:body><office:spreadsheet>`+body+`</office:spreadsheet></office:body></office:document-content>`))
}

func TestODS(t *testing.T) {
	cell := func(s string) string {
		return `<table:table-cell office:value-type="string"><text:p>` + s + `</text:p></table:table-cell>`
	}
	const empty, number = `<table:table-cell table:number-columns-repeated="2"/>`, `<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>`
	data := odsFile(t, `<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>`,
		`<table:table table:name="T" table:style-name="ta1"><table:table-row>`+cell("No.")+cell("zh-CN")+cell("English")+cell("Русский")+`</table:table-row>
<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row>`+number+cell("条约。")+cell("The Treaty.</text:p><text:p>Line two.")+cell("Договор.<office:annotation><text:p>gone</text:p></office:annotation>")+`</table:table-row>
<table:table-row><table:covered-table-cell/>`+empty+cell("Стороны.")+`</table:table-row></table:table><table:table table:name="U" table:style-name="ta2"><table:table-row>`+cell("Hidden.")+`</table:table-row></table:table>`)
	got := checkAll(t, "x.ods", data, map[lang.Code]string{"zh": "table cell: 条约。\n", "en": "table cell: The Treaty.⏎⏐Line two.\n", "ru": "table cell: Договор.\ntable cell: Стороны.\n"})
	if p := got[0].Paragraphs[0].Place; p != "sheet T cell B5" {
		t.Errorf("place %q", p)
	}
	if w := strings.Join(got[0].Warnings, "|"); w != "1 hidden sheets left out|1 comments left out" {
		t.Errorf("warnings %q", w)
	}
}

// TestWideTables: rows of one cell far to the right do not fill the memory.
func TestWideTables(t *testing.T) {
	row := `<row><c r="XFD1" t="str"><v>The text.</v></c></row>`
	sheet := string(pack(t, "xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`, "xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>`,
		"xl/worksheets/s.xml", `<worksheet><sheetData>`+strings.Repeat(row, 300)+`</sheetData></worksheet>`))
	cells := strings.Repeat(`<table:table-cell table:number-columns-repeated="99"/>`, 70_000)
	for name, data := range map[string]string{"x.xlsx": sheet, "x.ods": odsFile(t, "", `<table:table><table:table-row>`+cells+`</table:table-row></table:table>`)} {
		if _, err := ParseAll(t.Context(), name, []byte(data), Options{}); !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "cells") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRTF(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"western", `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\*\generator x;}{\info{\title T}}\pard One \b two\b0\emdash three\'85 \{x\}\par Four\line five.\par}`, "body: One two—three… {x}\nbody: Four⏎⏐five.\n"},
		{"cyrillic font", `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 T;}{\f1\fcharset204 T;}}\f1\'d1\'f2\'ee\'f0\'ee\'ed\'fb.\par}`, "body: Стороны.\n"},
		{"chinese code page", `{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 S;}}\f0\'d6\'d0\'b9\'fa\'a1\'a3\par}`, "body: 中国。\n"},
		{"unicode with stand-ins", `{\rtf1\ansi\uc1\u20013?\u22269 ?\u-10179?\u-8704?{\uc2\u12290\'a1\'a3}{\upr{a}{\*\ud{b}}}.\par}`, "body: 中国😀。ab.\n"},
		{"headings, lists, cells", `{\rtf1\pard\outlinelevel0 Title\par\pard\ls1{\listtext 1.\tab}item;\par\pard\intbl a\cell b\cell\row\pard End.\par}`, "heading: Title\nlist item: item;\ntable cell: a\ntable cell: b\nbody: End.\n"},
		{"deleted, hidden, header", `{\rtf1{\header H\par}Kept {\deleted gone}{\v hidden}all.{\pict 0102}\par}`, "body: Kept all.\n"},
		{"starred note", `{\rtf1 Treaty{\super\chftn}{\*\footnote\chftn\~\plain\pard See it.\par} of 1968.\par}`, "body: Treaty of 1968.\nfootnote: See it.\n"},
		{"note", `{\rtf1 Treaty{\super\chftn}{\footnote\pard\chftn See it.} of 1968.\par}`, "body: Treaty of 1968.\nfootnote: See it.\n"},
	}
	for _, tt := range tests {
		got := parseAs(t, "x.rtf", tt.in, Options{Lang: "en"})
		checkParagraphs(t, got)
		if s := show(got.Paragraphs); s != tt.want {
			t.Errorf("%s:\ngot\n%swant\n%s", tt.name, s, tt.want)
		}
	}
}

func TestSubtitles(t *testing.T) {
	srt := "1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>The two sides</i>\r\nreaffirm their\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\ncommitments.\r\n\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\n- Yes?\r\n- No.\r\n"
	got := checkAll(t, "x.srt", srt, map[lang.Code]string{"en": "body: The two sides⏎reaffirm their⏎commitments.\nbody: - Yes?⏎⏐- No.\n"})
	if p := got[0].Paragraphs[1]; p.Place != "cue at 00:00:05,000" || !strings.HasPrefix(srt[p.Offset:], "- Yes") {
		t.Errorf("%+v", p)
	}
	checkAll(t, "x.vtt", "WEBVTT\n\nNOTE a\nb\n\nid\n00:01.000 --> 00:02.000 align:start\n<v Li>双方坚信。</v>\n", map[lang.Code]string{"zh": "body: 双方坚信。\n"})
	if _, err := Parse(t.Context(), "x.srt", []byte("hello"), Options{}); !errors.Is(err, ErrFormat) {
		t.Errorf("no cues: %v", err)
	}
}

func TestPO(t *testing.T) {
	data := "# c\nmsgid \"\"\nmsgstr \"\"\n\"Language: ru\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n#: a.c:1\nmsgid \"Open \"\n\"file\\n\"\nmsgstr \"Открыть \\\"файл\\\"\"\n\n#, fuzzy\nmsgid \"Old\"\nmsgstr \"Старый\"\n\nmsgctxt \"x\"\nmsgid \"%d document\"\nmsgid_plural \"%d documents\"\nmsgstr[0] \"%d документ\"\nmsgstr[1] \"%d документа\"\nmsgstr[2] \"%d документов\"\n\nmsgid \"None\"\nmsgstr \"\"\n#~ msgid \"x\"\n"
	got := checkAll(t, "x.po", data, map[lang.Code]string{"en": "body: Open file\nbody: %d document\nbody: %d documents\n", "ru": "body: Открыть \"файл\"\nbody: %d документ\nbody: %d документа\nbody: %d документов\n"})
	if p := got[1].Paragraphs[0]; !strings.HasPrefix(data[p.Offset:], "Открыть") || p.Place != "message at line 8" {
		t.Errorf("%+v", p)
	}
	if w := strings.Join(got[0].Warnings, "|"); w != "1 fuzzy messages left out|1 messages without a translation left out" {
		t.Errorf("warnings %q", w)
	}
	for _, bad := range []string{"msgid x", "\"x\"", "msgstr \"x\"", "hello\n"} {
		if _, err := Parse(t.Context(), "x.po", []byte(bad), Options{}); !errors.Is(err, ErrFormat) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestBilingual(t *testing.T) {
	checkAll(t, "x.xlf", `<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="zh-CN" target-language="EN-us"><body><group><trans-unit id="a"><source>战略<g id="1">稳定</g><ph id="2">&lt;br/&gt;</ph>。</source><seg-source><mrk>战略</mrk></seg-source><target>Strategic stability.</target><alt-trans><target>no</target></alt-trans><note>no</note></trans-unit><trans-unit id="b"><source>军控</source></trans-unit></group></body></file></xliff>`,
		map[lang.Code]string{"zh": "body: 战略稳定。\nbody: 军控\n", "en": "body: Strategic stability.\n"})
	checkAll(t, "x.xliff", `<xliff version="2.0" srcLang="en" trgLang="ru"><file id="f"><unit id="1"><notes><note>n</note></notes><segment><source>One. <cp hex="0007"/></source><target>Один. </target></segment><ignorable><source> </source></ignorable><segment><source>Two <pc id="1">bold</pc>.</source><target>Два.</target></segment></unit></file></xliff>`,
		map[lang.Code]string{"en": "body: One. \a ⏐Two bold.\n", "ru": "body: Один. ⏐Два.\n"})
	tmx := `<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header srclang="en"/><body><tu tuid="9"><prop>p</prop><tuv xml:lang="ZH-CN"><seg>战略<bpt i="1">&lt;b></bpt>稳定<ept i="1"/></seg></tuv><tuv lang="ru-RU"><seg>  стратегическая <hi>стабильность</hi></seg></tuv></tu></body></tmx>`
	got := checkAll(t, "x.tmx", tmx, map[lang.Code]string{"zh": "body: 战略稳定\n", "ru": "body: стратегическая стабильность\n"})
	if p := got[1].Paragraphs[0]; p.Place != "unit 1 (9)" || !strings.HasPrefix(tmx[p.Offset:], "стратегическая") {
		t.Errorf("%+v", p)
	}
	for _, bad := range []string{"<html/>", "<xliff>", `<!DOCTYPE a [<!ENTITY b "c">]><tmx/>`, "<tmx>&x;</tmx>"} {
		if _, err := Parse(t.Context(), "x.tmx", []byte(bad), Options{}); !errors.Is(err, ErrFormat) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzFormats(f *testing.F) {
	f.Add(`{\rtf1\ansi\'d1{\footnote a\par}\u-1?\cell\par\bin3 abc`)
	f.Add("1\n00:00:01,000 --> 00:00:02,500\n<i>a\n- b\n")
	f.Add("msgid \"a\\n\"\nmsgstr[0] \"b\"\n")
	f.Add(`<tmx><tu><tuv lang="zh"><seg>a<ph/>&amp;</seg></tuv></tu></tmx>`)
	f.Add(`<xliff srcLang="en"><unit><source>a</source><source>b</source></unit></xliff>`)
	f.Add(`<text:p><text:note-body><text:p>a</text:p></text:note-body> b</text:p>`)
	f.Add(`<row r="1"><c r="ZZ1" t="inlineStr"><is><t>a</t></is></c></row>`)
	f.Fuzz(func(t *testing.T, s string) {
		rtf := s
		if !strings.HasPrefix(s, `{\rtf`) {
			rtf = `{\rtf1 ` + s
		}
		for name, data := range map[string]string{"x.rtf": rtf, "x.srt": s, "x.po": s, "x.tmx": s, "x.odt": odtFile(t, s), "x.xlsx": book(t, s)} {
			got, err := ParseAll(t.Context(), name, []byte(data), Options{Lang: "en"})
			if err != nil {
				continue
			}
			for _, x := range got {
				checkParagraphs(t, x)
				for _, p := range x.Paragraphs {
					if p.Offset > int64(len(data)) {
						t.Errorf("%s: %q at %d of %d", name, p.Text, p.Offset, len(data))
					}
				}
			}
		}
	})
}
