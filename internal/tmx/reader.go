package tmx

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
)

const (
	defaultMaxSegment = 1 << 20  // bytes; the longest paragraph of a treaty has some 20 KiB
	defaultMaxUnit    = 16 << 20 // bytes; 300 languages with 50 KiB each
	maxDepth          = 64       // of inline elements; real ones nest three or four deep
	maxInterned       = 4096     // distinct short attribute values kept: languages, users, tools, dates

	// What an empty variant, and an empty note or property, count for against
	// MaxUnit, in bytes: about what they take in memory.
	variantSize = 512
	propSize    = 96
)

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
	// MaxUnit is the largest unit taken, in bytes of UTF-8, where a variant counts 512
	// and a note or property 96 more than its text; 0 is 16 MiB.
	MaxUnit int
	// Warn, if set, is called with every warning as it is found.
	Warn func(Warning)

	src     io.Reader
	in      *input
	lex     *lexer
	log     journal
	header  Header
	state   state
	pushed  bool         // the token in lex.tok is to be read again
	failed  *SyntaxError // the first finding in this unit that the mode does not forgive
	skip    bool         // the unit at hand cannot be delivered
	lost    bool         // text of the unit at hand was replaced
	final   error        // what every further Read returns
	index   int          // of the unit at hand, from 1
	unit    place        // where it begins
	empty   int          // how many of its variants were empty
	size    int          // what it holds so far, in bytes
	names   map[string]string
	text    []byte // of the segment or property at hand
	raw     []byte // the same as XML
	scratch []byte
	open    []inline // inline elements that are open
	head    place    // of the header
	places  []place  // of the variants
	begun   error    // what Header returns
}

// state is where in the document the reader stands.
type state uint8

const (
	atStart state = iota
	inBody
	afterBody
	afterRoot
)

// NewReader returns a Reader of r: XML in any encoding, plain, gzip or zip.
func NewReader(r io.Reader) *Reader { return &Reader{src: r} }

// Header returns the header that applies to the next unit, reading up to it when
// nothing has been read. A file without a header has a zero Header and a warning.
func (r *Reader) Header() (Header, error) {
	if r.state == atStart && r.final == nil {
		r.start()
	}
	return r.header, r.begun
}

// Read returns the next unit, or io.EOF after the last. After a *SyntaxError that is not
// Final the next Read continues with the unit that follows the damaged one.
func (r *Reader) Read() (Unit, error) {
	if r.state == atStart && r.final == nil {
		r.start()
	}
	if err := r.verdict(); err != nil { // of the header, or of what begins the next document
		return Unit{}, err
	}
	for r.final == nil {
		u, ok := r.body()
		if err := r.verdict(); err != nil {
			return Unit{}, err
		}
		if ok {
			return u, nil
		}
	}
	return Unit{}, r.final
}

// Position returns where the last unit read begins.
func (r *Reader) Position() (line, column int, offset int64) {
	return r.unit.line, r.unit.col, r.unit.off
}

// Warnings returns the first 20 warnings of each rule, in the order of the file.
func (r *Reader) Warnings() []Warning { return slices.Clone(r.log.kept) }

// Counts returns how many warnings there were by rule, all of them, sorted by rule.
func (r *Reader) Counts() []Count { return slices.Clone(r.log.counts) }

// verdict turns what was found since the last unit into an error.
func (r *Reader) verdict() error {
	failed := r.failed
	r.failed = nil
	if r.final != nil && !errors.Is(r.final, io.EOF) {
		return nil
	}
	if r.lex != nil && r.lex.stop != nil {
		r.lex.stop.Unit = r.index
		r.final = r.lex.stop
		return r.final
	}
	if failed == nil {
		return nil
	}
	if r.Strict || failed.Final {
		failed.Final = true
		r.final = failed
	}
	return failed
}

// report notes a finding at an offset of the document.
func (r *Reader) report(rule Rule, off int64, format string, args ...any) {
	r.reportAt(rule, r.lex.place(off), format, args...)
}

