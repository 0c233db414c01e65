package document

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// A format is a kind of file that can be read.
type format struct {
	name     string // "Word document"
	read     reader
	magic    string // what its files begin with; "" for text
	verbatim bool   // paragraphs are pieces of the file, byte for byte
}

// formatOf tells the format that a file's name promises.
func formatOf(name string) format {
	switch strings.ToLower(filepath.Ext(name)) {
	}
	return format{name: "plain text", read: readPlain, verbatim: true}
}

// readerFor chooses the reader by the file's name and makes sure that the
// contents are what the name says.
func readerFor(src *source) (reader, error) {
	f := formatOf(src.name)
	found := sniff(src.data)
	switch {
	case found.name == "":
		if f.magic != "" {
			return nil, fault("", "give it the extension of what it is", because(ErrFormat, "it is called a %s, but is %s", f.name, textual(src.data)))
		}
	case found.magic == "binary":
		return nil, fault("", found.hint, because(ErrBinary, "it is %s", found.name))
	case f.magic != found.magic:
		return nil, fault("", found.hint, because(ErrFormat, "it is called %s, but is %s", article(f.name), found.name))
	}
	return f.read, nil
}

func article(name string) string {
	if name == "plain text" {
		return name
	}
	return "a " + name
}

// sniffed is what the first bytes of a file say that it is.
type sniffed struct {
	name  string // "a PDF document"; "" for text
	magic string // that of a format, or "binary"
	hint  string
}

// sniff looks at the first bytes of a file.
func sniff(b []byte) sniffed {
	for _, m := range []struct{ magic, name, hint string }{
		{"\xD0\xCF\x11\xE0", "an old Microsoft Office document", "save it as .docx or .xlsx"},
		{"\x89PNG", "a picture (PNG)", ""},
		{"\xFF\xD8\xFF", "a picture (JPEG)", ""},
		{"GIF8", "a picture (GIF)", ""},
		{"II*\x00", "a picture (TIFF)", ""},
		{"MM\x00*", "a picture (TIFF)", ""},
		{"\x1F\x8B", "a compressed file (gzip)", "unpack it first"},
		{"BZh", "a compressed file (bzip2)", "unpack it first"},
		{"\xFD7zXZ", "a compressed file (xz)", "unpack it first"},
		{"(\xB5/\xFD", "a compressed file (zstd)", "unpack it first"},
		{"7z\xBC\xAF", "an archive (7z)", "unpack it first"},
		{"Rar!", "an archive (rar)", "unpack it first"},
		{"\x7FELF", "a program", ""},
		{"MZ\x90", "a program", ""},
		{"SQLite format 3\x00", "an SQLite database", ""},
		{"OggS", "a sound", ""},
		{"ID3", "a sound", ""},
	} {
		if bytes.HasPrefix(b, []byte(m.magic)) {
			return sniffed{m.name, "binary", m.hint}
		}
	}
	return sniffed{}
}

// textual describes a text by its beginning.
func textual(b []byte) string {
	b = bytes.TrimSpace(b[:min(len(b), 1024)])
	low := bytes.ToLower(b)
	switch {
	case bytes.HasPrefix(low, []byte("<!doctype html")), bytes.HasPrefix(low, []byte("<html")):
		return "an HTML page"
	case bytes.HasPrefix(low, []byte("<?xml")):
		return "an XML file"
	case utf8.Valid(b):
		return "text"
	}
	return "something else"
}

// Known reports whether a file's name promises a format that can be read.
func Known(path string) bool {
	return slices.Contains(extensions(), strings.ToLower(filepath.Ext(path)))
}

func extensions() []string {
	return []string{".txt", ".md", ".docx", ".pdf"}
}
