package tm

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// applicationID marks the file as a memory of this program: "drgm".
const applicationID = 0x6472676d

// The head of a SQLite file, big-endian.
const (
	headerSize    = 100
	headerMagic   = "SQLite format 3\x00"
	atPageSize    = 16
	atChange      = 24 // counter of changes
	atPages       = 28 // size of the file in pages, valid when
	atValidFor    = 92 // this equals the counter of changes
	atUserVersion = 60
	atApplication = 68
)

// checkHeader tells a memory from other files by its head alone. It finds
// what a copy cut short has lost, too, unless the log may hold it.
func checkHeader(r io.Reader, size int64, logged bool) error {
	var h [headerSize]byte
	n, err := io.ReadFull(r, h[:])
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		if n >= len(headerMagic) && string(h[:len(headerMagic)]) == headerMagic {
			return fmt.Errorf("%w: cut off after %d bytes", ErrCorrupt, size)
		}
		return fmt.Errorf("%w: its first bytes are not those of a memory", ErrNotMemory)
	}
	if err != nil {
		return err
	}
	at := func(i int) int64 { return int64(binary.BigEndian.Uint32(h[i:])) }
	if string(h[:len(headerMagic)]) != headerMagic {
		return fmt.Errorf("%w: its first bytes are not those of a memory", ErrNotMemory)
	}
	if at(atApplication) != applicationID {
		return fmt.Errorf("%w: it is a SQLite file of another program", ErrNotMemory)
	}
	if v := at(atUserVersion); v > int64(schemaVersion) {
		return newer(int(v))
	}
	page := int64(binary.BigEndian.Uint16(h[atPageSize:]))
	if page == 1 {
		page = 65536
	}
	if want := at(atPages) * page; !logged && at(atChange) == at(atValidFor) && size < want {
		return fmt.Errorf("%w: it is cut off, %d of %d bytes are there", ErrCorrupt, size, want)
	}
	return nil
}

func newer(version int) error {
	return fmt.Errorf("%w: its schema is version %d, this program knows %d", ErrNewer, version, schemaVersion)
}
