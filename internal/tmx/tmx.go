package tmx

import "fmt"

// Meta holds the attributes that header, tu and tuv have in common, each as it
// was written; the empty string is an absent attribute.
type Meta struct {
	Tool        string // creationtool
	ToolVersion string // creationtoolversion
	DataType    string // datatype
	Encoding    string // o-encoding: the encoding of the text before it became TMX
	Format      string // o-tmf: the format of the memory before it became TMX
	Created     string // creationdate, normally YYYYMMDDThhmmssZ
	CreatedBy   string // creationid
	Changed     string // changedate
	ChangedBy   string // changeid
	UsageCount  string // usagecount; never in a header
	LastUsed    string // lastusagedate; never in a header
}

// Header is what stands before the units.
type Header struct {
	Version   string // of the format, from the root element: 1.1 to 1.4, or what was written
	SegType   string // segtype: block, paragraph, sentence or phrase
	AdminLang string // adminlang: the language of notes and props
	SrcLang   string // srclang: the source language of units that name none; "*all*" is any
	Meta
	Notes []Note
	Props []Prop
	UDEs  []UDE
}

// Unit is one translation unit.
type Unit struct {
	ID      string // tuid; not a key: two units may share one
	SrcLang string // srclang; "" is the header's
	SegType string // segtype; "" is the header's
	Meta
	Notes    []Note
	Props    []Prop
	Variants []Variant
	Damaged  bool // text was lost in reading (Lenient only): U+FFFD stands for it
}

// Variant is the text of a unit in one language. A unit may hold several
// variants of one language.
type Variant struct {
	Lang  string // xml:lang as it was written: zh-CN, ZH, zh_CN …
	Text  string // what a person reads: no inline codes, no footnotes
	Raw   string // the content of seg as XML, exact, when it holds inline codes; else ""
	Meta         // the variant's own attributes
	Notes []Note // notes of the variant
	Props []Prop // properties of the variant
}

// Note is a remark for people.
type Note struct {
	Text     string
	Lang     string // xml:lang
	Encoding string // o-encoding
}

// Prop is a property: a value with a type that some program understands.
type Prop struct {
	Type     string
	Text     string
	Lang     string // xml:lang
	Encoding string // o-encoding
}

// UDE is a set of user-defined characters, kept as written.
type UDE struct {
	Name string
	Base string
	Maps []Map
}

// Map tells one user-defined character.
type Map struct {
	Unicode string // "#xF8FF"
	Code    string
	Ent     string
	Subst   string
}

// Level says how grave a finding is.
type Level uint8

const (
	// Remark is valid TMX, worth knowing: an empty segment, a date in another form.
	Remark Level = iota
	// Fault is not valid XML or not valid TMX, and was repaired without loss of text.
	Fault
	// Loss is damage that costs text: bytes that are no characters, a unit cut off.
	Loss
)

// String returns "remark", "fault" or "loss".
func (l Level) String() string {
	switch l {
	case Remark:
		return "remark"
	case Fault:
		return "fault"
	}
	return "loss"
}

// Warning is one finding with its place.
type Warning struct {
	Line    int    // from 1; 0 in a Writer's warnings
	Column  int    // from 1, in characters
	Offset  int64  // see SyntaxError
	Unit    int    // the unit it is in, from 1; 0 before the first
	Level   Level  // how grave
	Rule    Rule   // which rule of the format was broken
	Message string // in words, without the place
}

// String returns the warning as a person reads it.
func (w Warning) String() string {
	if w.Line == 0 {
		return fmt.Sprintf("unit %d: %s (%s)", w.Unit, w.Message, w.Rule)
	}
	return fmt.Sprintf("line %d, column %d: %s (%s)", w.Line, w.Column, w.Message, w.Rule)
}

// Count tells how often a rule was broken.
type Count struct {
	Rule  Rule
	Level Level
	N     int
}

// SyntaxError is a finding that Read does not repair.
type SyntaxError struct {
	Line   int   // from 1
	Column int   // from 1, in characters
	Offset int64 // in bytes of the text as UTF-8, unpacked: for a plain UTF-8 file the file's own offset
	Unit   int   // the unit it is in, from 1
	Rule   Rule
	Final  bool // nothing after this can be read; otherwise the next Read goes on with the next unit
	Err    error
}

// Error returns the place, the reason and the rule.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %v (%s)", e.Line, e.Column, e.Err, e.Rule)
}

// Unwrap returns the reason.
func (e *SyntaxError) Unwrap() error { return e.Err }
