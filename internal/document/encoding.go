package document

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	xunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// A charset is an encoding that a text can be in.
type charset struct {
	name string
	enc  encoding.Encoding // nil for UTF-8
	size func(b []byte) int
}

// size functions tell how many bytes the character at b[0] takes.

func oneByte([]byte) int   { return 1 }
func fourBytes([]byte) int { return 4 }

func gbSize(b []byte) int {
	switch {
	case b[0] < 0x80 || len(b) == 1:
		return 1
	case b[1] >= '0' && b[1] <= '9':
		return 4
	}
	return 2
}

func doubleByte(b []byte) int {
	if b[0] < 0x80 {
		return 1
	}
	return 2
}

func eucJPSize(b []byte) int {
	if b[0] == 0x8F {
		return 3
	}
	return doubleByte(b)
}

func shiftJISSize(b []byte) int {
	if b[0] >= 0xA1 && b[0] <= 0xDF {
		return 1
	}
	return doubleByte(b)
}

func utf16Size(order binary.ByteOrder) func([]byte) int {
	return func(b []byte) int {
		if len(b) >= 4 && utf16.IsSurrogate(rune(order.Uint16(b))) {
			return 4
		}
		return 2
	}
}

var (
	utf8Set    = charset{"UTF-8", nil, nil}
	utf16LE    = charset{"UTF-16LE", xunicode.UTF16(xunicode.LittleEndian, xunicode.IgnoreBOM), utf16Size(binary.LittleEndian)}
	utf16BE    = charset{"UTF-16BE", xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM), utf16Size(binary.BigEndian)}
	utf32LE    = charset{"UTF-32LE", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), fourBytes}
	utf32BE    = charset{"UTF-32BE", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), fourBytes}
	gb18030    = charset{"GB18030", simplifiedchinese.GB18030, gbSize}
	big5       = charset{"Big5", traditionalchinese.Big5, doubleByte}
	cp1251     = charset{"Windows-1251", charmap.Windows1251, oneByte}
	koi8r      = charset{"KOI8-R", charmap.KOI8R, oneByte}
	iso88595   = charset{"ISO-8859-5", charmap.ISO8859_5, oneByte}
	ibm866     = charset{"IBM866", charmap.CodePage866, oneByte}
	cp1252     = charset{"Windows-1252", charmap.Windows1252, oneByte}
	legacySets = [...]charset{gb18030, big5, cp1251, koi8r, iso88595, ibm866, cp1252}
)

//go:embed encoding_names.txt
var encodingNamesFile string

var encodingNames = sync.OnceValue(func() map[string]charset {
	own := append(legacySets[:], utf8Set, utf16LE, utf16BE, utf32LE, utf32BE)
	m := map[string]charset{}
	for line := range strings.Lines(encodingNamesFile) {
		name, list, ok := strings.Cut(strings.TrimSpace(line), "\t")
		i := slices.IndexFunc(own, func(c charset) bool { return c.name == name })
		if !ok || i < 0 {
			continue
		}
		for s := range strings.SplitSeq(list, ";") {
			m[s] = own[i]
		}
	}
	return m
})

// charsetByName finds the encoding that a person or a file means.
func charsetByName(name string) (charset, error) {
	key := strings.NewReplacer("-", "", "_", "", " ", "", ".", "").Replace(strings.ToLower(name))
	if set, ok := encodingNames()[key]; ok {
		return set, nil
	}
	enc, err := htmlindex.Get(strings.TrimSpace(name))
	if err != nil {
		return charset{}, fmt.Errorf("encoding %q is not known", name)
	}
	canonical, err := htmlindex.Name(enc)
	if err != nil {
		return charset{}, fmt.Errorf("encoding %q is not known", name)
	}
	set := charset{canonical, enc, oneByte}
	switch canonical {
	case "iso-2022-jp", "replacement", "x-user-defined":
		return charset{}, fmt.Errorf("encoding %q cannot be read", name)
	case "euc-jp":
		set.size = eucJPSize
	case "shift_jis":
		set.size = shiftJISSize
	case "euc-kr":
		set.size = doubleByte
	}
	return set, nil
}

// A decoded file is its text with the way back to its bytes.
type decoded struct {
	text string
	set  charset
	raw  []byte
	bom  int // bytes before the text

	// A cursor: text[pos] comes from raw[org]. Questions come in ascending
	// order, so that the way back costs one pass over the file.
	pos, org int
}

