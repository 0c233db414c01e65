package tmx

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// TestMend goes through what the hostile files do not show. The document is
// sample(seg) unless doc is given; want is the normal reading without places.
func TestMend(t *testing.T) {
	body := func(s string) string { return document(sampleHeader + "<body>" + s + "</body>") }
	tuv := func(lang, s string) string {
		return `<tuv xml:lang="` + lang + `"><seg>` + s + `</seg></tuv>`
	}
	pair := tuv("en", "A.") + tuv("ru", "Б.")
	tests := []struct {
		name, seg, doc string
		want           string
		text, raw      string // of the first variant
	}{
		// References and characters.
		{"bare less-than", "a < b <3 c", "", "1 ?bare-markup ?bare-markup", "a < b <3 c", ""},
		{"end of CDATA in text", "a ]]> b", "", "1 ?bare-markup", "a ]]> b", ""},
		{"undeclared entity", "a &foo; b", "", "1 ?unknown-entity", "a &foo; b", ""},
		{"HTML names", "&eacute;&hellip;&semi;", "", "1 ?html-entity ?html-entity ?html-entity", "é…;", ""},
		{"half references", "&# &#x &#; &; a&#60b", "", "1 ?bare-ampersand ?bare-ampersand ?bare-ampersand ?bare-ampersand ?bare-ampersand", "&# &#x &#; &; a&#60b", ""},
		{"lone surrogate", "a&#xD83D;b", "", "1 ?control-character", "ab", ""},
		{"character 0", "a\x00b&#0;c", "", "1 ?control-character ?control-character", "abc", ""},
		{"beyond Unicode", "a&#x110000;&#99999999999;b", "", "1 ?control-character ?control-character", "ab", ""},
		{"raw noncharacter", "a\uFFFEb", "", "1 ?control-character", "ab", ""},
		{"line ends", "a\r\nb\rc&#13;&#10;d\u2028e\u0085f", "", "1", "a\nb\nc\r\nd\u2028e\u0085f", ""},
		{"white space is text", " \t\u3000a&#x20;&#9; ", "", "1", " \t\u3000a \t ", ""},
		{"decimal surrogates", "&#55357;&#56832;", "", "1 ?surrogate-pair", "😀", ""},
		// Inline codes.
		{"footnote bare in the segment", `Recalling<sub type="fnote">See 217 A.</sub> it`, "", "1 ?misplaced-code", "Recalling it", `Recalling<sub type="fnote">See 217 A.</sub> it`},
		{"nested hi", "<hi>a <hi>b</hi></hi> c", "", "1", "a b c", "<hi>a <hi>b</hi></hi> c"},
		{"deprecated ut", "a<ut>{\\b</ut>b", "", "1", "ab", "a<ut>{\\b</ut>b"},
		{"it without pos", "<it>x</it>a", "", "1 ?missing-attribute", "a", "<it>x</it>a"},
		{"it with another pos", "<it pos='start'>x</it>a", "", "1 ?missing-attribute", "a", "<it pos='start'>x</it>a"},
		{"bpt without i", "<bpt>x</bpt>a", "", "1 ?missing-attribute", "a", "<bpt>x</bpt>a"},
		{"attribute of XLIFF", "<ph id='1' x='2'/>a", "", "1 ?unknown-attribute", "a", "<ph id='1' x='2'/>a"},
		{"order and form of attributes", "<bpt type = \"b\"\n x='2' i=\"1\">&lt;b></bpt>a", "", "1", "a", "<bpt type = \"b\"\n x='2' i=\"1\">&lt;b></bpt>a"},
		{"code in code", "<ph>x<ph>y</ph></ph>a", "", "1 ?misplaced-code", "a", "<ph>x<ph>y</ph></ph>a"},
		{"text in sub is not the sentence", "a<ph><sub>b <hi>c</hi></sub></ph> d", "", "1", "a d", "a<ph><sub>b <hi>c</hi></sub></ph> d"},
		{"capital code", "<PH X='1'>x</PH>a", "", "1 ?upper-case ?upper-case", "a", `<ph x="1">x</ph>a`},
		{"code with a prefix", "<tmx:ph>x</tmx:ph>a", "", "1 ?namespace", "a", `<ph>x</ph>a`},
		{"HTML", "a<br/>b<b>c</b>", "", "1 ?foreign-code ?foreign-code", "abc", "a<br/>b<b>c</b>"},
		{"HTML not closed", "a<br>b", "", "1 ?foreign-code ?missing-end-tag", "ab", "a<br>b</br>"},
		{"HTML crossed", "<b>a<i>b</b>c</i>", "", "1 ?foreign-code ?foreign-code ?missing-end-tag ?stray-end-tag", "abc", "<b>a<i>b</i></b>c"},
		{"hi not closed", "<hi>a", "", "1 ?missing-end-tag", "a", "<hi>a</hi>"},
		{"a code that is not closed swallowed text", "<ph>a", "", "0 !unclosed-element", "", ""},
		{"codes and CDATA", "<hi>a</hi><![CDATA[<b>]]>", "", "1", "a<b>", "<hi>a</hi>&lt;b&gt;"},
		{"codes and comment", "<hi>a</hi><!-- c -->b", "", "1", "ab", "<hi>a</hi>b"},
		{"only a code", "<ph>x</ph>", "", "1", "", "<ph>x</ph>"},
		{"references in codes", `<ph x="&quot;&nbsp;">a&nbsp;</ph>b`, "", "1 ?html-entity ?html-entity", "b", "<ph x=\"&quot;\u00A0\">a\u00A0</ph>b"},
		{"less-than in an attribute", `<ph type="<b>"/>a`, "", "1 ?bad-attribute", "a", `<ph type="&lt;b&gt;"/>a`},
		{"attribute without quotes", `<ph x=1 type/>a`, "", "1 ?bad-attribute ?bad-attribute", "a", `<ph x="1"/>a`},
		{"attribute twice", `<ph x="1" x="2"/>a`, "", "1 ?bad-attribute", "a", `<ph x="1"/>a`},
		{"nesting beyond reason", strings.Repeat("<hi>", 100) + "a" + strings.Repeat("</hi>", 100), "", "0 !too-deep", "", ""},
		{"tag never closed", "<hi a", "", "0 !broken-tag", "", ""},
		// The frame.
		{"no end of unit", "", body("<tu>" + pair + "<tu>" + pair + "</tu>"), "2 ?missing-end-tag", "A.", ""},
		{"no end of the last unit", "", body("<tu>" + pair), "1 ?missing-end-tag", "A.", ""},
		{"no end of variant", "", body("<tu><tuv xml:lang='en'><seg>A.</seg>" + tuv("ru", "Б.") + "</tu>"), "1 ?missing-end-tag", "A.", ""},
		{"no end of segment", "", body("<tu><tuv xml:lang='en'><seg>A.</tuv>" + tuv("ru", "Б.") + "</tu>"), "1 ?missing-end-tag", "A.", ""},
		{"cut in mid-file", "", body("<tu><tuv xml:lang='en'><seg>Hal" + "<tu>" + pair + "</tu>"), "1 !unclosed-element", "A.", ""},
		{"cut in a tag", "", body("<tu><tuv xml:la" + "<tu>" + pair + "</tu>"), "1 !broken-tag", "A.", ""},
		{"missing quote", "", body("<tu tuid=\"1><tuv xml:lang=\"en\"><seg>A.</seg></tuv></tu><tu>" + pair + "</tu>"), "1 !broken-tag", "A.", ""},
		{"two segments", "", body("<tu><tuv xml:lang='en'><seg>A.</seg><seg>B.</seg></tuv></tu>"), "1 ?several-segments", "A.", ""},
		{"no variants", "", body("<tu/><tu></tu><tu>" + pair + "</tu>"), "1 ?no-variant ?no-variant", "A.", ""},
		{"variant without segment", "", body("<tu><tuv xml:lang='zh'/>" + pair + "</tu>"), "1 ?missing-segment ?empty-segment", "A.", ""},
		{"codes without segment", "", body("<tu><tuv xml:lang='en'>\n A <ph>x</ph>b\n</tuv>" + tuv("ru", "Б.") + "</tu>"), "1 ?missing-segment", "\n A b\n", "\n A <ph>x</ph>b\n"},
		{"note behind text without segment", "", body("<tu><tuv xml:lang='en'>A.<note>n</note></tuv>" + tuv("ru", "Б.") + "</tu>"), "1 ?missing-segment ?order", "A.", ""},
		{"no language", "", body("<tu><tuv><seg>A.</seg></tuv>" + pair + "</tu>"), "1 ?missing-language", "A.", ""},
		{"two languages in one tag", "", body("<tu><tuv lang='fr' xml:lang='en'><seg>A.</seg></tuv>" + pair + "</tu>"), "1 ?lang-attribute ?language-conflict", "A.", ""},
		{"unknown elements", "", body("<tu><x:meta><y>z</y></x:meta>" + pair + "<extra/></tu><foo>bar</foo>"), "1 ?namespace ?unknown-element ?unknown-element ?unknown-element", "A.", ""},
		{"unknown attribute", "", body("<tu match='100'>" + pair + "</tu>"), "1 ?unknown-attribute", "A.", ""},
		{"stray text", "", body("loose<tu>loose" + pair + "</tu>"), "1 ?stray-text ?stray-text", "A.", ""},
		{"stray end", "", body("</tuv><tu></hi>" + pair + "</tu></tu>"), "1 ?stray-end-tag ?stray-end-tag ?stray-end-tag", "A.", ""},
		{"prop with an inner segment", "", body("<tu><prop type='x-context-pre'><seg>Before.</seg></prop>" + pair + "</tu>"), "1 ?markup-in-text", "A.", ""},
		{"prop without type", "", body("<tu><prop>v</prop>" + pair + "</tu>"), "1 ?missing-attribute", "A.", ""},
		{"prop not closed", "", body("<tu><prop type='a'>v" + pair + "</tu>"), "1 ?missing-end-tag", "A.", ""},
		{"segment outside a variant", "", body("<tu><seg>A.</seg></tu><tu>" + pair + "</tu>"), "1 !broken-tag", "A.", ""},
		{"unit behind the body", "", body("<tu>" + pair + "</tu></body><tu>" + pair + "</tu>"), "2 ?order", "A.", ""},
		{"no body", "", document(sampleHeader + "<tu>" + pair + "</tu>"), "1 ?no-body ?missing-end-tag", "A.", ""},
		{"no version", "", strings.Replace(body("<tu>"+pair+"</tu>"), ` version="1.4"`, "", 1), "1 ?version", "A.", ""},
		{"header without attributes", "", document("<header creationtool='a' creationtoolversion='1' segtype='x' o-tmf='' datatype='t'/><body><tu>" + pair + "</tu></body>"), "1 ?segtype ?header-attribute ?header-attribute", "A.", ""},
		{"no end of document", "", strings.TrimSuffix(body("<tu>"+pair+"</tu>"), "</tmx>"), "1 ?missing-end-tag", "A.", ""},
		{"no end of body", "", strings.TrimSuffix(body("<tu>"+pair+"</tu>"), "</body></tmx>"), "1 !truncated", "A.", ""},
		{"comment with hyphens", "", body("<!-- a -- b --- c --><!----><tu>" + pair + "</tu><!-- d --->"), "1 ?bad-comment ?bad-comment", "A.", ""},
		{"declaration inside", "", body("<?xml version='1.0'?><?xml-model x?><tu>" + pair + "</tu>"), "1 ?leading-space", "A.", ""},
		{"empty unit", "", body("<tu><tuv xml:lang='en'><seg/></tuv></tu><tu>" + pair + "</tu>"), "1 ?empty-segment ?empty-unit", "A.", ""},
		{"comment never closed", "", body("<tu>" + pair + "</tu><!-- "), "1 !truncated", "A.", ""},
		{"CDATA never closed", "", body("<tu>" + pair + "</tu><tu><tuv xml:lang='en'><seg><![CDATA[ "), "1 !truncated", "A.", ""},
		{"empty body", "", body(""), "0", "", ""},
		{"empty-element body", "", document(sampleHeader + "<body/>"), "0", "", ""},
		// The document type.
		{"public identifier", "", strings.Replace(body("<tu>"+pair+"</tu>"), "SYSTEM", `PUBLIC "-//LISA OSCAR:1998//DTD for Translation Memory eXchange//EN"`, 1), "1", "A.", ""},
		{"file in an entity", "", subset(`<!ENTITY f SYSTEM "file:///etc/hostname">`, "&f;"), "0 ?empty-segment ?empty-unit !external-entity", "", ""},
		{"declared entities", "", subset(`<!-- ]> " --><!ENTITY % p "x"><!ENTITY a "&#65;&#38;lt;&b;"><!ENTITY b '"b"'>`, "&a;&b;"), "1 ?one-language", `A<"b""b"`, ""},
		{"entity of itself", "", subset(`<!ENTITY a "&b;"><!ENTITY b "&a;">`, "&a;"), "0 !entity-bomb", "", ""},
		{"many small entities", "", subset(`<!ENTITY a "`+strings.Repeat("x", 1000)+`">`, strings.Repeat("&a;", 2000)), "0 !entity-bomb", "", ""},
		{"amp declared again", "", subset(`<!ENTITY amp "evil">`, "&amp;"), "1 ?one-language", "&", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := tt.doc
			if doc == "" {
				doc = sample(tt.seg)
			}
			got := readAll(t, strings.NewReader(doc), nil)
			var b strings.Builder
			fmt.Fprint(&b, len(got.units))
			for _, w := range got.warnings {
				fmt.Fprintf(&b, " ?%s", w.Rule)
				if w.Level != w.Rule.level() || w.Line == 0 || w.Column == 0 || w.Message == "" {
					t.Errorf("warning %+v", w)
				}
			}
			for _, e := range got.errs {
				fmt.Fprintf(&b, " !%s", e.Rule)
			}
			if s := strings.ReplaceAll(b.String(), " ?one-language", ""); s != strings.ReplaceAll(tt.want, " ?one-language", "") {
				t.Errorf("got %s, want %s", s, tt.want)
			}
			if len(got.units) > 0 {
				if v := got.units[0].Variants[0]; v.Text != tt.text || v.Raw != tt.raw {
					t.Errorf("text %q raw %q\nwant %q raw %q", v.Text, v.Raw, tt.text, tt.raw)
				}
			}
		})
	}
}

