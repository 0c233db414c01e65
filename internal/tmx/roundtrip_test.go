package tmx

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// The shared sets lie beside the repository, where they are at all.
const (
	kitFolder = "../../../shared/sets/tmx/compliance-kit"
	dtdFile   = "../../../shared/sets/tmx/tmx14.dtd"
)

// everything is a unit and a header that use all there is.
func everything() (Header, Unit) {
	meta := Meta{
		Tool: "tool", ToolVersion: "1.0", DataType: "html", Encoding: "windows-1251", Format: "own", Created: "20260101T000000Z",
		CreatedBy: "Ли & Co", Changed: "20260202T000000Z", ChangedBy: `"q"`, UsageCount: "7", LastUsed: "20260303T000000Z",
	}
	notes := []Note{{Text: "first\nline", Lang: "en", Encoding: "utf-8"}, {Text: "второе"}}
	props := []Prop{{Type: "x-document", Text: "A/RES/55/100"}, {Type: "x-a", Text: " <b> & ]]> ", Lang: "en-GB", Encoding: "koi8-r"}}
	h := Header{
		Version: "1.4", SegType: "paragraph", AdminLang: "ru", SrcLang: "zh-CN", Meta: meta, Notes: notes, Props: props,
		UDEs: []UDE{{Name: "MacRoman", Base: "Macintosh", Maps: []Map{{Unicode: "#xF8FF", Code: "#xF0", Ent: "AppleLogo", Subst: "[Apple]"}}}},
	}
	h.UsageCount, h.LastUsed = "", ""
	u := Unit{ID: "55_100:14", SrcLang: "zh-CN", SegType: "phrase", Meta: meta, Notes: notes, Props: props, Variants: []Variant{
		{Lang: "zh-CN", Text: "  战略\t稳定\u3000 ", Meta: meta, Notes: notes, Props: props},
		{Lang: "en", Text: "a < b & c > d ]]> \"e\" 'f'\rg\nh 𠮷"},
		{
			Lang: "en-GB", Text: "Recalling the Declaration, as well",
			Raw: `<hi type="lead">Recalling</hi> the Declaration,<ph x="1" type='fn'>&lt;<sub type="fnote">Resolution 217 A (III)<ut>u</ut>.</sub></ph> as` +
				`<bpt i="1" x="2"/><ept i="1"></ept><it x="3" pos="begin" type="b"/> well`,
		},
	}}
	return h, u
}

func write(t testing.TB, h Header, units []Unit, set func(*Writer)) (string, []Count) {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b)
	if set != nil {
		set(w)
	}
	if err := w.WriteHeader(h); err != nil {
		t.Fatal(err)
	}
	for _, u := range units {
		if err := w.Write(u); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.Counts()
}

// readBack reads what was written, which must be valid.
func readBack(t testing.TB, doc string) (Header, []Unit) {
	t.Helper()
	r := NewReader(strings.NewReader(doc))
	r.Strict = true
	h, err := r.Header()
	if err != nil {
		t.Fatalf("%v in\n%s", err, doc)
	}
	units, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%v in\n%s", err, doc)
	}
	return h, units
}

func TestRoundTrip(t *testing.T) {
	h, u := everything()
	doc, counts := write(t, h, []Unit{u, u}, nil)
	if len(counts) > 0 {
		t.Errorf("warnings: %v", counts)
	}
	gotHeader, got := readBack(t, doc)
	if !reflect.DeepEqual(gotHeader, h) {
		t.Errorf("header\ngot  %+v\nwant %+v", gotHeader, h)
	}
	for i := range got {
		if !reflect.DeepEqual(got[i], u) {
			t.Errorf("unit %d\ngot  %+v\nwant %+v", i, got[i], u)
		}
	}
	again, _ := write(t, gotHeader, got, nil)
	if again != doc {
		t.Errorf("written again:\n%s\nwant\n%s", again, doc)
	}
	valid(t, doc)
}

// dtd returns the document type definition, which the kit's own files name.
func dtd(t testing.TB) string {
	t.Helper()
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint is not installed: the DTD is not checked")
	}
	if _, err := os.Stat(dtdFile); err != nil {
		t.Skip("the DTD is not at " + dtdFile)
	}
	return dtdFile
}

// valid checks a document against the DTD, where that can be done.
func valid(t *testing.T, doc string) {
	t.Helper()
	t.Run("dtd", func(t *testing.T) {
		definition := dtd(t)
		file := filepath.Join(t.TempDir(), "x.tmx")
		if err := os.WriteFile(file, []byte(doc), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), "xmllint", "--noout", "--nonet", "--huge", "--dtdvalid", definition, file).CombinedOutput()
		if err != nil {
			t.Errorf("xmllint: %v\n%s\n%s", err, out, doc)
		}
	})
}

