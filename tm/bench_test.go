package tm

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"dragoman/internal/normal"
)

// The generated memory of the benchmarks: 1,250 documents of 80 units. It is
// made once and kept in the folder for temporary files; DRAGOMAN_TM_UNITS
// makes it of another size.
func generated(b *testing.B) *Memory {
	b.Helper()
	units := 100_000
	if s := os.Getenv("DRAGOMAN_TM_UNITS"); s != "" {
		var err error
		if units, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	path := filepath.Join(os.TempDir(), fmt.Sprintf("dragoman-bench-%d-%d.db", units, indexFormat))
	if _, err := os.Stat(path); err != nil {
		start := time.Now()
		m := openAt(b, path+".part", Options{Create: true})
		if _, err := m.Import(context.Background(), newGenerator(1).tmx(units), ImportOptions{Document: "generated"}); err != nil {
			b.Fatal(err)
		}
		b.Logf("import of %d units: %v", units, time.Since(start))
		m.Close()
		if err := os.Rename(path+".part", path); err != nil {
			b.Fatal(err)
		}
	}
	return openAt(b, path, Options{})
}

func BenchmarkOpen(b *testing.B) {
	path := generated(b).Path()
	for b.Loop() {
		m, err := Open(context.Background(), path, Options{ReadOnly: true})
		if err != nil {
			b.Fatal(err)
		}
		m.Close()
	}
}

// BenchmarkLookup looks phrases up, the first 20 hits and their count.
func BenchmarkLookup(b *testing.B) {
	m := generated(b)
	g := newGenerator(2)
	for k, l := range zhEnRu {
		for _, n := range []int{1, 2, 3, 5} {
			var phrases []string
			for len(phrases) < 200 { // parts of sentences as the memory has them
				text := g.row()[k]
				ts := normal.Tokens(nil, l, text)
				if i := g.IntN(len(ts)); i+n <= len(ts) {
					phrases = append(phrases, text[ts[i].Start:ts[i+n-1].End])
				}
			}
			b.Run(fmt.Sprintf("%s-%d", l, n), func(b *testing.B) {
				each(b, phrases, func(phrase string) int {
					r, err := m.Lookup(context.Background(), Query{Phrase: phrase, Lang: l})
					if err != nil {
						b.Fatal(err)
					}
					return r.Count
				})
			})
		}
	}
}

// BenchmarkMatch asks for texts like new ones: parts of known sentences put
// together anew, and known sentences edited.
func BenchmarkMatch(b *testing.B) {
	m := generated(b)
	for _, least := range []int{50, 70, 85} {
		for k, l := range zhEnRu {
			g := newGenerator(2)
			var texts []string
			for range 200 {
				texts = append(texts, g.edit(l, g.row()[k]))
			}
			b.Run(fmt.Sprintf("%s-%d", l, least), func(b *testing.B) {
				each(b, texts, func(text string) int {
					ms, err := m.Match(context.Background(), MatchQuery{Text: text, Lang: l, Min: least})
					if err != nil {
						b.Fatal(err)
					}
					return len(ms)
				})
			})
		}
	}
}

// each does one query after the other and reports the processor time of the
// median and of the slowest twentieth: on a busy machine the only fair figures.
func each(b *testing.B, queries []string, do func(string) int) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var times []time.Duration
	found := 0
	for i := 0; b.Loop(); i++ {
		start := threadTime(b)
		found += do(queries[i%len(queries)])
		times = append(times, threadTime(b)-start)
	}
	slices.Sort(times)
	ms := func(share int) float64 { return float64(times[len(times)*share/100].Microseconds()) / 1e3 }
	b.ReportMetric(ms(50), "p50-cpu-ms")
	b.ReportMetric(ms(95), "p95-cpu-ms")
	b.ReportMetric(float64(found)/float64(len(times)), "found/op")
}

// threadTime is the processor time of this thread.
func threadTime(b *testing.B) time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		b.Fatal(err)
	}
	return time.Duration(t.Nano())
}

func BenchmarkPut(b *testing.B) {
	m := open(b)
	g := newGenerator(3)
	i := 0
	for b.Loop() {
		b.StopTimer()
		d := g.document(strconv.Itoa(i), 80)
		i++
		b.StartTimer()
		put(b, m, d)
	}
}

// BenchmarkPutAmong adds documents of 80 units to a copy of the generated
// memory, and takes them out.
func BenchmarkPutAmong(b *testing.B) {
	data, err := os.ReadFile(generated(b).Path())
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "memory.db")
	if err := os.WriteFile(path, data, 0o666); err != nil {
		b.Fatal(err)
	}
	m := openAt(b, path, Options{})
	g := newGenerator(3)
	var in, out time.Duration
	n := 0
	for ; b.Loop(); n++ {
		d := g.document(strconv.Itoa(n), 80)
		start := time.Now()
		put(b, m, d)
		in += time.Since(start)
		start = time.Now()
		if _, err := m.Remove(context.Background(), d.Name); err != nil {
			b.Fatal(err)
		}
		out += time.Since(start)
	}
	b.ReportMetric(float64(in.Milliseconds())/float64(n), "ms/put")
	b.ReportMetric(float64(out.Milliseconds())/float64(n), "ms/remove")
}

func BenchmarkImport(b *testing.B) {
	const units = 10_000
	for b.Loop() {
		m := open(b)
		if _, err := m.Import(context.Background(), newGenerator(1).tmx(units), ImportOptions{}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(size(m.path)+size(m.path+"-wal"))/units, "B/unit")
	}
	b.ReportMetric(units*float64(b.N)/b.Elapsed().Seconds(), "units/s")
}
