package crypt

import (
	"bytes"
	"crypto/aes"
	"crypto/sha1"
	"encoding/binary"
	"slices"

	"crm/internal/lang"
)

// blockBytes is the size of AES's blocks.
const blockBytes = aes.BlockSize

// header is the description of the schemes before the agile one (2.3.2, 2.3.3).
type header struct {
	algorithm, hash              uint32
	keyBits                      int
	salt, verifier, verifierHash []byte
}

// The numbers of algorithms.
const (
	algorithmRC4 = 0x6801
	algorithmAES = 0x660e // 128 bits; 192 and 256 follow
	hashSHA1     = 0x8004
)

// readHeader reads the description behind its version: flags, the length of the
// header, the header, the verifier.
func readHeader(b []byte) (h header, err error) {
	const fixed, saltBytes = 32, 16
	u32 := binary.LittleEndian.Uint32
	if len(b) < 8 || u32(b[4:]) < fixed || int64(u32(b[4:])) > int64(len(b)-8) {
		return h, broken()
	}
	size := int(u32(b[4:]))
	head, rest := b[8:8+size], b[8+size:]
	h.algorithm, h.hash, h.keyBits = u32(head[8:]), u32(head[12:]), int(u32(head[16:]))
	if h.keyBits == 0 {
		h.keyBits = 40 // of RC4, where nothing is said
	}
	if len(rest) < 4+saltBytes+saltBytes+4 || u32(rest) != saltBytes {
		return h, broken()
	}
	h.salt, h.verifier = rest[4:20], rest[20:36]
	h.verifierHash = rest[40:]
	switch hash := int64(u32(rest[36:])); {
	case hash != sha1.Size:
		return h, broken()
	case h.algorithm == algorithmRC4 && len(h.verifierHash) >= sha1.Size:
		h.verifierHash = h.verifierHash[:sha1.Size]
	case len(h.verifierHash) >= 2*blockBytes:
		h.verifierHash = h.verifierHash[:2*blockBytes]
	default:
		return h, broken()
	}
	return h, nil
}

// standard is the protection of Excel 2007 (2.3.4.5 to 2.3.4.9): AES in blocks that
// do not depend on each other, without a tag.
func (c *Package) standard(b []byte, p Password) error {
	h, err := readHeader(b)
	if err != nil {
		return err
	}
	known := map[int]uint32{128: algorithmAES, 192: algorithmAES + 1, 256: algorithmAES + 2}
	if a, ok := known[h.keyBits]; !ok || h.algorithm != 0 && h.algorithm != a || h.hash != 0 && h.hash != hashSHA1 {
		return unknown(lang.F("the workbook is encrypted in a way that is not known (%#x, %d bits)", "工作簿的加密算法无法识别（%#x，%d 位）", h.algorithm, h.keyBits))
	}
	block, err := aes.NewCipher(standardKey(h, p))
	if err != nil {
		return err
	}
	blocks := func(b []byte, _ uint32) error {
		for ; len(b) >= blockBytes; b = b[blockBytes:] {
			block.Decrypt(b, b)
		}
		return nil
	}
	both := slices.Concat(h.verifier, h.verifierHash)
	_ = blocks(both, 0)
	if sum := sha1.Sum(both[:len(h.verifier)]); !bytes.Equal(sum[:], both[len(h.verifier):len(h.verifier)+sha1.Size]) {
		return ErrPassword
	}
	c.segment, c.decrypt = segmentBytes, blocks
	return nil
}

func standardKey(h header, p Password) []byte {
	const rounds, filled = 50_000, 64
	sum := sha1.Sum(slices.Concat(h.salt, utf16le(p)))
	var b [4 + sha1.Size]byte
	for i := range uint32(rounds) {
		binary.LittleEndian.PutUint32(b[:], i)
		copy(b[4:], sum[:])
		sum = sha1.Sum(b[:])
	}
	sum = sha1.Sum(append(sum[:], le32(0)...))
	var key []byte
	for _, fill := range []byte{0x36, 0x5c} {
		x := bytes.Repeat([]byte{fill}, filled)
		for i := range sum {
			x[i] ^= sum[i]
		}
		half := sha1.Sum(x)
		key = append(key, half[:]...)
	}
	return key[:h.keyBits/8]
}
