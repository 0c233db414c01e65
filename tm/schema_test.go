package tm

import (
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/internal/lang"
)

var update = flag.Bool("update", false, "write the golden files of the present schema")

// TestSchema compares what the migrations make with the golden file of the
// version. A version that was released never changes.
func TestSchema(t *testing.T) {
	m := open(t)
	rows, err := m.reads.Query("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		var ddl string
		if err := rows.Scan(&ddl); err != nil {
			t.Fatal(err)
		}
		b.WriteString(ddl + ";\n\n")
	}
	golden := fmt.Sprintf("testdata/schema_%04d.sql", schemaVersion)
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("schema differs from %s:\n%s", golden, b.String())
	}
	if names, _ := filepath.Glob("migrations/*.sql"); len(names) != schemaVersion {
		t.Errorf("%d migrations, schema version %d", len(names), schemaVersion)
	}
}

// TestEarlierSchemas opens a memory of every released version, reads it and
// writes to it.
func TestEarlierSchemas(t *testing.T) {
	if *update {
		writeFixture(t)
	}
	for version := 1; version <= schemaVersion; version++ {
		path := filepath.Join(t.TempDir(), "memory.db")
		unzip(t, fmt.Sprintf("testdata/memory_%04d.db.gz", version), path)
		m := openAt(t, path, Options{})
		if r, err := m.Lookup(t.Context(), Query{Phrase: "戰略穩定"}); err != nil || found(r) != "statement:1 [战略稳定]" {
			t.Errorf("version %d: %s, %v", version, found(r), err)
		}
		if r, err := m.Lookup(t.Context(), Query{Phrase: "宣言"}); err != nil || found(r) != "55_100:14 [宣言]" {
			t.Errorf("version %d: %s, %v", version, found(r), err)
		}
		if s := put(t, m, statement()); s.Outcome != Unchanged {
			t.Errorf("version %d: %+v", version, s)
		}
		sound(t, m)
		for _, u := range all(t, m) {
			if len(u.Variants) == 0 {
				t.Errorf("version %d: unit %s is empty", version, u.TUID)
			}
		}
	}
}

// TestOlderIndex: an index made another way is built again at opening.
func TestOlderIndex(t *testing.T) {
	path := filepath.Join(t.TempDir(), "memory.db")
	grown(t, path).Close()
	shell(t, path, "UPDATE counter SET value = -1 WHERE name = 'index'; DELETE FROM term; DELETE FROM posting")
	if _, err := Open(t.Context(), path, Options{ReadOnly: true}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("for reading: %v", err)
	}
	m := openAt(t, path, Options{})
	sound(t, m)
	m.Close()
	shell(t, path, "UPDATE counter SET value = 1000 WHERE name = 'index'")
	if _, err := Open(t.Context(), path, Options{}); !errors.Is(err, ErrNewer) {
		t.Errorf("newer: %v", err)
	}
}

// TestIndexFormat fails when texts get other tokens than the index of released
// memories has. Then indexFormat must go up, and the golden file with it.
func TestIndexFormat(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "index format %d\n", indexFormat)
	for _, c := range []struct {
		code lang.Code
		text string
	}{
		{lang.Chinese, "2025年5月23日，《不扩散核武器條約》第六条（ＮＰＴ）与 IAEA。"},
		{lang.English, "The Parties' U.S.-led commitments under Resolution 2231 (2015) were re-affirmed; naïve café."},
		{lang.Russian, "Стороны подчёркивают приверженность Договору о нераспространении ядерного оружия, № 2231."},
	} {
		for _, k := range (folder{}).tokens(c.code, c.text) {
			fmt.Fprintf(&b, "%s\t%s\t%s\t%s\n", c.code, c.text[k.Start:k.End], k.Key, k.Stem)
		}
	}
	const golden = "testdata/tokens.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("tokens differ from %s:\n%s", golden, b.String())
	}
}

func writeFixture(t *testing.T) {
	m := open(t)
	put(t, m, statement())
	importText(t, m, foreignTMX, ImportOptions{Document: "other.tmx"})
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(m.Path())
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(fmt.Sprintf("testdata/memory_%04d.db.gz", schemaVersion))
	if err != nil {
		t.Fatal(err)
	}
	w := gzip.NewWriter(f)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func unzip(t *testing.T, from, to string) {
	t.Helper()
	f, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o666); err != nil {
		t.Fatal(err)
	}
}
