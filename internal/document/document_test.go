package document

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/internal/lang"
)

func TestStatement(t *testing.T) {
	got, err := Read(t.Context(), "../../data/statement/zh.txt", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Lang != lang.Chinese || got.Encoding != "UTF-8" || len(got.Hash) != 64 || len(got.Paragraphs) != 37 || len(got.Warnings) != 0 {
		t.Errorf("language %q, encoding %s, %d paragraphs, want 37; warnings %v", got.Lang, got.Encoding, len(got.Paragraphs), got.Warnings)
	}
	kinds := map[Kind]int{}
	for _, p := range got.Paragraphs {
		kinds[p.Kind]++
	}
	if kinds[Heading] != 2 || kinds[ListItem] != 1 || kinds[Address] != 3 || kinds[Signature] != 3 {
		t.Errorf("kinds %v", kinds)
	}
}

func TestReadErrors(t *testing.T) {
	dir := t.TempDir()
	huge := filepath.Join(dir, "huge.txt")
	f, err := os.Create(huge)
	if err == nil {
		err = errors.Join(f.Truncate(2<<30), f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{
		filepath.Join(dir, "absent.txt"): fs.ErrNotExist, dir: ErrDirectory, huge: ErrTooLarge,
	} {
		_, err := Read(t.Context(), path, Options{})
		e, ok := errors.AsType[*Error](err)
		if !errors.Is(err, want) || !ok || e.Path != path || strings.Count(err.Error(), path) != 1 {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Read(ctx, "../../data/statement/zh.txt", Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestLanguageErrors(t *testing.T) {
	_, err := Parse(t.Context(), "x.txt", []byte("Всі люди народжуються вільними і рівними у своїй гідності та правах."), Options{})
	if u, ok := errors.AsType[*lang.UnsupportedError](err); !ok || u.Lang != "Ukrainian" {
		t.Errorf("%v", err)
	}
	if _, err := Parse(t.Context(), "x.txt", []byte("1234 5678"), Options{}); !errors.Is(err, lang.ErrUnknown) {
		t.Errorf("%v", err)
	}
	if got := parseAs(t, "x.txt", "Der Vertrag ist in Kraft.", Options{Lang: "de"}); got.Lang != "de" {
		t.Errorf("language %q", got.Lang)
	}
}

// TestUnnamed: standard input is told by its contents.
func TestUnnamed(t *testing.T) {
	if got := parseAs(t, "-", string(word(t, wp("The text."))), Options{}); len(got.Paragraphs) != 1 {
		t.Errorf("%v", got.Paragraphs)
	}
	if got := parseAs(t, "-", `{\rtf1 The text.}`, Options{}); got.Paragraphs[0].Text != "The text." {
		t.Errorf("%v", got.Paragraphs)
	}
	if got := parseAs(t, "notes", "The text.", Options{}); len(got.Paragraphs) != 1 {
		t.Errorf("%v", got.Paragraphs)
	}
}

// BenchmarkRead measures the formats on the Chinese statement.
func BenchmarkRead(b *testing.B) {
	text := statement(b, "zh.txt")
	var body strings.Builder
	for p := range strings.SplitSeq(text, "\n\n") {
		body.WriteString(wp(strings.TrimSpace(p)))
	}
	for name, data := range map[string][]byte{"x.txt": []byte(text), "x.md": []byte(text), "x.html": []byte("<p>" + strings.ReplaceAll(text, "\n\n", "<p>")), "x.docx": word(b, body.String())} {
		b.Run(filepath.Ext(name)[1:], func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := Parse(b.Context(), name, data, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
