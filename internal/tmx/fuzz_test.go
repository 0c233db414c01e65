package tmx

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

// seeds adds the hostile files and a document with everything.
func seeds(f *testing.F) {
	f.Helper()
	files, err := filepath.Glob("testdata/nasty/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	h, u := everything()
	doc, _ := write(f, h, []Unit{u}, nil)
	f.Add([]byte(doc))
	f.Add([]byte(sample("a <b c='<'>d</e> &#xD83D;&#xDE00; <![CDATA[]]]]>", "<g id='1'><bpt i='1'/>x</g><sub>s</sub>", "<ph>a<hi>b</hi>")))
}

// FuzzRead holds that no bytes make the reader fail, hang or grow; that strict
// reading gives a beginning of what lenient reading gives; that what was read can
// be written; and that what was written is valid, reads as the same text and is
// written the same again.
func FuzzRead(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, b []byte) { holds(t, b) })
}

// holds is what FuzzRead says. It returns what lenient reading gives.
func holds(t *testing.T, b []byte) []Unit {
	t.Helper()
	const limit = 1 << 16
	small := func(r *Reader) { r.MaxSegment = limit; r.MaxUnit = 4 * limit; r.Lenient = true }
	got := readAll(t, bytes.NewReader(b), small)
	slow := readAll(t, iotest.OneByteReader(bytes.NewReader(b)), small)
	if len(b) < 5000 && !reflect.DeepEqual(got, slow) {
		t.Errorf("one byte at a time gives\n%+v\nnot\n%+v", slow, got)
	}
	strictly := readAll(t, bytes.NewReader(b), func(r *Reader) { small(r); r.Strict = true })
	if n := len(strictly.units); n > len(got.units) || n > 0 && !reflect.DeepEqual(strictly.units, got.units[:n]) {
		t.Errorf("strict\n%+v\nlenient\n%+v", strictly.units, got.units)
	}
	readAll(t, bytes.NewReader(b), func(r *Reader) { small(r); r.Lenient = false })
	told := int64(-1)
	for w, err := range Validate(bytes.NewReader(b)) {
		if err != nil || w.Line == 0 || w.Column == 0 || w.Rule == "" || w.Message == "" {
			t.Errorf("problem %+v, %v", w, err)
		}
		told = max(told, w.Offset)
	}
	if told < 0 && len(strictly.errs) > 0 {
		t.Errorf("strict reading fails with %v, but nothing is wrong", strictly.errs[0])
	}
	for _, u := range got.units {
		for _, v := range u.Variants {
			if !utf8.ValidString(v.Text) || len(v.Text) > limit || len(v.Raw) > 8*limit || v.Text == "" && v.Raw == "" {
				t.Errorf("variant %q %q", v.Text, v.Raw)
			}
		}
	}
	roundTrip(t, got.units)
	return got.units
}

func roundTrip(t *testing.T, units []Unit) {
	t.Helper()
	for _, portable := range []bool{false, true} {
		set := func(w *Writer) { w.Portable = portable }
		first, _ := write(t, Header{}, units, set)
		_, back := readBack(t, first)
		if len(back) != len(units) {
			t.Fatalf("%d units written, %d read in\n%s", len(units), len(back), first)
		}
		for i, u := range units {
			same(t, u, back[i])
		}
		second, counts := write(t, Header{}, back, set)
		if second != first {
			t.Fatalf("written\n%s\nthen\n%s", first, second)
		}
		if len(counts) > 0 {
			t.Fatalf("warnings in writing what was written: %v\n%s", counts, first)
		}
	}
}

// same compares what a unit was with what it is after writing and reading.
func same(t *testing.T, want, got Unit) {
	t.Helper()
	if len(got.Variants) != len(want.Variants) || got.ID != want.ID || got.Meta != want.Meta ||
		len(got.Notes) != len(want.Notes) || len(got.Props) != len(want.Props) {
		t.Fatalf("got  %+v\nwant %+v", got, want)
	}
	for j, v := range want.Variants {
		if g := got.Variants[j]; g.Text != v.Text || g.Meta != v.Meta || (g.Raw == "") != (v.Raw == "") {
			t.Fatalf("got  %+v\nwant %+v", g, v)
		}
		if g := got.Variants[j]; legalLang(v.Lang) && g.Lang != v.Lang {
			t.Fatalf("language %q, want %q", g.Lang, v.Lang)
		}
	}
}

// FuzzWrite holds that whatever a unit's fields are, the document is valid and
// reads as the same text.
func FuzzWrite(f *testing.F) {
	f.Add("id", "zh_CN", "text", "<hi>a</hi>", "type", "note")
	f.Add("\x00", "", "a\r\n\x0b", "</seg>", "", "]]>")
	f.Add("", "x-zh", "", "a & b <g id='1'>c<sub>d", "\xff", "<&\"'>")
	f.Fuzz(func(t *testing.T, id, lang, text, raw, kind, note string) {
		u := Unit{
			ID: id, SrcLang: lang, SegType: kind, Meta: Meta{Tool: kind, Created: note, ChangedBy: text},
			Notes: []Note{{Text: note, Lang: lang}}, Props: []Prop{{Type: kind, Text: note, Lang: lang}},
			Variants: []Variant{{Lang: lang, Text: text, Raw: raw}, {Lang: "en", Text: text + "."}},
		}
		doc, _ := write(t, Header{Notes: u.Notes, SrcLang: lang, SegType: kind}, []Unit{u}, nil)
		_, back := readBack(t, doc)
		if len(back) != 1 {
			t.Fatalf("%d units in\n%s", len(back), doc)
		}
		clean, _ := clean(text + ".")
		if got := back[0].Variants[len(back[0].Variants)-1].Text; got != clean {
			t.Errorf("text %q, want %q", got, clean)
		}
		again, counts := write(t, Header{Notes: back[0].Notes, SrcLang: lang, SegType: kind}, back, nil)
		_ = counts
		if strings.Count(again, "<tu>") > 1 {
			t.Errorf("again\n%s", again)
		}
	})
}

// FuzzSource holds that a damaged gzip or zip file ends in an error or in units, nothing else.
func FuzzSource(f *testing.F) {
	b, err := os.ReadFile("testdata/nasty/v30_gz.tmx.gz")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add(zipped(f, map[string]string{"a.tmx": sample("A.")}, []string{"a.tmx"}))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := NewReader(bytes.NewReader(b))
		for {
			_, err := r.Read()
			if e, ok := errors.AsType[*SyntaxError](err); ok && !e.Final {
				continue
			}
			if err != nil {
				if _, again := r.Read(); !errors.Is(err, io.EOF) && again == nil {
					t.Error("a unit after a final error")
				}
				return
			}
		}
	})
}
