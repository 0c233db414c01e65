package document

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"

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
	Address
	Signature
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
}

// A Text is one language version of a document.
type Text struct {
	Path       string
	Lang       lang.Code
	Encoding   string // "UTF-8", "GB18030" …
	Hash       string // SHA-256 of the file's bytes, hexadecimal
	Paragraphs []Paragraph
	Warnings   []string // what a reader should know: dropped headers, control characters …
}

// Options change how a file is read. The zero value detects everything.
type Options struct {
	Lang     lang.Code // the language of the text, not to be detected
	Encoding string    // the encoding, as people name it: "gbk", "cp1251", "utf-16le"
	Lines    bool      // each line that is not empty is one paragraph
}

// Read reads the file at path.
func Read(ctx context.Context, path string, opt Options) (*Text, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(ctx, path, data, opt)
}

// Parse reads data as the contents of a file called name.
func Parse(ctx context.Context, name string, data []byte, opt Options) (*Text, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	t := &Text{Path: name, Lang: opt.Lang, Encoding: "UTF-8", Hash: hex.EncodeToString(sum[:])}
	t.Paragraphs = plain(string(data), opt.Lines)
	if t.Lang == lang.Unknown {
		code, err := lang.Detect(string(data))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		t.Lang = code
	}
	return t, nil
}
