package tm

import (
	"context"
	"math"
	"strings"
	"testing"

	"golang.org/x/text/encoding/htmlindex"

	"dragoman/internal/lang"
)

// TestPlace opens every unit in its place: the bytes of the original file at
// the offset of a variant are its text, whatever the encoding.
func TestPlace(t *testing.T) {
	const before, zh, between, after = "前言。\n\n", "第一句。\n第二句。", "\n\n", "第三段。"
	for _, name := range []string{"UTF-8", "GB18030", "UTF-16LE", "Big5", ""} {
		encode := func(s string) string {
			enc, err := htmlindex.Get(strings.ToLower(name))
			if err != nil {
				return s
			}
			b, err := enc.NewEncoder().String(s)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		file := encode(before + zh + between + after)
		p1 := int64(len(encode(before)))
		p2 := int64(len(encode(before + zh + between)))
		second := strings.Index(zh, "第二")
		d := Document{Name: "d", Texts: []Text{
			{Lang: lang.Chinese, Path: "f", Hash: name, Encoding: name, Paragraphs: []Paragraph{
				{Text: zh, Offset: p1}, {Text: after, Offset: p2}}},
			{Lang: lang.English, Paragraphs: []Paragraph{{Text: "x y", Offset: -1}}},
		}, Beads: []Bead{
			{Segments: [][]Segment{{{0, 0, second - 1}}, {{0, 0, 1}}}},
			{Segments: [][]Segment{{{0, second, len(zh)}}, {{0, 2, 3}}}},
			{Segments: [][]Segment{{{0, 0, second - 1}, {0, second, len(zh)}, {1, 0, len(after)}}, {{0, 2, 3}, {0, 0, 1}}}},
		}}
		m := open(t)
		put(t, m, d)
		us := all(t, m)
		for i, want := range []string{"第一句。", "第二句。", zh + "\n" + after} {
			v := us[i].Variants[0]
			if v.Text != want {
				t.Errorf("%s: unit %d is %q, want %q", name, i, v.Text, want)
			}
			first := encode(strings.SplitN(want, "\n", 2)[0])
			if v.Offset < 0 || !strings.HasPrefix(file[v.Offset:], first) {
				t.Errorf("%s: unit %d is not at %d", name, i, v.Offset)
			}
		}
		if v := us[2].Variants[1]; v.Text != "y x" || v.Offset != -1 || v.Paragraph != 0 {
			t.Errorf("a crossing bead: %+v", v)
		}
	}
}

func TestPutRefuses(t *testing.T) {
	m := open(t)
	good := Text{Lang: lang.English, Paragraphs: []Paragraph{{Text: "abc"}}}
	for name, d := range map[string]Document{
		"no name":       {Texts: []Text{good}},
		"no texts":      {Name: "x"},
		"columns":       {Name: "x", Texts: []Text{good}, Beads: []Bead{{Segments: make([][]Segment, 2)}}},
		"paragraph":     {Name: "x", Texts: []Text{good}, Beads: []Bead{{Segments: [][]Segment{{{1, 0, 1}}}}}},
		"beyond":        {Name: "x", Texts: []Text{good}, Beads: []Bead{{Segments: [][]Segment{{{0, 2, 4}}}}}},
		"backwards":     {Name: "x", Texts: []Text{good}, Beads: []Bead{{Segments: [][]Segment{{{0, 2, 1}}}}}},
		"not even text": {Name: "x", Texts: []Text{{Lang: lang.English, Paragraphs: []Paragraph{{Text: "\xff"}}}}},
	} {
		if _, err := m.Put(t.Context(), d); err == nil {
			t.Errorf("%s: stored", name)
		}
	}
	d := Document{Name: "x", Texts: []Text{good}, Beads: []Bead{{Confidence: math.NaN(), Segments: [][]Segment{{{0, 0, 3}}}}}}
	put(t, m, d)
	if us := all(t, m); len(us) != 1 || us[0].Confidence != 0 {
		t.Errorf("no confidence: %+v", us)
	}
}

func TestUnchanged(t *testing.T) {
	m := open(t)
	d := statement()
	same := func(d Document) bool {
		ok, err := m.Unchanged(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	if same(d) {
		t.Error("before it is stored")
	}
	put(t, m, d)
	short := Document{Name: d.Name}
	for _, i := range []int{2, 0, 1} { // any order, any path
		short.Texts = append(short.Texts, Text{Lang: d.Texts[i].Lang, Hash: d.Texts[i].Hash, Path: "elsewhere"})
	}
	if !same(short) {
		t.Error("names and hashes are not enough")
	}
	if short.Date = "1999-01-01"; same(short) {
		t.Error("another date")
	}
	if short.Date, short.Texts[0].Hash = "", "other"; same(short) {
		t.Error("another file")
	}
	if short.Texts = short.Texts[1:]; same(short) {
		t.Error("a language less")
	}
	moved := statement()
	moved.Texts[0].Path = "elsewhere"
	if s := put(t, m, moved); s.Outcome != Unchanged {
		t.Errorf("files moved: %+v", s)
	}
}

// TestReadersDuringImport looks up while an import is under way.
func TestReadersDuringImport(t *testing.T) {
	m := open(t)
	put(t, m, statement())
	looked := 0
	_, err := m.Import(t.Context(), newGenerator(1).tmx(1500), ImportOptions{Progress: func(int) {
		r, err := m.Lookup(t.Context(), Query{Phrase: "外空"})
		if err != nil || r.Count != 1 {
			t.Errorf("look-up: %+v, %v", r, err)
		}
		looked++
	}})
	if err != nil || looked == 0 {
		t.Errorf("%d look-ups, %v", looked, err)
	}
}