func subset(declarations, segment string) string {
	return "<!DOCTYPE tmx SYSTEM \"tmx14.dtd\" [" + declarations + "]><tmx version='1.4'>" + sampleHeader +
		"<body><tu><tuv xml:lang='en'><seg>" + segment + "</seg></tuv></tu></body></tmx>"
}

// What is not TMX in the attributes of a unit becomes a property.
func TestUnknownAttributeIsKept(t *testing.T) {
	got := readAll(t, strings.NewReader(strings.Replace(sample("A."), "<tu>", "<tu match='100' xmlns:x='y'>", 1)), nil)
	if want := []Prop{{Type: "x-attribute-match", Text: "100"}}; !reflect.DeepEqual(got.units[0].Props, want) {
		t.Errorf("props %+v", got.units[0].Props)
	}
}

func TestTwoDocumentsTwoHeaders(t *testing.T) {
	doc := sample("A.") + strings.Replace(sample("B."), `srclang="en"`, `srclang="ru"`, 1)
	r := NewReader(strings.NewReader(doc))
	for _, want := range []string{"en", "ru"} {
		if _, err := r.Read(); err != nil {
			t.Fatal(err)
		}
		if h, err := r.Header(); err != nil || h.SrcLang != want {
			t.Errorf("header %+v, %v", h, err)
		}
	}
}

