package job

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/align"
	"dragoman/internal/document"
	"dragoman/internal/lang"
	"dragoman/internal/segment"
	"dragoman/tm"
)

const data = "../../data"

func statement(names ...string) []string {
	var paths []string
	for _, n := range names {
		paths = append(paths, filepath.Join(data, "statement", n+".txt"))
	}
	return paths
}

// TestSegmentsAsByHand compares reading and segmentation of the statement's
// five texts with the segments set by hand.
func TestSegmentsAsByHand(t *testing.T) {
	for _, name := range []string{"zh", "en", "ru", "en.statement-only", "ru.statement-only"} {
		t.Run(name, func(t *testing.T) {
			got := read(t, statement(name)[0])
			gold, err := os.ReadFile(filepath.Join(data, "gold", name+".segments"))
			if err != nil {
				t.Fatal(err)
			}
			want := strings.Split(strings.TrimSpace(string(gold)), "\n")
			i, paragraph := 0, 0
			for _, line := range want {
				if line == "" {
					paragraph++
					continue
				}
				if i >= len(got.Segments) {
					t.Fatalf("%d segments, more wanted: %q", i, line)
				}
				if text := got.SegmentText(i); text != line {
					t.Fatalf("segment %d is %q, want %q", i, text, line)
				}
				if p := got.Segments[i].Paragraph; p != paragraph {
					t.Fatalf("segment %d is in paragraph %d, want %d: %q", i, p, paragraph, line)
				}
				i++
			}
			if i != len(got.Segments) {
				t.Errorf("%d segments, want %d; the first too many: %q", len(got.Segments), i, got.SegmentText(i))
			}
		})
	}
}

