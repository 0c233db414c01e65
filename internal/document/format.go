package document

import (
	"bytes"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// A format is a kind of file that can be read.
type format struct {
	name     string // "Word document"
	read     reader
	magic    string // what its files begin with; "" for text
	archive  bool   // a ZIP archive
	verbatim bool   // paragraphs are pieces of the file, byte for byte
}

// formats lists what can be read, by extension. Text formats have no magic.
func formats() map[string]format {
	plainText := format{name: "plain text", read: readPlain, verbatim: true}
	word := format{name: "Word document", read: readDOCX, magic: "docx", archive: true}
	markdown := format{name: "Markdown", read: readMarkdown}
	page := format{name: "HTML page", read: readHTML}
	table := format{name: "table of text", read: readCSV}
	workbook := format{name: "Excel workbook", read: readXLSX, magic: "xlsx", archive: true}
	slides := format{name: "PowerPoint presentation", read: readPPTX, magic: "pptx", archive: true}
	openDocument := format{name: "OpenDocument text", read: readODT, magic: "odt", archive: true}
	openTable := format{name: "OpenDocument table", read: readODS, magic: "ods", archive: true}
	rich := format{name: "Rich Text document", read: readRTF, magic: "rtf"}
	subtitles := format{name: "subtitle file", read: readSubtitles}
	catalogue := format{name: "gettext catalogue", read: readPO}
	exchange := format{name: "translation exchange file", read: readBilingual}
	pdf := format{name: "PDF document", read: readPDF, magic: "pdf"}
	return map[string]format{
		".pdf": pdf,
		".txt": plainText, ".text": plainText, ".asc": plainText,
		".md": markdown, ".markdown": markdown, ".html": page, ".htm": page, ".xhtml": page,
		".csv": table, ".tsv": table, ".tab": table,
		".xlsx": workbook, ".xlsm": workbook, ".pptx": slides, ".odt": openDocument, ".ott": openDocument, ".odp": openDocument, ".ods": openTable, ".ots": openTable,
		".rtf": rich, ".srt": subtitles, ".vtt": subtitles, ".po": catalogue, ".pot": catalogue,
		".xml": {name: "XML file", read: readXML}, ".xlf": exchange, ".xliff": exchange, ".sdlxliff": exchange, ".mqxliff": exchange, ".tmx": exchange,
		".docx": word, ".docm": word, ".dotx": word,
	}
}

// formatOf tells the format that a file's name promises: plain text where the
// extension is not known.
func formatOf(name string) format {
	if f, ok := formats()[strings.ToLower(filepath.Ext(name))]; ok {
		return f
	}
	return formats()[".txt"]
}

// readerFor chooses the reader by the file's name and makes sure that the
// contents are what the name says.
func readerFor(src *source) (reader, error) {
	f := formatOf(src.name)
	found := sniff(src.data)
	if !Known(src.name) { // standard input, or an extension that says nothing
		for _, ext := range []string{".docx", ".pdf", ".odt", ".ods", ".xlsx", ".pptx", ".rtf"} {
			if g := formats()[ext]; g.magic == found.magic {
				f = g
			}
		}
	}
	archived := strings.HasPrefix(string(src.data), "PK") && f.archive
	switch {
	case found.magic == f.magic, found.magic == "zip" && archived: // its reader will say what is missing
		return f.read, nil
	case found.name == "":
		return nil, fault("", "give it the extension of what it is", because(ErrFormat, "it is called %s, but is %s", article(f.name), textual(src.data)))
	case found.magic == "encrypted":
		return nil, fault("", found.hint, ErrEncrypted)
	case found.magic == "binary" || found.magic == "zip":
		return nil, fault("", found.hint, because(ErrBinary, "it is %s", found.name))
	}
	return nil, fault("", found.hint, because(ErrFormat, "it is called %s, but is %s", article(f.name), found.name))
}

func article(name string) string {
	if name == "plain text" || name == "Markdown" {
		return name
	}
	if strings.ContainsRune("AEIOU", rune(name[0])) {
		return "an " + name
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
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")) || bytes.HasPrefix(b, []byte("PK\x05\x06")):
		return sniffZip(b)
	case bytes.HasPrefix(b, []byte("\xD0\xCF\x11\xE0")) && bytes.Contains(b, encryptedPackage):
		return sniffed{"an encrypted Office document", "encrypted", "save it without a password"}
	case bytes.HasPrefix(bytes.TrimLeft(b, " \r\n\t\x00"), []byte("%PDF-")):
		return sniffed{"a PDF document", "pdf", "give it the extension .pdf"}
	case bytes.HasPrefix(b, []byte("{\\rtf")):
		return sniffed{"a Rich Text document", "rtf", "give it the extension .rtf"}
	}
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

// encryptedPackage is the name of the stream that holds an encrypted .docx,
// in UTF-16.
var encryptedPackage = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")

// sniffZip tells the office formats from other archives by the names of their
// parts, which stand in the file as they are. A truncated file still tells.
func sniffZip(b []byte) sniffed {
	for _, p := range []struct{ part, name, magic, ext string }{
		{"word/document", "a Word document", "docx", ".docx"},
		{"xl/workbook", "an Excel workbook", "xlsx", ".xlsx"},
		{"ppt/presentation", "a PowerPoint presentation", "pptx", ".pptx"},
		{"application/vnd.oasis.opendocument.text", "an OpenDocument text", "odt", ".odt"},
		{"application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation", "odt", ".odp"},
		{"application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument table", "ods", ".ods"},
		{"application/epub+zip", "an e-book", "binary", ""},
		{"[Content_Types].xml", "an Office document", "zip", ""},
	} {
		if bytes.Contains(b, []byte(p.part)) {
			s := sniffed{p.name, p.magic, "give it the extension " + p.ext}
			if p.ext == "" {
				s.hint = "save it as .docx, .xlsx or .txt"
			}
			return s
		}
	}
	return sniffed{"an archive (ZIP)", "zip", "unpack it first"}
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
	_, ok := formats()[strings.ToLower(filepath.Ext(path))]
	return ok
}
