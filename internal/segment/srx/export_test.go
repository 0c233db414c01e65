package srx

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"dragoman/internal/lang"
	"dragoman/internal/segment"
)

var update = flag.Bool("update", false, "write the golden files")

// exported returns our own rules, written and read again.
func exported(t testing.TB, own ...string) *Rules {
	t.Helper()
	var file bytes.Buffer
	if err := Export(&file, own); err != nil {
		t.Fatal(err)
	}
	rules, problems, err := Parse(&file)
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v, %v", err, problems)
	}
	return rules
}

type cutter interface {
	Spans(dst []segment.Span, text string, breaks []int) []segment.Span
}

// agreement counts the ends that two segmenters have in common.
type agreement struct{ both, ours, theirs int }

func (a *agreement) add(ours, theirs cutter, text string, show func(string)) {
	ends := func(c cutter) []int {
		var list []int
		for _, sp := range c.Spans(nil, text, nil) {
			list = append(list, sp.End)
		}
		return list[:max(0, len(list)-1)]
	}
	o, x := ends(ours), ends(theirs)
	a.ours += len(o)
	a.theirs += len(x)
	for _, e := range o {
		if slices.Contains(x, e) {
			a.both++
		} else {
			show("missed " + around(text, e))
		}
	}
	for _, e := range x {
		if !slices.Contains(o, e) {
			show("added  " + around(text, e))
		}
	}
}

func around(text string, at int) string {
	return fmt.Sprintf("%q | %q", text[max(0, at-60):at], text[at:min(len(text), at+40)])
}

func (a agreement) String() string {
	p, r := float64(a.both)/float64(a.theirs), float64(a.both)/float64(a.ours)
	return fmt.Sprintf("F1 %5.2f  (%d ends of ours, %d of the rules, %d common)", 200*p*r/(p+r), a.ours, a.theirs, a.both)
}

// TestExport compares our segmenter with its own rules written as SRX and read
// again, on our texts and, where they are, on the sets to measure on.
func TestExport(t *testing.T) {
	rules := exported(t)
	var report strings.Builder
	show := func(s string) {
		if testing.Verbose() {
			t.Log(s)
		}
	}
	for _, l := range []lang.Code{lang.Chinese, lang.English, lang.Russian} {
		var a agreement
		for _, text := range texts(t, l) {
			a.add(&segment.Segmenter{Lang: l}, rules.Segmenter(l), text, show)
		}
		fmt.Fprintf(&report, "%s own texts   %v\n", l, a)
	}
	golden(t, "testdata/export_own.txt", report.String())

	f, err := os.Open("../../../../shared/sets/segment/dev.jsonl")
	if err != nil {
		t.Skipf("the sets to measure on are not here: %v", err)
	}
	defer f.Close()
	byset := map[string]*agreement{}
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<22)
	for in.Scan() {
		var s struct {
			Set, Text string
			Lang      lang.Code
		}
		if err := json.Unmarshal(in.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("%s %s", s.Lang, s.Set)
		if byset[name] == nil {
			byset[name] = new(agreement)
		}
		byset[name].add(&segment.Segmenter{Lang: s.Lang}, rules.Segmenter(s.Lang), s.Text, show)
	}
	var names []string
	for name := range byset {
		names = append(names, name)
	}
	slices.Sort(names)
	report.Reset()
	for _, name := range names {
		fmt.Fprintf(&report, "%-14s %v\n", name, byset[name])
	}
	golden(t, "testdata/export_sets.txt", report.String())
}

func TestExportOwn(t *testing.T) {
	rules := exported(t, "regiment", "п. м.", "Envoy.")
	for _, c := range []struct {
		lang       lang.Code
		text, want string
	}{
		{"en", "The regiment. Smith. The Envoy. Li.", "The regiment. Smith.|The Envoy. Li."},
		{"ru", "Цена 5 р. за п. м. Доставка. Всё.", "Цена 5 р. за п. м. Доставка.|Всё."},
	} {
		if got := cutBy(rules, c.lang, c.text); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

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