func TestPosition(t *testing.T) {
	doc := document("\n" + sampleHeader + "\n<body>\n  " + unit("你好\n😀.") + "\n" + unit("B.") + "</body>")
	r := NewReader(strings.NewReader(doc))
	for i, want := range []place{{line: 6, col: 3}, {line: 8, col: 1}} {
		if _, err := r.Read(); err != nil {
			t.Fatal(err)
		}
		line, col, off := r.Position()
		if line != want.line || col != want.col || !strings.HasPrefix(doc[off:], "<tu>") {
			t.Errorf("unit %d at %d:%d, offset %d", i, line, col, off)
		}
	}
}

// Limits hold, and each leaves the rest of the file readable.
func TestLimits(t *testing.T) {
	many := document(sampleHeader + "<body>" + unit("A.") + "<tu>" + strings.Repeat("<prop type='x'>"+strings.Repeat("v", 1000)+"</prop>", 3000) + "<tuv xml:lang='en'><seg>B.</seg></tuv></tu>" + unit("C.") + "</body>")
	got := readAll(t, strings.NewReader(many), func(r *Reader) { r.MaxUnit = 1 << 20 })
	if len(got.units) != 2 || len(got.errs) != 1 || got.errs[0].Rule != RuleUnitSize || got.errs[0].Unit != 2 {
		t.Errorf("unit size: %s", got)
	}
	variants := document(sampleHeader + "<body><tu>" + strings.Repeat("<tuv xml:lang='en'><seg>"+strings.Repeat("w", 1000)+"</seg></tuv>", 3000) + "</tu>" + unit("C.") + "</body>")
	got = readAll(t, strings.NewReader(variants), func(r *Reader) { r.MaxUnit = 1 << 20 })
	if len(got.units) != 1 || len(got.errs) != 1 || got.errs[0].Rule != RuleUnitSize {
		t.Errorf("variants: %s", got)
	}
	languages := document(sampleHeader + "<body><tu>" + strings.Repeat("<tuv xml:lang='en'><seg>w</seg></tuv>", 300) + "</tu></body>")
	got = readAll(t, strings.NewReader(languages), nil)
	if len(got.units) != 1 || len(got.units[0].Variants) != 300 {
		t.Errorf("300 variants: %s", got)
	}
	// Small things are counted with what they take in memory.
	for _, small := range []string{"<tuv xml:lang='e'><seg>w</seg></tuv>", "<note/>", "<prop type=''/>", "<tuv xml:lang='e'><note/></tuv>"} {
		doc := document(sampleHeader + "<body><tu>" + strings.Repeat(small, 200_000) + "<tuv xml:lang='e'><seg>w</seg></tuv></tu>" + unit("C.") + "</body>")
		got = readAll(t, strings.NewReader(doc), nil)
		if len(got.units) != 1 || len(got.errs) != 1 || got.errs[0].Rule != RuleUnitSize {
			t.Errorf("many %s: %s", small, got)
		}
	}
	note := document(sampleHeader + "<body><tu><note>" + strings.Repeat("n", 2<<20) + "</note></tu>" + unit("C.") + "</body>")
	got = readAll(t, strings.NewReader(note), nil)
	if len(got.units) != 1 || len(got.errs) != 1 || got.errs[0].Rule != RuleSegmentSize {
		t.Errorf("note: %s", got)
	}
	tag := document(sampleHeader + "<body><tu tuid='" + strings.Repeat("n", 3<<20) + "'></tu>" + unit("C.") + "</body>")
	got = readAll(t, strings.NewReader(tag), lenient)
	if len(got.units) != 1 || len(got.warnings) == 0 {
		t.Errorf("tag: %s", got)
	}
}

