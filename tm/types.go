package tm

import "dragoman/internal/lang"

// Document is one original in its language versions, aligned.
type Document struct {
	Name  string // what it is called by, unique in the memory
	Date  string // ISO 8601 (2025-05-23), or empty
	Body  string // who issued it (IAEA), or empty
	Texts []Text
	Beads []Bead
}

// Text is one language version of a document.
type Text struct {
	Lang       lang.Code
	Path       string // the file it was read from
	Hash       string // SHA-256 of the file's bytes, hexadecimal
	Encoding   string // of the file
	Paragraphs []Paragraph
}

// Paragraph is a block of a text.
type Paragraph struct {
	Text   string
	Kind   string // body, heading, list item …
	Place  string // where in the original, in words, or empty
	Offset int64  // of Text in the original file in bytes, -1 where the format has none
}

// Bead is a group of segments that translate one another.
type Bead struct {
	Confidence float64     // 0 to 1
	Reasons    []string    // why it may be wrong, in words
	Segments   [][]Segment // one list for each text, possibly empty
}

// Segment is a sentence: bytes Start to End of a paragraph.
type Segment struct {
	Paragraph, Start, End int
}

// Outcome tells what Put did.
type Outcome uint8

// What Put did.
const (
	Added     Outcome = iota // the document is new
	Unchanged                // the memory held it just so
	Replaced                 // an earlier version gave way
)

// String returns "added", "unchanged" or "replaced".
func (o Outcome) String() string {
	return [...]string{"added", "unchanged", "replaced"}[o]
}

// Stored is the outcome of Put.
type Stored struct {
	Outcome Outcome
	Units   int // units of the document now in the memory
	Removed int // units of the version that gave way
}

// The states of a unit.
const (
	Draft    = "draft"    // aligned, seen by nobody
	Reviewed = "reviewed" // accepted by a person
	Imported = "imported" // came from elsewhere
)

// Unit is a translation unit: one text in several languages.
type Unit struct {
	ID         int64
	Document   string // the name of its document, or empty
	Date       string // of the document
	Row        int    // 0-based position in the document
	Confidence float64
	Status     string // Draft, Reviewed or Imported
	Reasons    []string
	TUID       string // identifier in exchange files
	SrcLang    string // tag of the source language, "" or "*all*"
	Created    string // dates as in TMX, YYYYMMDDThhmmssZ, or as they came
	CreatedBy  string
	Changed    string
	ChangedBy  string
	Attrs      []Property // what else an exchange file said of it, by attribute
	Props      []Property
	Notes      []Property // Name is empty
	Variants   []Variant
}

// Variant is the text of a unit in one language.
type Variant struct {
	Lang      lang.Code
	Tag       string // the language as it came: zh-TW
	Text      string // plain
	Raw       string // with inline codes, as XML; empty when there are none
	Path      string // the original file, or empty
	Paragraph int    // 0-based paragraph of the original, -1 unknown
	Offset    int64  // byte offset in the original, -1 unknown
	Attrs     []Property
	Props     []Property
	Notes     []Property
}

// Property is a named value; a note is one without a name.
type Property struct {
	Name     string
	Value    string
	Lang     string
	Encoding string
}

// DocumentInfo sums up a document.
type DocumentInfo struct {
	Name    string
	Date    string
	Body    string
	Units   int
	Texts   []TextInfo
	Changed string // when it was last stored, RFC 3339, UTC
}

// TextInfo sums up a language version.
type TextInfo struct {
	Lang       lang.Code
	Path       string
	Hash       string
	Encoding   string
	Paragraphs int
}

// Query asks for the units that contain a phrase.
type Query struct {
	Phrase   string
	Lang     lang.Code // of the phrase; empty: told by its script
	Document string    // only this document; empty: all
	Limit    int       // hits returned; 0 is DefaultLimit, below 0 all
	Context  int       // neighbouring units returned on each side of a hit
}

// DefaultLimit is the number of hits returned unless told otherwise.
const DefaultLimit = 20

// Result answers a Query.
type Result struct {
	Phrase string
	Lang   lang.Code // the language in which the phrase was looked up
	Count  int       // units that contain it, all of them
	Hits   []Hit     // newest document first, then by name and row
}

// Hit is a unit that contains the phrase.
type Hit struct {
	Unit          Unit
	Variant       int    // index in Unit.Variants of the text that is marked
	Marks         []Span // where the phrase stands in it, in order
	Before, After []Unit // neighbours in the document, in reading order
}

// Span is a part of a text, in bytes.
type Span struct{ Start, End int }

// Filter selects units. The zero Filter selects all.
type Filter struct {
	Langs         []lang.Code // only units with at least two of these (with one, if only one is named)
	Documents     []string
	MinConfidence float64
	Status        string
}

// Stats counts what a memory holds.
type Stats struct {
	Path      string
	Size      int64 // bytes of the file
	Schema    int   // version
	Documents int
	Units     int
	Languages []LanguageStats // by code
	Statuses  []StatusStats
}

// LanguageStats counts the variants of one language.
type LanguageStats struct {
	Lang       lang.Code
	Variants   int
	Characters int64
}

// StatusStats counts the units of one status.
type StatusStats struct {
	Status string
	Units  int
}
