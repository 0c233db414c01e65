package tm_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"dragoman/internal/lang"
	"dragoman/tm"
)

func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	m, err := tm.Open(ctx, filepath.Join(dir, "memory.db"), tm.Options{Create: true})
	if err != nil {
		panic(err)
	}
	defer m.Close()

	zh, en := "双方重申全球战略稳定。", "The Parties reaffirm global strategic stability."
	_, err = m.Put(ctx, tm.Document{
		Name: "statement",
		Date: "2025-05-08",
		Texts: []tm.Text{
			{Lang: lang.Chinese, Paragraphs: []tm.Paragraph{{Text: zh}}},
			{Lang: lang.English, Paragraphs: []tm.Paragraph{{Text: en}}},
		},
		Beads: []tm.Bead{{Confidence: 0.98, Segments: [][]tm.Segment{{{End: len(zh)}}, {{End: len(en)}}}}},
	})
	if err != nil {
		panic(err)
	}
	r, err := m.Lookup(ctx, tm.Query{Phrase: "戰略穩定"})
	if err != nil {
		panic(err)
	}
	for _, h := range r.Hits {
		v := h.Unit.Variants[h.Variant]
		fmt.Println(v.Text[h.Marks[0].Start:h.Marks[0].End], "→", h.Unit.Variants[1].Text)
	}
	// Output: 战略稳定 → The Parties reaffirm global strategic stability.
}
