package tmx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// reading is all that a file gives in one mode, in one line for a table.
type reading struct {
	units    []Unit
	errs     []*SyntaxError
	warnings []Warning
	other    error
}

func readAll(t testing.TB, src io.Reader, set func(*Reader)) reading {
	t.Helper()
	r := NewReader(src)
	if set != nil {
		set(r)
	}
	var got reading
	for {
		u, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			got.units = append(got.units, u)
			continue
		}
		e, ok := errors.AsType[*SyntaxError](err)
		if !ok {
			got.other = err
			break
		}
		got.errs = append(got.errs, e)
		if e.Final {
			if _, again := r.Read(); again != err {
				t.Errorf("a final error is followed by %v", again)
			}
			break
		}
	}
	got.warnings = r.Warnings()
	return got
}

// String is "units" and then each finding as !rule@line:col for an error, or ?rule@line:col.
func (g reading) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d", len(g.units))
	for _, w := range g.warnings {
		fmt.Fprintf(&b, " ?%s@%d:%d", w.Rule, w.Line, w.Column)
	}
	for _, e := range g.errs {
		fmt.Fprintf(&b, " !%s@%d:%d", e.Rule, e.Line, e.Column)
	}
	if g.other != nil {
		fmt.Fprintf(&b, " %v", g.other)
	}
	return b.String()
}

func strict(r *Reader)  { r.Strict = true }
func lenient(r *Reader) { r.Lenient = true }

// text returns the text of unit i in a language.
func (g reading) text(i int, lang string) string {
	if i >= len(g.units) {
		return "no unit"
	}
	for _, v := range g.units[i].Variants {
		if v.Lang == lang {
			return v.Text
		}
	}
	return ""
}

