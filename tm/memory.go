package tm

import (
	"context"
	"io"
	"iter"
	"time"

	"dragoman/internal/lang"
)

// Options say how a memory is opened. The zero value opens an existing memory
// for reading and writing.
type Options struct {
	// ReadOnly refuses every change. Readers are never held up by a writer.
	ReadOnly bool
	// Create makes the file, and the folder it lies in, when there is none.
	Create bool
	// Wait is how long a writer waits for another to finish; 0 is DefaultWait,
	// below 0 not at all.
	Wait time.Duration
}

// DefaultWait is how long a writer waits for another one.
const DefaultWait = 3 * time.Second

// Memory is an open memory. It may be used by several goroutines at once.
type Memory struct {
	path string
}

// Open opens the memory at path.
func Open(ctx context.Context, path string, opt Options) (*Memory, error) {
	return &Memory{path: path}, nil
}

// Close releases the file.
func (m *Memory) Close() error { return nil }

// Path is where the memory lies.
func (m *Memory) Path() string { return m.path }

// Put stores an aligned document.
func (m *Memory) Put(ctx context.Context, d Document) (Stored, error) { return Stored{}, nil }

// Unchanged tells whether the memory holds d with the same texts.
func (m *Memory) Unchanged(ctx context.Context, d Document) (bool, error) { return false, nil }

// Documents lists the documents by name.
func (m *Memory) Documents(ctx context.Context) ([]DocumentInfo, error) { return nil, nil }

// Document returns the document called name as it was put.
func (m *Memory) Document(ctx context.Context, name string) (Document, error) {
	return Document{}, nil
}

// Remove takes a document and its units out and returns how many units went.
func (m *Memory) Remove(ctx context.Context, name string) (int, error) { return 0, nil }

// Lookup finds the units that contain a phrase.
func (m *Memory) Lookup(ctx context.Context, q Query) (Result, error) { return Result{}, nil }

// Units yields the units that pass the filter, by document and row.
func (m *Memory) Units(ctx context.Context, f Filter) iter.Seq2[Unit, error] {
	return func(func(Unit, error) bool) {}
}

// Export writes the units as TMX 1.4.
func (m *Memory) Export(ctx context.Context, w io.Writer, opt ExportOptions) (ExportStats, error) {
	return ExportStats{}, nil
}

// Import stores the units of a TMX file, all of them or none.
func (m *Memory) Import(ctx context.Context, r io.Reader, opt ImportOptions) (ImportStats, error) {
	return ImportStats{}, nil
}

// Stats counts what the memory holds.
func (m *Memory) Stats(ctx context.Context) (Stats, error) { return Stats{}, nil }

var _ = lang.Unknown
