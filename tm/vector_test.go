package tm

import (
	"slices"
	"testing"
)

func TestVectors(t *testing.T) {
	m := open(t)
	v := m.Vectors(t.Context())
	a, b := [32]byte{1}, [32]byte{2}
	if _, ok, err := v.Get(a); ok || err != nil {
		t.Fatalf("an empty cache gave %v, %v", ok, err)
	}
	if err := v.Put(map[[32]byte][]float32{a: {1, -0.5, 3e-9}, b: {0.25}}); err != nil {
		t.Fatal(err)
	}
	if err := v.Put(map[[32]byte][]float32{b: {0.75, 1}}); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[[32]byte][]float32{a: {1, -0.5, 3e-9}, b: {0.75, 1}} {
		if got, ok, err := v.Get(key); !ok || err != nil || !slices.Equal(got, want) {
			t.Errorf("%v: %v, %v, %v", key[0], got, ok, err)
		}
	}
}
