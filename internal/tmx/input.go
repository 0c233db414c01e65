package tmx

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// sniffSize is how much of a document is looked at to tell its encoding, in bytes.
const sniffSize = 64 << 10

var errZip = errors.New("zip archive")

// input unpacks and gives one or more documents, one after the other.
type input struct {
	packed *bufio.Reader // of a zip archive, else nil
	br     *bufio.Reader // the document at hand
	entry  io.Reader     // the entry of the archive being read
	sizes  bool          // its sizes follow it
}

// openInput tells gzip and zip by their first bytes.
func openInput(r io.Reader) (*input, error) {
	br := bufio.NewReaderSize(r, sniffSize)
	head, err := br.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte{0x1F, 0x8B}):
		z, err := gzip.NewReader(br)
		if err != nil {
			return nil, err
		}
		return &input{br: bufio.NewReaderSize(z, sniffSize)}, nil
	case bytes.Equal(head, []byte("PK\x03\x04")):
		in := &input{packed: br}
		ok, err := in.nextEntry()
		if err == nil && !ok {
			err = fmt.Errorf("%w: no TMX file in it", errZip)
		}
		return in, err
	}
	return &input{br: br}, nil
}

// nextEntry moves to the next TMX file of an archive. The archive is read in
// passing, by its local headers, so that it need not be a file.
func (in *input) nextEntry() (bool, error) {
	if in.packed == nil {
		return false, nil
	}
	for {
		if err := in.finishEntry(); err != nil {
			return false, err
		}
		var h [30]byte
		if _, err := io.ReadFull(in.packed, h[:4]); err != nil || string(h[:4]) != "PK\x03\x04" {
			return false, nil // the directory, or nothing: no more files
		}
		if _, err := io.ReadFull(in.packed, h[4:]); err != nil {
			return false, io.ErrUnexpectedEOF
		}
		name := make([]byte, binary.LittleEndian.Uint16(h[26:]))
		if _, err := io.ReadFull(in.packed, name); err != nil {
			return false, io.ErrUnexpectedEOF
		}
		if _, err := in.packed.Discard(int(binary.LittleEndian.Uint16(h[28:]))); err != nil {
			return false, io.ErrUnexpectedEOF
		}
		if err := in.openEntry(h[:]); err != nil {
			return false, fmt.Errorf("%w: %s: %w", errZip, clip(name), err)
		}
		if lower := strings.ToLower(string(name)); strings.HasSuffix(lower, ".tmx") || strings.HasSuffix(lower, ".xml") {
			in.br = bufio.NewReaderSize(in.entry, sniffSize)
			return true, nil
		}
	}
}

func (in *input) openEntry(h []byte) error {
	flags, method := binary.LittleEndian.Uint16(h[6:]), binary.LittleEndian.Uint16(h[8:])
	size := int64(binary.LittleEndian.Uint32(h[18:]))
	in.sizes = flags&8 != 0
	switch {
	case flags&1 != 0:
		return errors.New("encrypted")
	case method == 8:
		in.entry = flate.NewReader(in.packed)
	case method == 0 && !in.sizes:
		in.entry = io.LimitReader(in.packed, size)
	default:
		return fmt.Errorf("compression method %d is not supported", method)
	}
	return nil
}

// finishEntry reads what is left of an entry and the sizes behind it.
func (in *input) finishEntry() error {
	if in.entry == nil {
		return nil
	}
	if _, err := io.Copy(io.Discard, in.entry); err != nil {
		return err
	}
	in.entry = nil
	if !in.sizes {
		return nil
	}
	// A signature that writers may leave out, a checksum, and two sizes of 4 or 8 bytes.
	for _, n := range []int{16, 12, 24, 20} {
		b, err := in.packed.Peek(n + 2)
		if err == nil && string(b[n:]) == "PK" && (n == 12 || n == 20 || string(b[:2]) == "PK") {
			_, err = in.packed.Discard(n)
			return err
		}
	}
	return fmt.Errorf("%w: damaged", errZip)
}