// Warnings are bounded, counts are not.
func TestManyWarnings(t *testing.T) {
	n := 0
	r := NewReader(strings.NewReader(sample(strings.Repeat("& ", 1000), "<")))
	r.Warn = func(Warning) { n++ }
	if _, err := r.ReadAll(); err != nil {
		t.Fatal(err)
	}
	want := []Count{{RuleBareAmpersand, Fault, 1000}, {RuleBareLess, Fault, 1}}
	if !reflect.DeepEqual(r.Counts(), want) || len(r.Warnings()) != keptWarnings+1 || n != 1001 {
		t.Errorf("%v, %d kept, %d told", r.Counts(), len(r.Warnings()), n)
	}
}

func distinct(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d='' ", i)
	}
	return b.String()
}

// Nothing takes more than linear time.
func TestNoSlowInput(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	const n = 200_000
	for name, doc := range map[string]string{
		"less-than":       sample(strings.Repeat("<", n)),
		"ampersands":      sample(strings.Repeat("&", n)),
		"open tags":       sample(strings.Repeat("<a", n)),
		"quotes":          sample("<ph x='" + strings.Repeat("<ph x='", n)),
		"units":           document(sampleHeader + "<body>" + strings.Repeat("<tu><tuv>", n)),
		"attributes":      sample("<ph " + distinct(n/10) + "/>"),
		"doctypes":        strings.Repeat("<!DOCTYPE a [", n),
		"comments":        sample(strings.Repeat("<!-- ", n)),
		"declared ends":   sample(strings.Repeat("<b>", 60) + strings.Repeat("</i>", n)),
		"unknown in tu":   document(sampleHeader + "<body><tu>" + strings.Repeat("<a>", n)),
		"foreign numbers": sample(strings.Repeat("<g/>", n) + strings.Repeat("<b>", 50)),
	} {
		start := time.Now()
		got := readAll(t, strings.NewReader(doc), lenient)
		write(t, Header{}, got.units, nil)
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%s: %v for %d bytes", name, d, len(doc))
		}
	}
}

