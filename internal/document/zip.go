package document

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
)

const (
	// maxUnpacked bounds what one archive unpacks to, in bytes, over all
	// parts that are read. The longest treaty texts have 20 MB of XML.
	maxUnpacked = 256 << 20
	// maxRatio is how many times larger than packed a part may be once it is
	// over bombSize: office XML packs to a tenth, a bomb to a thousandth.
	maxRatio = 200
	bombSize = 8 << 20
	// maxParts bounds the number of parts; a presentation has a few hundred.
	maxParts = 20_000
	// maxCells bounds the cells of a workbook, empty ones before others
	// included, that take 32 bytes each: one cell far to the right makes
	// 16,384 of them.
	maxCells = 4 << 20
)

// An archive is a ZIP file whose parts are read within limits.
type archive struct {
	files map[string]*zip.File
	names []string
	left  int64
	cells int
}

// addCells counts the cells of a workbook.
func (a *archive) addCells(name string, n int) error {
	if a.cells += n; a.cells > maxCells {
		return fault(name, "split it into parts", because(ErrTooLarge, "more than %d cells", maxCells))
	}
	return nil
}

func openArchive(data []byte) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	switch {
	case errors.Is(err, zip.ErrInsecurePath):
	case err != nil:
		return nil, fault("", "the file may be incomplete: fetch it again", because(ErrFormat, "%v", err))
	}
	if len(z.File) > maxParts {
		return nil, fault("", "", because(ErrTooLarge, "%d parts in the archive", len(z.File)))
	}
	a := &archive{files: map[string]*zip.File{}, left: maxUnpacked}
	for _, f := range z.File {
		name := strings.TrimPrefix(path.Clean(strings.ReplaceAll(f.Name, "\\", "/")), "/")
		if _, twice := a.files[name]; !twice {
			a.files[name] = f
			a.names = append(a.names, name)
		}
	}
	return a, nil
}

func (a *archive) has(name string) bool { return a.files[name] != nil }

// open returns a part, which reads no further than the limits allow.
func (a *archive) open(name string) (io.ReadCloser, error) {
	f := a.files[name]
	switch {
	case f == nil:
		return nil, fault(name, "the file may be incomplete: fetch it again", because(ErrFormat, "this part is missing"))
	case f.Flags&1 != 0:
		return nil, fault(name, "save it without a password", ErrEncrypted)
	case f.UncompressedSize64 > bombSize && f.UncompressedSize64/maxRatio > f.CompressedSize64:
		return nil, fault(name, "", because(ErrTooLarge, "it would unpack to %d times its size", f.UncompressedSize64/max(f.CompressedSize64, 1)))
	case f.UncompressedSize64 > uint64(a.left):
		return nil, fault(name, "", because(ErrTooLarge, "the archive unpacks to more than %d MB", maxUnpacked/1_000_000))
	}
	r, err := f.Open()
	if err != nil {
		return nil, fault(name, "", because(ErrFormat, "%v", err))
	}
	return &part{r: r, name: name, archive: a}, nil
}

// read returns a whole part.
func (a *archive) read(name string) ([]byte, error) {
	r, err := a.open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// A part counts what is unpacked.
type part struct {
	r       io.ReadCloser
	name    string
	archive *archive
}

func (p *part) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	p.archive.left -= int64(n)
	switch {
	case p.archive.left < 0:
		return n, fault(p.name, "", because(ErrTooLarge, "the archive unpacks to more than %d MB", maxUnpacked/1_000_000))
	case err != nil && err != io.EOF:
		return n, fault(p.name, "the file is damaged: fetch it again", because(ErrFormat, "%v", err))
	}
	return n, err
}

func (p *part) Close() error { return p.r.Close() }
