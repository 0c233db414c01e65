package tmx

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"
)

func problems(t *testing.T, doc string) string {
	t.Helper()
	var b strings.Builder
	for w, err := range Validate(strings.NewReader(doc)) {
		if err != nil {
			fmt.Fprintln(&b, err)
			continue
		}
		fmt.Fprintln(&b, w.Level, w)
	}
	return b.String()
}

func TestValidate(t *testing.T) {
	seg := func(lang, s string) string { return `<tuv xml:lang="` + lang + `"><seg>` + s + `</seg></tuv>` }
	doc := document(strings.NewReplacer(`"sentence"`, `"paragraph"`, `srclang="en"`, `srclang="EN-us"`).Replace(sampleHeader) + "<body>\n" +
		`<tu tuid="1" usagecount="many">` + seg("en-US", "A.") + seg("zh_CN", "你。") + "</tu>\n" +
		`<tu tuid="1" srclang="en"><note>a</note><note>b</note>` + seg("en", `<bpt i="1" x="1"/>A<ept i="1"/>`) + "\n" + seg("ru", `<bpt i="1" x="b"/>B<bpt i="2"/><ept i="2"/><ept i="2"/>`) + "</tu>\n" +
		`<tu srclang="fr">` + seg("en", `<hi>a</hi>`) + seg("EN", "b\uFFFD") + "</tu>\n" +
		`<tu srclang="*all*">` + seg("x-zh", strings.Repeat("字", 2001)) + seg("zh-Hans-CN", "a & b") + "</tu></body>")
	want := `remark line 3, column 20: segtype="paragraph" makes OmegaT divide the segments again (header-value)
remark line 3, column 20: srclang="EN-us" is usually written en-US: some programs compare exactly (language-code)
remark line 4, column 1: srclang is "EN-us", but the variant says "en-US": some programs compare exactly (source-language)
remark line 4, column 1: usagecount="many" is not a number (usagecount)
remark line 4, column 73: xml:lang="zh_CN" is no language to XML: OmegaT refuses the whole file (language-code)
remark line 5, column 1: tuid "1" was given before (duplicate-tuid)
remark line 5, column 1: 2 notes; OmegaT shows the last one (several-notes)
remark line 6, column 1: x="b" in ru is not a number (code-numbers)
remark line 6, column 1: bpt i="1" without ept in ru (unbalanced-codes)
remark line 6, column 1: i="2" is given more than once in ru (unbalanced-codes)
remark line 6, column 1: x in en (1) and in ru (b) differ (code-numbers)
remark line 7, column 1: no variant in the source language fr (source-language)
remark line 7, column 18: text in hi in en: OmegaT leaves it out (highlight)
remark line 7, column 64: a second variant in EN; many programs keep one (same-language)
remark line 7, column 64: xml:lang="EN" is usually written en: some programs compare exactly (language-code)
remark line 7, column 64: U+FFFD in EN: text was lost before this file was written (replacement-char)
remark line 8, column 21: 2001 characters in x-zh: Trados takes 2000 (long-segment)
fault line 8, column 2094: "&" stands for itself: it should be &amp; (bare-ampersand)
`
	if got := problems(t, doc); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// What we write has no fault, and no remark but those its content earns.
func TestValidateOwn(t *testing.T) {
	var units []Unit
	for i := range 20 {
		u := benchmarkUnit(i)
		u.Variants[1].Raw = ""
		units = append(units, u)
	}
	doc, _ := write(t, Header{SrcLang: "zh-CN"}, units, nil)
	if got := problems(t, doc); got != "" {
		t.Errorf("got\n%s", got)
	}
}

func TestValidateEnds(t *testing.T) {
	for _, tt := range []struct{ doc, want string }{
		{"", "loss line 1, column 1: not TMX: no element in it (read as utf-8) (not-tmx)\n"},
		{document(sampleHeader + "<body></body>"), "remark line 3, column 167: there are no units in this file (no-units)\n"},
		{strings.TrimSuffix(sample("A."), "</tuv></tu></body></tmx>"), "loss line 3, column 281: the file is cut off: it ends before </tmx> (truncated)\n" +
			"remark line 3, column 281: there are no units in this file (no-units)\n"},
		{string(nastyFile(t, "i31_billion_laughs.tmx")), "loss line 3, column 182: the entity here grows without measure: &l9; more than 1048576 bytes (entity-bomb)\n"},
	} {
		if got := problems(t, tt.doc); got != tt.want {
			t.Errorf("got\n%s\nwant\n%s", got, tt.want)
		}
	}
	broken := errors.New("disk on fire")
	var last error
	for _, err := range Validate(iotest.ErrReader(broken)) {
		last = err
	}
	if !errors.Is(last, broken) {
		t.Errorf("got %v", last)
	}
	for range Validate(bytes.NewReader(nastyFile(t, "i13_bare_amp.tmx"))) {
		break // stops without a further call
	}
}

func TestCanonicalLang(t *testing.T) {
	for _, tt := range [][2]string{
		{"ZH", "zh"}, {"zh-cn", "zh-CN"}, {"ZH-hans-cn", "zh-Hans-CN"}, {"x-Zh", "x-Zh"}, {"es-419", "es-419"},
		{"en-us-x-Twain", "en-US-x-twain"}, {"sl-rozaj-1994", "sl-rozaj-1994"},
	} {
		if got := canonicalLang(tt[0]); got != tt[1] {
			t.Errorf("%s: got %s, want %s", tt[0], got, tt[1])
		}
	}
}
