package tm

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/mattn/go-sqlite3"
)

// Options say how a memory is opened. The zero value opens an existing memory
// for reading and writing.
type Options struct {
	// ReadOnly refuses every change. A reader never waits for a writer.
	ReadOnly bool
	// Create makes the file, and the folder it lies in, when there is none.
	Create bool
	// Wait is how long a writer waits for another to finish; 0 is DefaultWait,
	// below 0 not at all.
	Wait time.Duration
}

// DefaultWait is how long a writer waits for another one: longer than storing
// a document takes, shorter than a person's patience.
const DefaultWait = 3 * time.Second

// Memory is an open memory. It may be used by several goroutines at once.
type Memory struct {
	path     string
	wait     time.Duration
	readOnly bool
	reads    *sql.DB
	writes   *sql.DB
	turn     chan struct{} // held by the goroutine that writes
	spare    sync.Pool     // counters of fuzzy look-ups, clean
}

// Open opens the memory at path. It fails with ErrNoMemory, ErrNotMemory,
// ErrNewer, ErrReadOnly or ErrCorrupt; nothing is ever written to a file that
// is not a memory.
func Open(ctx context.Context, path string, opt Options) (*Memory, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	if opt.Wait == 0 {
		opt.Wait = DefaultWait
	}
	m := &Memory{path: abs, wait: opt.Wait, readOnly: opt.ReadOnly, turn: make(chan struct{}, 1)}
	if err := m.open(ctx, opt); err != nil {
		m.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return m, nil
}

func (m *Memory) open(ctx context.Context, opt Options) error {
	found, err := sniff(m.path)
	if err != nil {
		return err
	}
	if !found {
		if !opt.Create || opt.ReadOnly {
			return ErrNoMemory
		}
		if err := create(ctx, m.path); err != nil {
			return err
		}
	}
	if m.reads, err = openReads(m.path); err != nil {
		return err
	}
	m.writes = openWrites(m.path)
	return m.upgrade(ctx)
}

// Close releases the file.
func (m *Memory) Close() error {
	var first error
	for _, db := range []*sql.DB{m.reads, m.writes} {
		if db == nil {
			continue
		}
		if err := db.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// Path is where the memory lies, absolute.
func (m *Memory) Path() string { return m.path }

const driverName = "sqlite3"

// Statements are kept prepared with each connection: the package has fewer
// than this many.
const cachedStatements = "96"

// readTimeout, milliseconds, is how long a reader waits in the rare moments
// when even a reader must: recovery after a crash, the last writer closing.
const readTimeout = "3000"

// The parameters of the two kinds of connection. A writer's cache holds the
// index pages a document touches; what does not fit spills to the WAL.
var (
	writeParams = []string{"mode", "rw", "_txlock", "immediate", "_busy_timeout", "0",
		"_journal_mode", "WAL", "_synchronous", "FULL", "_cache_size", "-65536", "_stmt_cache_size", cachedStatements}
	readParams = []string{"mode", "rw", "_query_only", "1", "_busy_timeout", readTimeout,
		"_cache_size", "-32768", "_stmt_cache_size", cachedStatements}
	// A file in a folder that cannot be written, and that nobody is writing.
	immutableParams = []string{"mode", "ro", "immutable", "1", "_query_only", "1",
		"_cache_size", "-32768", "_stmt_cache_size", cachedStatements}
)

// checkpointPages is the length of the log, in pages of 4 kB, at which it is
// carried over into the file. A document in a large memory touches some 3,000
// pages, many of them those that the next one touches.
const checkpointPages = 16_384

// openWrites opens the one connection that writes.
func openWrites(path string) *sql.DB {
	db := sql.OpenDB(&writes{
		dsn: dsn(path, writeParams),
		driver: &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
			_, err := c.Exec(fmt.Sprintf("PRAGMA wal_autocheckpoint = %d", checkpointPages), nil)
			return err
		}},
	})
	db.SetMaxOpenConns(1)
	return db
}

// writes makes connections that write: one pragma has no place in the DSN.
type writes struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
}