func (r *Reader) reportAt(rule Rule, p place, format string, args ...any) {
	if r.state == afterRoot && (rule == RuleInvalidBytes || rule == RuleLeadingSpace) {
		return // what stands there is reported as a whole
	}
	level := rule.level()
	if level == Loss {
		r.lost = true
	}
	if r.Strict && level >= Fault || !r.Lenient && level == Loss {
		if r.failed == nil {
			r.failed = p.fail(rule, format, args...)
			r.failed.Unit = r.index
		}
		return
	}
	w := Warning{
		Line: p.line, Column: p.col, Offset: p.off, Unit: r.index,
		Level: level, Rule: rule, Message: message(format, args...).Error(),
	}
	r.log.add(w)
	if r.Warn != nil {
		r.Warn(w)
	}
}

// fatal notes a finding after which nothing can be read, whatever the mode.
func (r *Reader) fatal(rule Rule, off int64, format string, args ...any) {
	r.lex.fatal(rule, off, format, args...)
	r.final = r.lex.stop
}

// next returns the next token. A read error of the source comes as the end of the
// document, with r.final set.
func (r *Reader) next() *token {
	if r.pushed {
		r.pushed = false
		return &r.lex.tok
	}
	t := r.lex.next()
	if t.kind == kindEOF && r.lex.err != nil && r.final == nil {
		r.final = r.sourceError(r.lex.err)
	}
	return t
}

// sourceError gives damage of a packed file its place; other errors are the source's own.
func (r *Reader) sourceError(err error) error {
	if packedError(err) {
		p := place{line: 1, col: 1}
		if r.lex != nil {
			p = r.lex.place(r.lex.tok.off)
		}
		e := p.fail(RuleCompressed, "the packed file is damaged: %w", err)
		e.Final, e.Unit = true, r.index
		return e
	}
	return err
}

// packedError reports whether err comes from unpacking and not from the source.
func packedError(err error) bool {
	text := err.Error()
	return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, errZip) ||
		strings.HasPrefix(text, "gzip: ") || strings.HasPrefix(text, "flate: ")
}

// start unpacks the source and reads up to the first unit.
func (r *Reader) start() {
	var err error
	if r.in, err = openInput(r.src); err != nil {
		r.final = r.sourceError(err)
		r.begun = r.final
		return
	}
	r.names = map[string]string{}
	if r.MaxSegment <= 0 {
		r.MaxSegment = defaultMaxSegment
	}
	if r.MaxUnit <= 0 {
		r.MaxUnit = defaultMaxUnit
	}
	r.document()
	switch {
	case r.state == atStart:
		r.begun = r.final
	case r.Strict && r.failed != nil:
		r.begun = r.verdict()
	}
}

// document begins the document at hand: a file, or the next of an archive.
func (r *Reader) document() {
	in, name, remark, err := r.in.decode(r.Encoding)
	if err != nil {
		r.final = r.sourceError(err)
		return
	}
	r.lex = newLexer(in)
	r.lex.report, r.lex.encoding = r.report, name
	if remark != "" {
		r.report(RuleEncoding, 0, "%s", remark)
	}
	if r.prolog(name) {
		r.root()
	}
}

// prolog reads up to the root element.
func (r *Reader) prolog(encoding string) bool {
	for {
		t := r.next()
		switch t.kind {
		case kindText, kindCDATA, kindLiteral:
			if !blank(t.data) {
				r.fatal(RuleNotTMX, t.off, "not TMX: it begins with %q", clip(bytes.TrimSpace(t.data)))
				return false
			}
		case kindPI, kindComment:
		case kindDoctype:
			r.lex.declare(t.data)
		case kindStart:
			if t.elem == elemTMX {
				r.pushed = true
				return true
			}
			if r.Lenient && (t.elem == elemBody || t.elem == elemTU || t.elem == elemHeader) {
				r.report(RuleNoBody, t.off, "no <tmx> element around <%s>", t.name)
				r.pushed = true
				return true
			}
			r.fatal(RuleNotTMX, t.off, "not TMX: its root element is <%s>", clip(t.name))
			return false
		case kindEOF:
			if r.final == nil {
				r.fatal(RuleNotTMX, t.off, "not TMX: no element in it (read as %s)", encoding)
			}
			return false
		default:
			r.fatal(RuleNotTMX, t.off, "not TMX: no <tmx> element before this")
			return false
		}
	}
}

