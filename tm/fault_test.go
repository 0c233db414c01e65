package tm

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"dragoman/internal/lang"
)

// The test binary called with this variable is a child that does one thing to
// a memory: see child.
const childVariable = "DRAGOMAN_TM_CHILD"

func TestMain(m *testing.M) {
	if mode := os.Getenv(childVariable); mode != "" {
		os.Exit(child(mode, os.Args[1:]))
	}
	os.Exit(m.Run())
}

// command prepares a child.
func command(t testing.TB, mode string, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Env = append(os.Environ(), childVariable+"="+mode)
	cmd.Stderr = os.Stderr
	return cmd
}

func child(mode string, args []string) int {
	modes := map[string]func(args []string) error{
		"import": childImport, "hold": childHold, "full": childFull, "nobody": childNobody,
	}
	if err := modes[mode](args); err != nil {
		fmt.Fprintln(os.Stderr, "child", mode+":", err)
		return 1
	}
	return 0
}

func TestOpenFaults(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := filepath.Join(dir, "good.db")
	m := openAt(t, good, Options{Create: true})
	put(t, m, statement())
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	alien := filepath.Join(dir, "alien.db")
	shell(t, alien, "CREATE TABLE x (y)")
	ahead := file("newer.db", data)
	shell(t, ahead, "PRAGMA user_version = 99")
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path string
		opt  Options
		want error
	}{
		{filepath.Join(dir, "none.db"), Options{}, ErrNoMemory},
		{filepath.Join(dir, "none.db"), Options{Create: true, ReadOnly: true}, ErrNoMemory},
		{filepath.Join(dir, "no", "folder", "none.db"), Options{}, ErrNoMemory},
		{file("empty.db", nil), Options{}, ErrNoMemory},
		{dir, Options{Create: true}, ErrNotMemory},
		{file("text.txt", []byte(strings.Repeat("not a memory\n", 20))), Options{Create: true}, ErrNotMemory},
		{file("short.txt", []byte("x")), Options{Create: true}, ErrNotMemory},
		{alien, Options{Create: true}, ErrNotMemory},
		{ahead, Options{}, ErrNewer},
		{file("cut.db", data[:len(data)/2]), Options{}, ErrCorrupt},
		{file("head.db", data[:60]), Options{}, ErrCorrupt},
		{os.DevNull, Options{}, ErrNotMemory},
		{pipe, Options{Create: true}, ErrNotMemory},
	} {
		before := content(c.path)
		m, err := Open(t.Context(), c.path, c.opt)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.path, err, c.want)
		}
		if m != nil {
			m.Close()
		}
		if !bytes.Equal(before, content(c.path)) {
			t.Errorf("%s was changed", c.path)
		}
	}
	for _, path := range []string{filepath.Join(dir, "empty.db"), filepath.Join(dir, "a", "b c?#", "new%20.db")} {
		m := openAt(t, path, Options{Create: true})
		put(t, m, statement())
	}
}

// content is what a regular file holds.
func content(path string) []byte {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	data, _ := os.ReadFile(path)
	return data
}

// shell runs SQL on a file, memory or not.
func shell(t testing.TB, path, query string) {
	t.Helper()
	db, err := sql.Open(driverName, "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
}

func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "memory.db")
	m := openAt(t, path, Options{Create: true})
	put(t, m, statement())
	r := openAt(t, path, Options{ReadOnly: true})
	if _, err := r.Put(t.Context(), statement()); !errors.Is(err, ErrReadOnly) {
		t.Errorf("put: %v", err)
	}
	if _, err := r.Remove(t.Context(), "statement"); !errors.Is(err, ErrReadOnly) {
		t.Errorf("remove: %v", err)
	}
	if _, err := r.Import(t.Context(), strings.NewReader(foreignTMX), ImportOptions{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("import: %v", err)
	}
	if res, err := r.Lookup(t.Context(), Query{Phrase: "外空"}); err != nil || res.Count != 1 {
		t.Errorf("look-up: %+v, %v", res, err)
	}
}