// origin returns the offset in the file of text[i:].
func (d *decoded) origin(i int) int64 {
	if d.set.enc == nil {
		return int64(d.bom + i)
	}
	if i < d.pos || d.org < d.bom {
		d.pos, d.org = 0, d.bom
	}
	for d.pos < i && d.org < len(d.raw) {
		b := d.raw[d.org:]
		n := min(d.set.size(b), len(b))
		d.org += n
		d.pos += runeLen(d.text[d.pos:])
		if d.set.name == "Big5" && n == 2 && b[0] == 0x88 && (b[1] == 0x62 || b[1] == 0x64 || b[1] == 0xA3 || b[1] == 0xA5) {
			d.pos += runeLen(d.text[d.pos:]) // four codes are a letter and a combining mark
		}
	}
	return int64(d.org)
}

func runeLen(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// decode turns a file's bytes into text. The encoding is the one asked for,
// or that of the byte order mark, or the one the file declares, or the
// likeliest. No byte is replaced: what cannot be decoded is an error.
func decode(data []byte, asked, declared string) (*decoded, error) {
	set, bom := byMark(data)
	switch {
	case asked != "":
		named, err := charsetByName(asked)
		if err != nil {
			return nil, fault("", "use a name such as utf-8, gb18030, big5, windows-1251, koi8-r or utf-16le", err)
		}
		if strings.EqualFold(asked, "utf-16") && bom == 0 {
			named = likelierUTF16(data)
		}
		if named.name != set.name || bom == 0 {
			set, bom = named, 0
			if _, n := byMark(data); n > 0 && strings.HasPrefix(set.name, "UTF-16") {
				set, bom = byMark(data) // "utf-16le" said of a file that marks itself
			}
		}
	case bom > 0:
	default:
		set = charset{}
		if named, err := charsetByName(declared); declared != "" && err == nil {
			if _, err := decodeAs(data, named, 0); err == nil {
				set = named
			}
		}
		if set.name == "" {
			var err error
			if set, err = detectCharset(data); err != nil {
				return nil, err
			}
		}
	}
	return decodeAs(data, set, bom)
}

// byMark reads a byte order mark.
func byMark(b []byte) (charset, int) {
	switch {
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		return utf8Set, 3
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE, 0, 0}):
		return utf32LE, 4
	case bytes.HasPrefix(b, []byte{0, 0, 0xFE, 0xFF}):
		return utf32BE, 4
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return utf16LE, 2
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return utf16BE, 2
	case bytes.HasPrefix(b, []byte{0x84, 0x31, 0x95, 0x33}):
		return gb18030, 4
	}
	return charset{}, 0
}

func decodeAs(data []byte, set charset, bom int) (*decoded, error) {
	d := &decoded{set: set, raw: data, bom: bom, org: bom}
	body := data[bom:]
	if set.enc == nil {
		if i := invalidUTF8(body); i >= 0 {
			return nil, undecodable(data, bom+i, set)
		}
		d.text = string(body)
		return d, nil
	}
	out, err := set.enc.NewDecoder().Bytes(body)
	if err != nil {
		return nil, fault("", "", because(ErrEncoding, "%s: %v", set.name, err))
	}
	d.text = string(out)
	if i := strings.IndexRune(d.text, utf8.RuneError); i >= 0 {
		if at, bad := d.firstBad(); bad {
			return nil, undecodable(data, at, set)
		}
	}
	return d, nil
}

// firstBad finds the first replacement character that the file does not hold
// itself.
func (d *decoded) firstBad() (offset int, bad bool) {
	for i, r := range d.text {
		if r != utf8.RuneError {
			continue
		}
		at := int(d.origin(i))
		b := d.raw[at:]
		switch {
		case strings.HasPrefix(d.set.name, "UTF-16LE") && bytes.HasPrefix(b, []byte{0xFD, 0xFF}),
			strings.HasPrefix(d.set.name, "UTF-16BE") && bytes.HasPrefix(b, []byte{0xFF, 0xFD}),
			d.set.name == "UTF-32LE" && bytes.HasPrefix(b, []byte{0xFD, 0xFF, 0, 0}),
			d.set.name == "UTF-32BE" && bytes.HasPrefix(b, []byte{0, 0, 0xFF, 0xFD}),
			d.set.name == "GB18030" && bytes.HasPrefix(b, []byte{0x84, 0x31, 0xA4, 0x37}):
			continue
		}
		return at, true
	}
	return 0, false
}

