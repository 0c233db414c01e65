package align

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/internal/lang"
)

// setsDir holds the measuring sets, beside the repository.
const setsDir = "../../shared/sets/align"

var setNames = []string{"un-dev-std", "un-dev-hard", "tico-std", "tico-hard", "uncharter-std", "udhr-std", "udhr-hard"}

var setLangs = []lang.Code{"zh", "en", "ru"}

// document is one document of a set.
type document struct {
	name  string
	texts []Text // in the order of setLangs
	gold  [3][]Link
	gold3 []Link
}

func readSet(t testing.TB, name string) []document {
	t.Helper()
	dir := filepath.Join(setsDir, name)
	data, err := os.ReadFile(filepath.Join(dir, "set.json"))
	if err != nil {
		t.Skip("the measuring sets are not here: ", err)
	}
	var meta struct{ Docs []string }
	if err := json.Unmarshal(data, &meta); err != nil {
		t.Fatal(err)
	}
	var docs []document
	for _, d := range meta.Docs {
		doc := document{name: d}
		for _, l := range setLangs {
			data, err := os.ReadFile(filepath.Join(dir, d+"."+string(l)))
			if err != nil {
				t.Fatal(err)
			}
			text := Text{Lang: l}
			for k, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
				text.Segments = append(text.Segments, Segment{Text: strings.TrimRight(line, "\r"), Paragraph: k})
			}
			doc.texts = append(doc.texts, text)
		}
		for p, ext := range []string{".zh-en.gold", ".zh-ru.gold", ".en-ru.gold"} {
			doc.gold[p] = readLadderFile(t, filepath.Join(dir, d+ext))
		}
		doc.gold3 = readLadderFile(t, filepath.Join(dir, d+".zh-en-ru.gold3"))
		docs = append(docs, doc)
	}
	return docs
}

func readLadderFile(t testing.TB, path string) []Link {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	links, err := ReadLadder(f)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return links
}
