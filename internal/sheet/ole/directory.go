package ole

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"crm/internal/lang"
)

// entry is a line of the directory: a stream, or a storage with entries of its own.
type entry struct {
	name               string
	kind               byte
	left, right, child uint32
	first              uint32 // sector
	size               int64
}

// The kinds of entries.
const (
	streamEntry = 2
	rootEntry   = 5
)

// readDirectory reads all entries, and the names of the streams in the root.
func (f *File) readDirectory(h header) error {
	b := make([]byte, f.sector)
	for sector, steps := h.directory, 0; sector != endOfChain; steps++ {
		if err := f.readSector(b, sector, 48); err != nil {
			return err
		}
		for at := 0; at < len(b); at += entryBytes {
			f.entries = append(f.entries, readEntry(b[at:at+entryBytes], h.major))
		}
		if len(f.entries) > maxEntries {
			return broken(48, lang.T("the directory of the compound file has too many entries", "复合文档的目录项过多"))
		}
		if int(sector) >= len(f.fat) {
			return broken(f.offset(sector), lang.T("the directory's chain of sectors is broken", "目录的扇区链断裂"))
		}
		sector = f.fat[sector]
	}
	if len(f.entries) == 0 || f.entries[0].kind != rootEntry {
		return broken(48, lang.T("the directory has no root", "目录没有根项"))
	}
	return f.nameStreams()
}

func readEntry(b []byte, major uint16) entry {
	u32 := binary.LittleEndian.Uint32
	e := entry{
		kind: b[66], left: u32(b[68:]), right: u32(b[72:]), child: u32(b[76:]), first: u32(b[116:]),
		size: int64(binary.LittleEndian.Uint64(b[120:])),
	}
	if major == 3 {
		e.size = int64(u32(b[120:])) // what stands behind is not always zero
	}
	var units []uint16
	for at := 0; at < min(int(binary.LittleEndian.Uint16(b[64:])), 64)-2; at += 2 {
		units = append(units, binary.LittleEndian.Uint16(b[at:]))
	}
	e.name = string(utf16.Decode(units))
	return e
}

// nameStreams walks the tree of the root's entries.
func (f *File) nameStreams() error {
	f.byName = map[string]int{}
	seen := make([]bool, len(f.entries))
	for todo := []uint32{f.entries[0].child}; len(todo) > 0; {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if n == noEntry {
			continue
		}
		if int(n) >= len(f.entries) || seen[n] {
			return broken(48, lang.T("the directory is no tree", "目录结构损坏"))
		}
		seen[n] = true
		e := f.entries[n]
		if e.kind == streamEntry {
			key := strings.ToUpper(e.name)
			if _, twice := f.byName[key]; twice {
				return broken(48, lang.F("the directory lists %q twice", "目录中 %q 出现了两次", e.name))
			}
			f.byName[key] = int(n)
		}
		todo = append(todo, e.left, e.right)
	}
	return nil
}

// Has reports whether a stream of that name stands in the root; case does not matter.
func (f *File) Has(name string) bool {
	_, ok := f.byName[strings.ToUpper(name)]
	return ok
}