// root reads the root tag and all before the first unit.
func (r *Reader) root() {
	r.header = Header{}
	r.state = inBody
	seen := false
	for {
		t := r.next()
		switch {
		case t.kind == kindStart && t.elem == elemTMX && r.header.Version == "":
			r.rootAttributes(t)
			if t.empty {
				r.report(RuleNoBody, t.off, "no <body>")
				r.state = afterRoot
				return
			}
		case t.kind == kindStart && t.elem == elemHeader && !seen:
			seen = true
			r.readHeader(t)
		case t.kind == kindStart && t.elem == elemBody:
			if t.empty {
				r.state = afterBody
			}
			if !seen {
				r.report(RuleNoHeader, t.off, "no <header> before <body>")
			}
			return
		case t.kind == kindStart && t.elem == elemTU:
			r.report(RuleNoBody, t.off, "no <body> before the first <tu>")
			r.pushed = true
			return
		case t.kind == kindEnd && t.elem == elemTMX:
			r.report(RuleNoBody, t.off, "no <body>")
			r.state = afterRoot
			return
		case t.kind == kindEOF:
			r.pushed = true
			return
		default:
			r.unexpected(t)
		}
	}
}

func (r *Reader) rootAttributes(t *token) {
	r.header.Version = "1.4"
	found := false
	for _, a := range t.attrs {
		switch string(a.name) {
		case "version":
			found = true
			r.header.Version = r.attrString(a)
		case "xmlns":
			r.report(RuleNamespace, a.off, "TMX has no namespace, but xmlns=%q", clip(a.value))
		default:
			if !bytes.HasPrefix(a.name, []byte("xml")) {
				r.report(RuleUnknownAttribute, a.off, "tmx has no attribute %s", a.name)
			}
		}
	}
	switch v := r.header.Version; {
	case !found:
		r.report(RuleVersion, t.off, "tmx without version; read as 1.4")
	case v != "1.1" && v != "1.2" && v != "1.3" && v != "1.4":
		r.report(RuleVersion, t.off, "version %q is not 1.1 to 1.4; read as 1.4", clip([]byte(v)))
	}
}

// unexpected deals with what has no place between the elements around it.
func (r *Reader) unexpected(t *token) {
	switch t.kind {
	case kindText, kindCDATA, kindLiteral:
		if !blank(t.data) {
			r.report(RuleStrayText, t.off, "text %q where only elements stand", clip(bytes.TrimSpace(t.data)))
		}
	case kindStart:
		r.report(RuleUnknownElement, t.off, "<%s> has no place here", clip(t.name))
		if !t.empty && t.elem == elemOther {
			r.skipElement(bytes.Clone(t.name))
		}
	case kindEnd:
		r.report(RuleStrayEnd, t.off, "</%s> ends nothing", clip(t.name))
	case kindBroken:
		r.report(RuleBrokenTag, t.off, "tag <%s cannot be read", clip(t.name))
	}
}

// skipElement steps over an unknown element. It gives up where an element of the
// format begins or ends, because then the unknown one was never closed.
func (r *Reader) skipElement(name []byte) {
	depth := 1
	for {
		t := r.next()
		switch {
		case t.kind == kindEOF, t.elem == elemTU, t.elem == elemBody, t.elem == elemTMX, t.elem == elemTUV:
			r.pushed = true
			return
		case t.kind == kindStart && !t.empty && bytes.Equal(t.name, name):
			depth++
		case t.kind == kindEnd && bytes.Equal(t.name, name):
			if depth--; depth == 0 {
				return
			}
		}
	}
}

