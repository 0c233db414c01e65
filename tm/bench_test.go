package tm

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"dragoman/internal/lang"
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
	for _, l := range zhEnRu {
		for _, n := range []int{1, 2, 3, 5} {
			var phrases []string
			for len(phrases) < 200 { // parts of sentences that are there
				row := g.row()
				text := row[map[lang.Code]int{"zh": 0, "en": 1, "ru": 2}[l]]
				ts := normal.Tokens(nil, l, text)
				if i := g.IntN(len(ts)); i+n <= len(ts) {
					phrases = append(phrases, text[ts[i].Start:ts[i+n-1].End])
				}
			}
			b.Run(fmt.Sprintf("%s-%d", l, n), func(b *testing.B) {
				hits, i := 0, 0
				for b.Loop() {
					r, err := m.Lookup(context.Background(), Query{Phrase: phrases[i%len(phrases)], Lang: l})
					if err != nil {
						b.Fatal(err)
					}
					hits += r.Count
					i++
				}
				b.ReportMetric(float64(hits)/float64(i), "hits/op")
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
			var queries []string
			for range 200 {
				queries = append(queries, g.edit(l, g.row()[k]))
			}
			b.Run(fmt.Sprintf("%s-%d", l, least), func(b *testing.B) {
				var times []time.Duration
				found := 0
				for i := 0; b.Loop(); i++ {
					start := time.Now()
					ms, err := m.Match(context.Background(), MatchQuery{Text: queries[i%len(queries)], Lang: l, Min: least})
					if err != nil {
						b.Fatal(err)
					}
					times = append(times, time.Since(start))
					found += len(ms)
				}
				slices.Sort(times)
				b.ReportMetric(float64(times[len(times)/2].Microseconds())/1e3, "p50-ms")
				b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1e3, "p95-ms")
				b.ReportMetric(float64(found)/float64(len(times)), "matches/op")
			})
		}
	}
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
