package tmx

import "io"

// Reader reads units one at a time. The fields may be set before the first
// call of Header or Read. Only one unit is held in memory.
type Reader struct {
	// Strict makes the first fault final: only valid TMX is read. Remarks stay warnings.
	Strict bool
	// Lenient makes losses warnings: undecodable bytes become U+FFFD and the unit
	// is marked Damaged; a unit that makes no sense is left out. Strict wins over Lenient.
	Lenient bool
	// Encoding overrides what the file says of itself ("windows-1251").
	Encoding string
	// MaxSegment is the longest segment, note or property taken, in bytes of UTF-8; 0 is 1 MiB.
	MaxSegment int
	// MaxUnit is the largest unit taken, in bytes of UTF-8; 0 is 16 MiB.
	MaxUnit int
	// Warn, if set, is called with every warning as it is found.
	Warn func(Warning)

	src io.Reader
}

// NewReader returns a Reader of r: XML in any encoding, plain, gzip or zip.
func NewReader(r io.Reader) *Reader { return &Reader{src: r} }

// Header returns the header that applies to the next unit, reading up to it when
// nothing has been read. A file without a header has a zero Header and a warning.
func (r *Reader) Header() (Header, error) { return Header{}, io.EOF }

// Read returns the next unit, or io.EOF after the last. After a *SyntaxError that is not
// Final the next Read continues with the unit that follows the damaged one.
func (r *Reader) Read() (Unit, error) { return Unit{}, io.EOF }

// Position returns where the last unit read begins.
func (r *Reader) Position() (line, column int, offset int64) { return 0, 0, 0 }

// Warnings returns the first warnings of each rule, in the order of the file.
func (r *Reader) Warnings() []Warning { return nil }

// Counts returns how many warnings there were by rule, all of them, sorted by rule.
func (r *Reader) Counts() []Count { return nil }
