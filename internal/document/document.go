package document

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"dragoman/internal/lang"
)

// Kind tells what part a paragraph plays in its document.
type Kind uint8

// The kinds of paragraph.
const (
	Body Kind = iota
	Heading
	ListItem
	TableCell
	Footnote
	Address   // addressee, salutation, place and date
	Signature // names and titles at the end
)

var kindNames = [...]string{"body", "heading", "list item", "table cell", "footnote", "address", "signature"}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// A Paragraph is a block of a text as the original has it.
type Paragraph struct {
	// Text is the paragraph as decoded, inner line ends kept, outer white
	// space trimmed.
	Text string
	Kind Kind
	// Offset is where Text begins in the original file, in bytes; -1 where
	// the format has no such place.
	Offset int64
	// Place says in words where the paragraph is in the original:
	// "page 3", "word/document.xml paragraph 12"; "" when Offset tells.
	Place string
	// Breaks are byte offsets within Text at which a new segment begins
	// whatever the punctuation, ascending, none at 0 or len(Text).
	Breaks []int
	// Anchor is where the mark of a Footnote stands; nil for other kinds and
	// where it is not known.
	Anchor *Anchor
}

// An Anchor is a place in a text: paragraph, byte offset in its Text.
type Anchor struct{ Paragraph, Offset int }

// A Text is one language version of a document.
type Text struct {
	Path       string
	Lang       lang.Code
	Encoding   string // "UTF-8", "GB18030" …; of formats that name none, "UTF-8"
	Hash       string // SHA-256 of the file's bytes, hexadecimal
	Paragraphs []Paragraph
	Warnings   []string // what was left out or looks odd, in words
}

// Options change how a file is read. The zero value detects everything.
type Options struct {
	Lang     lang.Code // the language of the text, not to be detected; of several in one file, the one wanted
	Encoding string    // the encoding, as people name it: "gbk", "cp1251", "utf-16le"
	Lines    bool      // each line that is not empty is one paragraph; only for plain text
}

// MaxFile is the largest file that is read, in bytes. Books have 1 to 5 MB of
// text, the largest treaty collections 50; at 256 MiB reading takes about 1 GB
// of memory. Larger files are refused before they are read.
const MaxFile = 256 << 20

// Read reads the file at path, which must hold one language, or one that
// opt.Lang picks. Every error is an *Error.
func Read(ctx context.Context, path string, opt Options) (*Text, error) {
	data, err := load(path)
	if err != nil {
		return nil, named(path, err)
	}
	return Parse(ctx, path, data, opt)
}

// ReadAll reads all languages of the file at path, in the order they have in
// the file: the columns of a table, the variants of a TMX file.
func ReadAll(ctx context.Context, path string, opt Options) ([]*Text, error) {
	data, err := load(path)
	if err != nil {
		return nil, named(path, err)
	}
	return ParseAll(ctx, path, data, opt)
}

func load(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fault("", "name the files in it, or the directory where a command takes one", ErrDirectory)
	case info.Size() > MaxFile:
		return nil, tooLarge(info.Size())
	}
	data, err := io.ReadAll(io.LimitReader(f, MaxFile+1)) // a pipe or a device has no size
	if err == nil && len(data) > MaxFile {
		err = tooLarge(int64(len(data)))
	}
	return data, err
}

func tooLarge(size int64) error {
	return fault("", "split it into parts", because(ErrTooLarge, "%d MB or more, the limit is %d", size/1e6, MaxFile/1_000_000))
}

// Parse is Read for the bytes of a file called name.
func Parse(ctx context.Context, name string, data []byte, opt Options) (*Text, error) {
	texts, err := ParseAll(ctx, name, data, opt)
	if err != nil {
		return nil, err
	}
	if len(texts) == 1 {
		return texts[0], nil
	}
	var has []string
	for _, t := range texts {
		if opt.Lang != lang.Unknown && t.Lang == opt.Lang {
			return t, nil
		}
		has = append(has, cmp.Or(string(t.Lang), "?"))
	}
	slices.Sort(has)
	list := strings.Join(slices.Compact(has), ", ")
	if opt.Lang != lang.Unknown {
		return nil, named(name, fault("", "it has "+list, because(ErrLanguages, "%s is not among them", opt.Lang.Name())))
	}
	return nil, named(name, fault("", "say which one is meant: "+list, because(ErrLanguages, "%s", list)))
}

// ParseAll is ReadAll for the bytes of a file called name.
func ParseAll(ctx context.Context, name string, data []byte, opt Options) ([]*Text, error) {
	if err := ctx.Err(); err != nil {
		return nil, named(name, err)
	}
	if len(data) > MaxFile {
		return nil, named(name, tooLarge(int64(len(data))))
	}
	c, err := parse(ctx, &source{name: name, data: data, opt: opt})
	if err != nil {
		return nil, named(name, err)
	}
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	var texts []*Text
	for _, v := range c.versions {
		t := &Text{Path: name, Lang: v.lang, Encoding: c.encoding, Hash: hash, Paragraphs: v.paragraphs, Warnings: slices.Clone(c.warnings)}
		t.Warnings = append(t.Warnings, oddities(t.Paragraphs)...)
		if len(c.versions) == 1 && opt.Lang != lang.Unknown && t.Lang == lang.Unknown {
			t.Lang = opt.Lang
		}
		if t.Lang == lang.Unknown {
			if t.Lang, err = detect(t.Paragraphs); err != nil {
				return nil, named(name, err)
			}
		}
		texts = append(texts, t)
	}
	return texts, nil
}

