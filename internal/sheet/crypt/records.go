package crypt

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"encoding/binary"
	"slices"

	"crm/internal/lang"
)

// Records takes the protection off the records of a .xls.
type Records interface {
	// Decrypt works on the data of one record, which begin at a byte of the stream;
	// the first plain bytes of them are not encrypted.
	Decrypt(data []byte, at int64, plain int)
}

// The kinds of protection that a FILEPASS record names.
const (
	passXOR = 0
	passRC4 = 1
)

// FilePass opens a protected .xls: filePass is the data of its FILEPASS record,
// unicode says that the workbook is BIFF8.
func FilePass(filePass []byte, unicode bool, p Password) (Records, error) {
	if !unicode {
		return newXOR(filePass, p)
	}
	if len(filePass) < 2 {
		return nil, broken()
	}
	kind, rest := binary.LittleEndian.Uint16(filePass), filePass[2:]
	switch {
	case kind == passXOR:
		return newXOR(rest, p)
	case kind == passRC4 && len(rest) >= 4:
		major, minor := binary.LittleEndian.Uint16(rest), binary.LittleEndian.Uint16(rest[2:])
		switch {
		case major == 1 && minor == 1:
			return newRC4(rest[4:], p)
		case major >= 2 && major <= 4 && minor == 2:
			return newCryptoAPI(rest[4:], p)
		}
	}
	return nil, unknown(lang.T("the workbook is protected in a way that is not known", "工作簿的加密方式无法识别"))
}

// rc4Block is how many bytes of the stream one key is used for.
const rc4Block = 1024

// rc4Records is RC4 with a new key for every block of the stream.
type rc4Records struct {
	key     func(block uint32) []byte
	current *rc4.Cipher
	at      int64 // of the stream: where current stands
}

// Decrypt implements Records.
func (c *rc4Records) Decrypt(data []byte, at int64, plain int) {
	for i := plain; i < len(data); {
		from := at + int64(i)
		n := min(int64(len(data)-i), rc4Block-from%rc4Block)
		c.seek(from)
		c.current.XORKeyStream(data[i:i+int(n)], data[i:i+int(n)])
		c.at += n
		i += int(n)
	}
}

// seek makes the key stream stand at a byte of the stream.
func (c *rc4Records) seek(at int64) {
	if c.current == nil || at < c.at || at/rc4Block != c.at/rc4Block || c.at%rc4Block == 0 {
		c.current, _ = rc4.NewCipher(c.key(uint32(at / rc4Block))) // the keys have a length it takes
		c.at = at - at%rc4Block
	}
	skipped := make([]byte, at-c.at)
	c.current.XORKeyStream(skipped, skipped)
	c.at = at
}

// verified reports whether the encrypted verifier and its hash belong together.
func (c *rc4Records) verified(verifier, hash []byte, sum func([]byte) []byte) bool {
	both := slices.Concat(verifier, hash)
	c.Decrypt(both, 0, 0)
	c.current = nil
	plain := both[:len(verifier)]
	return bytes.Equal(sum(plain), both[len(verifier):])
}

// newRC4 is the protection of Excel 97: 40 bits of key (2.3.6).
func newRC4(b []byte, p Password) (Records, error) {
	const salt, verifier, keyBytes, repeats = 16, 16, 5, 16
	if len(b) < salt+2*verifier {
		return nil, broken()
	}
	first := md5.Sum(utf16le(p))
	var mixed []byte
	for range repeats {
		mixed = append(append(mixed, first[:keyBytes]...), b[:salt]...)
	}
	base := md5.Sum(mixed)
	c := &rc4Records{key: func(block uint32) []byte {
		k := md5.Sum(append(slices.Clone(base[:keyBytes]), le32(block)...))
		return k[:]
	}}
	sum := func(b []byte) []byte { s := md5.Sum(b); return s[:] }
	if !c.verified(b[salt:salt+verifier], b[salt+verifier:salt+2*verifier], sum) {
		return nil, ErrPassword
	}
	return c, nil
}

// newCryptoAPI is the protection of Excel 2002 and later (2.3.5).
func newCryptoAPI(b []byte, p Password) (Records, error) {
	h, err := readHeader(b)
	if err != nil {
		return nil, err
	}
	if h.algorithm != algorithmRC4 || h.keyBits%8 != 0 || h.keyBits < 40 || h.keyBits > 128 || len(h.verifierHash) != sha1.Size {
		return nil, unknown(lang.F("the workbook is encrypted in a way that is not known (%#x, %d bits)", "工作簿的加密算法无法识别（%#x，%d 位）", h.algorithm, h.keyBits))
	}
	base := sha1.Sum(slices.Concat(h.salt, utf16le(p)))
	c := &rc4Records{key: func(block uint32) []byte {
		const fullKey = 16
		k := sha1.Sum(append(slices.Clone(base[:]), le32(block)...))
		if h.keyBits == 40 {
			return append(slices.Clone(k[:5]), make([]byte, fullKey-5)...)
		}
		return k[:h.keyBits/8]
	}}
	sum := func(b []byte) []byte { s := sha1.Sum(b); return s[:] }
	if !c.verified(h.verifier, h.verifierHash, sum) {
		return nil, ErrPassword
	}
	return c, nil
}