// decode returns the document at hand as UTF-8, with its encoding's name. Bytes
// that are no characters come out as 0xFF, which is none in UTF-8 either, so
// that they are found in one place. remark tells of a contradiction.
func (in *input) decode(forced string) (r io.Reader, name, remark string, err error) {
	// An error here comes again behind what was read before it.
	head, err := in.br.Peek(sniffSize)
	if len(head) == 0 && err != nil && !errors.Is(err, io.EOF) {
		return nil, "", "", err
	}
	if forced != "" {
		dec, ok := decoderOf(forced)
		if !ok {
			return nil, "", "", fmt.Errorf("encoding %q is not known", forced)
		}
		_, err = in.br.Discard(bomLen(head))
		return decoded(in.br, dec), forced, "", err
	}
	name, bom := byBytes(head)
	declared := declaration(head, name)
	switch {
	case name != "":
		if d := family(declared); d != "" && d != family(name) {
			remark = fmt.Sprintf("the file says %s, but its bytes are %s", declared, name)
		}
	case family(declared) == "utf-16" || family(declared) == "utf-32":
		name = "utf-8"
		remark = fmt.Sprintf("the file says %s, but its bytes are UTF-8", declared)
	case declared == "":
		name = "utf-8"
	default:
		name, remark = byDeclaration(declared, head)
	}
	dec, _ := decoderOf(name)
	_, err = in.br.Discard(bom)
	return decoded(in.br, dec), name, remark, err
}

// byDeclaration weighs a declared encoding of one or two bytes against the bytes.
func byDeclaration(declared string, head []byte) (name, remark string) {
	dec, ok := decoderOf(declared)
	switch {
	case !ok:
		return "utf-8", fmt.Sprintf("encoding %q is not known; read as UTF-8", declared)
	case dec != nil && looksUTF8(head):
		return "utf-8", fmt.Sprintf("the file says %s, but its bytes are UTF-8", declared)
	}
	return declared, ""
}

// byBytes tells an encoding by its mark, or by where the zeros are in the first
// characters, which are ASCII in any XML.
func byBytes(b []byte) (name string, bom int) {
	switch {
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		return "utf-8", 3
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE, 0, 0}):
		return "utf-32le", 4
	case bytes.HasPrefix(b, []byte{0, 0, 0xFE, 0xFF}):
		return "utf-32be", 4
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return "utf-16le", 2
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return "utf-16be", 2
	case len(b) < 4:
		return "", 0
	case b[0] != 0 && b[1] == 0 && b[2] == 0 && b[3] == 0:
		return "utf-32le", 0
	case b[0] == 0 && b[1] == 0 && b[2] == 0 && b[3] != 0:
		return "utf-32be", 0
	case b[0] != 0 && b[1] == 0 && b[2] != 0 && b[3] == 0:
		return "utf-16le", 0
	case b[0] == 0 && b[1] != 0 && b[2] == 0 && b[3] != 0:
		return "utf-16be", 0
	}
	return "", 0
}

func bomLen(b []byte) int {
	_, n := byBytes(b)
	return n
}

// declaration returns the encoding that the XML declaration names, or "".
func declaration(head []byte, byBytes string) string {
	head = head[:min(len(head), 1024)]
	if family(byBytes) != "utf-8" && byBytes != "" {
		head = bytes.ReplaceAll(head, []byte{0}, nil)
	}
	i := bytes.Index(head, []byte("<?xml"))
	if i < 0 {
		return ""
	}
	head = head[i:]
	if i = bytes.Index(head, []byte("?>")); i < 0 {
		return ""
	}
	head = head[:i]
	if i = bytes.Index(head, []byte("encoding")); i < 0 {
		return ""
	}
	head = bytes.TrimLeft(head[i+len("encoding"):], " \t\r\n=")
	if len(head) < 2 || head[0] != '"' && head[0] != '\'' {
		return ""
	}
	if i = bytes.IndexByte(head[1:], head[0]); i < 0 {
		return ""
	}
	return string(bytes.TrimSpace(head[1 : 1+i]))
}

// family is the encoding without its byte order, so that what a file says can be
// compared with what it is.
func family(name string) string {
	name = strings.ToLower(strings.ReplaceAll(name, "_", "-"))
	switch {
	case name == "utf8" || name == "utf-8":
		return "utf-8"
	case strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "utf16") || strings.HasPrefix(name, "ucs-2") ||
		strings.HasPrefix(name, "iso-10646-ucs-2") || name == "unicode":
		return "utf-16"
	case strings.HasPrefix(name, "utf-32") || strings.HasPrefix(name, "ucs-4") || strings.HasPrefix(name, "iso-10646-ucs-4"):
		return "utf-32"
	}
	return name
}

