package tmx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"runtime"
	"strconv"
	"testing"
)

// benchmarkUnit is a unit as they come from a memory of documents: three
// languages, dates, users, properties, every tenth with codes.
func benchmarkUnit(i int) Unit {
	n := strconv.Itoa(i)
	u := Unit{
		ID: "A/RES/55/100:" + n, Meta: Meta{Created: "20260101T000000Z", CreatedBy: "ling", ChangedBy: "ling", Changed: "20260202T000000Z"},
		Props: []Prop{{Type: "x-document", Text: "A/RES/55/100"}, {Type: "x-confidence", Text: "0.98"}},
		Variants: []Variant{
			{Lang: "zh-CN", Text: "重申各国必须充分遵守其在《不扩散核武器条约》下承担的义务，并维护全球战略稳定（第" + n + "段）。"},
			{Lang: "en-US", Text: "Reaffirming that all States must comply fully with their obligations under the Treaty on the Non-Proliferation of Nuclear Weapons & uphold global strategic stability (para. " + n + ")."},
			{Lang: "ru-RU", Text: "Подтверждая, что все государства должны в полной мере соблюдать свои обязательства по Договору о нераспространении ядерного оружия и поддерживать глобальную стратегическую стабильность (п. " + n + ")."},
		},
	}
	if i%10 == 0 {
		u.Variants[1].Raw = `<hi type="lead">Reaffirming</hi> that all States must comply<ph x="1"><sub type="fnote">Resolution 217 A (III).</sub></ph> fully (para. ` + n + `).`
		u.Variants[1].Text = "Reaffirming that all States must comply fully (para. " + n + ")."
	}
	return u
}

// stream writes a document of at least size bytes into a pipe, so that no test
// holds one in memory.
func stream(tb testing.TB, size int64) io.Reader {
	tb.Helper()
	out, in := io.Pipe()
	go func() {
		w := NewWriter(in)
		err := writeUnits(w, size)
		in.CloseWithError(err)
	}()
	tb.Cleanup(func() { out.Close() })
	return out
}

// writeUnits writes units until the document is of about a size. It returns io.EOF
// when all went well.
func writeUnits(w *Writer, size int64) error {
	for i := 0; size > 0; i++ {
		if err := w.Write(benchmarkUnit(i)); err != nil {
			return err
		}
		size -= int64(len(w.buf))
	}
	if err := w.Close(); err != nil {
		return err
	}
	return io.EOF
}

const benchmarkSize = 100 << 20

func readThrough(tb testing.TB, src io.Reader) (units int, peak uint64) {
	tb.Helper()
	r := NewReader(src)
	for {
		_, err := r.Read()
		if errors.Is(err, io.EOF) {
			return units, peak
		}
		if err != nil {
			tb.Fatal(err)
		}
		if units++; units%20000 == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	var doc bytes.Buffer
	if err := writeUnits(NewWriter(&doc), benchmarkSize); !errors.Is(err, io.EOF) {
		b.Fatal(err)
	}
	b.SetBytes(int64(doc.Len()))
	b.ReportAllocs()
	for b.Loop() {
		readThrough(b, bytes.NewReader(doc.Bytes()))
	}
}

func BenchmarkWrite(b *testing.B) {
	const size = 10 << 20
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		if err := writeUnits(NewWriter(io.Discard), size); !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
	}
}

// BenchmarkMemory reads a document that is nowhere in memory and tells the
// largest heap seen, which must not depend on the size of the document.
func BenchmarkMemory(b *testing.B) {
	b.SetBytes(benchmarkSize)
	for b.Loop() {
		_, peak := readThrough(b, stream(b, benchmarkSize))
		b.ReportMetric(float64(peak)/(1<<20), "MiB-heap")
	}
}

func TestBoundedMemory(t *testing.T) {
	const most = 64 << 20 // the collector lets garbage grow to some tens of MiB under load
	n, peak := readThrough(t, stream(t, 48<<20))
	if n < 40000 || peak > most {
		t.Errorf("%d units with a heap of %d MiB", n, peak>>20)
	}
}

// BenchmarkEncodingXML is the yardstick: the standard library's tokens of the
// same document, without making units of them.
func BenchmarkEncodingXML(b *testing.B) {
	var doc bytes.Buffer
	if err := writeUnits(NewWriter(&doc), benchmarkSize/10); !errors.Is(err, io.EOF) {
		b.Fatal(err)
	}
	b.SetBytes(int64(doc.Len()))
	for b.Loop() {
		d := xml.NewDecoder(bytes.NewReader(doc.Bytes()))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}
