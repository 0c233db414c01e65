package tm

import (
	"slices"
	"testing"
)

func TestAbbreviations(t *testing.T) {
	m := open(t)
	keep := func(body string, want int, list ...string) {
		t.Helper()
		if n, err := m.KeepAbbreviations(t.Context(), body, list); err != nil || n != want {
			t.Errorf("keep %q for %s: %d new, %v; want %d", list, body, n, err, want)
		}
	}
	keep("IAEA", 2, "Repr.", "Circ.")
	keep("IAEA", 1, "Circ.", "GOV.")
	keep("OPCW", 1, "Circ.")
	for body, want := range map[string][]string{"IAEA": {"Circ.", "GOV.", "Repr."}, "OPCW": {"Circ."}, "UN": nil} {
		got, err := m.Abbreviations(t.Context(), body)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v; want %q", body, got, err, want)
		}
	}
}

func TestBody(t *testing.T) {
	m := open(t)
	d := statement()
	d.Body = "IAEA"
	put(t, m, d)
	if got, err := m.Document(t.Context(), d.Name); err != nil || got.Body != "IAEA" {
		t.Errorf("body is %q, %v", got.Body, err)
	}
	if s := put(t, m, d); s.Outcome != Unchanged {
		t.Errorf("again: %v", s.Outcome)
	}
	infos, err := m.Documents(t.Context())
	if err != nil || infos[0].Body != "IAEA" {
		t.Errorf("listed as %+v, %v", infos, err)
	}
}
