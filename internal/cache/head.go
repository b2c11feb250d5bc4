package cache

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"math"
)

// magic begins every entry; its number is that of the format.
const magic = "crm cache 7\n"

// The bytes of an entry's head: magic, key, secret, when its reading began, how many
// files; per file what is known of it; a checksum of the head. Behind the parts
// the tail: per part its size and checksum, and a checksum of the tail.
const (
	headStart = len(magic) + sha256.Size + len(secret{}) + 8 + 2
	headFile  = 4*8 + 1 + sha256.Size
	headEnd   = 4
	tailBytes = parts*(8+4) + 4
	maxFiles  = math.MaxUint16
	maxPart   = 1 << 30
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(b []byte) uint32 { return crc32.Checksum(b, castagnoli) }

// head is what an entry says of itself.
type head struct {
	key    [sha256.Size]byte
	secret secret
	began  int64 // when its files began to be read, or were last compared by content; nanoseconds since 1970
	files  []knownFile
	sizes  [parts]uint64
	sums   [parts]uint32
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
	b = append(append(b, h.key[:]...), h.secret[:]...)
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
	return binary.LittleEndian.AppendUint32(b, checksum(b))
}

// tail is what lies behind the parts.
func (h *head) tail() []byte {
	b := make([]byte, 0, tailBytes)
	for i := range h.sizes {
		b = binary.LittleEndian.AppendUint64(b, h.sizes[i])
		b = binary.LittleEndian.AppendUint32(b, h.sums[i])
	}
	return binary.LittleEndian.AppendUint32(b, checksum(b))
}

// readTail reads the tail of an entry of so many bytes; ok is false for what is none.
func (h *head) readTail(r io.ReaderAt, size int64) (ok bool) {
	var b [tailBytes]byte
	if size < tailBytes {
		return false
	}
	if _, err := r.ReadAt(b[:], size-tailBytes); err != nil && !errors.Is(err, io.EOF) {
		return false
	}
	for i, at := 0, b[:]; i < parts; i, at = i+1, at[12:] {
		h.sizes[i], h.sums[i] = binary.LittleEndian.Uint64(at), binary.LittleEndian.Uint32(at[8:])
	}
	return checksum(b[:tailBytes-4]) == binary.LittleEndian.Uint32(b[tailBytes-4:])
}

// readHead reads the head of an entry of so many files; ok is false for what is none.
func readHead(r io.Reader, files int) (h *head, ok bool) {
	start := make([]byte, headStart)
	if _, err := io.ReadFull(r, start); err != nil || string(start[:len(magic)]) != magic {
		return nil, false
	}
	keys := start[len(magic):]
	h = &head{key: [sha256.Size]byte(keys), secret: secret(keys[sha256.Size:])}
	numbers := keys[sha256.Size+len(h.secret):]
	h.began = int64(binary.LittleEndian.Uint64(numbers))
	if int(binary.LittleEndian.Uint16(numbers[8:])) != files {
		return nil, false
	}
	rest := make([]byte, files*headFile+headEnd)
	if _, err := io.ReadFull(r, rest); err != nil {
		return nil, false
	}
	sum := crc32.Update(checksum(start), castagnoli, rest[:len(rest)-4])
	if sum != binary.LittleEndian.Uint32(rest[len(rest)-4:]) {
		return nil, false
	}
	for f := rest[:len(rest)-headEnd]; len(f) > 0; f = f[headFile:] {
		n := func(i int) int64 { return int64(binary.LittleEndian.Uint64(f[8*i:])) }
		h.files = append(h.files, knownFile{
			stamp: stamp{size: n(0), inode: n(1), modified: n(2), changed: n(3), there: f[32] == 1},
			sum:   [sha256.Size]byte(f[33:]),
		})
	}
	return h, true
}
