package document

import (
	"errors"
	"strings"
	"testing"

	"dragoman/internal/lang"
)

func TestMarkdown(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"headings and emphasis", "# Title *of* it #\n\nSetext\n===\n\nA **bold** [link](http://x) and `code` &amp; \\* &#8230;\nsoft line.\n",
			"heading: Title of it\nheading: Setext\nbody: A bold link and code & * …⏎soft line.\n"},
		{"hard breaks and items in a paragraph", "Li Song  \nAmbassador\\\nMission\n\n一、第一；\n二、第二。\n", "address: Li Song⏎⏐Ambassador⏎⏐Mission\nlist item: 一、第一；⏎⏐二、第二。\n"},
		{"lists", "1. one\n2. two\n   * inner\n\n   second paragraph of two\n\n* three\n", "list item: one\nlist item: two\nlist item: inner\nlist item: second paragraph of two\nlist item: three\n"},
		{"tables, code, front matter", "---\ntitle: x\n---\n\n| a | b |\n|---|---|\n| *c* | d |\n\n```\ncode\n```\n\n> Quoted text.\n", "table cell: a\ntable cell: b\ntable cell: c\ntable cell: d\nbody: Quoted text.\n"},
		{"footnotes", "The Treaty[^1] of 1968.\n\n[^1]: See the text.\n\nEnd of it.\n", "body: The Treaty of 1968.\nbody: End of it.\nfootnote: See the text.\n"},
		{"html and breaks", "<div>x</div>\n\none<br>two <b>three</b>\n", "body: one⏎⏐two three\n"},
		{"CRLF", "# A\r\n\r\nb\r\nc\r\n", "heading: A\nbody: b⏎c\n"},
	}
	for _, tt := range tests {
		got := parseAs(t, "x.md", tt.in, Options{Lang: "en"})
		checkParagraphs(t, got)
		if s := show(got.Paragraphs); s != tt.want {
			t.Errorf("%s:\ngot\n%swant\n%s", tt.name, s, tt.want)
		}
	}
	got := parseAs(t, "x.md", "# 声明\n\n双方[^a]坚信。\n\n[^a]: 注。\n", Options{})
	if a := got.Paragraphs[2].Anchor; a == nil || *a != (Anchor{1, 6}) {
		t.Errorf("anchor %v", a)
	}
	if got.Paragraphs[0].Offset != 2 || got.Paragraphs[1].Offset != 10 {
		t.Errorf("offsets %d %d", got.Paragraphs[0].Offset, got.Paragraphs[1].Offset)
	}
}

// TestStatementMarkdown: the statement read as Markdown has the same text.
func TestStatementMarkdown(t *testing.T) {
	for _, name := range []string{"zh.txt", "en.txt", "ru.txt"} {
		plain := parseAs(t, name, statement(t, name), Options{})
		md := parseAs(t, strings.Replace(name, ".txt", ".md", 1), statement(t, name), Options{})
		words := func(x *Text) string {
			var b strings.Builder
			for _, p := range x.Paragraphs {
				b.WriteString(strings.Join(strings.Fields(marker.ReplaceAllString(p.Text, "")), ""))
			}
			return strings.NewReplacer("1.", "", "2.", "").Replace(b.String())
		}
		if a, b := words(plain), words(md); a != b {
			t.Errorf("%s: %d bytes of text as plain text, %d as Markdown", name, len(a), len(b))
		}
	}
}

func TestHTML(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"blocks and inline", "<!DOCTYPE html><html><head><title>T</title><style>p{}</style></head><body><h1>Title</h1>\n<p>One <b>two</b>\n  three&hellip;&nbsp;four<br>five<p>Six</body>",
			"heading: Title\nbody: One two three…\u00a0four⏎⏐five\nbody: Six\n"},
		{"lists and tables", "<ul><li>a<li>b<p>c</p></ul><table><tr><td>d<td>e</tr><tr><th>f</th></table>text",
			"list item: a\nlist item: b\nlist item: c\ntable cell: d\ntable cell: e\ntable cell: f\nbody: text\n"},
		{"left out", "<nav><div><p>menu</p></div></nav><script>var a='<p>x';</script><p style='display: none'>no</p><div hidden><div>no</div></div><p>yes</p><!-- c -->", "body: yes\n"},
		{"ruby and words across tags", "<p><ruby>漢<rt>han</rt></ruby>字 a<i>b</i>c</p>", "body: 漢字 abc\n"},
		{"notes", `<p>Treaty<a href="#n" role="doc-noteref"><sup>12</sup></a> of x<sup>2</sup></p><section class="footnotes"><ol><li><p>See it.<a role="doc-backlink">↩</a></p></li></ol></section><p>End.</p>`, "body: Treaty¹² of x²\nfootnote: See it.\nbody: End.\n"},
		{"pre", "<pre>one\ntwo</pre>", "body: one⏎⏐two\n"},
		{"entities", "<p>a &amp b &lt;c&gt; &#x4E2D; R&D &nosuch;</p>", "body: a & b <c> 中 R&D &nosuch;\n"},
	}
	for _, tt := range tests {
		got := parseAs(t, "x.html", tt.in, Options{Lang: "en"})
		checkParagraphs(t, got)
		if s := show(got.Paragraphs); s != tt.want {
			t.Errorf("%s:\ngot\n%swant\n%s", tt.name, s, tt.want)
		}
	}
}

