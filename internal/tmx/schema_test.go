package tmx

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// omegatJar is where Debian's omegat package puts the schema that OmegaT refuses
// files by.
const omegatJar = "/usr/share/omegat/OmegaT.jar"

// What we write passes OmegaT's own schema, which knows xml:lang better than the DTD.
func TestOmegaTSchema(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint is not installed: OmegaT's schema is not checked")
	}
	jar, err := zip.OpenReader(omegatJar)
	if err != nil {
		t.Skip("OmegaT is not installed: its schema is not checked")
	}
	defer jar.Close()
	dir := t.TempDir()
	for _, name := range []string{"tmx14.xsd", "xml.xsd"} {
		b, err := fs.ReadFile(jar, "schemas/"+name)
		if err != nil {
			t.Skipf("this OmegaT has no %s: its schema is not checked", name)
		}
		b = bytes.ReplaceAll(b, []byte("http://www.w3.org/2001/xml.xsd"), []byte("xml.xsd"))
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	h, u := everything()
	units := []Unit{u}
	for _, tt := range nasty {
		units = append(units, readAll(t, bytes.NewReader(nastyFile(t, tt.file)), lenient).units...)
	}
	for _, set := range []func(*Writer){nil, func(w *Writer) { w.Portable = true }, func(w *Writer) { w.TextOnly = true }} {
		doc, _ := write(t, h, units, set)
		file := filepath.Join(dir, "x.tmx")
		if err := os.WriteFile(file, []byte(doc), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), "xmllint", "--noout", "--nonet", "--huge", "--schema", filepath.Join(dir, "tmx14.xsd"), file).CombinedOutput()
		if err != nil {
			t.Errorf("xmllint: %v\n%s", err, out)
		}
	}
}