// nasty tells what each hostile file gives: in the normal mode, the strict and
// the lenient one ("=" is as in the normal mode), and the first English text.
var nasty = []struct{ file, normal, strict, lenient, english string }{
	{"i05_decl_utf16_but_utf8_bytes.tmx", "1 ?encoding@1:1", "0 !encoding@1:1", "=", "Hello."},
	{"i09_raw_control_0x1f.tmx", "2 ?control-character@3:185", "0 !control-character@3:185", "=", "Hello."},
	{"i10_charref_x1f.tmx", "2 ?control-character@3:185", "0 !control-character@3:185", "=", "Hello."},
	{"i11_charref_xffff.tmx", "2 ?control-character@3:185", "0 !control-character@3:185", "=", "Hello."},
	{"i12_undefined_nbsp.tmx", "2 ?html-entity@3:185", "0 !html-entity@3:185", "=", "Hel\u00A0lo."},
	{"i13_bare_amp.tmx", "2 ?bare-ampersand@3:183 ?bare-ampersand@3:192", "0 !bare-ampersand@3:183", "=", "R&D and AT&T."},
	{"i17_no_header.tmx", "1 ?no-header@3:20", "0 !no-header@3:20", "=", "Hello."},
	{"i21_xliff_g_in_seg.tmx", "2 ?foreign-code@3:184 ?foreign-code@3:208", "0 !foreign-code@3:184", "=", "A bold word ."},
	{"i22_truncated.tmx", "2 !truncated@3:518", "=", "2 ?truncated@3:518", "Hello."},
	{"i23_uppercase_elements.tmx", "1 ?upper-case@3:154 ?upper-case@3:158 ?upper-case@3:177 ?upper-case@3:200 ?upper-case@3:222 ?upper-case@3:242 ?upper-case@3:261",
		"0 !upper-case@3:154", "=", "Hello."},
	{"i24_default_xmlns.tmx", "1 ?namespace@3:13", "0 !namespace@3:13", "=", "Hello."},
	{"i26_surrogate_charrefs.tmx", "2 ?surrogate-pair@3:184", "0 !surrogate-pair@3:184", "=", "A 😀 smile."},
	{"i31_billion_laughs.tmx", "0 !entity-bomb@3:182", "=", "=", "no unit"},
	{"i35_version_1.4b.tmx", "1 ?version@3:1", "0 !version@3:1", "=", "Hello."},
	{"i38_bad_dates.tmx", "1 ?date@3:172 ?date@3:206", "=", "=", "Hello."},
	{"i39_dup_tuid.tmx", "2", "=", "=", "Hello."},
	{"i40_seg_missing_text_in_tuv.tmx", "2 ?missing-segment@3:177 ?missing-segment@3:208", "0 !missing-segment@3:177", "=", "Hello."},
	{"i41_seg_order_note_after_seg.tmx", "1 ?order@3:191", "0 !order@3:191", "=", "Hi."},
	{"i43_invalid_utf8.tmx", "1 !invalid-bytes@3:185", "0 !invalid-bytes@3:185", "2 ?invalid-bytes@3:185", "B."},
	{"i44_leading_blank_before_decl.tmx", "1 ?leading-space@2:2", "0 !leading-space@2:2", "=", "Hello."},
	{"i47_two_documents_concatenated.tmx", "2 ?second-document@5:1", "1 !second-document@5:1", "=", "Hello."},
	{"l_Chinese.tmx", "1", "=", "=", "Hello."},
	{"l_ZH.tmx", "1", "=", "=", "Hello."},
	{"l_chi.tmx", "1", "=", "=", "Hello."},
	{"l_cmn-Hans.tmx", "1", "=", "=", "Hello."},
	{"l_x-zh.tmx", "1", "=", "=", "Hello."},
	{"l_zh-Hans-CN.tmx", "1", "=", "=", "Hello."},
	{"l_zh-Hans.tmx", "1", "=", "=", "Hello."},
	{"l_zh-TW.tmx", "1", "=", "=", "Hello."},
	{"l_zh_CN.tmx", "1", "=", "=", "Hello."},
	{"l_zho.tmx", "1", "=", "=", "Hello."},
	{"v01_utf16le_bom.tmx", "1", "=", "=", "Hello."},
	{"v02_utf16be_bom.tmx", "1", "=", "=", "Hello."},
	{"v03_utf8_bom.tmx", "1", "=", "=", "Hello."},
	{"v04_utf16le_nobom_decl.tmx", "1", "=", "=", "Hello."},
	{"v06_iso8859_1.tmx", "1", "=", "=", "Café"},
	{"v07_gb18030.tmx", "1", "=", "=", "Hello."},
	{"v08_windows1251.tmx", "1", "=", "=", "Hello."},
	{"v14_internal_subset_entity.tmx", "1", "=", "=", "United Nations says."},
	{"v16_lang_attr_tmx11.tmx", "1", "=", "=", "Hello."},
	{"v18_single_tuv.tmx", "2 ?one-language@3:154", "=", "=", "Only."},
	{"v19_two_tuv_same_lang.tmx", "1", "=", "=", "Hi."},
	{"v20_un_hi_sub_fnote.tmx", "1", "=", "=", "Recalling the Declaration, as well"},
	{"v25_huge_seg_12MB.tmx", "0 !segment-too-long@3:177", "=", "0 ?segment-too-long@3:177", "no unit"},
	{"v27_cdata.tmx", "1", "=", "=", "x < y & z"},
	{"v28_empty_seg.tmx", "2 ?empty-segment@3:200", "=", "=", "Hello."},
	{"v29_srclang_all.tmx", "1", "=", "=", "Hello."},
	{"v30_gz.tmx.gz", "1", "=", "=", "Hello."},
	{"v32_comment_pi_in_seg.tmx", "1", "=", "=", "Hello."},
	{"v33_no_doctype.tmx", "1", "=", "=", "Hello."},
	{"v42_nul_padded_tail.tmx", "1 ?trailing-data@3:309", "1 !trailing-data@3:309", "=", "Hello."},
	{"v45_supplementary_plane.tmx", "1", "=", "=", "Hello."},
	{"v46_attr_newlines_case.tmx", "1", "=", "=", ""},
}