// Strict reading tells of a faulty header at once; otherwise it costs no unit.
func TestHeaderError(t *testing.T) {
	faulty := document(strings.Replace(sampleHeader, `o-tmf="x"`, "", 1) + "<body>" + unit("A.") + "</body>")
	r := NewReader(strings.NewReader(faulty))
	r.Strict = true
	_, err := r.Header()
	if e, ok := errors.AsType[*SyntaxError](err); !ok || e.Rule != RuleHeader || !e.Final {
		t.Errorf("strict: %v", err)
	}
	if _, again := r.Read(); again != err {
		t.Errorf("then %v", again)
	}
	bytes := document(strings.Replace(sampleHeader, `o-tmf="x"`, "o-tmf=\"\xff\"", 1) + "<body>" + unit("A.") + "</body>")
	if got := readAll(t, strings.NewReader(bytes), nil); got.String() != "1 !invalid-bytes@3:95" || got.errs[0].Final {
		t.Errorf("normal: %s", got)
	}
}

// Pieces of a document are read when asked for.
func TestFragment(t *testing.T) {
	for _, doc := range []string{unit("A."), "<body>" + unit("A.") + "</body>", sampleHeader + "<body>" + unit("A.") + "</body>"} {
		if got := readAll(t, strings.NewReader(doc), lenient); got.text(0, "en") != "A." || len(got.warnings) == 0 {
			t.Errorf("%s: %s", doc, got)
		}
		if got := readAll(t, strings.NewReader(doc), nil); len(got.errs) != 1 || got.errs[0].Rule != RuleNotTMX {
			t.Errorf("%s: %s", doc, got)
		}
	}
}

