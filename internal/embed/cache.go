package embed

import (
	"crypto/sha256"
	"encoding/binary"
)

// Cache keeps vectors by Key. What it returns is checked before use, so a
// cache that lost or spoilt an entry costs a request and nothing else; its
// errors end the call.
type Cache interface {
	// Get returns the vector kept under key, and whether there is one.
	Get(key [32]byte) ([]float32, bool, error)
	// Put keeps vectors, in place of those that had the same keys. It is
	// called once for every batch that was answered.
	Put(vectors map[[32]byte][]float32) error
}

// Key is the name under which a vector is kept: the hash of all that decides
// about it but the server. Each string is preceded by its length, so that no
// two calls hash alike.
func Key(model string, dimensions int, prefix, text string) [32]byte {
	b := binary.AppendUvarint(nil, uint64(max(0, dimensions)))
	for _, s := range []string{model, prefix, text} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return sha256.Sum256(b)
}

// MapCache keeps vectors in memory. It is for one goroutine.
type MapCache map[[32]byte][]float32

// Get returns the vector kept under key.
func (m MapCache) Get(key [32]byte) ([]float32, bool, error) {
	v, ok := m[key]
	return v, ok, nil
}

// Put keeps vectors.
func (m MapCache) Put(vectors map[[32]byte][]float32) error {
	for k, v := range vectors {
		m[k] = v
	}
	return nil
}