// What comes out of every hostile file is valid, in both forms.
func TestNastyComesOutValid(t *testing.T) {
	for _, set := range []func(*Writer){nil, func(w *Writer) { w.Portable = true }, func(w *Writer) { w.TextOnly = true }} {
		var all []Unit
		for _, tt := range nasty {
			got := readAll(t, bytes.NewReader(nastyFile(t, tt.file)), lenient)
			all = append(all, got.units...)
		}
		doc, _ := write(t, Header{}, all, set)
		_, back := readBack(t, doc)
		if len(back) != len(all) {
			t.Fatalf("%d units, want %d", len(back), len(all))
		}
		for i := range back {
			for j, v := range back[i].Variants {
				if v.Text != all[i].Variants[j].Text {
					t.Errorf("text %q, want %q", v.Text, all[i].Variants[j].Text)
				}
			}
		}
		valid(t, doc)
	}
}

func TestWriterRepairs(t *testing.T) {
	raw := func(s string) Unit { return Unit{Variants: []Variant{{Lang: "en", Text: "text", Raw: s}}} }
	text := func(s string) Unit { return Unit{Variants: []Variant{{Lang: "en", Text: s}}} }
	lang := func(s string) Unit { return Unit{Variants: []Variant{{Lang: s, Text: "t"}}} }
	tests := []struct {
		name string
		unit Unit
		want string // inside <tu>, without white space between elements
		rule Rule
		n    int
	}{
		{"control character", text("a\x0bb\x00c"), `<tuv xml:lang="en"><seg>a` + "\uFFFD" + `b` + "\uFFFD" + `c</seg></tuv>`, RuleControl, 2},
		{"invalid byte", text("Caf\xe9"), `<tuv xml:lang="en"><seg>Caf` + "\uFFFD" + `</seg></tuv>`, RuleControl, 1},
		{"noncharacter", text("a\uFFFFb"), `<tuv xml:lang="en"><seg>a` + "\uFFFD" + `b</seg></tuv>`, RuleControl, 1},
		{"replacement is text", text("a\uFFFDb"), `<tuv xml:lang="en"><seg>a` + "\uFFFD" + `b</seg></tuv>`, "", 0},
		{"carriage return", text("a\r\nb"), "<tuv xml:lang=\"en\"><seg>a&#13;\nb</seg></tuv>", "", 0},
		{"underscore", lang("zh_CN"), `<tuv xml:lang="zh-CN"><seg>t</seg></tuv>`, RuleLangCode, 1},
		{"no language", lang(""), `<tuv xml:lang="und"><seg>t</seg></tuv>`, RuleLangCode, 1},
		{"language in words", lang("Chinese (PRC)"), `<tuv xml:lang="Chinese-PRC"><seg>t</seg></tuv>`, RuleLangCode, 1},
		{"digits", lang("1033"), `<tuv xml:lang="x-1033"><seg>t</seg></tuv>`, RuleLangCode, 1},
		{"language in Chinese", lang("中文"), `<tuv xml:lang="und"><seg>t</seg></tuv>`, RuleLangCode, 1},
		{"empty", text(""), ``, RuleEmptySegment, 1},
		{"untyped", Unit{Props: []Prop{{Text: "v"}}, Variants: text("t").Variants}, `<prop type="x-untyped">v</prop><tuv xml:lang="en"><seg>t</seg></tuv>`, RuleMissingAttribute, 1},
		{"xliff pair", raw(`a <g id="1">b</g> c`), `<tuv xml:lang="en"><seg>a <bpt i="1" x="1" type="g"/>b<ept i="1"/> c</seg></tuv>`, RuleForeignCode, 1},
		{"xliff single", raw(`a <x id="2"/>`), `<tuv xml:lang="en"><seg>a <ph x="2" type="x"/></seg></tuv>`, RuleForeignCode, 1},
		{"number in use", raw(`<bpt i="1"/>a<ept i="1"/><g id="1">b</g>`), `<tuv xml:lang="en"><seg><bpt i="1"/>a<ept i="1"/><bpt i="2" x="1" type="g"/>b<ept i="2"/></seg></tuv>`, RuleForeignCode, 1},
		{"bare sub", raw(`a<sub type="fnote">n</sub> b`), `<tuv xml:lang="en"><seg>a<ph><sub type="fnote">n</sub></ph> b</seg></tuv>`, "", 0},
		{"code in code", raw(`<ph>a<it pos="end">b</it></ph>`), `<tuv xml:lang="en"><seg><ph>a<sub><it pos="end">b</it></sub></ph></seg></tuv>`, "", 0},
		{"attributes", raw(`<ph id="3" x="1">a</ph>`), `<tuv xml:lang="en"><seg><ph x="1">a</ph></seg></tuv>`, RuleUnknownAttribute, 1},
		{"no pos", raw(`<it>a</it>`), `<tuv xml:lang="en"><seg><it pos="begin">a</it></seg></tuv>`, RuleMissingAttribute, 1},
		{"no pos at an end tag", raw(`<it>&lt;/b></it>`), `<tuv xml:lang="en"><seg><it pos="end">&lt;/b&gt;</it></seg></tuv>`, RuleMissingAttribute, 1},
		{"no i", raw(`<bpt>a</bpt>`), `<tuv xml:lang="en"><seg><bpt i="1">a</bpt></seg></tuv>`, RuleMissingAttribute, 1},
		{"not closed", raw(`<hi>a`), `<tuv xml:lang="en"><seg><hi>a</hi></seg></tuv>`, "", 0},
		{"crossed", raw(`<hi>a<ph>b</hi>c</ph>`), `<tuv xml:lang="en"><seg><hi>a<ph>b</ph></hi>c</seg></tuv>`, "", 0},
		{"ampersand", raw(`a & b<ph/>`), `<tuv xml:lang="en"><seg>a &amp; b<ph/></seg></tuv>`, RuleBareAmpersand, 1},
		{"broken", raw(`a<ph`), `<tuv xml:lang="en"><seg>text</seg></tuv>`, RuleRaw, 1},
		{"tags of the frame", raw(`a</seg></tuv><tu>`), `<tuv xml:lang="en"><seg>a<bpt i="1" type="tu"/><ept i="1"/></seg></tuv>`, RuleForeignCode, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, counts := write(t, Header{}, []Unit{tt.unit}, nil)
			got := between(doc, "<tu>", "</tu>")
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			n := 0
			for _, c := range counts {
				if c.Rule == tt.rule {
					n = c.N
				}
			}
			if n != tt.n {
				t.Errorf("counts %v, want %d of %s", counts, tt.n, tt.rule)
			}
			readBack(t, doc)
		})
	}
}