func invalidUTF8(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

func undecodable(data []byte, at int, set charset) error {
	found := fmt.Sprintf("% X", data[at:min(at+4, len(data))])
	what := "found " + found
	if rest := data[at:]; strings.HasPrefix(set.name, "UTF-16") {
		what = "unpaired surrogate or half a character, " + what
	} else if len(rest) >= 2 && set.enc == nil && rest[0] == 0xED && rest[1] >= 0xA0 {
		what = "unpaired surrogate, " + what
	}
	return fault(fmt.Sprintf("byte %d", at),
		"if it is in another encoding, name that one (--encoding); otherwise mend the file at this place",
		because(ErrEncoding, "%s: %s", set.name, what))
}

const (
	// scoreSample is how many bytes from the first one that is not ASCII are
	// decoded in each candidate encoding. 400 suffice; 8 KiB cost 1 ms.
	scoreSample = 8 << 10

	// minScore is the score a character below which no candidate is
	// believed. Right ones have 1.0 to 3.5, wrong ones under 0.3.
	minScore = 0.5

	// mostlyUTF8 is how many good multi-byte characters a bad byte must have
	// around it for the file to be damaged UTF-8, not another encoding.
	mostlyUTF8 = 10

	// nulEvery: text may hold one NUL in so many bytes and still be text.
	nulEvery = 1000
)

// detectCharset tells the encoding of data that has no byte order mark.
func detectCharset(data []byte) (charset, error) {
	nuls := bytes.Count(data, []byte{0})
	if utf8.Valid(data) && nuls == 0 {
		return utf8Set, nil
	}
	if set, ok := looksUTF16(data); ok {
		return set, nil
	}
	if nuls*nulEvery > len(data) || nuls > 0 && len(data) < nulEvery {
		return charset{}, fault("", "", because(ErrBinary, "%d NUL bytes in %d", nuls, len(data)))
	}
	if good, bad := utf8Share(data); utf8.Valid(data) || good >= mostlyUTF8*bad {
		return utf8Set, nil // decoding names the bad byte
	}
	piece := firstMarked(data)
	best, score := charset{}, 0.0
	for _, c := range legacySets {
		text, err := c.enc.NewDecoder().Bytes(piece)
		if err != nil {
			continue
		}
		if s := plausible(string(text), c); s > score {
			best, score = c, s
		}
	}
	if score < minScore {
		if i := controls(data); i > 0 {
			return charset{}, fault("", "", because(ErrBinary, "%d control characters in %d bytes", i, len(data)))
		}
		return charset{}, fault(fmt.Sprintf("byte %d", max(invalidUTF8(data), 0)), "name its encoding (--encoding)",
			because(ErrEncoding, "neither UTF-8 nor another encoding that is known"))
	}
	return best, nil
}

// utf8Share counts the multi-byte characters and the bytes that are none.
// Three bytes at the end may be a character that was cut.
func utf8Share(data []byte) (good, bad int) {
	for i := 0; i < len(data); {
		if data[i] < 0x80 {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good, max(bad, 1)
}

// firstMarked returns a piece of data that begins at the start of the line
// with the first byte that is not ASCII, where no character is cut.
func firstMarked(data []byte) []byte {
	i := bytes.IndexFunc(data, func(r rune) bool { return r >= 0x80 })
	start := bytes.LastIndexByte(data[:max(i, 0)], '\n') + 1
	if i-start > scoreSample/2 { // a long line: ASCII bytes before are whole characters too
		start = i - scoreSample/2
	}
	piece := data[start:]
	if len(piece) > scoreSample {
		piece = piece[:scoreSample]
	}
	return piece
}

// controls counts control characters that no text has.
func controls(data []byte) (n int) {
	for _, b := range data {
		if b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1B && b != 0x1A {
			n++
		}
	}
	return n
}

// looksUTF16 tells UTF-16 without a mark by what the code units would be.
func looksUTF16(data []byte) (charset, bool) {
	if len(data) < 4 || len(data)%2 != 0 && bytes.IndexByte(data, 0) < 0 {
		return charset{}, false
	}
	piece := data[:min(len(data), scoreSample)&^1]
	le, be := utf16Score(piece, binary.LittleEndian), utf16Score(piece, binary.BigEndian)
	switch {
	case le >= minScore && le >= be:
		return utf16LE, true
	case be >= minScore:
		return utf16BE, true
	}
	return charset{}, false
}

func likelierUTF16(data []byte) charset {
	piece := data[:min(len(data), scoreSample)&^1]
	if utf16Score(piece, binary.BigEndian) > utf16Score(piece, binary.LittleEndian) {
		return utf16BE
	}
	return utf16LE
}

// utf16Score is like plausible, for pairs of bytes. Code units that text does
// not have (controls, private use, lone surrogates) rule the reading out when
// they are more than one in a hundred.
func utf16Score(piece []byte, order binary.ByteOrder) float64 {
	units := make([]uint16, len(piece)/2)
	for i := range units {
		units[i] = order.Uint16(piece[2*i:])
	}
	bad, ascii := 0, 0
	var b strings.Builder
	for _, r := range utf16.Decode(units) {
		switch {
		case r < 0x20 && r != '\n' && r != '\r' && r != '\t', r == utf8.RuneError, r >= 0xE000 && r < 0xF900, !unicode.IsGraphic(r) && r > 0x7F && !unicode.Is(unicode.Cf, r) && r != 0x2028:
			bad++
		case r < 0x80:
			ascii++
		}
		b.WriteRune(r)
	}
	if bad*100 > len(units) {
		return 0
	}
	if ascii*2 > len(units) { // letters of an alphabet: every second byte is zero
		return 4
	}
	return plausible(b.String(), utf16LE)
}

//go:embed common_han.txt
var commonHanFile string

var commonHan = sync.OnceValue(func() map[rune]bool {
	m := make(map[rune]bool, 2048)
	for line := range strings.Lines(commonHanFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, r := range strings.TrimSpace(line) {
			m[r] = true
		}
	}
	return m
})

// cyrillicShare is the share of each letter, а to я without ё, in Russian
// running text, in percent: counted in data/statement/ru.txt.
var cyrillicShare = [32]float64{6.6, 1.6, 4.5, 1.9, 3.0, 8.6, 1.2, 1.4, 8.1, 1.3, 2.6, 3.0, 2.4, 7.4, 11.6, 2.5,
	5.7, 6.5, 6.6, 2.4, 0.3, 1.2, 0.5, 1.1, 0.3, 0.6, 0.1, 2.0, 1.5, 0.2, 1.2, 2.1}

// plausible scores a decoded piece, per character that is not ASCII: how much
// it looks like Chinese, Russian or Western text.
func plausible(s string, c charset) float64 {
	n, sum := 0, 0.0
	prev, prevLower := rune(' '), false
	for i, r := range s {
		if r < 0x80 {
			if r < 0x20 && r != '\n' && r != '\r' && r != '\t' {
				sum -= 1
			}
			prev, prevLower = r, r >= 'a' && r <= 'z'
			continue
		}
		n++
		lower := false
		switch {
		case r == utf8.RuneError && i+3 >= len(s): // cut at the end of the sample
		case r == utf8.RuneError:
			sum -= 10
		case unicode.Is(unicode.Han, r):
			sum += hanScore(r, prev)
		case r >= 0x3000 && r <= 0x301F || r >= 0xFF01 && r <= 0xFF5E:
			sum += 2
		case r >= 'а' && r <= 'я':
			sum += cyrillicShare[r-'а'] * 0.4
			lower = true
		case r >= 'А' && r <= 'Я' || r == 'ё' || r == 'Ё':
			if prevLower {
				sum -= 3
			} else {
				sum += 0.4
			}
		case strings.ContainsRune("«»—–№“”‘’…•§°\u00a0", r):
			sum += quoteScore(c)
		case c.name == cp1252.name && unicode.Is(unicode.Latin, r):
			sum += latinScore(r, prev)
			lower = unicode.IsLower(r)
		default:
			sum -= 2
		}
		prev, prevLower = r, lower
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

func hanScore(r, prev rune) float64 {
	switch {
	case commonHan()[r]:
		return 4
	case prev < 0x80 && unicode.IsLetter(prev): // glued to a Latin letter: half of it is that word's
		return -2
	}
	return 0.5
}

// quoteScore: Windows-1251 and Windows-1252 have quotes and dashes at the same
// bytes; a text with nothing else is called 1252.
func quoteScore(c charset) float64 {
	if c.name == cp1252.name {
		return 1
	}
	return 0.7
}

// latinScore values a marked letter after a letter or at the start of a word.
// Two in a row are rare, except in a wrong reading.
func latinScore(r, prev rune) float64 {
	switch {
	case prev >= 0x80 && unicode.IsLetter(prev):
		return -2
	case unicode.IsUpper(r) && unicode.IsLower(prev):
		return -2
	}
	return 1.5
}
