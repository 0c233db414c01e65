package tmx

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

func zipped(t testing.TB, files map[string]string, order []string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range order {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t testing.TB, doc string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(doc)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPacked(t *testing.T) {
	long := sample(strings.Repeat("Long sentence. ", 5000))
	var stored bytes.Buffer
	z := zip.NewWriter(&stored)
	w, err := z.CreateRaw(&zip.FileHeader{Name: "s.tmx", Method: zip.Store, CompressedSize64: uint64(len(long)), UncompressedSize64: uint64(len(long))})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(long)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	two := zipped(t, map[string]string{"readme.txt": "no", "d/": "", "a.tmx": sample("A."), "B.TMX": sample("B.", "C.")}, []string{"readme.txt", "d/", "a.tmx", "B.TMX"})
	whole := gzipped(t, long)
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"gzip", whole, "1"},
		{"two gzip members", append(gzipped(t, long[:5000]), gzipped(t, long[5000:])...), "1"},
		{"gzip cut off", whole[:len(whole)/2], "0 !damaged-compression@3:"},
		{"gzip with a wrong checksum", append(bytes.Clone(whole[:len(whole)-8]), "12345678"...), "1 !damaged-compression@"},
		{"zip of several files", two, "3"},
		{"zip stored", stored.Bytes(), "1"},
		{"zip without a TMX file", zipped(t, map[string]string{"a.txt": "x"}, []string{"a.txt"}), "0 !damaged-compression@1:1"},
		{"zip cut off", two[:len(two)/3], "0 !damaged-compression@3:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := readAll(t, bytes.NewReader(tt.data), nil).String()
			if !strings.HasPrefix(got, tt.want) {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	doc := func(encoding string) string {
		return strings.Replace(sample("Hello."), `encoding="UTF-8"`, `encoding="`+encoding+`"`, 1)
	}
	russian := func(encoding string) string {
		return strings.NewReplacer("你好。", "&#20320;&#22909;&#12290;").Replace(doc(encoding))
	}
	must := func(b []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	be, le := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	type test struct {
		name  string
		data  []byte
		force string
		want  string
	}
	tests := []test{
		{"UTF-16BE without mark", must(be.NewEncoder().Bytes([]byte(doc("UTF-16")))), "", "1"},
		{"UTF-16LE without mark or declaration", must(le.NewEncoder().Bytes([]byte(strings.Replace(sample("Hello."), ` encoding="UTF-8"`, "", 1)))), "", "1"},
		{"UTF-16LE that says UTF-8", must(le.NewEncoder().Bytes([]byte(doc("UTF-8")))), "", "1 ?encoding@1:1"},
		{"UTF-32BE with mark", must(utf32.UTF32(utf32.BigEndian, utf32.UseBOM).NewEncoder().Bytes([]byte(doc("UTF-32")))), "", "1"},
		{"UTF-32LE without mark", must(utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM).NewEncoder().Bytes([]byte(doc("UTF-32")))), "", "1"},
		{"KOI8-R", must(charmap.KOI8R.NewEncoder().Bytes([]byte(russian("koi8-r")))), "", "1"},
		{"GB2312", must(simplifiedchinese.GBK.NewEncoder().Bytes([]byte(doc("GB2312")))), "", "1"},
		{"CP866", must(charmap.CodePage866.NewEncoder().Bytes([]byte(russian("IBM866")))), "", "1"},
		{"windows-1251 undeclared", must(charmap.Windows1251.NewEncoder().Bytes([]byte(russian("UTF-8")))), "", "0 !invalid-bytes@3:287"},
		{"windows-1251 undeclared but told", must(charmap.Windows1251.NewEncoder().Bytes([]byte(russian("UTF-8")))), "windows-1251", "1"},
		{"UTF-8 that says windows-1251", []byte(doc("windows-1251")), "", "1 ?encoding@1:1"},
		{"UTF-8 that says nonsense", []byte(doc("x-klingon")), "", "1 ?encoding@1:1"},
		{"us-ascii", []byte(strings.NewReplacer("你好。", "&#20320;&#22909;&#12290;", "Здравствуйте.", "&#1047;").Replace(doc("us-ascii"))), "", "1"},
		{"odd number of bytes", append(must(le.NewEncoder().Bytes([]byte(doc("UTF-16")))), 0), "", "1 ?trailing-data@3:309"},
		{"half a pair in UTF-16", must(le.NewEncoder().Bytes([]byte(strings.Replace(doc("UTF-16"), "Hello.", "Hel@lo.", 1)))), "", ""},
		{"a byte that is none in GB18030", bytes.Replace(must(simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(doc("gb18030")))), []byte("Hello."), []byte("H\xff."), 1), "", "0 !invalid-bytes@3:183"},
		{"told nonsense", []byte(doc("UTF-8")), "x-klingon", `0 encoding "x-klingon" is not known`},
		{"empty", nil, "", "0 !not-tmx@1:1"},
		{"binary", []byte("\x7fELF\x02\x01\x01\x00\x00\x00\x00"), "", "0 !not-tmx@1:1"},
		{"plain text", []byte("Hello, world."), "", "0 !not-tmx@1:1"},
		{"XLIFF", []byte(`<?xml version="1.0"?><xliff version="1.2"></xliff>`), "", "0 !not-tmx@1:22"},
	}
	half := slices.IndexFunc(tests, func(tt test) bool { return strings.HasPrefix(tt.name, "half") })
	tests[half].data = bytes.Replace(tests[half].data, []byte("@\x00"), []byte("\x3D\xD8"), 1)
	tests[half].want = "0 !invalid-bytes@3:185"
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := readAll(t, bytes.NewReader(tt.data), func(r *Reader) { r.Encoding = tt.force })
			if got.String() != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if len(got.units) > 0 && (got.text(0, "zh-CN") != "你好。" || !strings.HasPrefix(got.text(0, "ru"), "З")) {
				t.Errorf("text %q, %q", got.text(0, "zh-CN"), got.text(0, "ru"))
			}
		})
	}
}