func read(t *testing.T, path string) Text {
	t.Helper()
	doc, err := document.Read(t.Context(), path, document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return Cut(doc, &segment.Segmenter{Lang: doc.Lang})
}

// TestOffsets opens every segment in its place in the original file.
func TestOffsets(t *testing.T) {
	for _, name := range []string{"zh", "en", "ru"} {
		path := statement(name)[0]
		text := read(t, path)
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range text.Segments {
			want, at := text.SegmentText(i), text.Offset(i)
			if !strings.HasPrefix(string(file[at:]), want) {
				t.Errorf("%s: segment %d is not at byte %d: %q", name, i, at, want)
			}
		}
	}
}

func aligned(t *testing.T, names ...string) *Result {
	t.Helper()
	res, err := Align(t.Context(), Request{Paths: statement(names...)})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestStore(t *testing.T) {
	ctx := t.Context()
	m, err := tm.Open(ctx, filepath.Join(t.TempDir(), "m.db"), tm.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	three := aligned(t, "zh", "en", "ru")
	if three.Name != "statement" {
		t.Errorf("name is %q, want statement", three.Name)
	}
	store := func(r *Result, want tm.Outcome) {
		t.Helper()
		got, err := r.Store(ctx, m, false)
		if err != nil {
			t.Fatal(err)
		}
		if got.Outcome != want {
			t.Errorf("stored as %v, want %v", got.Outcome, want)
		}
	}
	store(three, tm.Added)
	store(three, tm.Unchanged)
	if known, err := Known(ctx, m, Request{Paths: statement("zh", "en", "ru")}); err != nil || !known {
		t.Errorf("Known gives %v, %v", known, err)
	}
	if known, err := Known(ctx, m, Request{Paths: statement("zh", "ru")}); err != nil || known {
		t.Errorf("Known of two versions gives %v, %v", known, err)
	}

	_, err = aligned(t, "zh", "en").Store(ctx, m, false)
	if _, ok := errors.AsType[*ConflictError](err); !ok {
		t.Errorf("a version without Russian was not refused: %v", err)
	}
	two := aligned(t, "zh", "en")
	if got, err := two.Store(ctx, m, true); err != nil || got.Outcome != tm.Replaced {
		t.Errorf("replace gave %v, %v", got.Outcome, err)
	}
}

func TestAlignRefuses(t *testing.T) {
	_, err := Align(t.Context(), Request{Paths: statement("en", "en.statement-only")})
	if e, ok := errors.AsType[*SameLanguageError](err); !ok || e.Lang != lang.English {
		t.Errorf("two English texts: %v", err)
	}
	if _, err := Align(t.Context(), Request{Paths: statement("zh")}); err == nil {
		t.Error("one text was aligned")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Align(ctx, Request{Paths: statement("zh", "en")}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context gave %v", err)
	}
}

// TestUnrelated: the letter and the statement are different texts.
func TestUnrelated(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	recipe := write("recipe.txt", strings.Repeat("Peel the onions and cut them into thin slices.\n\nMelt the butter in a heavy pot over a low fire.\n\n"+
		"Let the onions turn golden, which takes half an hour.\n\nAdd flour, stir, and pour in the broth.\n\nServe with toasted bread and cheese.\n\n", 6))
	res, err := Align(t.Context(), Request{Paths: []string{statement("zh")[0], recipe}})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := errors.AsType[*UnrelatedError](res.Check()); !ok {
		t.Errorf("a recipe passes for the statement: %.2f related", align.Related(res.Beads))
	}
	if err := aligned(t, "zh", "en.statement-only").Check(); err != nil {
		t.Errorf("a part of the document is refused: %v", err)
	}
	if r := align.Related(aligned(t, "zh", "en", "ru").Beads); r < 0.8 {
		t.Errorf("the statement is related to itself by %.2f", r)
	}
}

func TestName(t *testing.T) {
	dir := t.TempDir()
	for _, tc := range []struct {
		files []string
		want  string
	}{
		{[]string{"report_zh.txt", "report_en.txt", "report_ru.txt"}, "report"},
		{[]string{"x/zh.txt", "x/en.txt"}, "x"},
		{[]string{"x/zh.txt", "x/en.statement-only.txt", "x/ru.statement-only.txt"}, "statement-only"},
		{[]string{"a.zh", "a.en"}, "a"},
	} {
		var paths []string
		for _, f := range tc.files {
			p := filepath.Join(dir, f)
			if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(p, []byte("x"), 0o644); err != nil {
				t.Fatal(err)
			}
			paths = append(paths, p)
		}
		if got := Name(paths); got != tc.want {
			t.Errorf("Name(%q) is %q, want %q", tc.files, got, tc.want)
		}
	}
}

func TestSummary(t *testing.T) {
	text := func(l lang.Code, paragraphs ...int) Text {
		doc := &document.Text{Lang: l}
		out := Text{Text: doc}
		for i, n := range paragraphs {
			doc.Paragraphs = append(doc.Paragraphs, document.Paragraph{Text: "x"})
			for range n {
				out.Segments = append(out.Segments, Segment{i, 0, 1})
			}
		}
		return out
	}
	span := func(a, b int) align.Span { return align.Span{Start: a, End: b} }
	res := &Result{
		Texts: []Text{text("zh", 2, 2), text("en", 1), text("ru", 1, 1)},
		Beads: []align.Bead{
			{Spans: []align.Span{span(0, 1), span(0, 1), span(0, 1)}, Confidence: .9},
			{Spans: []align.Span{span(1, 2), span(1, 1), span(1, 2)}, Confidence: .4, Reasons: []string{"why"}},
			{Spans: []align.Span{span(2, 3), span(1, 1), span(2, 2)}, Confidence: .8},
			{Spans: []align.Span{span(3, 4), span(1, 1), span(2, 2)}, Confidence: .8},
		},
	}
	s := res.Summary()
	if s.Rows != 4 || s.Complete != 1 || s.Partial != 1 || s.Single != 2 {
		t.Errorf("counts are %+v", s)
	}
	if len(s.Check) != 1 || s.Check[0].Row != 2 || s.Check[0].Reasons[0] != "why" {
		t.Errorf("to check: %+v", s.Check)
	}
	if len(s.Gaps) != 2 || s.Gaps[1].Rows != [2]int{3, 4} || s.Gaps[1].Paragraphs != [2]int{1, 1} || len(s.Gaps[1].Lacking) != 2 {
		t.Errorf("gaps: %+v", s.Gaps)
	}
}
