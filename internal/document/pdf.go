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
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
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
		p, err := readPage(engine, doc.Document, i)
		if err != nil {
			return nil, fault(fmt.Sprintf("page %d", i+1), "the file is damaged: fetch it again", because(ErrFormat, "%s", firstLine(err)))
		}
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

// readPage reads a page's characters and makes lines of them.
func readPage(engine pdfium.Pdfium, doc references.FPDF_DOCUMENT, index int) (page, error) {
	loaded, err := engine.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: doc, Index: index})
	if err != nil {
		return page{}, err
	}
	defer engine.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	this := requests.Page{ByReference: &loaded.Page}
	got, err := engine.GetPageTextStructured(&requests.GetPageTextStructured{
		Page: this, Mode: requests.GetPageTextStructuredModeChars, CollectFontInformation: true,
	})
	if err != nil {
		return page{}, err
	}
	text, err := engine.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: this})
	if err != nil {
		return page{}, err
	}
	defer engine.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	var p page
	glyphs := make([]glyph, 0, len(got.Chars))
	spaced := false
	for i, c := range got.Chars {
		g, ok := p.glyph(c)
		if !ok {
			spaced = spaced || c.Text == " " || c.Text == "\r" || c.Text == "\n"
			continue
		}
		if err := g.place(engine, text.TextPage, i, c); err != nil {
			return page{}, err
		}
		if n := len(glyphs); n > 0 && glyphs[n-1].hyphen && glyphs[n-1].before(g) {
			glyphs = glyphs[:n-1] // within a line: a character that the font does not name
			p.unknown++
		}
		g.spaced, spaced = spaced, false
		glyphs = append(glyphs, g)
	}
	p.lines = assembleLines(glyphs)
	return p, nil
}

// glyph takes over a character of the engine and counts what it leaves out. The
// engine's own white space, which has no width, is not a glyph.
func (p *page) glyph(c *responses.GetPageTextStructuredChar) (glyph, bool) {
	r, _ := utf8.DecodeRuneInString(c.Text)
	g := glyph{r: r}
	box := c.PointPosition
	switch {
	case r == 0xFFFE || r == 0x02 || r == 0xAD: // the engine's sign for a dividing hyphen
		g.r, g.hyphen = '-', true
	case r == '\r' || r == '\n' || r == ' ' && box.Right-box.Left <= 0:
		return g, false
	case r == utf8.RuneError || r < ' ' && r != '\t' || r >= 0xE000 && r <= 0xF8FF:
		p.unknown++
		return g, false
	case r == '\t' || r == 0xA0:
		g.r = ' '
	}
	if turned(c.Angle) && g.r != ' ' {
		p.turned++
		return g, false
	}
	if g.r != ' ' {
		p.letters++
	}
	if f := c.FontInformation; f != nil {
		g.size = f.RenderedSize
		g.bold = f.Weight >= 600 || strings.Contains(f.Name, "Bold") || strings.Contains(f.Name, "Heavy") || strings.Contains(f.Name, "黑体") || strings.Contains(f.Name, "SimHei")
	}
	return g, true
}

// place finds where a glyph stands: its origin and its advance, which fonts
// agree on, and not the box around its ink, which is another for each glyph.
func (g *glyph) place(engine pdfium.Pdfium, text references.FPDF_TEXTPAGE, i int, c *responses.GetPageTextStructuredChar) error {
	origin, err := engine.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: text, Index: i})
	if err != nil {
		return err
	}
	g.x0, g.x1, g.y = origin.X, c.PointPosition.Right, origin.Y
	loose, err := engine.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: i})
	if err == nil && loose.Rect.Right > loose.Rect.Left {
		g.x1 = float64(loose.Rect.Right)
	}
	g.x1 = max(g.x0, g.x1)
	if g.size < 1 { // unknown, or set by a matrix that the engine does not tell
		g.size = max(1, c.PointPosition.Top-c.PointPosition.Bottom)
	}
	return nil
}

// before reports whether a glyph stands left of another on its line.
func (g glyph) before(next glyph) bool { return g.y == next.y && g.x0 < next.x0 }

// turned reports whether an angle, in radians, is not that of a line.
func turned(angle float64) bool {
	const slant = 0.2
	return angle > slant && angle < 2*3.14159-slant
}