func TestHTMLCharset(t *testing.T) {
	page := `<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body><h1>声明</h1><p>双方坚信。</p></body></html>`
	raw := encode(t, gb18030, page)
	got := parseAs(t, "x.htm", string(raw), Options{})
	if got.Encoding != "GB18030" || got.Lang != "zh" || len(got.Paragraphs) != 2 {
		t.Fatalf("%+v", got)
	}
	for _, p := range got.Paragraphs {
		if want := encode(t, gb18030, p.Text); !strings.HasPrefix(string(raw[p.Offset:]), string(want)) {
			t.Errorf("%q is not at byte %d", p.Text, p.Offset)
		}
	}
}

func TestCSV(t *testing.T) {
	data := "zh-CN,en,comment,ru-RU\n\"战略稳定,核武器\",\"strategic \"\"stability\"\"\nsecond line\",12,стратегическая стабильность\n军控,arms control,,\n"
	got, err := ParseAll(t.Context(), "x.csv", []byte(data), Options{})
	if err != nil || len(got) != 3 {
		t.Fatalf("%v, %v", got, err)
	}
	want := []string{"table cell: 战略稳定,核武器\ntable cell: 军控\n", "table cell: strategic \"stability\"⏎⏐second line\ntable cell: arms control\n", "table cell: стратегическая стабильность\n"}
	for i, x := range got {
		checkParagraphs(t, x)
		if s := show(x.Paragraphs); s != want[i] || x.Lang != []lang.Code{"zh", "en", "ru"}[i] {
			t.Errorf("%s: got\n%swant\n%s", x.Lang, s, want[i])
		}
	}
	if p := got[0].Paragraphs[1]; p.Place != "row 4 column A" || !strings.HasPrefix(data[p.Offset:], "军控") {
		t.Errorf("place %q, offset %d", p.Place, p.Offset)
	}
	if _, err := Parse(t.Context(), "x.csv", []byte(data), Options{}); !errors.Is(err, ErrLanguages) || !strings.Contains(err.Error(), "en, ru, zh") {
		t.Errorf("no language chosen: %v", err)
	}
	if _, err := Parse(t.Context(), "x.csv", []byte(data), Options{Lang: "de"}); !errors.Is(err, ErrLanguages) {
		t.Errorf("absent language: %v", err)
	}
	if x, err := Parse(t.Context(), "x.csv", []byte(data), Options{Lang: "ru"}); err != nil || x.Lang != "ru" {
		t.Errorf("ru: %v, %v", x, err)
	}
}

func TestCSVHeaderless(t *testing.T) {
	for name, data := range map[string]string{
		"x.tsv": "1\t战略稳定与核武器问题\tстратегическая стабильность\n2\t军备控制与裁军\tконтроль над вооружениями\n",
		"x.csv": "1;战略稳定与核武器问题;стратегическая стабильность\n2;军备控制与裁军;контроль над вооружениями\n",
	} {
		got, err := ParseAll(t.Context(), name, []byte(data), Options{})
		if err != nil || len(got) != 2 || got[0].Lang != "zh" || got[1].Lang != "ru" || len(got[0].Paragraphs) != 2 {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	one := parseAs(t, "x.csv", "name,meaning of it\nfirst thing,a long text about it\n", Options{})
	if one.Lang != "en" || len(one.Paragraphs) != 4 {
		t.Errorf("one language: %v", one)
	}
}

func FuzzMarkup(f *testing.F) {
	f.Add("# a\n\n*b* [^1]\\\nc\n\n[^1]: d\n\n| a |\n|--|\n|b|\n")
	f.Add("<p>a<br> &amp; <table><td>b<li><pre>\n c")
	f.Add("a,\"b\n\",c\n战,略")
	f.Fuzz(func(t *testing.T, s string) {
		for _, name := range []string{"x.md", "x.html", "x.csv", "x.tsv"} {
			got, err := ParseAll(t.Context(), name, []byte(s), Options{Lang: "en", Encoding: "utf-8"})
			if err != nil {
				continue
			}
			for _, x := range got {
				checkParagraphs(t, x)
				for _, p := range x.Paragraphs {
					if p.Offset >= int64(len(s)) {
						t.Errorf("%s: %q at %d of %d", name, p.Text, p.Offset, len(s))
					}
				}
			}
		}
	})
}