// Text that comes in pieces is the same text.
func TestLong(t *testing.T) {
	const n = 20_000
	repeat := strings.Repeat
	for _, tt := range []struct{ seg, text string }{
		{repeat("a&#xD83D;&#xDE00;]]&amp;你\r\n", n), repeat("a😀]]&你\n", n)},
		{repeat("&#xD83D;&#xDE00;", n), repeat("😀", n)},
		{repeat("你", n), repeat("你", n)},
		{repeat("\r", n), repeat("\n", n)},
		{repeat("]", n), repeat("]", n)},
		{"<![CDATA[" + repeat("你]]&amp;\r\n", n) + "]]>", repeat("你]]&amp;\n", n)},
		{"a<!--" + repeat(" - ", 3*n) + "-->b<?" + repeat("? ", 5*n) + "?>c", "abc"},
		{repeat("<hi x='1'>a</hi>", n), repeat("a", n)},
		{repeat("&", n), repeat("&", n)},
	} {
		for _, r := range []io.Reader{strings.NewReader(sample(tt.seg)), iotest.HalfReader(strings.NewReader(sample(tt.seg)))} {
			got := readAll(t, r, func(r *Reader) { r.MaxSegment = 1 << 30 })
			if got.text(0, "en") != tt.text || len(got.errs) > 0 {
				t.Errorf("%.40q: %d bytes, want %d; %s", tt.seg, len(got.text(0, "en")), len(tt.text), got)
			}
			roundTrip(t, got.units)
		}
	}
}

func TestHeaderContent(t *testing.T) {
	header := strings.TrimSuffix(sampleHeader, "/>")
	for _, tt := range []struct{ inside, want string }{
		{"<note>n</note><prop type='a'>b</prop>", "1"},
		{"<ude name='a'><map unicode='#x1'></map>", "1 ?missing-end-tag"},
		{"<ude><map code='1'/></ude>", "1 ?user-defined-chars ?user-defined-chars"},
		{"<ude name='a'/>", "1 ?user-defined-chars"},
		{"<ude name='a' x='1'>text<map unicode='1' y='2'><note/></ude>", "1 ?unknown-attribute ?stray-text ?unknown-attribute ?unknown-element"},
		{"<note type='x' lang='en'>n</note>text<foo/>", "1 ?unknown-attribute ?stray-text ?unknown-element"},
		{"<prop type='a' xml:lang='en' lang='ru' o-encoding='x'/>", "1 ?language-conflict"},
	} {
		got := readAll(t, strings.NewReader(document(header+">"+tt.inside+"</header><body>"+unit("A.")+"</body>")), nil)
		var b strings.Builder
		fmt.Fprint(&b, len(got.units))
		for _, w := range got.warnings {
			fmt.Fprintf(&b, " ?%s", w.Rule)
		}
		if b.String() != tt.want {
			t.Errorf("%s: got %s, want %s", tt.inside, &b, tt.want)
		}
	}
	unclosed := readAll(t, strings.NewReader(document(header+"><note>n</note><body>"+unit("A.")+"</body>")), nil)
	if len(unclosed.units) != 1 || unclosed.warnings[0].Rule != RuleMissingEnd {
		t.Errorf("no end of header: %s", unclosed)
	}
}
