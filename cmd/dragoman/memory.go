package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"dragoman/tm"
)

// openMemory opens the memory the settings name.
func (s *streams) openMemory(ctx context.Context, opt tm.Options) (*tm.Memory, error) {
	wait, err := s.wait()
	if err != nil {
		return nil, err
	}
	opt.Wait = wait
	path := s.settings.memory.value
	if opt.Create {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, fmt.Errorf("memory %s: %w", path, err)
		}
	}
	return tm.Open(ctx, path, opt)
}

// reading opens the memory for reading, calls f and closes it.
func (s *streams) reading(c *cli.Context, f func(*tm.Memory) error) error {
	return s.with(c, tm.Options{ReadOnly: true}, f)
}

// with opens the memory, calls f and closes it.
func (s *streams) with(c *cli.Context, opt tm.Options, f func(*tm.Memory) error) error {
	m, err := s.openMemory(c.Context, opt)
	if err != nil {
		return err
	}
	defer m.Close()
	if err := f(m); err != nil {
		return err
	}
	return m.Close()
}
