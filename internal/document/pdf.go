package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

const (
	// pdfStart is how long the PDF engine may take to start. Without its
	// cache it is compiled first: 3 s, 7 on a busy machine.
	pdfStart = 2 * time.Minute
	// pdfMemory is the most memory the engine may take, in pages of 64 KiB:
	// 256 MiB. A stream that unpacks without end is stopped here.
	pdfMemory = 4096
	// maxPages bounds a document; the longest records of conferences have
	// 3,000.
	maxPages = 20_000
)

// readPDF reads the text layer of a PDF with PDFium, which runs as WebAssembly
// in a sandbox that sees no file. The lines of its pages are put together to
// paragraphs by layOutPages.
func readPDF(ctx context.Context, src *source) (*content, error) {
	type result struct {
		content *content
		err     error
	}
	done := make(chan result, 1)
	go func() { // a page may keep the engine busy, and nothing stops it within one
		c, err := extractPDF(ctx, src)
		done <- result{c, err}
	}()
	select {
	case r := <-done:
		return r.content, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func extractPDF(ctx context.Context, src *source) (*content, error) {
	pool, err := startPDFium(ctx)
	if err != nil {
		return nil, fault("", "", fmt.Errorf("the PDF engine does not start: %w", err))
	}
	defer pool.Close()
	engine, err := pool.GetInstance(pdfStart)
	if err != nil {
		return nil, fault("", "", fmt.Errorf("the PDF engine does not start: %w", err))
	}
	doc, err := engine.OpenDocument(&requests.OpenDocument{File: &src.data})
	if err != nil {
		return nil, pdfFault(err)
	}
	count, err := engine.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return nil, pdfFault(err)
	}
	if count.PageCount > maxPages {
		return nil, fault("", "split it into parts", because(ErrTooLarge, "%d pages", count.PageCount))
	}
	pages := make([]page, count.PageCount)
	var unknown, letters int
	for i := range pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		got, err := engine.GetPageTextStructured(&requests.GetPageTextStructured{
			Page: requests.Page{ByIndex: &requests.PageByIndex{Document: doc.Document, Index: i}},
			Mode: requests.GetPageTextStructuredModeChars, CollectFontInformation: true,
		})
		if err != nil {
			return nil, fault(fmt.Sprintf("page %d", i+1), "the file is damaged: fetch it again", because(ErrFormat, "%s", firstLine(err)))
		}
		p := pageLines(got.Chars)
		pages[i] = p
		unknown += p.unknown
		letters += p.letters
	}
	return pdfContent(pages, unknown, letters)
}

// pdfContent lays the pages out and says what is missing.
func pdfContent(pages []page, unknown, letters int) (*content, error) {
	if letters == 0 {
		return nil, fault("", "it may be a scan: run text recognition (OCR) on it first", because(ErrEmpty, "no letters on its %d pages", len(pages)))
	}
	c := &content{}
	ps, dropped := layOutPages(pages)
	if dropped.margins > 0 {
		c.warn("%d running headers, footers and page numbers left out", dropped.margins)
	}
	if dropped.hyphens > 0 {
		c.warn("%d words put together that were divided at the end of a line", dropped.hyphens)
	}
	if dropped.turned > 0 {
		c.warn("%d characters of turned text left out", dropped.turned)
	}
	if unknown > 0 {
		c.warn("%d characters that the fonts of the file do not name left out", unknown)
	}
	classify(ps)
	c.add("", ps)
	return c, nil
}

// startPDFium starts the engine. Its machine code is kept in the user's cache
// directory, which brings the start from seconds to 0.16 s; where there is no
// such directory it is compiled each time.
func startPDFium(ctx context.Context) (pdfium.Pool, error) {
	features := api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling
	config := wazero.NewRuntimeConfig().WithCoreFeatures(features).WithMemoryLimitPages(pdfMemory)
	if dir, err := os.UserCacheDir(); err == nil {
		if cache, err := wazero.NewCompilationCacheWithDir(filepath.Join(dir, "dragoman", "pdfium")); err == nil {
			config = config.WithCompilationCache(cache)
		}
	}
	return webassembly.Init(webassembly.Config{
		MinIdle: 1, MaxIdle: 1, MaxTotal: 1,
		Context: context.WithoutCancel(ctx), RuntimeConfig: config,
		FSConfig: wazero.NewFSConfig(), // sees no files
		Stdout:   io.Discard, Stderr: io.Discard,
	})
}

func pdfFault(err error) error {
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return fault("", "save it without a password", ErrEncrypted)
	}
	return fault("", "the file is damaged or incomplete: fetch it again", because(ErrFormat, "PDF that cannot be opened (%s)", strings.TrimLeft(firstLine(err), "0123456789: ")))
}

