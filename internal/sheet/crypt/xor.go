package crypt

import (
	"encoding/binary"
	"math/bits"
)

// xorRecords is the obfuscation of Excel 95 and before (2.3.7).
type xorRecords struct{ keys [16]byte }

// Decrypt implements Records. Where the keys begin depends on the record's place and length.
func (c *xorRecords) Decrypt(data []byte, at int64, plain int) {
	const turn = 3
	at += int64(len(data))
	for i := plain; i < len(data); i++ {
		data[i] = bits.RotateLeft8(data[i]^c.keys[(at+int64(i))%int64(len(c.keys))], turn)
	}
}

// The longest password that is used.
const xorPassword = 15

func newXOR(b []byte, p Password) (Records, error) {
	if len(b) < 4 {
		return nil, broken()
	}
	word := narrow(p)
	key := xorKey(word)
	if binary.LittleEndian.Uint16(b) != key || binary.LittleEndian.Uint16(b[2:]) != xorVerifier(word) {
		return nil, ErrPassword
	}
	return &xorRecords{xorKeys(word, key)}, nil
}

// narrow is the one byte that is used of each character.
func narrow(p Password) []byte {
	wide := utf16le(p)
	var b []byte
	for i := 0; i < len(wide) && len(b) < xorPassword; i += 2 {
		c := wide[i]
		if c == 0 {
			c = wide[i+1]
		}
		b = append(b, c)
	}
	return b
}

func xorVerifier(word []byte) uint16 {
	const mask = 0xce4b
	v := uint16(0)
	turn := func(c byte) { v = v>>14&1 | v<<1&0x7fff ^ uint16(c) }
	for i := len(word) - 1; i >= 0; i-- {
		turn(word[i])
	}
	turn(byte(len(word)))
	return v ^ mask
}

func xorKey(word []byte) uint16 {
	if len(word) == 0 {
		return 0
	}
	initial := [xorPassword]uint16{
		0xe1f0, 0x1d0f, 0xcc9c, 0x84c0, 0x110c, 0x0e10, 0xf1ce, 0x313e, 0x1872, 0xe139, 0xd40f, 0x84f9, 0x280c, 0xa96a, 0x4ec3,
	}
	matrix := xorMatrix()
	key := initial[len(word)-1]
	at := len(matrix) - 1
	for i := len(word) - 1; i >= 0; i-- {
		for c, bit := word[i], 0; bit < 7; bit++ {
			if c&0x40 != 0 {
				key ^= matrix[at]
			}
			c <<= 1
			at--
		}
	}
	return key
}

func xorMatrix() [7 * xorPassword]uint16 {
	return [...]uint16{
		0xaefc, 0x4dd9, 0x9bb2, 0x2745, 0x4e8a, 0x9d14, 0x2a09, 0x7b61, 0xf6c2, 0xfda5, 0xeb6b, 0xc6f7, 0x9dcf, 0x2bbf, 0x4563,
		0x8ac6, 0x05ad, 0x0b5a, 0x16b4, 0x2d68, 0x5ad0, 0x0375, 0x06ea, 0x0dd4, 0x1ba8, 0x3750, 0x6ea0, 0xdd40, 0xd849, 0xa0b3,
		0x5147, 0xa28e, 0x553d, 0xaa7a, 0x44d5, 0x6f45, 0xde8a, 0xad35, 0x4a4b, 0x9496, 0x390d, 0x721a, 0xeb23, 0xc667, 0x9cef,
		0x29ff, 0x53fe, 0xa7fc, 0x5fd9, 0x47d3, 0x8fa6, 0x0f6d, 0x1eda, 0x3db4, 0x7b68, 0xf6d0, 0xb861, 0x60e3, 0xc1c6, 0x93ad,
		0x377b, 0x6ef6, 0xddec, 0x45a0, 0x8b40, 0x06a1, 0x0d42, 0x1a84, 0x3508, 0x6a10, 0xaa51, 0x4483, 0x8906, 0x022d, 0x045a,
		0x08b4, 0x1168, 0x76b4, 0xed68, 0xcaf1, 0x85c3, 0x1ba7, 0x374e, 0x6e9c, 0x3730, 0x6e60, 0xdcc0, 0xa9a1, 0x4363, 0x86c6, 0x1dad,
		0x3331, 0x6662, 0xccc4, 0x89a9, 0x0373, 0x06e6, 0x0dcc, 0x1021, 0x2042, 0x4084, 0x8108, 0x1231, 0x2462, 0x48c4,
	}
}

// xorKeys is the sixteen bytes that data are combined with: the password, filled
// up, each byte with one half of the key.
func xorKeys(word []byte, key uint16) (keys [16]byte) {
	pad := [...]byte{0xbb, 0xff, 0xff, 0xba, 0xff, 0xff, 0xb9, 0x80, 0x00, 0xbe, 0x0f, 0x00, 0xbf, 0x0f, 0x00}
	filled := append(append([]byte{}, word...), pad[:]...)
	half := [2]byte{byte(key), byte(key >> 8)}
	for i := range keys {
		keys[i] = bits.RotateLeft8(filled[i]^half[i%2], -1)
	}
	return keys
}
