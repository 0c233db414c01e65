package tm

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"dragoman/internal/lang"
)

// session is one transaction: a snapshot for a reader, all or nothing for a
// writer. It lives as long as one call and ends with that call's context,
// which is looked at before each statement: one is never long.
type session struct {
	ctx   context.Context
	tx    *sql.Tx
	codes map[int64]lang.Code
	langs map[lang.Code]int64
}

func (s *session) query(query string, args ...any) (*sql.Rows, error) {
	if err := s.ctx.Err(); err != nil {
		return nil, err
	}
	return s.tx.Query(query, args...)
}

func (s *session) exec(query string, args ...any) error {
	_, err := s.result(query, args...)
	return err
}

// insertRow adds a row and returns the number it got.
func (s *session) insertRow(query string, args ...any) (int64, error) {
	r, err := s.result(query, args...)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

func (s *session) result(query string, args ...any) (sql.Result, error) {
	if err := s.ctx.Err(); err != nil {
		return nil, err
	}
	return s.tx.Exec(query, args...)
}

// row scans the only row of a query; sql.ErrNoRows when there is none.
func (s *session) row(dst []any, query string, args ...any) error {
	return s.tx.QueryRow(query, args...).Scan(dst...)
}

// each runs a query and calls f for every row of it.
func (s *session) each(f func(rows *sql.Rows) error, query string, args ...any) error {
	rows, err := s.query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// inBatch is how many numbers an IN list takes.
const inBatch = 64

// inList is the IN list of inBatch parameters.
var inList = "(?" + strings.Repeat(",?", inBatch-1) + ")"

// in runs a query that ends in an IN list for all of ids, batch by batch; fixed
// are the parameters before the list. A short batch is filled up with its last
// number, so that there is one statement to prepare.
func (s *session) in(ids []int64, f func(rows *sql.Rows) error, query string, fixed ...any) error {
	for batch := range slices.Chunk(ids, inBatch) {
		args := append(make([]any, 0, len(fixed)+inBatch), fixed...)
		for i := range inBatch {
			args = append(args, batch[min(i, len(batch)-1)])
		}
		if err := s.each(f, query, args...); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) loadLanguages() error {
	s.codes, s.langs = map[int64]lang.Code{}, map[lang.Code]int64{}
	return s.each(func(rows *sql.Rows) error {
		var id int64
		var code lang.Code
		if err := rows.Scan(&id, &code); err != nil {
			return err
		}
		s.codes[id], s.langs[code] = code, id
		return nil
	}, "SELECT id, code FROM language")
}

// language returns the number of a code, giving one out when it is new.
func (s *session) language(code lang.Code) (int64, error) {
	if id, ok := s.langs[code]; ok {
		return id, nil
	}
	id := int64(len(s.langs) + 1)
	if err := s.exec("INSERT INTO language (id, code) VALUES (?, ?)", id, string(code)); err != nil {
		return 0, err
	}
	s.codes[id], s.langs[code] = code, id
	return id, nil
}

// counter reads a number; 0 when it was never set.
func (s *session) counter(name string) (int64, error) {
	var n int64
	err := s.row([]any{&n}, "SELECT value FROM counter WHERE name = ?", name)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}

func (s *session) setCounter(name string, value int64) error {
	return s.exec("INSERT INTO counter (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2", name, value)
}

// rollback ends a transaction; nothing happens after a commit.
func rollback(tx *sql.Tx) { _ = tx.Rollback() }

// read runs f on a snapshot of the memory.
func (m *Memory) read(ctx context.Context, f func(s *session) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	tx, err := m.reads.Begin()
	if err != nil {
		return fault(err)
	}
	defer rollback(tx)
	s := &session{ctx: ctx, tx: tx}
	if err := s.loadLanguages(); err != nil {
		return fault(err)
	}
	return fault(f(s))
}

// write runs f in a transaction that is committed when f succeeds and ctx is
// still alive, and leaves nothing behind otherwise.
func (m *Memory) write(ctx context.Context, f func(s *session) error) error {
	return m.lock(ctx, func() error {
		tx, err := m.begin(ctx)
		if err != nil {
			return err
		}
		defer rollback(tx)
		if err := m.change(&session{ctx: ctx, tx: tx}, f); err != nil {
			return fault(err)
		}
		return fault(tx.Commit())
	})
}

// change runs f under a claim, which ends before the transaction does: after
// that it could be another's.
func (m *Memory) change(s *session, f func(s *session) error) error {
	m.claim()
	defer m.unclaim()
	if err := s.loadLanguages(); err != nil {
		return err
	}
	if err := f(s); err != nil {
		return err
	}
	return s.ctx.Err()
}

// lock waits until no other goroutine of this Memory writes.
func (m *Memory) lock(ctx context.Context, f func() error) error {
	if m.readOnly {
		return ErrReadOnly
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	patience := time.NewTimer(max(m.wait, 0))
	defer patience.Stop()
	select {
	case m.turn <- struct{}{}:
	default:
		select {
		case m.turn <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		case <-patience.C:
			return m.holder()
		}
	}
	defer func() { <-m.turn }()
	return f()
}

// retry is the pause between two attempts to become the writer.
const retry = 15 * time.Millisecond

// begin becomes the writer of the file, waiting for another process.
func (m *Memory) begin(ctx context.Context) (*sql.Tx, error) {
	deadline := time.Now().Add(m.wait)
	for {
		tx, err := m.writes.Begin()
		switch {
		case err == nil:
			return tx, nil
		case !busy(err):
			return nil, fault(err)
		case !time.Now().Before(deadline):
			return nil, m.holder()
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(retry):
		}
	}
}

// claim is what a writer leaves beside the file while it writes, for the one
// who finds the memory locked. It decides nothing: a claim that outlived its
// process, or could not be written, only makes a message poorer.
type claim struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
}

func (m *Memory) claimPath() string { return m.path + "-writer" }

func (m *Memory) claim() {
	const longest = 120 // characters of a command worth showing
	words := append([]string{filepath.Base(os.Args[0])}, os.Args[1:]...)
	command := []rune(strings.Join(words, " "))
	if len(command) > longest {
		command = append(command[:longest], '…')
	}
	data, err := json.Marshal(claim{PID: os.Getpid(), Command: string(command), Since: time.Now().UTC()})
	if err == nil {
		_ = os.WriteFile(m.claimPath(), data, 0o666) // see claim
	}
}

func (m *Memory) unclaim() { _ = os.Remove(m.claimPath()) }

// holder makes the error that names the writer, unless its process is gone.
func (m *Memory) holder() error {
	data, err := os.ReadFile(m.claimPath())
	if err != nil {
		return &LockedError{}
	}
	var c claim
	if json.Unmarshal(data, &c) != nil || !alive(c.PID) {
		return &LockedError{}
	}
	return &LockedError{PID: c.PID, Command: c.Command, Since: c.Since}
}

// alive tells whether a process exists; one that may not be signalled does.
func alive(pid int) bool {
	if pid <= 0 {
		return false
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	err = p.Signal(syscall.Signal(0))
	return err == nil || errors.Is(err, os.ErrPermission)
}
