package tm

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestBackup(t *testing.T) {
	dir := t.TempDir()
	m := grown(t, filepath.Join(dir, "memory.db"))
	copied := filepath.Join(dir, "copy it's.db")
	if err := m.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := m.Backup(t.Context(), copied); !errors.Is(err, fs.ErrExist) {
		t.Errorf("again: %v", err)
	}
	if err := m.Backup(t.Context(), filepath.Join(dir, "no folder", "x.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := m.Backup(ctx, filepath.Join(dir, "cancelled.db")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	c := openAt(t, copied, Options{})
	if !reflect.DeepEqual(state(t, m), state(t, c)) {
		t.Error("the copy differs")
	}
	sound(t, c)
	put(t, c, statement())
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		switch f.Name() {
		case "memory.db", "memory.db-wal", "memory.db-shm", "copy it's.db", "copy it's.db-wal", "copy it's.db-shm":
		default:
			t.Errorf("left behind: %s", f.Name())
		}
	}
}

// TestBackupInUse copies a memory while another writes to it.
func TestBackupInUse(t *testing.T) {
	dir := t.TempDir()
	m := grown(t, filepath.Join(dir, "memory.db"))
	done := make(chan error, 1)
	stop := make(chan struct{})
	go func() {
		r := randomTexts{rand.New(rand.NewPCG(3, 4))}
		for i := 0; ; i++ {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			if _, err := m.Put(context.Background(), r.document(fmt.Sprint(i%3), 30)); err != nil {
				done <- err
				return
			}
		}
	}()
	for i := range 4 {
		path := filepath.Join(dir, fmt.Sprint("copy", i))
		if err := m.Backup(t.Context(), path); err != nil {
			t.Error(err)
			continue
		}
		sound(t, openAt(t, path, Options{ReadOnly: true}))
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
}
