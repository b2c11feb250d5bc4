package cache

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"hash/crc32"
	"io"
	"math"
	"os"
	"strings"
)

// magic begins every entry; its number is that of the format.
const magic = "crm cache 1\n"

// The bytes of an entry's head: magic, key, when its reading began, how many
// files; per file what is known of it; a checksum of the head, the body's size
// and its checksum.
const (
	headStart = len(magic) + sha256.Size + 8 + 2
	headFile  = 4*8 + 1 + sha256.Size
	headEnd   = 4 + 8 + 4
	maxFiles  = math.MaxUint16
	maxBody   = 1 << 30
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(b []byte) uint32 { return crc32.Checksum(b, castagnoli) }

// head is what an entry says of itself.
type head struct {
	key   [sha256.Size]byte
	began int64 // when its files began to be read, or were last compared by content; nanoseconds since 1970
	files []knownFile
	size  uint64 // of the body
	check uint32 // of the body
}

// knownFile is a file as it was read.
type knownFile struct {
	stamp
	sum    [sha256.Size]byte
	summed bool // sum was taken before reading; not written
}

// name is the key with the files and the build: what the entry is found by.
func (f *Folder) name(k Key) (sum [sha256.Size]byte) {
	h := sha256.New()
	h.Write(k.Digest[:])
	writeSized(h, f.Build)
	for _, path := range k.Files {
		writeSized(h, path)
	}
	h.Sum(sum[:0])
	return sum
}

func writeSized(h hash.Hash, text string) {
	var size [8]byte
	binary.LittleEndian.PutUint64(size[:], uint64(len(text)))
	h.Write(size[:])
	io.WriteString(h, text) //nolint:errcheck // a hash never fails
}

func (h *head) bytes() []byte {
	b := append(make([]byte, 0, headStart+len(h.files)*headFile+headEnd), magic...)
	b = append(b, h.key[:]...)
	b = binary.LittleEndian.AppendUint64(b, uint64(h.began))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(h.files)))
	for i := range h.files {
		f := &h.files[i]
		for _, n := range []int64{f.size, f.inode, f.modified, f.changed} {
			b = binary.LittleEndian.AppendUint64(b, uint64(n))
		}
		there := byte(0)
		if f.there {
			there = 1
		}
		b = append(append(b, there), f.sum[:]...)
	}
	b = binary.LittleEndian.AppendUint64(b, h.size)
	b = binary.LittleEndian.AppendUint32(b, h.check)
	return binary.LittleEndian.AppendUint32(b, checksum(b))
}

// readHead reads the head of an entry; ok is false for a file that is none.
func readHead(r io.Reader) (h *head, ok bool) {
	start := make([]byte, headStart)
	if _, err := io.ReadFull(r, start); err != nil || string(start[:len(magic)]) != magic {
		return nil, false
	}
	h = &head{key: [sha256.Size]byte(start[len(magic):])}
	numbers := start[len(magic)+sha256.Size:]
	h.began = int64(binary.LittleEndian.Uint64(numbers))
	rest := make([]byte, int(binary.LittleEndian.Uint16(numbers[8:]))*headFile+headEnd)
	if _, err := io.ReadFull(r, rest); err != nil {
		return nil, false
	}
	end := rest[len(rest)-headEnd:]
	sum := crc32.Update(checksum(start), castagnoli, rest[:len(rest)-4])
	if sum != binary.LittleEndian.Uint32(end[12:]) {
		return nil, false
	}
	h.size, h.check = binary.LittleEndian.Uint64(end), binary.LittleEndian.Uint32(end[8:])
	for f := rest[:len(rest)-headEnd]; len(f) > 0; f = f[headFile:] {
		n := func(i int) int64 { return int64(binary.LittleEndian.Uint64(f[8*i:])) }
		h.files = append(h.files, knownFile{
			stamp: stamp{size: n(0), inode: n(1), modified: n(2), changed: n(3), there: f[32] == 1},
			sum:   [sha256.Size]byte(f[33:]),
		})
	}
	return h, true
}

// readChunk is how much of a body is read at a time: the checksum is taken while
// it is in the processor's cache.
const readChunk = 64 << 10

// readBody reads the body behind the head; ok is false where it is not what was written.
func (h *head) readBody(file *os.File) (body string, ok bool) {
	info, err := file.Stat()
	head := int64(headStart + len(h.files)*headFile + headEnd)
	if err != nil || h.size > maxBody || info.Size() != head+int64(h.size) {
		return "", false
	}
	var b strings.Builder
	b.Grow(int(h.size)) // no more than the file has
	chunk := make([]byte, readChunk)
	sum := uint32(0)
	for left := int(h.size); left > 0; {
		n := min(left, len(chunk))
		if _, err := io.ReadFull(file, chunk[:n]); err != nil {
			return "", false
		}
		sum = crc32.Update(sum, castagnoli, chunk[:n])
		b.Write(chunk[:n])
		left -= n
	}
	return b.String(), sum == h.check
}
