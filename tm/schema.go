package tm

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

// The steps from an empty file to the present schema, numbered from 1. One
// that was released is never edited.
//
//go:embed migrations/*.sql
var migrations embed.FS

// schemaVersion is the number of the last migration.
const schemaVersion = 3

// upgrade brings the schema and the index of an older memory up to the present
// ones.
func (m *Memory) upgrade(ctx context.Context) error {
	version, err := userVersion(m.reads)
	if err != nil {
		return fault(err)
	}
	if version > schemaVersion {
		return newer(version)
	}
	if version < schemaVersion {
		if m.readOnly {
			return fmt.Errorf("%w: its schema is version %d, open it for writing once", ErrReadOnly, version)
		}
		if err := m.upgradeSchema(ctx); err != nil {
			return err
		}
	}
	return m.upgradeIndex(ctx)
}

func (m *Memory) upgradeSchema(ctx context.Context) error {
	return m.lock(ctx, func() error {
		tx, err := m.begin(ctx)
		if err != nil {
			return err
		}
		defer rollback(tx)
		if err := migrate(ctx, tx); err != nil {
			return fault(err)
		}
		return fault(tx.Commit())
	})
}

// upgradeIndex builds the index again when it was made another way. An empty
// memory has none yet.
func (m *Memory) upgradeIndex(ctx context.Context) error {
	var format int64
	err := m.read(ctx, func(s *session) (err error) {
		format, err = s.counter("index")
		return err
	})
	switch {
	case err != nil:
		return err
	case format == 0 || format == indexFormat:
		return nil
	case format > indexFormat:
		return fmt.Errorf("%w: its index is version %d, this program knows %d", ErrNewer, format, indexFormat)
	case m.readOnly:
		return fmt.Errorf("%w: its index is version %d, open it for writing once", ErrReadOnly, format)
	}
	return m.write(ctx, func(s *session) error { return s.reindex() })
}

type querier interface {
	QueryRow(query string, args ...any) *sql.Row
}

func userVersion(q querier) (version int, err error) {
	err = q.QueryRow("PRAGMA user_version").Scan(&version)
	return version, err
}

// migrate runs the migrations that a file has not seen. The version is read
// within the transaction: another process may have been quicker.
func migrate(ctx context.Context, tx *sql.Tx) error {
	version, err := userVersion(tx)
	if err != nil {
		return err
	}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	for _, name := range names[min(version, len(names)):] {
		ddl, err := migrations.ReadFile(name)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(string(ddl)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	// A pragma takes no parameter; both numbers are ours.
	for _, pragma := range []string{
		fmt.Sprintf("PRAGMA application_id = %d", applicationID),
		fmt.Sprintf("PRAGMA user_version = %d", len(names)),
	} {
		if _, err := tx.Exec(pragma); err != nil {
			return err
		}
	}
	return ctx.Err()
}
