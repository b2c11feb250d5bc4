package crypttest

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"encoding/binary"
	"math/bits"
)

// The records whose data stay readable, and where data of a list of sheets do.
const (
	bof       = 0x0809
	filePass  = 0x002f
	sheetList = 0x0085
)

// protect puts a FILEPASS record behind the first one of a stream of records, and
// runs the data of all others through seal; list is where the sheets are listed:
// they move by the length of that record.
func protect(stream, pass []byte, seal func(data []byte, at, plain int)) []byte {
	first := 4 + int(binary.LittleEndian.Uint16(stream[2:]))
	record := binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, filePass), uint16(len(pass)))
	record = append(record, pass...)
	out := join(stream[:first], record, stream[first:])
	for at := 0; at+4 <= len(out); {
		id, n := binary.LittleEndian.Uint16(out[at:]), int(binary.LittleEndian.Uint16(out[at+2:]))
		data := out[at+4 : at+4+n]
		switch id {
		case bof, filePass:
		case sheetList:
			binary.LittleEndian.PutUint32(data, binary.LittleEndian.Uint32(data)+uint32(len(record)))
			seal(data, at+4, 4)
		default:
			seal(data, at+4, 0)
		}
		at += 4 + n
	}
	return out
}

// rc4Seal is RC4 with a key for each 1024 bytes of the stream.
func rc4Seal(key func(block uint32) []byte) func(data []byte, at, plain int) {
	return func(data []byte, at, plain int) {
		for i := plain; i < len(data); i++ {
			where := at + i
			c := must(rc4.NewCipher(key(uint32(where / 1024))))
			skip := make([]byte, where%1024+1)
			c.XORKeyStream(skip, skip)
			data[i] ^= skip[len(skip)-1]
		}
	}
}

// RC4 protects the records of a workbook the way Excel 97 does.
func RC4(stream []byte, password string) []byte {
	salt, verifier := fixed(16, "salt"), fixed(16, "verifier")
	word := md5.Sum(wide(password))
	base := md5.Sum(bytes.Repeat(join(word[:5], salt), 16))
	key := func(block uint32) []byte { k := md5.Sum(join(base[:5], count(block))); return k[:] }
	hash := md5.Sum(verifier)
	both := join(verifier, hash[:])
	rc4Seal(key)(both, 0, 0)
	return protect(stream, join([]byte{1, 0, 1, 0, 1, 0}, salt, both), rc4Seal(key))
}

// CryptoAPI protects the records of a workbook the way Excel 2002 and later do.
func CryptoAPI(stream []byte, password string, keyBits int) []byte {
	salt, verifier := fixed(16, "salt"), fixed(16, "verifier")
	base := sha1.Sum(join(salt, wide(password)))
	key := func(block uint32) []byte {
		k := sha1.Sum(join(base[:], count(block)))
		if keyBits == 40 {
			return join(k[:5], make([]byte, 11))
		}
		return k[:keyBits/8]
	}
	hash := sha1.Sum(verifier)
	both := join(verifier, hash[:])
	rc4Seal(key)(both, 0, 0)
	name := append(wide("Microsoft Enhanced Cryptographic Provider v1.0"), 0, 0)
	header := join(count(4), count(0), count(0x6801), count(0x8004), count(uint32(keyBits)), count(1), count(0), count(0), name)
	pass := join([]byte{1, 0, 3, 0, 2, 0}, count(4), count(uint32(len(header))), header, count(16), salt, both[:16], count(20), both[16:])
	return protect(stream, pass, rc4Seal(key))
}

// XOR obfuscates the records of a workbook of BIFF8 (wide) or before with a key and
// the sixteen bytes and the verifier that belong to the password.
func XOR(stream []byte, key, verifier uint16, keys [16]byte, biff8 bool) []byte {
	pass := binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, key), verifier)
	if biff8 {
		pass = join([]byte{0, 0}, pass)
	}
	return protect(stream, pass, func(data []byte, at, plain int) {
		for i := plain; i < len(data); i++ {
			data[i] = bits.RotateLeft8(data[i], 5) ^ keys[(at+len(data)+i)%16]
		}
	})
}