// TestReadOnlyPlaces uses a memory as a user who may read it only.
func TestReadOnlyPlaces(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to become somebody else")
	}
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil { // nobody is to come this far
		t.Fatal(err)
	}
	m := openAt(t, filepath.Join(dir, "memory.db"), Options{Create: true})
	put(t, m, statement())
	m.Close()
	if out, err := command(t, "nobody", dir).Output(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func childNobody(args []string) error {
	const nobody = 65534
	if err := syscall.Setgid(nobody); err != nil {
		return err
	}
	if err := syscall.Setuid(nobody); err != nil {
		return err
	}
	ctx := context.Background()
	m, err := Open(ctx, filepath.Join(args[0], "memory.db"), Options{})
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	defer m.Close()
	r, err := m.Lookup(ctx, Query{Phrase: "外空"})
	if err != nil || r.Count != 1 {
		return fmt.Errorf("look-up: %+v, %w", r, err)
	}
	if _, err := m.Put(ctx, Document{Name: "x", Texts: []Text{{Lang: lang.English}}}); !errors.Is(err, ErrReadOnly) {
		return fmt.Errorf("put: %w", err)
	}
	if _, err := Open(ctx, filepath.Join(args[0], "new.db"), Options{Create: true}); !errors.Is(err, ErrReadOnly) {
		return fmt.Errorf("create: %w", err)
	}
	if _, err := Open(ctx, filepath.Join(args[0], "new", "new.db"), Options{Create: true}); !errors.Is(err, ErrReadOnly) {
		return fmt.Errorf("create folder: %w", err)
	}
	return nil
}

func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "memory.db")
	m := openAt(t, path, Options{Create: true, Wait: 50 * time.Millisecond})
	put(t, m, statement())
	holder := command(t, "hold", path)
	in, err := holder.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	bufio.NewReader(out).ReadString('\n')

	_, err = m.Remove(t.Context(), "statement")
	e, ok := errors.AsType[*LockedError](err)
	if !errors.Is(err, ErrLocked) || !ok || e.PID != holder.Process.Pid || !strings.Contains(e.Command, path) || time.Since(e.Since) > time.Minute {
		t.Errorf("locked: %v", err)
	}
	if r, err := m.Lookup(t.Context(), Query{Phrase: "外空"}); err != nil || r.Count != 1 {
		t.Errorf("look-up beside a writer: %+v, %v", r, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	patient := openAt(t, path, Options{Wait: time.Minute})
	if _, err := patient.Remove(ctx, "statement"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("cancelled while waiting: %v", err)
	}
	time.AfterFunc(100*time.Millisecond, func() { in.Close() })
	if _, err := patient.Remove(t.Context(), "statement"); err != nil {
		t.Errorf("after waiting: %v", err)
	}
	if err := holder.Wait(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path + "-writer"); !os.IsNotExist(err) {
		t.Errorf("the claim is left: %v", err)
	}
}

// TestLockedByTheDead: what a killed process claimed says nothing of the next.
func TestLockedByTheDead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "memory.db")
	m := openAt(t, path, Options{Create: true, Wait: -1})
	gone := command(t, "hold", path)
	in, err := gone.StdinPipe() // open as long as the process lives
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := gone.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := gone.Start(); err != nil {
		t.Fatal(err)
	}
	bufio.NewReader(out).ReadString('\n')
	gone.Process.Kill()
	gone.Wait()
	if _, err := os.Stat(path + "-writer"); err != nil {
		t.Fatalf("no claim is left: %v", err)
	}
	other := openAt(t, path, Options{})
	err = other.write(t.Context(), func(*session) error {
		os.WriteFile(path+"-writer", []byte(`{"pid":`+strconv.Itoa(gone.Process.Pid)+`}`), 0o666)
		_, err := m.Put(t.Context(), statement())
		return err
	})
	if e, ok := errors.AsType[*LockedError](err); !ok || e.PID != 0 {
		t.Errorf("locked: %v", err)
	}
	put(t, m, statement())
}

// childHold writes until its input ends.
func childHold(args []string) error {
	m, err := Open(context.Background(), args[0], Options{})
	if err != nil {
		return err
	}
	defer m.Close()
	return m.write(context.Background(), func(*session) error {
		fmt.Println("held")
		_, err := io.Copy(io.Discard, os.Stdin)
		return err
	})
}

// TestWritersTakeTurns: goroutines of one memory and of several.
func TestWritersTakeTurns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "memory.db")
	a := openAt(t, path, Options{Create: true, Wait: time.Minute})
	b := openAt(t, path, Options{Wait: time.Minute})
	const writers = 8
	done := make(chan error, 2*writers)
	for i := range writers {
		m := []*Memory{a, b}[i%2]
		go func() {
			d := statement()
			d.Name = fmt.Sprint(i)
			_, err := m.Put(context.Background(), d)
			done <- err
		}()
		go func() {
			_, err := m.Lookup(context.Background(), Query{Phrase: "外空"})
			done <- err
		}()
	}
	for range 2 * writers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if r, err := a.Lookup(t.Context(), Query{Phrase: "外空"}); err != nil || r.Count != writers {
		t.Errorf("%d found, %v", r.Count, err)
	}
}

