package segment

import (
	"strings"
	"sync"
	"testing"

	"dragoman/internal/lang"
)

// TestLinear cuts hostile texts of two lengths: the longer must not cost much
// more a byte, in processor time.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second or two")
	}
	const size, times = 1 << 12, 16
	for _, l := range []lang.Code{lang.Chinese, lang.English, lang.Russian} {
		s := &Segmenter{Lang: l}
		dst := s.Spans(nil, "a", nil)
		cost := func(text string) float64 {
			best := 0.0
			for range 3 {
				start := cpuTime()
				for range max(1, times*size/len(text)) {
					dst = s.Spans(dst[:0], text, nil)
				}
				if c := (cpuTime() - start).Seconds(); best == 0 || c < best {
					best = c
				}
			}
			return best
		}
		for _, h := range hostile {
			short := strings.Repeat(h.unit, size/len(h.unit))
			long := strings.Repeat(short, times)
			// The clock of the processor is coarse: below ten milliseconds nothing is quadratic.
			if a, b := cost(short), cost(long); b > 4*a && b > 0.01 {
				t.Errorf("%s, %s: %d times the text costs %.1f times the work", l, h.name, times, b/a*times)
			}
		}
	}
}

// TestConcurrent uses one Segmenter in several goroutines.
func TestConcurrent(t *testing.T) {
	s := &Segmenter{Lang: lang.English, Abbreviations: []string{"foo"}}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			var dst []Span
			for range 100 {
				dst = s.Spans(dst[:0], "One foo. Two. Three.", nil)
				if len(dst) != 2 {
					t.Errorf("%v", dst)
					return
				}
			}
		})
	}
	wg.Wait()
}

// TestNoAllocation holds that a reused destination is enough.
func TestNoAllocation(t *testing.T) {
	s := &Segmenter{Lang: lang.Russian}
	text := strings.Repeat("В 2001 г. Россия подписала договор. «Да!» — сказал он. Привезли яблоки, груши и др. товары. ", 50)
	dst := s.Spans(nil, text, nil)
	if n := testing.AllocsPerRun(20, func() { dst = s.Spans(dst[:0], text, nil) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestBreaks(t *testing.T) {
	for _, c := range []struct {
		text   string
		breaks []int
		want   string
	}{
		{"one two", nil, "one two"},
		{"one\ntwo", nil, "one\ntwo"},
		{"one\ntwo", []int{4}, "one|two"},
		{"one\ntwo", []int{3}, "one|two"},
		{"one\n\ntwo", nil, "one|two"},
		{"one\r\n \t\r\ntwo", nil, "one|two"},
		{"one\n\n\ntwo", []int{5, 6}, "one|two"},
		{"one two", []int{0, 3, 3, 7, 9}, "one|two"},
		{"1.\nArticle", []int{3}, "1.|Article"},
		{"one\u2029two", nil, "one|two"},
		{" \n ", nil, ""},
		{"Mr.\nSmith", nil, "Mr.\nSmith"},
		{"Mr.\n\nSmith", nil, "Mr.|Smith"},
	} {
		if got := strings.Join(pieces(lang.English, c.text, c.breaks...), "|"); got != c.want {
			t.Errorf("%q at %v: %q, want %q", c.text, c.breaks, got, c.want)
		}
	}
}
