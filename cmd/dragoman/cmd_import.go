package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/urfave/cli/v2"

	"dragoman/tm"
)

func importCommand(s *streams) *cli.Command {
	return &cli.Command{
		Name:      "import",
		Usage:     "add the units of TMX files to the memory",
		UsageText: "dragoman import [FLAGS] FILE…",
		Description: `Reads TMX 1.1 to 1.4, plain or compressed. A file goes in whole or not at all;
a unit that the memory holds already is not added again.

` + examples("dragoman import old.tmx", "dragoman import --document UNTERM terms.tmx"),
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "document", Aliases: []string{"d"}, Usage: "file units that name no document under `NAME`"},
			&cli.StringFlag{Name: "encoding", Usage: "the `ENCODING` of the file, whatever it says itself"},
			&cli.BoolFlag{Name: "lenient", Usage: "keep what can be read of a damaged file"},
		},
		Action: s.runImport,
	}
}

func (s *streams) runImport(c *cli.Context) error {
	if c.NArg() == 0 {
		return usageHint("import takes TMX files", "dragoman import old.tmx")
	}
	opt := tm.ImportOptions{Document: c.String("document"), Encoding: c.String("encoding"), Partial: c.Bool("lenient")}
	m, err := s.openMemory(c.Context, tm.Options{Create: true})
	if err != nil {
		return err
	}
	defer m.Close()
	failed := 0
	for _, path := range c.Args().Slice() {
		err := s.importFile(c, m, path, opt)
		switch {
		case err == nil:
			continue
		case c.NArg() == 1 || c.Context.Err() != nil:
			return err
		}
		failed++
		s.report([]string{"dragoman", "import"}, err)
	}
	if failed > 0 {
		return &codedError{fmt.Errorf("%d of %s could not be imported", failed, plural(c.NArg(), "file")), exitPartly}
	}
	return m.Close()
}

func (s *streams) importFile(c *cli.Context, m *tm.Memory, path string, opt tm.ImportOptions) error {
	in := io.Reader(&cancelReader{ctx: c.Context, r: s.in})
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return withHint(fmt.Errorf("%s is a folder", path), "name the TMX files in it")
		}
		in = f
	}
	step, clear := s.progress("import " + path)
	opt.Progress = func(units int) { step(thousands(units)+" units", 0, 0) }
	stats, err := m.Import(c.Context, in, opt)
	clear()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	s.importText(path, stats)
	return nil
}

// warningsShown keeps a damaged file from flooding the terminal.
const warningsShown = 10

func (s *streams) importText(path string, st tm.ImportStats) {
	for i, w := range st.Warnings {
		if i == warningsShown {
			s.warnf("%s: %d more", path, len(st.Warnings)-i)
			break
		}
		s.warnf("%s: %s", path, w)
	}
	s.printf("%s: %s read, %s added", path, plural(st.Units, "unit"), thousands(st.Added))
	if st.Duplicates > 0 {
		s.printf(", %s there already", thousands(st.Duplicates))
	}
	if st.Alternatives > 0 {
		s.printf(", %s of them another translation of a known text", thousands(st.Alternatives))
	}
	s.printf("\n")
	for _, skip := range st.Skipped {
		s.printf("  left out %s: %s\n", plural(skip.Count, "unit"), skip.Reason)
	}
}

// cancelReader gives up a read from a pipe when its context ends: such a read
// may wait for ever. The abandoned read is left to the end of the program.
type cancelReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *cancelReader) Read(p []byte) (int, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		buf := make([]byte, len(p))
		n, err := c.r.Read(buf)
		done <- result{buf[:n], err}
	}()
	select {
	case r := <-done:
		return copy(p, r.data), r.err
	case <-c.ctx.Done():
		return 0, c.ctx.Err()
	}
}
