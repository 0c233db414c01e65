package align

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
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

var update = flag.Bool("update", false, "rewrite the golden files")

// outcome is what the aligner makes of a document, two texts at a time and
// three at once.
type outcome struct {
	pairs [3][]Bead
	three []Bead
}

func alignSet(t *testing.T, docs []document) []outcome {
	t.Helper()
	out := make([]outcome, len(docs))
	limit := make(chan struct{}, 2) // as many as the machine has cores
	var wg sync.WaitGroup
	for k, d := range docs {
		wg.Go(func() {
			limit <- struct{}{}
			defer func() { <-limit }()
			var a Aligner
			var err error
			for p, ij := range pairs {
				if out[k].pairs[p], err = a.Align(t.Context(), d.texts[ij[0]], d.texts[ij[1]]); err != nil {
					t.Error(err)
				}
			}
			if out[k].three, err = a.Align(t.Context(), d.texts...); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	return out
}

// partsOf is the ladder of one pair out of beads of three texts.
func partsOf(beads []Bead, p int) []Link {
	var links []Link
	for _, b := range beads {
		for _, part := range b.Parts[p] {
			links = append(links, Link{part.A.numbers(), part.B.numbers()})
		}
	}
	return links
}

// targets are the strict F1 to reach, zh-en, zh-ru, en-ru.
var targets = map[string][3]float64{
	"un-dev-std": {.968, .962, .970}, "un-dev-hard": {.945, .935, .940},
	"tico-std": {.968, .955, .973}, "tico-hard": {.940, .925, .935},
	"uncharter-std": {.950, .930, .965}, "udhr-std": {.970, .960, .960},
}

func TestGold(t *testing.T) {
	if testing.Short() {
		t.Skip("scores over the measuring sets take 40 s of processor time")
	}
	var b strings.Builder
	b.WriteString("Scores on the measuring sets. Written by: go test ./align -run TestGold -update\n\n")
	b.WriteString("strict and lax precision, recall, F1; alone: two texts; with: the pair out of three\n\n")
	fmt.Fprintf(&b, "%-14s %-6s %-5s %s  %s  %s\n", "set", "pair", "", "strict P    R    F1", "lax P    R    F1", "  to reach")
	var judged reliability
	names := []string{"zh-en", "zh-ru", "en-ru"}
	for _, set := range setNames {
		docs := readSet(t, set)
		out := alignSet(t, docs)
		for p := range pairs {
			var gold, alone, with [][]Link
			for k, d := range docs {
				gold = append(gold, d.gold[p])
				alone = append(alone, Links(out[k].pairs[p]))
				with = append(with, partsOf(out[k].three, p))
				judged.add(0, out[k].pairs[p], d.gold[p])
			}
			for _, c := range []struct {
				name string
				got  [][]Link
			}{{"alone", alone}, {"with", with}} {
				s, err := Evaluate(gold, c.got)
				if err != nil {
					t.Fatal(err)
				}
				x, y := s.Strict, s.Lax
				fmt.Fprintf(&b, "%-14s %-6s %-5s  %.3f %.3f %.3f  %.3f %.3f %.3f", set, names[p], c.name, x.Precision, x.Recall, x.F1, y.Precision, y.Recall, y.F1)
				if to := targets[set][p]; to > 0 {
					fmt.Fprintf(&b, "  %.3f", to)
				}
				b.WriteByte('\n')
			}
			fmt.Fprintf(&b, "%-14s %-6s types %s\n", set, names[p], byType(gold, alone))
		}
		var gold3, got3 [][]Link
		for k, d := range docs {
			gold3, got3 = append(gold3, d.gold3), append(got3, Links(out[k].three))
			judged.add(1, out[k].three, d.gold3)
		}
		u, err := EvaluateUnits(gold3, got3)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%-14s exact units of three texts: P %.3f R %.3f F1 %.3f\n\n", set, u.Precision, u.Recall, u.F1)
	}
	golden(t, "gold_scores.txt", b.String())
	golden(t, "reliability.txt", judged.String())
	for k, name := range []string{"two texts", "three texts"} {
		if e := judged.error(k); e > 0.03 {
			t.Errorf("%s: expected calibration error %.3f", name, e)
		}
	}
}

// byType is how many gold beads of each type were found, of how many.
func byType(gold, got [][]Link) string {
	found, all := map[string]int{}, map[string]int{}
	for d := range gold {
		have := map[string]bool{}
		for _, l := range got[d] {
			have[fmt.Sprint(l)] = true
		}
		for _, l := range gold[d] {
			a, b := len(l[0]), len(l[1])
			kind := fmt.Sprintf("%d-%d", min(a, b), max(a, b))
			if min(a, b) > 1 && max(a, b) > 2 {
				kind = "more"
			} else if max(a, b) > 3 {
				kind = "1-4+"
			}
			all[kind]++
			if have[fmt.Sprint(l)] {
				found[kind]++
			}
		}
	}
	var out []string
	for _, kind := range slices.Sorted(maps.Keys(all)) {
		out = append(out, fmt.Sprintf("%s %d/%d", kind, found[kind], all[kind]))
	}
	return strings.Join(out, ", ")
}

// reliability counts beads by their confidence, for two texts and for three.
type reliability [2][10]struct {
	n, right int
	sum      float64
}

func (r *reliability) add(mode int, beads []Bead, gold []Link) {
	want := map[string]bool{}
	for _, l := range gold {
		want[fmt.Sprint(l)] = true
	}
	for k, l := range Links(beads) {
		c := beads[k].Confidence
		bin := &r[mode][min(9, int(c*10))]
		bin.n++
		bin.sum += c
		if want[fmt.Sprint(l)] {
			bin.right++
		}
	}
}

// error is the expected calibration error: the mean distance between what was
// promised and what was right, over all beads.
func (r *reliability) error(mode int) float64 {
	off, n := 0.0, 0
	for _, b := range r[mode] {
		off += math.Abs(b.sum - float64(b.right))
		n += b.n
	}
	return off / float64(max(1, n))
}

func (r *reliability) String() string {
	var b strings.Builder
	b.WriteString("Confidence against the share of beads that are right, over all sets.\nWritten by: go test ./align -run TestGold -update\n")
	for mode, name := range []string{"two texts", "three texts"} {
		fmt.Fprintf(&b, "\n%s: expected calibration error %.3f\nconfidence  beads  mean   right\n", name, r.error(mode))
		for k, bin := range r[mode] {
			n := float64(max(1, bin.n))
			fmt.Fprintf(&b, "%.1f-%.1f    %6d  %.3f  %.3f\n", float64(k)/10, float64(k+1)/10, bin.n, bin.sum/n, float64(bin.right)/n)
		}
	}
	return b.String()
}

// golden compares with a golden file, or rewrites it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s has changed; look at the difference, then run with -update. Now:\n%s", path, got)
	}
}

// statements are the hand-made alignments of the statement, with the texts
// they are of. Each is to reach statementF1.
var statements = []struct{ gold, texts string }{
	{"statement.zh-en", "zh en"}, {"statement.zh-ru", "zh ru"}, {"statement.en-ru", "en ru"},
	{"statement.zh-en-ru", "zh en ru"},
	{"statement-only.zh-en", "zh en.statement-only"}, {"statement-only.zh-ru", "zh ru.statement-only"},
	{"statement-only.en-ru", "en.statement-only ru.statement-only"},
	{"statement-only.zh-en-ru", "zh en.statement-only ru.statement-only"},
	{"mixed-en.zh-en-ru", "zh en ru.statement-only"}, {"mixed-ru.zh-en-ru", "zh en.statement-only ru"},
}

func TestStatementGold(t *testing.T) {
	var b strings.Builder
	b.WriteString("Strict scores on the statement. Written by: go test ./align -run TestStatementGold -update\n\n")
	for _, c := range statements {
		var texts []Text
		for _, name := range strings.Fields(c.texts) {
			texts = append(texts, readSegments(t, name))
		}
		gold := readLadderFile(t, "../data/gold/"+c.gold+".gold")
		var a Aligner
		beads, err := a.Align(t.Context(), texts...)
		if err != nil {
			t.Fatal(err)
		}
		covered(t, beads, texts...)
		s, err := Evaluate([][]Link{gold}, [][]Link{Links(beads)})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%-24s P %.3f R %.3f F1 %.3f\n", c.gold, s.Strict.Precision, s.Strict.Recall, s.Strict.F1)
	}
	golden(t, "statement_scores.txt", b.String())
}

// readSegments reads a text of the statement, cut by hand.
func readSegments(t testing.TB, name string) Text {
	t.Helper()
	data, err := os.ReadFile("../data/gold/" + name + ".segments")
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile("../data/statement/" + name + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	text := Text{Lang: lang.Code(name[:2])}
	for p, block := range strings.Split(strings.TrimSpace(string(data)), "\n\n") {
		for line := range strings.Lines(strings.TrimSpace(block)) {
			line = strings.TrimSpace(line)
			text.Segments = append(text.Segments, Segment{Text: line, Paragraph: p, Heading: strings.Contains(string(whole), "## "+line)})
		}
	}
	return text
}
