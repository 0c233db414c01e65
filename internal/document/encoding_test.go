package document

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
)

var update = flag.Bool("update", false, "rewrite golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s\nwant:\n%s", path, got, want)
	}
}

func statement(t testing.TB, name string) string {
	t.Helper()
	path := "../../data/statement/" + name
	if name == "zh-Hant.txt" {
		path = "testdata/statement.zh-Hant.txt"
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func encode(t testing.TB, set charset, text string) []byte {
	t.Helper()
	if set.enc == nil {
		return []byte(text)
	}
	b, err := encoding.ReplaceUnsupported(set.enc.NewEncoder()).Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestDetectionTable cuts our own texts into windows, each in each encoding,
// and keeps the share that is told right in a golden file.
func TestDetectionTable(t *testing.T) {
	cells := []struct {
		set  charset
		text string
	}{
		{utf8Set, "zh.txt"}, {utf8Set, "en.txt"}, {utf8Set, "ru.txt"},
		{utf16LE, "zh.txt"}, {utf16LE, "en.txt"}, {utf16LE, "ru.txt"},
		{utf16BE, "zh.txt"}, {utf16BE, "en.txt"}, {utf16BE, "ru.txt"},
		{gb18030, "zh.txt"}, {gb18030, "zh-Hant.txt"}, {big5, "zh-Hant.txt"},
		{cp1251, "ru.txt"}, {koi8r, "ru.txt"}, {iso88595, "ru.txt"}, {ibm866, "ru.txt"}, {cp1252, "en.txt"},
	}
	lengths := []int{100, 400, 4000}
	var table strings.Builder
	fmt.Fprintf(&table, "%-14s %-12s %8s %8s %8s\n", "encoding", "text", "100 B", "400 B", "4000 B")
	for _, c := range cells {
		runes := []rune(statement(t, c.text))
		fmt.Fprintf(&table, "%-14s %-12s", c.set.name, c.text)
		for _, length := range lengths {
			right, n := 0, 0
			for from := 0; from < len(runes); from += 97 {
				raw := encode(t, c.set, string(runes[from:min(from+length, len(runes))]))
				if len(raw) < length {
					continue
				}
				raw = raw[:length]
				if invalidUTF8(raw) < 0 && c.set.enc != nil && c.set.size([]byte("ab")) == 1 {
					continue // only ASCII in this window
				}
				n++
				if got, err := detectCharset(raw); err == nil && got.name == c.set.name {
					right++
				}
			}
			share := 100 * float64(right) / float64(n)
			if length == 400 && share < 98 {
				t.Errorf("%s of %s at %d bytes: %.1f %% right, want 98", c.set.name, c.text, length, share)
			}
			fmt.Fprintf(&table, " %7.1f%%", share)
		}
		table.WriteByte('\n')
	}
	golden(t, "encodings.txt", table.String())
}

// TestOrigin checks the way back from each rune to its bytes.
func TestOrigin(t *testing.T) {
	tests := []struct {
		set  charset
		text string
	}{
		{utf8Set, "zh.txt"}, {gb18030, "zh.txt"}, {gb18030, "ru.txt"}, {big5, "zh-Hant.txt"}, {utf16LE, "zh.txt"}, {utf16BE, "ru.txt"},
		{utf32LE, "zh.txt"}, {cp1251, "ru.txt"}, {koi8r, "ru.txt"}, {ibm866, "ru.txt"}, {iso88595, "ru.txt"}, {cp1252, "en.txt"},
	}
	for _, tt := range tests {
		raw := encode(t, tt.set, statement(t, tt.text)+"𠀀é😀 конец 完")
		d, err := decodeAs(raw, tt.set, 0)
		if err != nil {
			t.Errorf("%s: %v", tt.set.name, err)
			continue
		}
		for i := range d.text {
			at := int(d.origin(i))
			rest, err := decodeAs(raw[at:min(at+8, len(raw))], tt.set, 0)
			want, _ := utf8.DecodeRuneInString(d.text[i:])
			if err != nil && tt.set.enc == nil {
				continue // eight bytes may end within a character
			}
			if err == nil {
				if got, _ := utf8.DecodeRuneInString(rest.text); got != want {
					t.Fatalf("%s: rune %q at %d comes from byte %d, where %q is", tt.set.name, want, i, at, got)
				}
			}
		}
		if got := d.origin(len(d.text)); int(got) != len(raw) {
			t.Errorf("%s: end at %d, want %d", tt.set.name, got, len(raw))
		}
	}
}

func TestDecode(t *testing.T) {
	zh := "战略稳定，核武器。"
	tests := []struct {
		name            string
		data            string
		asked, declared string
		set, text       string
	}{
		{"ascii", "plain", "", "", "UTF-8", "plain"},
		{"utf-8 mark", "\xEF\xBB\xBF" + zh, "", "", "UTF-8", zh},
		{"utf-16le mark", "\xFF\xFE" + string(encode(t, utf16LE, zh)), "", "", "UTF-16LE", zh},
		{"utf-16be mark", "\xFE\xFF" + string(encode(t, utf16BE, zh)), "", "", "UTF-16BE", zh},
		{"utf-32le mark", "\xFF\xFE\x00\x00" + string(encode(t, utf32LE, zh)), "", "", "UTF-32LE", zh},
		{"utf-16 asked, no mark", string(encode(t, utf16BE, "abc")), "UTF-16", "", "UTF-16BE", "abc"},
		{"utf-16 asked, mark", "\xFE\xFF\x00a", "utf-16le", "", "UTF-16BE", "a"},
		{"habit", string(encode(t, gb18030, zh)), "cp936", "", "GB18030", zh},
		{"koi8-u by the standard's name", "\xA4", "koi8-u", "", "koi8-u", "є"},
		{"shift-jis", "\x93\xFA\x96\x7B\xB1", "sjis", "", "shift_jis", "日本ｱ"},
		{"declared", "\xE9t\xE9", "", "iso-8859-1", "Windows-1252", "été"},
		{"declared wrongly", zh, "", "gb2312", "UTF-8", zh},
		{"asked against a mark", "\xEF\xBB\xBFa", "windows-1252", "", "Windows-1252", "ï»¿a"},
	}
	for _, tt := range tests {
		d, err := decode([]byte(tt.data), tt.asked, tt.declared)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		} else if d.set.name != tt.set || d.text != tt.text {
			t.Errorf("%s: %s %q, want %s %q", tt.name, d.set.name, d.text, tt.set, tt.text)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	zh := statement(t, "zh.txt")
	tests := []struct {
		name, data, asked string
		sentinel          error
		words             string
	}{
		{"damaged UTF-8", zh[:298] + "\xFF" + zh[298:], "", ErrEncoding, "byte 298: bytes that are no text in this encoding: UTF-8"},
		{"surrogate in UTF-8", zh[:298] + "\xED\xA0\x80", "", ErrEncoding, "unpaired surrogate"},
		{"surrogate in UTF-16", "\xFF\xFEa\x00\x00\xD8b\x00", "", ErrEncoding, "byte 4: bytes that are no text in this encoding: UTF-16LE: unpaired surrogate"},
		{"half a unit", "\xFF\xFEa\x00b", "", ErrEncoding, "byte 4"},
		{"GB18030 trail missing", "abc\x81\n战", "gbk", ErrEncoding, "byte 3: bytes that are no text in this encoding: GB18030: found 81 0A"},
		{"binary", "\x7FELF\x00\x00\x01\x02\x00", "", ErrBinary, "NUL"},
		{"noise", "\x81\x8D\x8F\x90\x9D\x01\x02\x03\x98\xFF\xA0\x05", "", ErrBinary, "control characters"},
		{"unknown name", "a", "wingdings", nil, `encoding "wingdings" is not known`},
		{"stateful", "a", "iso-2022-jp", nil, "cannot be read"},
	}
	for _, tt := range tests {
		_, err := decode([]byte(tt.data), tt.asked, "")
		switch {
		case err == nil:
			t.Errorf("%s: no error", tt.name)
		case tt.sentinel != nil && !errors.Is(err, tt.sentinel):
			t.Errorf("%s: %v is not %v", tt.name, err, tt.sentinel)
		case !strings.Contains(err.Error(), tt.words):
			t.Errorf("%s: %q does not say %q", tt.name, err, tt.words)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, set := range append(legacySets[:], utf8Set, utf16LE, utf16BE) {
		raw := encode(f, set, statement(f, "zh.txt")[:900]+statement(f, "ru.txt")[:900])
		f.Add(raw, "")
		f.Add(raw, set.name)
	}
	f.Add([]byte("\x88\x62\x88\x64"), "big5")
	f.Fuzz(func(t *testing.T, data []byte, asked string) {
		d, err := decode(data, asked, "")
		if err != nil {
			return
		}
		last := int64(0)
		for i := range d.text {
			at := d.origin(i)
			if at < last || at > int64(len(data)) {
				t.Fatalf("%s: origin(%d) = %d after %d", d.set.name, i, at, last)
			}
			last = at
		}
		if end := d.origin(len(d.text)); end != int64(len(data)) {
			t.Errorf("%s: text ends at %d of %d", d.set.name, end, len(data))
		}
	})
}

func BenchmarkDetectCharset(b *testing.B) {
	raw := encode(b, gb18030, statement(b, "zh.txt"))
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := detectCharset(raw); err != nil {
			b.Fatal(err)
		}
	}
}
