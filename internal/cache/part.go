package cache

import (
	"encoding/binary"
	"hash/crc32"
	"io"
	"os"
	"strings"

	"crm/internal/crm"
)

// Part is what an entry keeps apart, so that who does not look at it need not
// read it; a set of bits.
type Part uint8

// The parts that a run can do without.
const (
	Orders     Part = 1 << iota // Data.Orders, and what lies beside them
	Activities                  // Data.Activities
	Summaries                   // of the activities
	Records                     // Data.Opportunities, Data.Complaints and Data.Scores
)

// The parts in an entry, in their order: the long lists are written while the run
// goes on, and what every run needs once it is done.
const (
	ordersPart = iota
	salesPart
	activitiesPart
	summariesPart
	recordsPart
	frontPart
	parts
)

// wanted is the parts that are to be read.
func wanted(without Part) (want [parts]bool) {
	return [parts]bool{
		frontPart: true, ordersPart: without&Orders == 0, salesPart: without&Orders == 0, activitiesPart: without&Activities == 0,
		summariesPart: without&(Activities|Summaries) == 0, recordsPart: without&Records == 0,
	}
}

// readChunk is how much of a part is read at a time: the checksum is taken while
// it is in the processor's cache.
const readChunk = 64 << 10

// reader reads the parts behind the head that are wanted, the others as empty. It
// may be used by several goroutines. ok is false where the file has not just the
// bytes that its tail tells of.
func (h *head) reader(file *os.File, want [parts]bool) (read func(part int) (string, bool), ok bool) {
	info, err := file.Stat()
	if err != nil {
		return nil, false
	}
	var from [parts]int64
	at := int64(headStart + len(h.files)*headFile + headEnd)
	if !h.readTail(file, info.Size()) {
		return nil, false
	}
	for i, n := range h.sizes {
		if n > maxPart {
			return nil, false
		}
		from[i] = at
		at += int64(n)
	}
	return func(part int) (string, bool) {
		if !want[part] {
			return "", true
		}
		size := h.sizes[part]
		return readPart(io.NewSectionReader(file, from[part], int64(size)), int(size), h.sums[part])
	}, at+tailBytes == info.Size()
}

// readPart reads a part of a known size, which the file has.
func readPart(r io.Reader, size int, sum uint32) (part string, ok bool) {
	var b strings.Builder
	b.Grow(size)
	chunk := make([]byte, readChunk)
	found := uint32(0)
	for left := size; left > 0; {
		n := min(left, len(chunk))
		if _, err := io.ReadFull(r, chunk[:n]); err != nil {
			return "", false
		}
		found = crc32.Update(found, castagnoli, chunk[:n])
		b.Write(chunk[:n])
		left -= n
	}
	return b.String(), found == sum
}

// writeLists writes the long lists.
func (h *head) writeLists(w io.Writer, d *crm.Data) error {
	if err := h.part(w, ordersPart, func(w io.Writer) error { return writeOrders(w, d) }); err != nil {
		return err
	}
	if err := h.part(w, salesPart, ready(packSales(d.Sales))); err != nil {
		return err
	}
	if err := h.part(w, activitiesPart, func(w io.Writer) error { return writeActivities(w, d.Activities) }); err != nil {
		return err
	}
	if err := h.part(w, summariesPart, func(w io.Writer) error { return writeSummaries(w, d.Activities) }); err != nil {
		return err
	}
	return h.part(w, recordsPart, ready(packRecords(d)))
}

// finish writes what lies behind the lists.
func (h *head) finish(w io.Writer, front [][]byte) error {
	if err := h.part(w, frontPart, ready(front)); err != nil {
		return err
	}
	_, err := w.Write(h.tail())
	return err
}

// part writes a part and notes its size and checksum.
func (h *head) part(to io.Writer, part int, write func(io.Writer) error) error {
	w := measured{to: to}
	if err := write(&w); err != nil {
		return err
	}
	if w.size == 0 || w.size > maxPart {
		return errTooLarge
	}
	h.sizes[part], h.sums[part] = w.size, w.sum
	return nil
}

// ready writes a part that lies ready.
func ready(part [][]byte) func(io.Writer) error {
	return func(w io.Writer) error {
		for _, piece := range part {
			if _, err := w.Write(piece); err != nil {
				return err
			}
		}
		return nil
	}
}

// measured passes bytes on, and notes how many they are and their checksum.
type measured struct {
	to   io.Writer
	size uint64
	sum  uint32
}

func (m *measured) Write(b []byte) (int, error) {
	n, err := m.to.Write(b)
	m.size += uint64(n)
	m.sum = crc32.Update(m.sum, castagnoli, b[:n])
	return n, err
}

// frame is the sizes in front of a part: how many texts it has, and their bytes.
const frame = 2 * 4

// pack is a part, in pieces: its texts, then the rest.
func (w *words) pack(rest ...[]byte) [][]byte {
	sizes := binary.LittleEndian.AppendUint32(make([]byte, 0, frame), w.n)
	sizes = binary.LittleEndian.AppendUint32(sizes, uint32(len(w.bytes)))
	return append([][]byte{sizes, w.ends, w.bytes}, rest...)
}

// unpack takes a part apart; ok is false where the sizes are not its own.
func unpack(part string) (t textual, rest string, ok bool) {
	if len(part) < frame {
		return t, "", false
	}
	count, bytes := uint64(u32(part, 0)), uint64(u32(part, 4))
	if part = part[frame:]; count == 0 || 4*count+bytes > uint64(len(part)) {
		return t, "", false
	}
	return textual{ends: part[:4*count], bytes: part[4*count : 4*count+bytes], count: uint32(count)}, part[4*count+bytes:], true
}
