package tm

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrBackup tells that a backup did not come out like the memory.
var ErrBackup = errors.New("the copy is not like the memory")

// Backup writes a copy of the memory to path, where there must be no file yet.
// Others may read and write meanwhile: the copy is the memory of one moment,
// without room that is not in use. It is opened and compared before it gets
// its name.
func (m *Memory) Backup(ctx context.Context, path string) error {
	if err := m.backup(ctx, path); err != nil {
		return fmt.Errorf("back up to %s: %w", path, err)
	}
	return nil
}

func (m *Memory) backup(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return fs.ErrExist
	}
	tmp, err := scratch(path)
	if err != nil {
		return systemFault(err)
	}
	defer func() {
		for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
			_ = os.Remove(tmp + suffix) // gone already, when all went well
		}
	}()
	// The copy may be a little ahead of this count: it is the later one.
	before, err := m.contents(ctx)
	if err != nil {
		return err
	}
	if err := m.copyTo(ctx, tmp); err != nil {
		return err
	}
	if err := verify(ctx, tmp, before); err != nil {
		return err
	}
	if err := os.Link(tmp, path); err != nil {
		if !isNoLink(err) {
			return systemFault(err)
		}
		return systemFault(os.Rename(tmp, path))
	}
	return nil
}

// contents is what a copy is compared by: the last operation and slot.
type contents struct{ operation, slot int64 }

func (m *Memory) contents(ctx context.Context) (c contents, err error) {
	err = m.read(ctx, func(s *session) error {
		return s.row([]any{&c.operation, &c.slot}, `SELECT ifnull((SELECT max(id) FROM operation), 0),
			ifnull((SELECT value FROM counter WHERE name = 'slot'), 0)`)
	})
	return c, err
}

// copyTo lets SQLite write all pages of one moment into an empty file.
func (m *Memory) copyTo(ctx context.Context, path string) error {
	source, err := sql.Open(driverName, dsn(m.path, []string{"mode", "rw", "_busy_timeout", readTimeout}))
	if err != nil {
		return err
	}
	defer source.Close()
	if _, err := source.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return firstError(ctx.Err(), fault(err))
	}
	return nil
}

// verify opens the copy as any memory is opened, and reads it through.
func verify(ctx context.Context, path string, before contents) error {
	c, err := Open(ctx, path, Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer c.Close()
	after, err := c.contents(ctx)
	if err != nil {
		return err
	}
	if after.operation < before.operation || after.slot < before.slot {
		return ErrBackup
	}
	return c.read(ctx, func(s *session) error {
		return s.each(func(rows *sql.Rows) error {
			var verdict string
			if err := rows.Scan(&verdict); err != nil {
				return err
			}
			if verdict != "ok" {
				return fmt.Errorf("%w: %s", ErrBackup, verdict)
			}
			return nil
		}, "PRAGMA quick_check")
	})
}