// looksUTF8 reports whether b holds characters beyond ASCII and all of them are
// UTF-8: eight in a row do not happen by chance in a one- or two-byte encoding.
func looksUTF8(b []byte) bool {
	const enough = 8
	b = b[:len(b)-partial(b)]
	if !utf8.Valid(b) {
		return false
	}
	n := 0
	for _, c := range b {
		if c >= 0xC0 {
			n++
		}
	}
	return n >= enough
}

// decoderOf returns the decoder of an encoding; nil is UTF-8.
func decoderOf(name string) (transform.Transformer, bool) {
	switch lower := strings.ToLower(name); lower {
	case "utf-8", "utf8", "us-ascii", "ascii", "":
		return nil, true
	case "utf-16", "utf-16le", "utf-16be", "utf16", "unicode", "ucs-2":
		return &utf16Decoder{big: lower == "utf-16be"}, true
	case "utf-32le", "utf-32be":
		order := utf32.LittleEndian
		if lower == "utf-32be" {
			order = utf32.BigEndian
		}
		return marked(utf32.UTF32(order, utf32.IgnoreBOM)), true
	}
	// The first index knows that what says ISO-8859-1 or GB2312 is in truth
	// windows-1252 or GBK, which contain them.
	if e, err := htmlindex.Get(name); err == nil && e != encoding.Replacement {
		return marked(e), true
	}
	if e, err := ianaindex.IANA.Encoding(name); err == nil && e != nil {
		return marked(e), true
	}
	if strings.EqualFold(name, "ibm850") || strings.EqualFold(name, "cp850") {
		return marked(charmap.CodePage850), true
	}
	return nil, false
}

func marked(e encoding.Encoding) transform.Transformer {
	return transform.Chain(e.NewDecoder(), badMarker{})
}

func decoded(r io.Reader, dec transform.Transformer) io.Reader {
	if dec == nil {
		return r
	}
	return transform.NewReader(r, dec)
}

// badMarker turns U+FFFD, which is what the decoders make of bytes that mean
// nothing, into the byte 0xFF. No encoding of one or two bytes has U+FFFD itself.
type badMarker struct{ transform.NopResetter }

func (badMarker) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if nDst == len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		if src[nSrc] == 0xEF {
			if len(src)-nSrc < 3 && !atEOF {
				return nDst, nSrc, transform.ErrShortSrc
			}
			if bytes.HasPrefix(src[nSrc:], []byte("\uFFFD")) {
				dst[nDst] = 0xFF
				nDst++
				nSrc += 3
				continue
			}
		}
		dst[nDst] = src[nSrc]
		nDst++
		nSrc++
	}
	return nDst, nSrc, nil
}

// utf16Decoder decodes UTF-16; half a pair, and half a unit at the end, become 0xFF.
type utf16Decoder struct {
	transform.NopResetter
	big bool
}

func (d *utf16Decoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if len(dst)-nDst < utf8.UTFMax {
			return nDst, nSrc, transform.ErrShortDst
		}
		if len(src)-nSrc < 2 {
			if !atEOF {
				return nDst, nSrc, transform.ErrShortSrc
			}
			dst[nDst] = 0xFF
			return nDst + 1, len(src), nil
		}
		c := d.unit(src[nSrc:])
		n := 2
		if highSurrogate(c) {
			if len(src)-nSrc < 4 && !atEOF {
				return nDst, nSrc, transform.ErrShortSrc
			}
			if len(src)-nSrc >= 4 {
				if low := d.unit(src[nSrc+2:]); 0xDC00 <= low && low <= 0xDFFF {
					c, n = (c-0xD800)<<10+(low-0xDC00)+0x10000, 4
				}
			}
		}
		nSrc += n
		if 0xD800 <= c && c <= 0xDFFF {
			dst[nDst] = 0xFF
			nDst++
			continue
		}
		nDst += utf8.EncodeRune(dst[nDst:], c)
	}
	return nDst, nSrc, nil
}

func (d *utf16Decoder) unit(b []byte) rune {
	if d.big {
		return rune(b[0])<<8 | rune(b[1])
	}
	return rune(b[1])<<8 | rune(b[0])
}
