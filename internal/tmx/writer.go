package tmx

import "io"

// Writer writes TMX 1.4 that is valid whatever the units hold; what had to be
// changed for that is counted and reported.
type Writer struct {
	// TextOnly writes segments without inline codes (level 1).
	TextOnly bool
	// Portable writes hi as a bpt/ept pair and ut as ph: some programs drop the text inside hi.
	Portable bool
	// Warn, if set, is called with every warning as it arises.
	Warn func(Warning)

	w io.Writer
}

// NewWriter returns a Writer to w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// WriteHeader writes the header; empty required attributes get defaults. Write calls it when it was not called.
func (w *Writer) WriteHeader(h Header) error { return nil }

// Write writes one unit. Variants without text and codes are left out, and units without variants.
func (w *Writer) Write(u Unit) error { return nil }

// Close ends the document and flushes. It does not close the underlying writer.
func (w *Writer) Close() error { return nil }

// Warnings returns the first warnings of each rule, in the order they arose.
func (w *Writer) Warnings() []Warning { return nil }

// Counts returns how many warnings there were by rule, all of them, sorted by rule.
func (w *Writer) Counts() []Count { return nil }