// body reads to the next unit. It returns false when there was something else to judge first.
func (r *Reader) body() (Unit, bool) {
	r.lost, r.skip = false, false
	t := r.next()
	switch {
	case r.state == afterRoot:
		r.epilogue(t)
	case t.kind == kindStart && t.elem == elemTU:
		r.index++
		r.unit = r.lex.place(t.off)
		if r.state == afterBody {
			r.state = inBody
			r.reportAt(RuleOrder, r.unit, "a unit stands behind </body>")
		}
		u := r.readUnit(t)
		u.Damaged = r.lost
		return u, !r.skip
	case t.kind == kindBroken && t.elem == elemTU:
		r.index++
		r.unit = r.lex.place(t.off)
		r.unexpected(t)
		r.resume()
	case t.kind == kindEnd && t.elem == elemBody:
		r.state = afterBody
	case t.kind == kindEnd && t.elem == elemTMX:
		if r.state == inBody {
			r.report(RuleMissingEnd, t.off, "</tmx> without </body>")
		}
		r.state = afterRoot
	case t.kind == kindEOF:
		r.endOfFile(t)
	default:
		r.unexpected(t)
	}
	return Unit{}, false
}

// endOfFile judges the end of the document before </tmx>.
func (r *Reader) endOfFile(t *token) {
	if r.final != nil || r.lex.stop != nil {
		return
	}
	if r.state == afterBody && !r.lex.cut {
		r.report(RuleMissingEnd, t.off, "the file ends without </tmx>")
	} else {
		r.truncated(t.off)
	}
	r.state = afterRoot
}

func (r *Reader) truncated(off int64) {
	r.report(RuleTruncated, off, "the file is cut off: it ends before </tmx>")
	if r.failed != nil {
		r.failed.Final = true
	}
	r.state = afterRoot
}

// epilogue reads what stands behind </tmx>: nothing, or another document.
func (r *Reader) epilogue(t *token) {
	switch t.kind {
	case kindEOF:
		r.nextDocument()
	case kindStart:
		if t.elem == elemTMX {
			r.report(RuleSecondDocument, t.off, "another TMX document begins here")
			r.pushed = true
			r.root()
			return
		}
		r.trailing(t)
	case kindText, kindCDATA, kindLiteral:
		if !blank(t.data) {
			r.trailing(t)
		}
	case kindEnd, kindBroken:
		r.trailing(t)
	case kindDoctype:
		r.lex.declare(t.data)
	}
}

// trailing reports what stands behind </tmx> once, and ends the document there.
func (r *Reader) trailing(t *token) {
	r.report(RuleTrailingData, t.off, "the document ended before this")
	r.nextDocument()
}

// nextDocument goes on with the next file of an archive.
func (r *Reader) nextDocument() {
	if r.final != nil {
		return
	}
	more, err := r.in.nextEntry()
	switch {
	case err != nil:
		r.final = r.sourceError(err)
	case more:
		r.document()
	default:
		r.final = io.EOF
	}
}

// attrString returns an attribute's value. Short values repeat from unit to unit
// and are kept once.
func (r *Reader) attrString(a attr) string {
	v := r.lex.value(a)
	r.size += len(v)
	return r.intern(v)
}

func (r *Reader) intern(v []byte) string {
	const short = 64
	if len(v) > short {
		return string(v)
	}
	if s, ok := r.names[string(v)]; ok {
		return s
	}
	s := string(v)
	if len(r.names) < maxInterned {
		r.names[s] = s
	}
	return s
}

// ReadAll reads all units that are left, for small files. It stops at the first error.
func (r *Reader) ReadAll() ([]Unit, error) {
	var units []Unit
	for {
		u, err := r.Read()
		if errors.Is(err, io.EOF) {
			return units, nil
		}
		if err != nil {
			return units, err
		}
		units = append(units, u)
	}
}
