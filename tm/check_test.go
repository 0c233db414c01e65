package tm

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// grown makes a memory large enough for chunks, pairs and aliases.
func grown(t testing.TB, path string) *Memory {
	t.Helper()
	m := openAt(t, path, Options{Create: true})
	r := randomTexts{rand.New(rand.NewPCG(3, 4))}
	for _, name := range strings.Fields("a b c d e f") {
		put(t, m, r.document(name, 90))
	}
	importText(t, m, foreignTMX, ImportOptions{Document: "other.tmx"})
	return m
}

func TestCheck(t *testing.T) {
	good := filepath.Join(t.TempDir(), "good.db")
	grown(t, good).Close()
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		damage string
		want   string // part of a reason
		mended bool   // by Repair
	}{
		{"nothing", "SELECT 1", "", true},
		{"chunk", "DELETE FROM posting WHERE rowid_of = 1", "entries", true},
		{"count", "UPDATE term SET df = df + 1 WHERE kind = 0 AND df = (SELECT max(df) FROM term)", "entries", true},
		{"tail", "UPDATE term SET tail = x'80' WHERE length(tail) = (SELECT max(length(tail)) FROM term)", "breaks off", true},
		{"term", "DELETE FROM term WHERE kind = 1 AND lang = 1", "missing", true},
		{"extra", "INSERT INTO term (lang, kind, text, nth, id, df, tail) VALUES (1, 0, 'x', 1, 999999, 1, x'0101')", "entries", true},
		{"form", "DELETE FROM form WHERE slot = 7", "missing", true},
		{"other form", "UPDATE form SET hash = hash + 1 WHERE slot = 7", "another", true},
		{"alias", "DELETE FROM alias", "slots", true},
		{"extent", "DELETE FROM extent", "extents", true},
		{"counter", "UPDATE counter SET value = 3 WHERE name = 'slot'", "given out", true},
		{"text", "UPDATE variant SET content = 'other' WHERE content = 'Decides'", "stored", false},
		{"paragraph", "DELETE FROM paragraph WHERE number = 3", "outside its text", false},
		{"original", "UPDATE paragraph SET content = replace(content, 'states', 'STATES')", "not what was stored", false},
		{"language", "DELETE FROM language WHERE id = 1", "refers", false},
	} {
		path := filepath.Join(t.TempDir(), "memory.db")
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		damage := strings.Replace(c.damage, "rowid_of = 1", "(term, shard, first) IN (SELECT term, shard, first FROM posting LIMIT 1)", 1)
		shell(t, path, damage)
		m := openAt(t, path, Options{})
		r, err := m.Check(t.Context())
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if c.name == "nothing" && (r.Units != 545 || r.Terms == 0 || r.Postings == 0) {
			t.Errorf("counts: %+v", r)
		}
		var reasons strings.Builder
		for _, p := range r.Problems {
			reasons.WriteString(p.Reason + "\n")
		}
		if r.Sound() != (c.want == "") || !strings.Contains(reasons.String(), c.want) {
			t.Errorf("%s: %d problems, none says %q:\n%.300s", c.name, len(r.Problems), c.want, reasons.String())
		}
		if c.mended {
			if err := m.Repair(t.Context()); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			sound(t, m)
			compareLookups(t, m, randomTexts{rand.New(rand.NewPCG(8, 8))}, 20)
		}
	}
}

// TestFlippedBytes damages a memory anywhere: whatever is then asked of it
// fails with an error or answers, and a check does not call a file sound that
// answers otherwise than before.
func TestFlippedBytes(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "good.db")
	m := grown(t, good)
	want := texts(t, m)
	m.Close()
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 9))
	told := 0
	rounds := 20
	if testing.Short() {
		rounds = 10
	}
	for range rounds {
		bad := append([]byte(nil), data...)
		for range 1 + r.IntN(20) {
			bad[100+r.IntN(len(bad)-100)] ^= byte(1 << r.IntN(8))
		}
		path := filepath.Join(dir, "bad.db")
		if err := os.WriteFile(path, bad, 0o666); err != nil {
			t.Fatal(err)
		}
		if flipped(t, path, want) {
			told++
		}
		for _, suffix := range []string{"", "-wal", "-shm"} {
			os.Remove(path + suffix)
		}
	}
	t.Logf("%d of %d damaged files were told", told, rounds)
}

// flipped uses a damaged memory and tells whether the damage was found.
func flipped(t *testing.T, path, want string) bool {
	m, err := Open(t.Context(), path, Options{})
	if err != nil {
		return true
	}
	defer m.Close()
	for _, phrase := range []string{"战略", "the states", "государство", "2231"} {
		m.Lookup(t.Context(), Query{Phrase: phrase, Limit: -1, Context: 1})
	}
	report, err := m.Check(t.Context())
	if err != nil || !report.Sound() {
		return true
	}
	if texts(t, m) != want {
		t.Errorf("called sound, but the texts differ")
	}
	return false
}

// texts is all that was translated, as one string.
func texts(t testing.TB, m *Memory) string {
	var b strings.Builder
	for _, u := range all(t, m) {
		b.WriteString(u.TUID)
		for _, v := range u.Variants {
			b.WriteString("\t" + string(v.Lang) + "\t" + v.Text + v.Raw)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
