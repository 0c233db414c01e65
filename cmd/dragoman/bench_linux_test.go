package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// The benchmarks run the program as a user does: a new process each time, the
// file system warm. They report the wall time of a run (ns/op), its processor
// time and the most memory it held:
//
//	go test ./cmd/dragoman -run '^$' -bench Cold

func BenchmarkColdAlign(b *testing.B) {
	run := program(b)
	args := []string{"align", "-q"}
	for _, l := range []string{"zh", "en", "ru"} {
		args = append(args, filepath.Join("..", "..", "data", "statement", l+".txt"))
	}
	run(b, func() []string { return append(args, "-m", filepath.Join(b.TempDir(), "m.db")) })
}

func BenchmarkColdLookup(b *testing.B) {
	run := program(b)
	memory := filepath.Join(b.TempDir(), "m.db")
	store := exec.Command(programPath(b), "align", "-q", "-m", memory, "../../data/statement/zh.txt",
		"../../data/statement/en.txt", "../../data/statement/ru.txt")
	if out, err := store.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	run(b, func() []string { return []string{"lookup", "-m", memory, "战略稳定"} })
}

func BenchmarkColdHelp(b *testing.B) {
	program(b)(b, func() []string { return []string{"help"} })
}

// programPath builds the program, once for each benchmark; the build cache
// makes that cheap.
func programPath(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "dragoman")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return path
}

// program returns a function that runs the program b.N times.
func program(b *testing.B) func(*testing.B, func() []string) {
	path := programPath(b)
	return func(b *testing.B, args func() []string) {
		var cpu, peak int64
		for b.Loop() {
			cmd := exec.Command(path, args()...)
			cmd.Env = append(os.Environ(), "DRAGOMAN_COLOR=never")
			if out, err := cmd.CombinedOutput(); err != nil {
				b.Fatalf("%v: %s", err, out)
			}
			use := cmd.ProcessState
			cpu += int64(use.UserTime() + use.SystemTime())
			if r, ok := use.SysUsage().(*syscall.Rusage); ok {
				peak = max(peak, r.Maxrss)
			}
		}
		b.ReportMetric(float64(cpu)/float64(b.N)/1e6, "cpu-ms/op")
		b.ReportMetric(float64(peak)/1024, "peak-MiB")
	}
}
