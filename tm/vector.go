package tm

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Vectors keeps sentence embeddings in the memory. It serves as the cache of
// an embedding client; what it holds can be had again, so losing it loses
// nothing.
type Vectors struct {
	ctx context.Context // of the run that uses it; the cache's interface has none
	m   *Memory
}

// Vectors returns the cache for one run, which ctx ends.
func (m *Memory) Vectors(ctx context.Context) *Vectors { return &Vectors{ctx, m} }

// Get returns the vector kept under a key, and whether there is one.
func (v *Vectors) Get(key [32]byte) (vector []float32, ok bool, err error) {
	var value []byte
	err = v.m.read(v.ctx, func(s *session) error {
		err := s.row([]any{&value}, "SELECT value FROM vector WHERE key = ?", key[:])
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		ok = err == nil
		return err
	})
	switch {
	case err != nil:
		return nil, false, fmt.Errorf("vectors: %w", err)
	case !ok:
		return nil, false, nil
	case len(value)%4 != 0:
		return nil, false, fmt.Errorf("vectors: %w", ErrCorrupt)
	}
	for b := range slices.Chunk(value, 4) {
		vector = append(vector, math.Float32frombits(binary.LittleEndian.Uint32(b)))
	}
	return vector, true, nil
}

// Put keeps vectors, all or none.
func (v *Vectors) Put(vectors map[[32]byte][]float32) error {
	err := v.m.write(v.ctx, func(s *session) error {
		for key, vector := range vectors {
			value := make([]byte, 0, 4*len(vector))
			for _, f := range vector {
				value = binary.LittleEndian.AppendUint32(value, math.Float32bits(f))
			}
			if err := s.exec("INSERT OR REPLACE INTO vector (key, value) VALUES (?, ?)", key[:], value); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("vectors: %w", err)
	}
	return nil
}
