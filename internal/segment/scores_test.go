package segment

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"dragoman/internal/lang"
)

var update = flag.Bool("update", false, "write the golden files")

const sets = "../../../shared/sets/segment/dev.jsonl"

type sample struct {
	Set  string    `json:"set"`
	Lang lang.Code `json:"lang"`
	Text string    `json:"text"`
	Segs []string  `json:"segs"`
}

type tally struct{ right, got, want int }

func (t tally) String() string {
	p, r := float64(t.right)/float64(t.got), float64(t.right)/float64(t.want)
	return fmt.Sprintf("P %5.2f  R %5.2f  F1 %5.2f  (%d right, %d got, %d wanted)", 100*p, 100*r, 200*p*r/(p+r), t.right, t.got, t.want)
}

// ends returns the numbers of visible characters before the end of each
// segment but the last, which is what the scores count.
func ends(segs []string) []int {
	var out []int
	n := 0
	for _, s := range segs {
		for _, r := range s {
			if !unicode.IsSpace(r) {
				n++
			}
		}
		out = append(out, n)
	}
	return out[:max(0, len(out)-1)]
}

// TestScores measures boundaries on sets of other makers, and compares the
// figures with the recorded ones.
func TestScores(t *testing.T) {
	f, err := os.Open(sets)
	if err != nil {
		t.Skipf("the sets to measure on are not here: %v", err)
	}
	defer f.Close()
	tallies := map[string]*tally{}
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<22)
	for in.Scan() {
		var s sample
		if err := json.Unmarshal(in.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("%s %s", s.Lang, s.Set)
		if tallies[name] == nil {
			tallies[name] = new(tally)
		}
		want, got := ends(s.Segs), ends(pieces(s.Lang, s.Text))
		tallies[name].want += len(want)
		tallies[name].got += len(got)
		for _, n := range got {
			if _, ok := slices.BinarySearch(want, n); ok {
				tallies[name].right++
			}
		}
	}
	var b strings.Builder
	names := make([]string, 0, len(tallies))
	for name := range tallies {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "%-14s %v\n", name, tallies[name])
	}
	golden(t, "testdata/scores.txt", b.String())
}

// golden compares got with a file, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s has changed (-update accepts):\n got\n%s\nwant\n%s", name, got, want)
	}
}