// parse runs the reader of the file's format and checks what it gives.
func parse(ctx context.Context, src *source) (*content, error) {
	if len(src.data) == 0 {
		return nil, fault("", "", because(ErrEmpty, "it has no bytes"))
	}
	read, err := readerFor(src)
	if err != nil {
		return nil, err
	}
	c, err := read(ctx, src)
	if err != nil {
		return nil, err
	}
	c.versions = slices.DeleteFunc(c.versions, func(v version) bool { return len(v.paragraphs) == 0 })
	if len(c.versions) == 0 {
		if len(bytes.TrimSpace(src.data)) == 0 {
			return nil, fault("", "", because(ErrEmpty, "only white space"))
		}
		return nil, fault("", "", ErrEmpty)
	}
	c.encoding = cmp.Or(c.encoding, utf8Set.name)
	return c, nil
}

// detect tells the language of paragraphs.
func detect(ps []Paragraph) (lang.Code, error) {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.Text)
		b.WriteByte('\n')
	}
	code, err := lang.Detect(b.String())
	switch {
	case err == nil:
		return code, nil
	case errors.Is(err, lang.ErrUnknown):
		return code, fault("", "name its language (--langs)", err)
	}
	return code, fault("", "if it is not, or is to be read all the same, name its language (--langs)", err)
}

// A source is a file to be read.
type source struct {
	name string
	data []byte
	opt  Options
}

// decode decodes the whole file; declared is the encoding it names itself.
func (s *source) decode(declared string) (*decoded, error) {
	return decode(s.data, s.opt.Encoding, declared)
}

// content is what a reader finds in a file.
type content struct {
	encoding string
	versions []version
	warnings []string
}

type version struct {
	lang       lang.Code // Unknown: to be detected
	paragraphs []Paragraph
}

func (c *content) add(code lang.Code, ps []Paragraph) {
	c.versions = append(c.versions, version{code, ps})
}

func (c *content) warn(format string, args ...any) {
	c.warnings = append(c.warnings, fmt.Sprintf(format, args...))
}

// A reader reads one format.
type reader func(ctx context.Context, src *source) (*content, error)

// oddities tells of characters that nobody sees and that are kept.
func oddities(ps []Paragraph) []string {
	counts := map[rune]int{}
	for _, p := range ps {
		for _, r := range p.Text {
			switch {
			case r >= 0x20 && r < 0x7F, r == '\n', r == '\r', r == '\t':
			case r < 0x20, r >= 0x7F && r < 0xA0 && r != 0x85, r == 0xAD,
				r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F,
				r == 0xFEFF, r == 0xFFFD, r >= 0xE000 && r <= 0xF8FF, r >= 0xFFF9 && r <= 0xFFFB, r == 0xFFFE, r == 0xFFFF:
				counts[r]++
			}
		}
	}
	var list []rune
	for r := range counts {
		list = append(list, r)
	}
	slices.Sort(list)
	var out []string
	for _, r := range list {
		out = append(out, fmt.Sprintf("%d × U+%04X (%s) kept", counts[r], r, oddName(r)))
	}
	return out
}

func oddName(r rune) string {
	switch {
	case r == 0xAD:
		return "soft hyphen"
	case r == 0x200B || r == 0x2060:
		return "zero-width space"
	case r == 0x200C || r == 0x200D:
		return "zero-width joiner"
	case r == 0xFEFF:
		return "byte order mark within the text"
	case r == 0xFFFD:
		return "replacement character: something was lost before"
	case r >= 0xE000 && r <= 0xF8FF:
		return "private use: shown only by its font"
	case r >= 0x200E && r <= 0x206F:
		return "direction or format mark"
	}
	return "control character"
}

// OffsetOf returns where in the original file the byte i of the text of
// paragraph p is, or -1. It is exact for plain text in every encoding; where
// markup may stand within a paragraph (all other formats) only i = 0 is known.
func (t *Text) OffsetOf(p, i int) int64 {
	par := t.Paragraphs[p]
	if i == 0 || par.Offset < 0 {
		return par.Offset
	}
	if par.Place != "" || !formatOf(t.Path).verbatim {
		return -1
	}
	set, err := charsetByName(t.Encoding)
	if err != nil {
		return -1
	}
	if set.enc == nil {
		return par.Offset + int64(i)
	}
	raw, err := set.enc.NewEncoder().String(par.Text[:i])
	if err != nil {
		return -1
	}
	return par.Offset + int64(len(raw))
}