func (w *writes) Connect(context.Context) (driver.Conn, error) { return w.driver.Open(w.dsn) }

func (w *writes) Driver() driver.Driver { return w.driver }

func dsn(path string, params []string) string {
	v := url.Values{}
	for i := 0; i < len(params); i += 2 {
		v.Set(params[i], params[i+1])
	}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: v.Encode()}
	if !strings.HasPrefix(u.Path, "/") { // C:/…
		u.Path = "/" + u.Path
	}
	return u.String()
}

// openReads opens the pool of readers. Where the folder cannot be written a
// reader cannot take part in the locking either; when there is no log to be
// read the file is opened as it lies.
func openReads(path string) (*sql.DB, error) {
	db, err := sql.Open(driverName, dsn(path, readParams))
	if err != nil {
		return nil, err
	}
	err = probe(db)
	if err == nil {
		return db, nil
	}
	db.Close()
	if !cannotWrite(err) || size(path+"-wal") > 0 {
		return nil, fault(err)
	}
	if db, err = sql.Open(driverName, dsn(path, immutableParams)); err != nil {
		return nil, err
	}
	if err = probe(db); err != nil {
		db.Close()
		return nil, fault(err)
	}
	return db, nil
}

// probe reads once, so that faults show at opening.
func probe(db *sql.DB) error {
	var n int
	return db.QueryRow("SELECT count(*) FROM sqlite_schema").Scan(&n)
}

func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// create makes an empty memory. It is built under another name and then put
// in place in one step, so that nobody ever sees half a memory; when two
// processes do it at once, the first one's file stays.
func create(ctx context.Context, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return systemFault(err)
	}
	tmp, err := scratch(path)
	if err != nil {
		return systemFault(err)
	}
	defer func() {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(tmp + suffix) // gone already, when all went well
		}
	}()
	if err := build(ctx, tmp); err != nil {
		return err
	}
	if info, err := os.Stat(path); err == nil && info.Size() == 0 {
		return systemFault(os.Rename(tmp, path))
	}
	err = os.Link(tmp, path)
	switch {
	case err == nil || os.IsExist(err):
		return nil
	case isNoLink(err): // a file system without links
		return systemFault(os.Rename(tmp, path))
	}
	return systemFault(err)
}

// scratch makes a new empty file beside path.
func scratch(path string) (string, error) {
	for i := 0; ; i++ {
		name := fmt.Sprintf("%s.new-%d-%d", path, os.Getpid(), i)
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o666)
		if err == nil {
			return name, f.Close()
		}
		if !os.IsExist(err) {
			return "", err
		}
	}
}

// build writes the schema into an empty file and leaves it without a log.
func build(ctx context.Context, path string) error {
	db := openWrites(path)
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		return fault(err)
	}
	defer rollback(tx)
	if err := migrate(ctx, tx); err != nil {
		return fault(err)
	}
	if err := tx.Commit(); err != nil {
		return fault(err)
	}
	return fault(db.Close())
}

// systemFault tells the faults of the operating system in the package's words.
func systemFault(err error) error {
	switch {
	case err == nil:
		return nil
	case isFull(err):
		return fmt.Errorf("%w: %w", ErrFull, err)
	case isReadOnly(err):
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	return err
}

// sniff looks at the first bytes of a file, so that nothing of SQLite touches
// a file that is not ours, and tells whether there is a memory. An empty file
// is none yet.
func sniff(path string) (bool, error) {
	info, err := os.Stat(path) // before opening: a pipe would wait for a writer
	if os.IsNotExist(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	switch mode := info.Mode(); {
	case mode.IsDir():
		return false, fmt.Errorf("%w: it is a directory", ErrNotMemory)
	case !mode.IsRegular():
		return false, fmt.Errorf("%w: it is no regular file", ErrNotMemory)
	case info.Size() == 0:
		return false, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	return true, checkHeader(f, info.Size(), size(path+"-wal") > 0)
}
