package tm

import (
	"context"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dragoman/internal/lang"
)

// open opens a new memory in a folder of the test.
func open(t testing.TB) *Memory {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "memory.db"), Options{Create: true})
}

func openAt(t testing.TB, path string, opt Options) *Memory {
	t.Helper()
	m, err := Open(context.Background(), path, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

// document makes a document of rows; a row is its texts in the order of the
// languages, empty where it has none. Each text is one paragraph of its own.
func document(name, date string, langs []lang.Code, rows ...[]string) Document {
	d := Document{Name: name, Date: date}
	offset := make([]int64, len(langs))
	for _, l := range langs {
		d.Texts = append(d.Texts, Text{Lang: l, Path: "/docs/" + name + "." + string(l), Hash: name + string(l), Encoding: "UTF-8"})
	}
	for _, row := range rows {
		b := Bead{Confidence: 0.9, Segments: make([][]Segment, len(langs))}
		for t, text := range row {
			if text == "" {
				continue
			}
			x := &d.Texts[t]
			b.Segments[t] = []Segment{{Paragraph: len(x.Paragraphs), End: len(text)}}
			x.Paragraphs = append(x.Paragraphs, Paragraph{Text: text, Kind: "body", Offset: offset[t]})
			offset[t] += int64(len(text)) + 2
		}
		d.Beads = append(d.Beads, b)
	}
	return d
}

var zhEnRu = []lang.Code{lang.Chinese, lang.English, lang.Russian}

func statement() Document {
	return document("statement", "2025-05-08", zhEnRu,
		[]string{"双方强调维护和巩固全球战略稳定极其重要。", "The Parties emphasise that maintaining global strategic stability is extremely important.", "Стороны подчёркивают крайнюю важность глобальной стратегической стабильности."},
		[]string{"反导拦截能力。", "Missile defence capabilities.", "Возможности противоракетной обороны."},
		[]string{"外空", "Outer space, strategic  stability.", "Космос."},
		[]string{"", "Only in English.", ""},
	)
}

func put(t testing.TB, m *Memory, d Document) Stored {
	t.Helper()
	s, err := m.Put(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPut(t *testing.T) {
	m := open(t)
	d := statement()
	if got := put(t, m, d); got != (Stored{Added, 4, 0}) {
		t.Fatalf("first: %+v", got)
	}
	if got := put(t, m, d); got != (Stored{Unchanged, 4, 0}) {
		t.Fatalf("again: %+v", got)
	}
	got, err := m.Document(t.Context(), d.Name)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, d) {
		t.Fatalf("document:\n got %+v\nwant %+v", got, d)
	}
	d.Texts[0].Hash = "other"
	d.Beads = d.Beads[:3]
	if got := put(t, m, d); got != (Stored{Replaced, 3, 4}) {
		t.Fatalf("changed: %+v", got)
	}
	st, err := m.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	st.Path, st.Size = "", 0
	want := Stats{Schema: schemaVersion, Documents: 1, Units: 3, Statuses: []StatusStats{{Draft, 3}}, Languages: []LanguageStats{
		{"en", 3, 152}, {"ru", 3, 120}, {"zh", 3, 29}}}
	if !reflect.DeepEqual(st, want) {
		t.Fatalf("stats:\n got %+v\nwant %+v", st, want)
	}
	n, err := m.Remove(t.Context(), d.Name)
	if n != 3 || err != nil {
		t.Fatalf("remove: %d, %v", n, err)
	}
	for _, table := range []string{"document", "text", "paragraph", "unit", "variant", "property", "extent", "form", "posting"} {
		var rows int
		if err := m.reads.QueryRow("SELECT count(*) FROM " + table).Scan(&rows); err != nil || rows != 0 {
			t.Errorf("%s after removal: %d rows, %v", table, rows, err)
		}
	}
	var terms int
	if err := m.reads.QueryRow("SELECT count(*) FROM term WHERE since IS NULL").Scan(&terms); err != nil || terms != 0 {
		t.Errorf("%d terms after removal, %v", terms, err)
	}
}

// found formats hits as document:row and the marked parts.
func found(r Result) string {
	var b strings.Builder
	for i, h := range r.Hits {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(h.Unit.TUID)
		for _, s := range h.Marks {
			b.WriteString(" [" + h.Unit.Variants[h.Variant].Text[s.Start:s.End] + "]")
		}
	}
	return b.String()
}

func TestLookup(t *testing.T) {
	m := open(t)
	put(t, m, statement())
	put(t, m, document("older", "2019-01-02", zhEnRu, []string{"戰略穩定與外空", "Strategic stability and outer space", "Стратегическая стабильность"}))
	put(t, m, document("undated", "", zhEnRu, []string{"ＮＰＴ第２２３１号决议", "Resolution 2231, NPT", "Резолюция 2231"}))
	for _, c := range []struct {
		query Query
		lang  lang.Code
		want  string
	}{
		{Query{Phrase: "战略稳定"}, "zh", "statement:1 [战略稳定]; older:1 [戰略穩定]"},
		{Query{Phrase: "穩"}, "zh", "statement:1 [稳]; older:1 [穩]"},
		{Query{Phrase: "外空"}, "zh", "statement:3 [外空]; older:1 [外空]"},
		{Query{Phrase: "strategic stability"}, "en", "statement:1 [strategic stability]; statement:3 [strategic  stability]; older:1 [Strategic stability]"},
		{Query{Phrase: "STRATEGIC-STABILITY!"}, "en", "statement:1 [strategic stability]; statement:3 [strategic  stability]; older:1 [Strategic stability]"},
		{Query{Phrase: "party emphasised"}, "en", "statement:1 [Parties emphasise]"},
		{Query{Phrase: "стратегическую стабильность"}, "ru", "statement:1 [стратегической стабильности]; older:1 [Стратегическая стабильность]"},
		{Query{Phrase: "подчеркивает"}, "ru", "statement:1 [подчёркивают]"},
		{Query{Phrase: "2231"}, "en", "undated:1 [2231]"},
		{Query{Phrase: "NPT"}, "en", "undated:1 [NPT]"},
		{Query{Phrase: "NPT", Lang: "zh"}, "zh", "undated:1 [ＮＰＴ]"},
		{Query{Phrase: "ｓｔａｂｉｌｉｔｙ", Limit: 1}, "en", "statement:1 [stability]"},
		{Query{Phrase: "stability", Document: "older"}, "en", "older:1 [stability]"},
		{Query{Phrase: "nothing of the kind"}, "en", ""},
		{Query{Phrase: "stability strategic"}, "en", ""},
		{Query{Phrase: "定稳"}, "zh", ""},
	} {
		r, err := m.Lookup(t.Context(), c.query)
		if err != nil {
			t.Errorf("%+v: %v", c.query, err)
			continue
		}
		if got := found(r); got != c.want || r.Lang != c.lang {
			t.Errorf("%+v:\n got %s %s\nwant %s %s", c.query, r.Lang, got, c.lang, c.want)
		}
		if c.query.Limit == 0 && r.Count != len(r.Hits) {
			t.Errorf("%+v: count %d, %d hits", c.query, r.Count, len(r.Hits))
		}
	}
	r, err := m.Lookup(t.Context(), Query{Phrase: "outer space", Context: 2})
	if err != nil || len(r.Hits) != 2 || len(r.Hits[0].Before) != 2 || len(r.Hits[0].After) != 1 {
		t.Fatalf("context: %+v, %v", r, err)
	}
	if got := r.Hits[0].Before[0].Variants[1].Text; !strings.HasPrefix(got, "The Parties") {
		t.Errorf("first neighbour: %s", got)
	}
	if v := r.Hits[0].Unit.Variants[1]; v.Paragraph != 2 || v.Offset == 0 || v.Path != "/docs/statement.en" {
		t.Errorf("place: %+v", v)
	}
	if !slices.Equal(r.Hits[0].Marks, []Span{{0, 11}}) {
		t.Errorf("marks: %v", r.Hits[0].Marks)
	}
}