// TestCreateAtOnce: several processes may find that there is no memory.
func TestCreateAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "memory.db")
	const n = 8
	done := make(chan error, n)
	for i := range n {
		go func() {
			m, err := Open(context.Background(), path, Options{Create: true, Wait: time.Minute})
			if err == nil {
				d := statement()
				d.Name = fmt.Sprint(i)
				_, err = m.Put(context.Background(), d)
				m.Close()
			}
			done <- err
		}()
	}
	for range n {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	m := openAt(t, path, Options{})
	if docs, err := m.Documents(t.Context()); err != nil || len(docs) != n {
		t.Errorf("%d documents, %v", len(docs), err)
	}
	left, _ := filepath.Glob(path + ".new*")
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestCancel ends a Put and an import in the middle.
func TestCancel(t *testing.T) {
	m := open(t)
	put(t, m, statement())
	before := dump(t, m)
	for n := int64(0); ; n += 1 + n/3 {
		d := randomTexts{rand.New(rand.NewPCG(1, 2))}.document("statement", 50)
		_, err := m.Put(&shortContext{Context: t.Context(), left: n}, d)
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) || dump(t, m) != before {
			t.Fatalf("put cancelled at %d: %v", n, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	m = open(t)
	_, err := m.Import(ctx, newGenerator(1).tmx(2000), ImportOptions{Progress: func(n int) {
		if n > 1000 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || len(all(t, m)) != 0 {
		t.Errorf("import cancelled: %v, %d units", err, len(all(t, m)))
	}
	if _, err := m.Lookup(ctx, Query{Phrase: "x"}); !errors.Is(err, context.Canceled) {
		t.Errorf("look-up cancelled: %v", err)
	}
}

// shortContext is cancelled when it was asked often enough.
type shortContext struct {
	context.Context
	left int64
}

func (c *shortContext) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "memory.db")
	m := openAt(t, path, Options{Create: true})
	put(t, m, statement())
	before := dump(t, m)
	if _, err := m.writes.Exec("PRAGMA max_page_count = 60"); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Import(t.Context(), newGenerator(1).tmx(500), ImportOptions{}); !errors.Is(err, ErrFull) {
		t.Errorf("no more pages: %v", err)
	}
	if dump(t, m) != before {
		t.Error("a full disk changed the memory")
	}
	m.Close()
	if err := command(t, "full", path).Run(); err != nil {
		t.Error(err)
	}
	m = openAt(t, path, Options{})
	if dump(t, m) != before {
		t.Error("a full disk changed the memory")
	}
}

// childFull may write files of 600 kB.
func childFull(args []string) error {
	signal.Ignore(syscall.SIGXFSZ)
	const most = 600_000
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
		return err
	}
	m, err := Open(context.Background(), args[0], Options{})
	if err != nil {
		return err
	}
	defer m.Close()
	m.writes.Exec("PRAGMA cache_size = 10")
	if _, err := m.Import(context.Background(), newGenerator(1).tmx(3000), ImportOptions{}); !errors.Is(err, ErrFull) {
		return fmt.Errorf("import: %w", err)
	}
	r, err := m.Lookup(context.Background(), Query{Phrase: "外空"})
	if err != nil || r.Count != 1 {
		return fmt.Errorf("look-up: %+v, %w", r, err)
	}
	return nil
}

// TestKill kills a process that writes, at random moments; what it said was
// stored must be there, whole, and the memory must be sound.
func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "memory.db")
	openAt(t, path, Options{Create: true}).Close()
	r := rand.New(rand.NewPCG(uint64(os.Getpid()), 0))
	rounds := 12
	if testing.Short() {
		rounds = 3
	}
	stored := 0
	for round := range rounds {
		cmd := command(t, "import", path, strconv.Itoa(round))
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Duration(50+r.IntN(500))*time.Millisecond, func() { cmd.Process.Kill() })
		names := []string{}
		for lines := bufio.NewScanner(out); lines.Scan(); {
			names = append(names, lines.Text())
		}
		cmd.Wait()
		m := openAt(t, path, Options{})
		for _, name := range names {
			if _, err := m.Document(t.Context(), name); err != nil {
				t.Fatalf("round %d: %v", round, err)
			}
		}
		stored += len(names)
		sound(t, m)
		m.Close()
	}
	t.Logf("%d documents stored in %d rounds", stored, rounds)
}

func childImport(args []string) error {
	ctx := context.Background()
	m, err := Open(ctx, args[0], Options{})
	if err != nil {
		return err
	}
	r := randomTexts{rand.New(rand.NewPCG(1, 2))}
	for i := 0; ; i++ {
		name := args[1] + "/" + strconv.Itoa(i)
		if _, err := m.Put(ctx, r.document(name, 30)); err != nil {
			return err
		}
		fmt.Println(name)
		if i%5 == 4 {
			if _, err := m.Import(ctx, newGenerator(uint64(i)).tmx(300), ImportOptions{Document: "tmx" + name}); err != nil {
				return err
			}
		}
	}
}

// sound fails when a check finds fault with the memory.
func sound(t testing.TB, m *Memory) {
	t.Helper()
	r, err := m.Check(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !r.Sound() {
		t.Fatalf("not sound: %+v", r.Problems)
	}
}
