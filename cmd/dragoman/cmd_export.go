package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"dragoman/internal/lang"
	"dragoman/tm"
)

func exportCommand(s *streams) *cli.Command {
	return &cli.Command{
		Name:      "export",
		Usage:     "write the memory as TMX, for CAT tools",
		UsageText: "dragoman export [FLAGS] -o FILE|-",
		Description: `Writes TMX 1.4 with all the languages of a unit together. Units with one language
only are left out unless --all is given. The file appears when it is complete, never in part.

` + examples("dragoman export -o memory.tmx", "dragoman export --langs zh,en --min-confidence 0.9 -o zh-en.tmx", "dragoman export -o - | gzip >memory.tmx.gz"),
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`; - is standard output"},
			&cli.StringFlag{Name: "langs", Aliases: []string{"l"}, Usage: "only these `LANGUAGES`, such as zh,en"},
			&cli.StringSliceFlag{Name: "document", Aliases: []string{"d"}, Usage: "only the document `NAME` (may be repeated)"},
			&cli.Float64Flag{Name: "min-confidence", Usage: "only units of at least this `CONFIDENCE`, 0 to 1"},
			&cli.StringFlag{Name: "status", Usage: "only units of this `STATUS`: draft, reviewed, imported"},
			&cli.BoolFlag{Name: "all", Usage: "units of one language too, and full file names: a copy for another dragoman"},
			&cli.BoolFlag{Name: "force", Usage: "overwrite a file that dragoman did not write"},
		},
		Action: s.runExport,
	}
}

func (s *streams) runExport(c *cli.Context) error {
	opt, err := exportOptions(c)
	if err != nil {
		return err
	}
	path := c.String("output")
	switch {
	case c.NArg() > 0:
		return usageHint("export takes no arguments", "name the file with -o: dragoman export -o "+c.Args().First())
	case path == "" && s.outTTY:
		return usageHint("export needs a file to write", "dragoman export -o memory.tmx; -o - is standard output")
	case path == "":
		path = "-"
	}
	return s.reading(c, func(m *tm.Memory) error {
		var stats tm.ExportStats
		write := func(w io.Writer) (err error) {
			stats, err = m.Export(c.Context, w, opt)
			return err
		}
		if path == "-" {
			err = write(s.out)
		} else {
			err = s.replaceFile(path, c.Bool("force"), write)
		}
		if err != nil {
			return err
		}
		s.exportText(path, stats)
		return nil
	})
}

func exportOptions(c *cli.Context) (tm.ExportOptions, error) {
	opt := tm.ExportOptions{ToolVersion: version, All: c.Bool("all")}
	opt.Documents = c.StringSlice("document")
	if opt.MinConfidence = c.Float64("min-confidence"); opt.MinConfidence < 0 || opt.MinConfidence > 1 {
		return opt, usagef("--min-confidence is between 0 and 1, not %g", opt.MinConfidence)
	}
	status, err := choice(c, "status", []string{"", tm.Draft, tm.Reviewed, tm.Imported})
	if err != nil {
		return opt, err
	}
	opt.Status = status
	if v := c.String("langs"); v != "" {
		if opt.Langs, err = languages(v); err != nil {
			return opt, err
		}
		if len(opt.Langs) < 2 {
			return opt, usageHint("--langs names one language; a unit to export has two or three", "--langs zh,en")
		}
	}
	return opt, nil
}

// exportText says what was written and what was left out.
func (s *streams) exportText(path string, stats tm.ExportStats) {
	var langs []string
	for _, l := range []lang.Code{lang.Chinese, lang.English, lang.Russian} {
		if n := stats.Variants[l]; n > 0 {
			langs = append(langs, fmt.Sprintf("%s %s", l, thousands(n)))
		}
	}
	if path == "-" {
		path = "standard output"
	}
	s.notef("Wrote %s to %s: %s, TMX 1.4.", plural(stats.Units, "unit"), path, strings.Join(langs, " · "))
	for _, left := range stats.Left {
		s.notef("  left out %s: %s", plural(left.Count, "unit"), left.Reason)
	}
}

// replaceFile writes a file beside its place and moves it there when it is
// complete and on the disk.
func (s *streams) replaceFile(path string, force bool, write func(io.Writer) error) (err error) {
	if err := s.mayReplace(path, force); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	buf := bufio.NewWriterSize(f, 1<<16)
	if err := errors.Join(write(buf), buf.Flush()); err != nil {
		return err
	}
	if err := errors.Join(f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// ourMarks stand near the head of every file that dragoman writes.
var ourMarks = [][]byte{[]byte(`creationtool="dragoman"`), []byte(`name="generator" content="dragoman"`)}

// mayReplace lets a write replace nothing, an empty file and what dragoman
// wrote before; what others wrote is asked for on a terminal and else refused.
func (s *streams) mayReplace(path string, force bool) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.IsDir():
		return withHint(fmt.Errorf("%s is a folder", path), "name the file to write: -o "+filepath.Join(path, "memory.tmx"))
	case force || info.Size() == 0:
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 2048))
	if err != nil {
		return err
	}
	ours := slices.ContainsFunc(ourMarks, func(m []byte) bool { return bytes.Contains(head, m) })
	if ours || s.confirm("Overwrite %s, which dragoman did not write?", path) {
		return nil
	}
	return withHint(fmt.Errorf("%s exists and dragoman did not write it", path), "nothing was written; --force overwrites it")
}

// confirm asks a question on a terminal; elsewhere the answer is no.
func (s *streams) confirm(format string, args ...any) bool {
	if f, ok := s.in.(*os.File); !ok || !s.errTTY || !isTerminal(f) {
		return false
	}
	fmt.Fprintf(s.err, format+" [y/N] ", args...)
	answer, _ := bufio.NewReader(s.in).ReadString('\n')
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "y" || answer == "yes"
}
