package tm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dragoman/internal/lang"
	"dragoman/internal/tmx"
)

func export(t testing.TB, m *Memory, opt ExportOptions) (string, ExportStats) {
	t.Helper()
	var b bytes.Buffer
	st, err := m.Export(context.Background(), &b, opt)
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), st
}

func importText(t testing.TB, m *Memory, text string, opt ImportOptions) ImportStats {
	t.Helper()
	st, err := m.Import(context.Background(), strings.NewReader(text), opt)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// all returns the units without their numbers, which are the memory's own.
func all(t testing.TB, m *Memory) []Unit {
	t.Helper()
	var us []Unit
	for u, err := range m.Units(context.Background(), Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		u.ID = 0
		us = append(us, u)
	}
	return us
}

// valid reads a file with every rule of TMX in force.
func valid(t testing.TB, text string) {
	t.Helper()
	r := tmx.NewReader(strings.NewReader(text))
	r.Strict = true
	for {
		if _, err := r.Read(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("not valid: %v\n%s", err, text)
		}
	}
}

const foreignTMX = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
<header creationtool="Other" creationtoolversion="1" segtype="paragraph" o-tmf="x" adminlang="en" srclang="en-GB" datatype="html"/>
<body>
<tu tuid="55_100:14" creationdate="20010203T040506Z" creationid="ANNA" changedate="20020304T050607Z" changeid="BORIS" usagecount="3">
<note xml:lang="en">check &amp; keep</note><note>second</note><prop type="x-status">mine</prop><prop type="x-document">theirs</prop><prop type="domain" xml:lang="en">law</prop>
<tuv xml:lang="en-GB" creationdate="20010203T040506Z" usagecount="1"><prop type="x-context-pre">Before.</prop><seg>Recalling the <bpt i="1" x="1">&lt;b&gt;</bpt>Declaration<ept i="1">&lt;/b&gt;</ept>,</seg></tuv>
<tuv xml:lang="zh_CN"><note>n</note><seg>回顾《宣言》，</seg></tuv>
<tuv xml:lang="ZH-TW"><seg>回顧《宣言》，</seg></tuv>
<tuv xml:lang="ru"><seg>ссылаясь на Декларацию,</seg></tuv>
</tu>
<tu><tuv xml:lang="en-GB"><seg>Decides</seg></tuv><tuv xml:lang="ru"><seg>постановляет</seg></tuv></tu>
<tu><tuv xml:lang="en-GB"><seg>decides</seg></tuv><tuv xml:lang="ru"><seg>решает</seg></tuv></tu>
<tu><tuv xml:lang="en-GB"><seg>Decides</seg></tuv><tuv xml:lang="ru"><seg>постановляет</seg></tuv></tu>
<tu><tuv xml:lang="en-GB"><seg>Only one</seg></tuv><tuv xml:lang="x-nothing"><seg>text</seg></tuv></tu>
<tu><tuv xml:lang="fr"><seg>Décide</seg></tuv><tuv xml:lang="de"><seg>beschließt</seg></tuv></tu>
</body></tmx>`

func TestImport(t *testing.T) {
	m := open(t)
	st := importText(t, m, foreignTMX, ImportOptions{Document: "other.tmx"})
	want := ImportStats{Units: 6, Added: 5, Duplicates: 1, Alternatives: 1,
		Variants: map[lang.Code]int{"en": 4, "zh": 2, "ru": 3, "fr": 1, "de": 1},
		Skipped:  []Skipped{{`text in "x-nothing", which is no language`, 1}}}
	st.Warnings = nil
	if !reflect.DeepEqual(st, want) {
		t.Fatalf("first:\n got %+v\nwant %+v", st, want)
	}
	u := all(t, m)[0]
	if u.TUID != "55_100:14" || u.SrcLang != "en-GB" || u.Created != "20010203T040506Z" || u.ChangedBy != "BORIS" || u.Status != Imported ||
		u.Document != "other.tmx" || len(u.Notes) != 2 || len(u.Props) != 3 || len(u.Variants) != 4 {
		t.Errorf("unit: %+v", u)
	}
	if v := u.Variants[0]; v.Text != "Recalling the Declaration," || !strings.Contains(v.Raw, "<bpt") || v.Tag != "en-GB" {
		t.Errorf("variant: %+v", v)
	}
	st = importText(t, m, foreignTMX, ImportOptions{Document: "renamed.tmx"})
	if st.Added != 0 || st.Duplicates != 6 {
		t.Errorf("again: %+v", st)
	}
	if docs, err := m.Documents(t.Context()); err != nil || len(docs) != 1 || docs[0].Units != 5 {
		t.Errorf("documents: %+v, %v", docs, err)
	}
	// Two Chinese variants are one unit, found by either.
	for _, phrase := range []string{"回顾", "回顧", "宣言"} {
		r, err := m.Lookup(t.Context(), Query{Phrase: phrase})
		if err != nil || r.Count != 1 || len(r.Hits) != 1 || len(r.Hits[0].Marks) != 1 {
			t.Errorf("%s: %+v, %v", phrase, r, err)
		}
	}
	st = importText(t, m, foreignTMX, ImportOptions{Langs: map[string]lang.Code{"X-NOTHING": "la"}})
	if st.Added != 1 || st.Variants["la"] != 1 {
		t.Errorf("with a language given: %+v", st)
	}
	if n, err := m.Remove(t.Context(), "other.tmx"); n != 5 || err != nil {
		t.Errorf("remove: %d, %v", n, err)
	}
	if r, err := m.Lookup(t.Context(), Query{Phrase: "宣言"}); err != nil || r.Count != 0 {
		t.Errorf("after removal: %+v, %v", r, err)
	}
}

func TestRoundTrip(t *testing.T) {
	m := open(t)
	d := statement()
	d.Beads[1].Reasons = []string{"2231 missing in ru", "lengths differ"}
	d.Beads[1].Confidence = 0.123456789
	put(t, m, d)
	put(t, m, document("twice", "", zhEnRu, []string{"外空", "Outer space", "Космос"}, []string{"外空", "Outer space", "Космос"}))
	importText(t, m, foreignTMX, ImportOptions{})
	text, st := export(t, m, ExportOptions{ToolVersion: "1", All: true})
	if st.Units != 11 || len(st.Left) > 0 || len(st.Warnings) > 0 {
		t.Errorf("export: %+v", st)
	}
	valid(t, text)
	if again := importText(t, m, text, ImportOptions{}); again.Added != 0 || again.Duplicates != 11 {
		t.Errorf("own export into the same memory: %+v", again)
	}
	n := open(t)
	if st := importText(t, n, text, ImportOptions{}); st.Added != 11 || st.Duplicates != 0 {
		t.Errorf("import: %+v", st)
	}
	a, b := all(t, m), all(t, n)
	for i := range a {
		for j := range a[i].Variants { // written in canonical form
			a[i].Variants[j].Tag = canonical(a[i].Variants[j])
		}
		a[i].SrcLang, b[i].SrcLang = sourceTag(a[i]), sourceTag(b[i])
		if !reflect.DeepEqual(a[i], b[i]) {
			t.Errorf("unit %d:\n got %+v\nwant %+v", i, b[i], a[i])
		}
	}
	second, _ := export(t, n, ExportOptions{ToolVersion: "1", All: true})
	if second != text {
		t.Errorf("second export differs:\n%s\n%s", second, text)
	}
}

// canonical is the tag that an export writes: lang tags in canonical case.
func canonical(v Variant) string {
	switch v.Tag {
	case "":
		return string(v.Lang)
	case "zh_CN":
		return "zh-CN"
	case "ZH-TW":
		return "zh-TW"
	}
	return v.Tag
}

// sourceTag is what remains of a source language: "*all*" and none are one.
func sourceTag(u Unit) string {
	if u.SrcLang == "*all*" || !slices.ContainsFunc(u.Variants, func(v Variant) bool { return v.Tag == u.SrcLang }) {
		return ""
	}
	return u.SrcLang
}

func TestExportFilters(t *testing.T) {
	m := open(t)
	d := statement()
	d.Beads[1].Confidence = 0.4
	put(t, m, d)
	importText(t, m, foreignTMX, ImportOptions{})
	for _, c := range []struct {
		name  string
		opt   ExportOptions
		units int
		left  []Skipped
	}{
		{"all", ExportOptions{All: true}, 9, nil},
		{"pair", ExportOptions{Filter: Filter{Langs: []lang.Code{"zh", "en"}}}, 4, []Skipped{{"has text in one language only", 5}}},
		{"three", ExportOptions{Filter: Filter{Langs: zhEnRu}}, 6, []Skipped{{"has text in one language only", 3}}},
		{"sure", ExportOptions{Filter: Filter{MinConfidence: 0.5}}, 6, []Skipped{{"has a confidence below 0.5", 1}, {"has text in one language only", 2}}},
		{"drafts", ExportOptions{Filter: Filter{Status: Draft}}, 3, []Skipped{{"is not draft", 5}, {"has text in one language only", 1}}},
		{"document", ExportOptions{Filter: Filter{Documents: []string{"statement"}}}, 3, []Skipped{{"belongs to another document", 5}, {"has text in one language only", 1}}},
	} {
		text, st := export(t, m, c.opt)
		if st.Units != c.units || !reflect.DeepEqual(st.Left, c.left) {
			t.Errorf("%s: %+v", c.name, st)
		}
		valid(t, text)
		if n := strings.Count(text, "<tu "); n != c.units {
			t.Errorf("%s: %d units written", c.name, n)
		}
	}
	_, err := m.Export(t.Context(), io.Discard, ExportOptions{Filter: Filter{Documents: []string{"none"}}})
	if !errors.Is(err, ErrNoDocument) {
		t.Errorf("no such document: %v", err)
	}
	text, _ := export(t, m, ExportOptions{Tags: map[lang.Code]string{"zh": "zh-CN", "en": "en-US", "ru": "ru-RU"}, Source: "en"})
	valid(t, text)
	if !strings.Contains(text, `xml:lang="zh-CN"`) || strings.Contains(text, `xml:lang="zh"`) || !strings.Contains(text, `srclang="en-US"`) {
		t.Errorf("tags:\n%s", text)
	}
}

// TestImportDamaged: a damaged file changes nothing unless its good part is
// asked for.
func TestImportDamaged(t *testing.T) {
	m := open(t)
	cut := foreignTMX[:strings.Index(foreignTMX, "решает")]
	before := dump(t, m)
	_, err := m.Import(t.Context(), strings.NewReader(cut), ImportOptions{})
	if _, ok := errors.AsType[*tmx.SyntaxError](err); !ok {
		t.Fatalf("error: %v", err)
	}
	if dump(t, m) != before {
		t.Error("a failed import changed the memory")
	}
	st := importText(t, m, cut, ImportOptions{Partial: true})
	if st.Added != 2 || len(st.Warnings) == 0 {
		t.Errorf("partial: %+v", st)
	}
}

// TestImportHostile imports every file of the hostile set twice.
func TestImportHostile(t *testing.T) {
	files, _ := filepath.Glob("../../shared/sets/tmx/nasty/*")
	kit, _ := filepath.Glob("../../shared/sets/tmx/compliance-kit/*")
	if len(files) == 0 {
		t.Skip("no hostile TMX files beside the repository")
	}
	for _, file := range append(files, kit...) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := open(t)
		st, err := m.Import(t.Context(), bytes.NewReader(data), ImportOptions{Document: filepath.Base(file)})
		if err != nil {
			if len(all(t, m)) != 0 {
				t.Errorf("%s: failed and left units", file)
			}
			continue
		}
		again, err := m.Import(t.Context(), bytes.NewReader(data), ImportOptions{Document: filepath.Base(file)})
		if err != nil || again.Added != 0 {
			t.Errorf("%s: %d units, again %d, %v", file, st.Added, again.Added, err)
		}
		text, _ := export(t, m, ExportOptions{All: true})
		valid(t, text)
		n := open(t)
		if back := importText(t, n, text, ImportOptions{}); back.Added != st.Added {
			t.Errorf("%s: %d units, %d come back", file, st.Added, back.Added)
		}
	}
}

// dump is the whole content of the tables, operations aside.
func dump(t testing.TB, m *Memory) string {
	t.Helper()
	var b strings.Builder
	for _, table := range []string{"document", "text", "paragraph", "unit", "variant", "property", "extent", "alias", "form", "term", "posting"} {
		rows, err := m.reads.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		columns, _ := rows.Columns()
		for rows.Next() {
			cells := make([]any, len(columns))
			for i := range cells {
				cells[i] = new(any)
			}
			if err := rows.Scan(cells...); err != nil {
				t.Fatal(err)
			}
			b.WriteString(table)
			for _, c := range cells {
				switch v := (*c.(*any)).(type) {
				case []byte:
					b.WriteString("|" + string(v))
				default:
					b.WriteString("|" + fmt.Sprint(v))
				}
			}
			b.WriteByte('\n')
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		rows.Close()
	}
	return b.String()
}
