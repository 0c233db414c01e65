package tm

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// state is what a memory holds, numbers included.
func state(t testing.TB, m *Memory) []Unit {
	t.Helper()
	var us []Unit
	for u, err := range m.Units(context.Background(), Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		us = append(us, u)
	}
	return us
}

// TestUndo does random operations and takes them back one by one: units,
// documents and look-ups are as they were each time.
func TestUndo(t *testing.T) {
	r := randomTexts{rand.New(rand.NewPCG(5, 6))}
	m := open(t)
	type moment struct {
		units []Unit
		docs  []DocumentInfo
	}
	now := func() moment {
		docs, err := m.Documents(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return moment{state(t, m), docs}
	}
	var past []moment
	for i := range 14 {
		before := now()
		name := fmt.Sprintf("d%d", r.IntN(4))
		changed := true
		switch k := r.IntN(4); {
		case k == 0:
			_, err := m.Remove(t.Context(), name)
			changed = !errors.Is(err, ErrNoDocument)
		case k == 1:
			_, err := m.Import(t.Context(), newGenerator(uint64(i)).tmx(40), ImportOptions{Document: name})
			if err != nil {
				t.Fatal(err)
			}
		case k == 2 && i%2 == 0:
			changed = importText(t, m, foreignTMX, ImportOptions{Document: name}).Added > 0
		default:
			put(t, m, r.document(name, 40))
		}
		if changed {
			past = append(past, before)
		}
	}
	ops, err := m.Log(t.Context(), 0)
	if err != nil || len(ops) != len(past) {
		t.Fatalf("%d operations, want %d, %v", len(ops), len(past), err)
	}
	for i := len(past) - 1; i >= 0; i-- {
		op, err := m.Undo(t.Context())
		if err != nil || op.ID != ops[len(past)-1-i].ID {
			t.Fatalf("undo %d: %+v, %v", i, op, err)
		}
		if !reflect.DeepEqual(now(), past[i]) {
			t.Fatalf("undo of %+v: the memory is not as it was", op)
		}
		compareLookups(t, m, r, 25)
		sound(t, m)
	}
	if _, err := m.Undo(t.Context()); !errors.Is(err, ErrNothingToUndo) {
		t.Errorf("one more: %v", err)
	}
	if ops, err = m.Log(t.Context(), 1); err != nil || len(ops) != 1 || ops[0].Kind != OpUndo {
		t.Errorf("log: %+v, %v", ops, err)
	}
	put(t, m, statement())
	if op, err := m.Undo(t.Context()); err != nil || op.Subject != "statement" || op.Added != 4 {
		t.Errorf("undo after undo: %+v, %v", op, err)
	}
}