// nastyFile returns a hostile file; the 12 MB one is made here rather than kept.
func nastyFile(t *testing.T, name string) []byte {
	t.Helper()
	if strings.HasPrefix(name, "v25") {
		return []byte(document(sampleHeader + "<body>" + unit(strings.Repeat("word ", 2_400_000)) + "</body>"))
	}
	b, err := os.ReadFile(filepath.Join("testdata/nasty", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestNasty(t *testing.T) {
	for _, tt := range nasty {
		t.Run(tt.file, func(t *testing.T) {
			b := nastyFile(t, tt.file)
			normal := readAll(t, bytes.NewReader(b), nil)
			if got := normal.String(); got != tt.normal {
				t.Errorf("normal:\ngot  %s\nwant %s", got, tt.normal)
			}
			if got, want := readAll(t, bytes.NewReader(b), strict).String(), or2(tt.strict, tt.normal); got != want {
				t.Errorf("strict:\ngot  %s\nwant %s", got, want)
			}
			if got, want := readAll(t, bytes.NewReader(b), lenient).String(), or2(tt.lenient, tt.normal); got != want {
				t.Errorf("lenient:\ngot  %s\nwant %s", got, want)
			}
			if got := normal.text(0, "en"); got != tt.english {
				t.Errorf("text %q, want %q", got, tt.english)
			}
		})
	}
}

func or2(s, same string) string {
	if s == "=" {
		return same
	}
	return s
}

// TestNastyComplete keeps the table and the folder together.
func TestNastyComplete(t *testing.T) {
	files, err := os.ReadDir("testdata/nasty")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !slices.ContainsFunc(nasty, func(n struct{ file, normal, strict, lenient, english string }) bool { return n.file == f.Name() }) {
			t.Errorf("%s is not in the table", f.Name())
		}
	}
}

// What the table cannot say in one line.
func TestNastyContent(t *testing.T) {
	read := func(name string, set func(*Reader)) reading {
		return readAll(t, bytes.NewReader(nastyFile(t, name)), set)
	}
	if got := read("v07_gb18030.tmx", nil); got.text(0, "ru") != "Здравствуйте." || got.text(0, "zh-CN") != "你好。" {
		t.Errorf("GB18030: %+v", got.units)
	}
	if got := read("v08_windows1251.tmx", nil); got.text(0, "ru") != "Здравствуйте." || got.text(0, "zh-CN") != "你" {
		t.Errorf("windows-1251: %+v", got.units)
	}
	if got := read("v45_supplementary_plane.tmx", nil).text(0, "zh-CN"); got != "𠮷野家𪚥" {
		t.Errorf("supplementary plane: %q", got)
	}
	if got := read("v20_un_hi_sub_fnote.tmx", nil).units[0].Variants[0].Raw; got != `<hi type="lead">Recalling</hi> the Declaration,`+
		`<ph x="1"><sub type="fnote">Resolution 217 A (III).</sub></ph> as well` {
		t.Errorf("footnote: raw %q", got)
	}
	if got := read("i43_invalid_utf8.tmx", lenient); !got.units[0].Damaged || got.units[1].Damaged || got.text(0, "en") != "Caf\uFFFD x" {
		t.Errorf("invalid bytes: %+v", got.units)
	}
	if got := read("v19_two_tuv_same_lang.tmx", nil).units[0].Variants; len(got) != 3 || got[1].Text != "你好" || got[2].Text != "您好" {
		t.Errorf("two variants of one language: %q", got)
	}
	if got := read("i38_bad_dates.tmx", nil).units[0]; got.Created != "2019-10-02T10:54:01Z" || got.Changed != "garbage" {
		t.Errorf("dates: %q %q", got.Created, got.Changed)
	}
	if got := read("v46_attr_newlines_case.tmx", nil).units[0].Variants; got[0].Lang != "eN-uS" || got[1].Lang != "RU-ru" {
		t.Errorf("languages: %q", got)
	}
	if got := read("l_zh_CN.tmx", nil).units[0].Variants[1].Lang; got != "zh_CN" {
		t.Errorf("language: %q", got)
	}
}

// A huge segment is left out, and the rest of the file is read.
func TestHugeSegment(t *testing.T) {
	src := document(sampleHeader + "<body>" + unit("A.") + unit(strings.Repeat("word ", 2_400_000)) + unit("B.") + "</body>")
	got := readAll(t, strings.NewReader(src), nil)
	if got.text(0, "en") != "A." || got.text(1, "en") != "B." || len(got.errs) != 1 || got.errs[0].Unit != 2 {
		t.Errorf("got %s", got)
	}
	got = readAll(t, strings.NewReader(src), func(r *Reader) { r.MaxSegment = 16 << 20; r.MaxUnit = 32 << 20 })
	if len(got.units) != 3 || len(got.errs) != 0 || len(got.text(1, "en")) != 12_000_000 {
		t.Errorf("with a higher limit: %s", got)
	}
}

const sampleHeader = `<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/>`

// document returns a TMX document with the given inside of the root element.
func document(inside string) string {
	return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\">" + inside + "</tmx>"
}

// unit returns a unit of three languages, the English segment as given.
func unit(english string) string {
	return `<tu><tuv xml:lang="en"><seg>` + english + `</seg></tuv><tuv xml:lang="zh-CN"><seg>你好。</seg></tuv>` +
		`<tuv xml:lang="ru"><seg>Здравствуйте.</seg></tuv></tu>`
}

// sample returns a document whose units have these English segments.
func sample(english ...string) string {
	var b strings.Builder
	for _, e := range english {
		b.WriteString(unit(e))
	}
	return document(sampleHeader + "<body>" + b.String() + "</body>")
}
