package main

import (
	"bytes"
	"strings"
	"testing"

	"dragoman/tm"
)

func TestWrap(t *testing.T) {
	on, off := string(markOn), string(markOff)
	for _, tc := range []struct {
		text  string
		width int
		want  []string
	}{
		{"short", 10, []string{"short"}},
		{"strategic stability", 10, []string{"strategic", "stability"}},
		{"стратегическая стабильность", 15, []string{"стратегическая", "стабильность"}},
		// A Chinese character takes two columns; no line begins with a comma.
		{"维护战略稳定，反对扩散", 12, []string{"维护战略稳", "定，反对扩散"}},
		{"称“双方”声明", 4, []string{"称", "“双", "方”", "声明"}},
		// A word longer than the line is cut.
		{"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		// A highlighted stretch is closed and opened again.
		{"a " + on + "strategic stability" + off + " b", 11, []string{"a " + on + "strategic" + off, on + "stability" + off + " b"}},
	} {
		if got := wrap(tc.text, tc.width); strings.Join(got, "|") != strings.Join(tc.want, "|") {
			t.Errorf("wrap(%q, %d) is %q, want %q", tc.text, tc.width, got, tc.want)
		}
	}
}

// FuzzWrap: nothing is lost but spaces at line ends, and no line is too wide
// unless one character is.
func FuzzWrap(f *testing.F) {
	f.Add("维护战略稳定，反对扩散 strategic", 12)
	f.Add("e\u0301 👩‍👩‍👧 \u200d", 3)
	f.Fuzz(func(t *testing.T, text string, width int) {
		if width < 4 || width > 200 || len(text) > 1000 {
			return
		}
		text = clean(strings.Map(func(r rune) rune {
			if r == markOn || r == markOff {
				return -1
			}
			return r
		}, text))
		lines := wrap(text, width)
		if squeeze(strings.Join(lines, "")) != squeeze(text) {
			t.Errorf("wrap(%q, %d) lost text: %q", text, width, lines)
		}
		for _, l := range lines {
			if cellWidth(l) > width {
				t.Errorf("wrap(%q, %d): %q is %d wide", text, width, l, cellWidth(l))
			}
		}
	})
}

func squeeze(s string) string { return strings.ReplaceAll(s, " ", "") }

func TestTableWidth(t *testing.T) {
	var out bytes.Buffer
	s := newStreams(nil, &out, nil)
	tb := table{head: []string{"name", "n"}, right: []bool{false, true}, rows: [][]string{{"Россия", "1"}, {"中国", "10"}}}
	tb.print(s)
	s.out.Flush()
	want := "name     n\nРоссия   1\n中国    10\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestMarkAndClean(t *testing.T) {
	got := clean(mark("a\x01b\x1bc", []tm.Span{{Start: 2, End: 3}}))
	if want := "a␁\x01b\x02␛c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzArrange(f *testing.F) {
	f.Add("lookup peace --json")
	f.Add("-m x.db docs show a -- --json -n1")
	f.Fuzz(func(t *testing.T, line string) {
		app := newApp(newStreams(nil, nil, nil))
		words := strings.Fields(line)
		out, err := arrange(app, words)
		if err != nil {
			return
		}
		typed, kept := strings.Join(words, ""), strings.Join(out, "")
		for _, r := range typed { // no word is lost: dashes and "=" may come and go
			if r != '-' && strings.Count(typed, string(r)) > strings.Count(kept, string(r)) {
				t.Errorf("arrange(%q) lost %q: %q", words, r, out)
			}
		}
	})
}
