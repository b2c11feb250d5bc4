// Package oletest makes small compound files for tests. Nothing else imports it.
package oletest

import (
	"encoding/binary"
	"unicode/utf16"
)

// Stream is a stream to be put into a file.
type Stream struct {
	Name    string
	Content []byte
}

const (
	sector     = 512
	mini       = 64
	cutoff     = 4096
	endOfChain = 0xfffffffe
	tableMark  = 0xfffffffd
	noEntry    = 0xffffffff
)

// builder lays sectors out one after the other.
type builder struct {
	sectors []byte
	fat     []uint32
}

// chain appends content in sectors of its own, and returns the first.
func (b *builder) chain(content []byte) uint32 {
	if len(content) == 0 {
		return endOfChain
	}
	first := uint32(len(b.fat))
	for at := 0; at < len(content); at += sector {
		part := make([]byte, sector)
		copy(part, content[at:])
		b.sectors = append(b.sectors, part...)
		b.fat = append(b.fat, uint32(len(b.fat))+1)
	}
	b.fat[len(b.fat)-1] = endOfChain
	return first
}

// Build is a compound file with the streams in its root. All of them together stay
// below 6 MB.
func Build(streams ...Stream) []byte {
	b := &builder{}
	var small []byte
	var smallFAT []uint32
	entries := make([][]byte, 0, len(streams)+1)
	entries = append(entries, nil)
	for i, s := range streams {
		var first uint32
		if len(s.Content) >= cutoff {
			first = b.chain(s.Content)
		} else {
			first = uint32(len(smallFAT))
			for at := 0; at < len(s.Content); at += mini {
				part := make([]byte, mini)
				copy(part, s.Content[at:])
				small = append(small, part...)
				smallFAT = append(smallFAT, uint32(len(smallFAT))+1)
			}
			if len(s.Content) > 0 {
				smallFAT[len(smallFAT)-1] = endOfChain
			}
		}
		next := uint32(noEntry)
		if i+1 < len(streams) {
			next = uint32(i + 2)
		}
		entries = append(entries, entry(s.Name, 2, next, noEntry, first, len(s.Content)))
	}
	child := uint32(noEntry)
	if len(streams) > 0 {
		child = 1
	}
	entries[0] = entry("Root Entry", 5, noEntry, child, b.chain(small), len(small))
	var directory []byte
	for _, e := range entries {
		directory = append(directory, e...)
	}
	for len(directory)%sector != 0 {
		directory = append(directory, entry("", 0, noEntry, noEntry, 0, 0)...)
	}
	directoryAt := b.chain(directory)
	smallTable := b.chain(numbers(smallFAT))
	smallSectors := (len(smallFAT)*4 + sector - 1) / sector
	return b.finish(directoryAt, smallTable, smallSectors)
}

// finish appends the allocation table and puts the header before all.
func (b *builder) finish(directory, smallTable uint32, smallSectors int) []byte {
	const perSector = sector / 4
	tables := 1
	for tables*perSector < len(b.fat)+tables {
		tables++
	}
	first := len(b.fat)
	for range tables {
		b.fat = append(b.fat, tableMark)
	}
	for len(b.fat) < tables*perSector {
		b.fat = append(b.fat, noEntry)
	}
	b.sectors = append(b.sectors, numbers(b.fat)...)
	h := make([]byte, sector)
	copy(h, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	put16, put32 := binary.LittleEndian.PutUint16, binary.LittleEndian.PutUint32
	put16(h[24:], 0x3e)
	put16(h[26:], 3)
	put16(h[28:], 0xfffe)
	put16(h[30:], 9)
	put16(h[32:], 6)
	put32(h[44:], uint32(tables))
	put32(h[48:], directory)
	put32(h[56:], cutoff)
	put32(h[60:], smallTable)
	put32(h[64:], uint32(smallSectors))
	put32(h[68:], endOfChain)
	for i := range 109 {
		put32(h[76+4*i:], noEntry)
	}
	for i := range tables {
		put32(h[76+4*i:], uint32(first+i))
	}
	return append(h, b.sectors...)
}

func entry(name string, kind byte, right, child, first uint32, size int) []byte {
	e := make([]byte, 128)
	put32 := binary.LittleEndian.PutUint32
	units := utf16.Encode([]rune(name))
	for i, u := range units {
		binary.LittleEndian.PutUint16(e[2*i:], u)
	}
	if name != "" {
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(units)+2))
	}
	e[66], e[67] = kind, 1
	put32(e[68:], noEntry)
	put32(e[72:], right)
	put32(e[76:], child)
	put32(e[116:], first)
	put32(e[120:], uint32(size))
	return e
}

func numbers(list []uint32) []byte {
	var b []byte
	for _, n := range list {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return b
}
