package document

import (
	"testing"

	"dragoman/internal/lang"
)

func TestStatement(t *testing.T) {
	got, err := Read(t.Context(), "../../data/statement/zh.txt", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Lang != lang.Chinese || len(got.Paragraphs) != 37 {
		t.Errorf("language %q, %d paragraphs, want zh and 37", got.Lang, len(got.Paragraphs))
	}
}
