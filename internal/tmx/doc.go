// Package tmx reads and writes TMX, the exchange format of translation
// memories, streaming both ways. It is shaped like encoding/csv: a Reader gives
// units until io.EOF, a Writer takes them, and leniency is a field. What to do
// with what was read (all or nothing, which languages, what is new) is policy
// and not decided here. Validate explains what is wrong with a file.
//
// # Model
//
// A document is a Header and Units. A Unit has Variants, each the text in one
// language; several may be of one language. Notes, properties, dates, users,
// usage counts and all other attributes are kept as they were written, at each
// of the three levels. A language is a string here: Variant.Lang is what the
// file says ("ZH", "zh_CN").
//
// A segment is kept twice. Text is what a person reads and what is matched:
// character data directly in seg and in hi, without the inside of bpt, ept, ph,
// it, ut and without sub-flows, so that a footnote is never glued into its
// sentence. Raw is the content of seg as XML, byte for byte when it is sound,
// and empty when there are no inline elements. When Raw is not well-formed in
// the file (a bare ampersand, a missing end tag, a reference to an entity of the
// file) it is mended, so that it always stands alone; what is well-formed but
// not TMX (XLIFF's g, a bare sub, an attribute too many) stays, and the Writer
// turns it into codes of TMX.
//
// What is lost: comments, processing instructions, the order of notes and
// properties among each other, variants without any text (counted), and how
// characters were written in plain segments. An attribute that TMX does not know
// becomes a property "x-attribute-NAME".
//
// # Reading
//
// The grammar is that of TMX 1.1 to 1.4b, levels 1 and 2:
//
//	tmx     = header body
//	header  = (note | prop | ude)*      ude = map+
//	body    = tu*
//	tu      = (note | prop)* tuv+
//	tuv     = (note | prop)* seg
//	seg, hi = (text | bpt | ept | ph | it | hi | ut)*
//	bpt, ept, ph, it, ut = (text | sub)*
//	sub     = (text | bpt | ept | ph | it | hi | ut)*
//
// The source may be plain, gzip or zip, told by its first bytes; of an archive
// every .tmx or .xml file is read, one after the other, in passing. The encoding
// is told by a byte order mark, then by where the zeros are in the first four
// bytes, and only then by the declaration, which must not contradict the bytes:
// UTF-8, UTF-16, UTF-32, and whatever golang.org/x/text knows by name.
// Reader.Encoding overrides all that. Nothing but the source is ever opened: no
// DTD, no external entity.
//
// The scanner is our own. encoding/xml refuses one real file in six, cannot be
// told to go on after damage, and is several times slower. Ours knows that
// damage ends at the next tu: after it, reading goes on there.
//
// Every finding has a Rule and each rule one Level, which the mode weighs:
//
//	level   example                          Strict   normal           Lenient
//	Remark  empty segment, other date form   warning  warning          warning
//	Fault   bare ampersand, note after seg   error    mended, warning  mended, warning
//	Loss    invalid bytes, a cut-off unit    error    error            warning
//
// In Strict mode an error is final. In the normal mode a *SyntaxError costs one
// unit and the next Read goes on with the next, unless it is Final. In Lenient
// mode a unit with undecodable bytes is given with U+FFFD and Damaged set, and a
// unit that makes no sense is left out. Final in every mode: entity-bomb,
// not-tmx, damaged-compression, errors of the source.
//
//	rule                 what is done when it is forgiven
//	encoding             the bytes are believed
//	leading-space        read on
//	trailing-data        reading stops at </tmx>
//	second-document      read too; Header gives its own header from then on
//	invalid-bytes        Lenient: U+FFFD, unit marked; else the unit is lost
//	truncated            complete units are given; the rest of the file is lost
//	control-character    left out (raw, as reference, lone surrogate, U+FFFE, U+FFFF)
//	surrogate-pair       joined
//	html-entity          the character meant
//	unknown-entity       kept as it is written
//	external-entity      Lenient: nothing in its place; else the unit is lost
//	bare-ampersand       literal
//	bare-markup          "<" before what is no name, "]]>": literal
//	bad-attribute        a value without quotes is read, the first of two counts
//	bad-comment          read on
//	broken-tag           the unit is lost
//	missing-end-tag      ended by the end of the element around it, or by the next unit
//	stray-end-tag        left out
//	unclosed-element     a code that swallowed text: the unit is lost
//	upper-case           read as lower case
//	namespace            prefixes and xmlns are left out
//	version              read as 1.4
//	no-header, no-body   read on
//	header-attribute     empty
//	missing-segment      text directly in tuv is taken
//	several-segments     the second is another variant of that language
//	order                taken wherever it stands
//	unknown-element      left out with its content
//	unknown-attribute    kept as a property; inside a segment kept in Raw
//	missing-attribute    empty
//	stray-text           left out
//	missing-language     Lang is empty
//	language-conflict    xml:lang counts
//	markup-in-text       tags in note and prop are left out, text kept
//	foreign-code         XLIFF, HTML in a segment: kept in Raw, text inside is text
//	misplaced-code       kept in Raw; its text is not the sentence's
//	no-variant           left out
//	too-deep, segment-too-long, unit-too-large  the unit is lost
//
// Places are line and column in characters, both from 1. The first 20 warnings
// of each rule are kept, all are counted, and Reader.Warn sees all.
//
// # Limits
//
// Memory does not grow with the file. One unit is held, of at most MaxUnit
// bytes (16 MiB); a segment, note or property has at most MaxSegment (1 MiB), a
// tag or document type declaration 1 MiB, a tag 64 attributes; codes nest 64
// deep; 1,000 entities may be declared, and all expansions together make at most
// 1 MiB. Time is linear in the size of the file.
//
// Not checked: what is inside a document type declaration but for entities,
// characters inside comments and names, and the order in which documents name
// DTD and root. Markup in a declared entity is read as text. Offsets are those
// of the UTF-8 form: in a UTF-16 or packed file they are not the file's own. A
// zip entry that is stored with its size behind it cannot be read in passing.
//
// # Writing
//
// The Writer's output is valid by the DTD and by the schema OmegaT checks with,
// whatever the units hold: UTF-8, version 1.4, all required attributes, notes
// and properties before variants and segments, no empty variant, always an
// xml:lang that XML knows ("zh_CN" is written zh-CN, none at all und). Characters
// that XML cannot hold, and bytes that are none, are written as U+FFFD, so that
// a reader sees that something stood there; a carriage return as a reference.
// Raw is written byte for byte when it is valid; else sub gets a ph around it,
// a code inside a code a sub, an element of another format becomes a bpt/ept
// pair or a ph, and attributes are brought to what the DTD has. If it cannot be
// read at all, Text is written. Each such change is a warning of the Writer.
// Writer.Portable also avoids hi, whose text OmegaT drops, and the deprecated
// ut; Writer.TextOnly writes level 1.
//
// # Measured
//
// 100 MiB in three languages, every tenth unit with codes, on a 2-core Xeon that
// was also doing other work (go test -run xxx -bench . ./internal/tmx):
//
//	reading to units        190 to 235 MB/s, 8 allocations a unit
//	writing                 280 MB/s
//	encoding/xml, tokens    37 MB/s
//	heap, garbage included  4 MiB for 100 MB, 22 MiB for 2 GB
//
// The files in testdata/nasty are read as the table in nasty_test.go says; the
// 23 files of the TMX compliance kit come out with the same meaning, compared by
// encoding/xml; 80,000 documents made of broken pieces by chance hold the
// invariants of FuzzRead; on 1,500 more Strict and xmllint agree, except that
// Strict also wants a version, an xml:lang that is not empty, and one beside lang.
//
// # References
//
// TMX 1.4b Specification, LISA OSCAR, 2005 (DTD of 2002). Extensible Markup
// Language (XML) 1.0, fifth edition, W3C, 2008. Entities that grow without
// measure: CVE-2003-1564.
package tmx