// firstLine drops the stack that an error of the sandbox brings along.
func firstLine(err error) string {
	s, _, _ := strings.Cut(err.Error(), "\n")
	if strings.Contains(s, "wasm error") {
		return "the engine gave up: damaged, or too large when unpacked"
	}
	return s
}

// A page is the lines of a page in the order in which they are written.
type page struct {
	lines   []pageLine
	turned  int // characters that do not run from left to right
	unknown int // characters without a code
	letters int
}

// A pageLine is a line of a page. Lengths are in points, y grows upwards.
type pageLine struct {
	text     string
	x0, x1   float64
	base     float64 // where its letters stand
	size     float64 // of most of its letters
	bold     bool
	number   int // among the lines of the page, from 1
	page     int
	hyphened bool // its last letter is a hyphen that divides a word
}

// lineBuilder collects the characters of a line.
type lineBuilder struct {
	text    strings.Builder
	x0, x1  float64
	bases   []float64
	sizes   []float64
	bold, n int
	high    rune // first half of a surrogate pair
	hyphen  bool
}

// pageLines makes lines of characters. PDFium ends each line with CR LF.
func pageLines(chars []*responses.GetPageTextStructuredChar) page {
	var p page
	var b lineBuilder
	flush := func() {
		if l, ok := b.line(); ok {
			l.number = len(p.lines) + 1
			p.lines = append(p.lines, l)
		}
		b = lineBuilder{}
	}
	for _, c := range chars {
		r, _ := utf8.DecodeRuneInString(c.Text)
		switch {
		case r == '\r' || r == '\n':
			flush()
			continue
		case r == 0xFFFE || r == 0x02 || r == 0xAD: // the engine's sign for a dividing hyphen
			b.hyphen = true
			continue
		case r == utf8.RuneError || r == 0 || r >= 0xE000 && r <= 0xF8FF:
			p.unknown++
			continue
		}
		if turned(c.Angle) && r != ' ' {
			p.turned++
			continue
		}
		if b.n > 0 && c.FontInformation != nil && r > ' ' && b.jumps(c) {
			flush()
		}
		if r > ' ' {
			p.letters++
		}
		b.add(c, r)
	}
	flush()
	return p
}

// turned reports whether an angle, in radians, is not that of a line.
func turned(angle float64) bool {
	const slant = 0.2
	return angle > slant && angle < 2*3.14159-slant
}

// jumps reports whether a character stands so far right of the line that it is
// the next cell of a table, or on another line.
func (b *lineBuilder) jumps(c *responses.GetPageTextStructuredChar) bool {
	const cellGap = 3.0 // widths of a letter; words are at most 1.5 apart even when justified
	size := max(c.FontInformation.RenderedSize, 1)
	gap := c.PointPosition.Left - b.x1
	return gap > cellGap*size || gap < -2*size
}

func (b *lineBuilder) add(c *responses.GetPageTextStructuredChar, r rune) {
	if utf16.IsSurrogate(r) {
		if b.high == 0 {
			b.high = r
			return
		}
		r = utf16.DecodeRune(b.high, r)
	}
	b.high = 0
	b.hyphen = false
	if r <= ' ' || r == 0xA0 {
		if b.n > 0 {
			b.text.WriteRune(r)
		}
		return
	}
	if f := c.FontInformation; f != nil && f.RenderedSize > 1 {
		if sup, ok := superscript(r); ok && b.n > 0 && f.RenderedSize < 0.8*b.size() && c.PointPosition.Bottom > b.bases[len(b.bases)-1]+0.15*b.size() {
			b.text.WriteRune(sup) // a footnote mark
			b.x1 = max(b.x1, c.PointPosition.Right)
			return
		}
		b.sizes = append(b.sizes, f.RenderedSize)
		if f.Weight >= 600 || strings.Contains(f.Name, "Bold") || strings.Contains(f.Name, "Heavy") || strings.Contains(f.Name, "黑体") || strings.Contains(f.Name, "SimHei") {
			b.bold++
		}
	}
	if b.n == 0 {
		b.x0 = c.PointPosition.Left
	}
	b.x0 = min(b.x0, c.PointPosition.Left)
	b.x1 = max(b.x1, c.PointPosition.Right)
	b.bases = append(b.bases, c.PointPosition.Bottom)
	b.n++
	b.text.WriteRune(r)
}

// superscript is the raised form of a digit.
func superscript(r rune) (rune, bool) {
	digits := []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")
	if r >= '0' && r <= '9' {
		return digits[r-'0'], true
	}
	return r, false
}

func (b *lineBuilder) size() float64 { return median(b.sizes) }

func (b *lineBuilder) line() (pageLine, bool) {
	text := strings.TrimSpace(b.text.String())
	if text == "" {
		return pageLine{}, false
	}
	return pageLine{text: text, x0: b.x0, x1: b.x1, base: median(b.bases), size: median(b.sizes), bold: b.bold*2 > b.n, hyphened: b.hyphen}, true
}