func between(doc, start, end string) string {
	_, doc, _ = strings.Cut(doc, start)
	doc, _, ok := strings.Cut(doc, end)
	if !ok {
		return ""
	}
	lines := strings.Split(doc, "\n")
	for i := range lines {
		if i > 0 && strings.HasPrefix(strings.TrimLeft(lines[i], " "), "<") {
			lines[i] = strings.TrimLeft(lines[i], " ")
			continue
		}
		if i > 0 && strings.TrimSpace(lines[i]) != "" {
			lines[i] = "\n" + lines[i]
		}
	}
	return strings.TrimSpace(strings.Join(lines, ""))
}

func TestPortable(t *testing.T) {
	u := Unit{Variants: []Variant{{Lang: "en", Text: "a b", Raw: `<hi type="lead" x="4">a</hi> <ut x="2">u</ut>b`}}}
	doc, _ := write(t, Header{}, []Unit{u}, func(w *Writer) { w.Portable = true })
	want := `<tuv xml:lang="en"><seg><bpt i="1" x="4" type="lead"/>a<ept i="1"/> <ph x="2">u</ph>b</seg></tuv>`
	if got := between(doc, "<tu>", "</tu>"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	doc, _ = write(t, Header{}, []Unit{u}, func(w *Writer) { w.TextOnly = true })
	if got := between(doc, "<tu>", "</tu>"); got != `<tuv xml:lang="en"><seg>a b</seg></tuv>` {
		t.Errorf("text only: %s", got)
	}
}

func TestHeaderDefaults(t *testing.T) {
	var b strings.Builder
	w := NewWriter(&b)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	want := `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header segtype="sentence" adminlang="en" srclang="*all*" creationtool="dragoman" creationtoolversion="1" datatype="plaintext" o-tmf="dragoman"/>
  <body>
  </body>
</tmx>
`
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
	valid(t, b.String())
	if err := w.Write(Unit{}); err == nil {
		t.Error("a closed document can be written to")
	}
}

// failing accepts a number of bytes.
type failing struct{ left int }

var errFull = errors.New("no space left")

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriterFailure(t *testing.T) {
	_, u := everything()
	w := NewWriter(&failing{left: 100_000})
	var err error
	for range 1000 {
		if err = w.Write(u); err != nil {
			break
		}
	}
	if !errors.Is(err, errFull) || !errors.Is(w.Close(), errFull) {
		t.Errorf("got %v, then %v", err, w.Close())
	}
}
