package crypt

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"hash"
	"io"

	"crm/internal/lang"
)

// segmentBytes is how many bytes are encrypted together.
const segmentBytes = 4096

// maxSpins is how often a password may be hashed at most: Excel does it 100 000
// times; two million take a second or two.
const maxSpins = 2_000_000

// maxSalt is how long a salt may be; Excel's have 16 bytes.
const maxSalt = 1 << 10

// algorithm is how something is encrypted.
type algorithm struct {
	BlockSize       int    `xml:"blockSize,attr"`
	KeyBits         int    `xml:"keyBits,attr"`
	CipherAlgorithm string `xml:"cipherAlgorithm,attr"`
	CipherChaining  string `xml:"cipherChaining,attr"`
	HashAlgorithm   string `xml:"hashAlgorithm,attr"`
	SaltValue       base64 `xml:"saltValue,attr"`
}

// description is the description of the agile scheme (2.3.4.10).
type description struct {
	KeyData   algorithm `xml:"keyData"`
	Integrity struct {
		Key   base64 `xml:"encryptedHmacKey,attr"`
		Value base64 `xml:"encryptedHmacValue,attr"`
	} `xml:"dataIntegrity"`
	Encryptors []struct {
		URI string        `xml:"uri,attr"`
		Key *encryptedKey `xml:"encryptedKey"`
	} `xml:"keyEncryptors>keyEncryptor"`
}

type encryptedKey struct {
	algorithm
	SpinCount     int64  `xml:"spinCount,attr"`
	VerifierInput base64 `xml:"encryptedVerifierHashInput,attr"`
	VerifierValue base64 `xml:"encryptedVerifierHashValue,attr"`
	KeyValue      base64 `xml:"encryptedKeyValue,attr"`
}

// agile is the protection of Excel 2010 and later (2.3.4.11 to 2.3.4.15).
func (c *Package) agile(b []byte, p Password) error {
	var d description
	if err := xml.Unmarshal(bytes.TrimRight(b, "\x00"), &d); err != nil {
		return broken()
	}
	var k *encryptedKey
	for _, e := range d.Encryptors {
		if e.Key != nil && e.URI == "http://schemas.microsoft.com/office/2006/keyEncryptor/password" {
			k = e.Key
		}
	}
	if k == nil {
		return unknown(lang.T("the workbook is protected, but not by a password", "工作簿已加密，但不是用密码加密的"))
	}
	if k.SpinCount < 0 || k.SpinCount > maxSpins {
		return &Error{What: lang.F("the password is to be hashed %d times, over the limit of %d", "密码散列次数 %d 超过上限 %d", k.SpinCount, maxSpins), Unknown: true}
	}
	outer, err := k.suite()
	if err != nil {
		return err
	}
	inner, err := d.KeyData.suite()
	if err != nil {
		return err
	}
	key, err := outer.unwrap(k, p)
	if err != nil {
		return err
	}
	if len(key) < inner.keyBytes {
		return broken()
	}
	inner.block, err = aes.NewCipher(key[:inner.keyBytes])
	if err != nil {
		return broken()
	}
	c.segment = segmentBytes
	c.decrypt = func(b []byte, segment uint32) error { return inner.cbc(b, inner.vector(le32(segment))) }
	if len(d.Integrity.Key) == 0 && len(d.Integrity.Value) == 0 {
		return nil // some programs write none; the zip inside has its own checksums
	}
	return c.checkTag(inner, d.Integrity.Key, d.Integrity.Value)
}

// suite is the algorithms of a key, ready for use.
type suite struct {
	hash     func() hash.Hash
	salt     []byte
	keyBytes int
	block    cipher.Block
}

func (a *algorithm) suite() (*suite, error) {
	hashes := map[string]func() hash.Hash{
		"SHA1": sha1.New, "SHA-1": sha1.New, "SHA256": sha256.New, "SHA-256": sha256.New,
		"SHA384": sha512.New384, "SHA-384": sha512.New384, "SHA512": sha512.New, "SHA-512": sha512.New,
	}
	h, ok := hashes[a.HashAlgorithm]
	switch {
	case !ok || a.CipherAlgorithm != "AES" || a.CipherChaining != "ChainingModeCBC":
		return nil, unknown(lang.F("the workbook is encrypted in a way that is not known (%.20q, %.20q, %.20q)", "工作簿的加密算法无法识别（%.20q，%.20q，%.20q）", a.CipherAlgorithm, a.CipherChaining, a.HashAlgorithm))
	case a.BlockSize != blockBytes, a.KeyBits != 128 && a.KeyBits != 192 && a.KeyBits != 256, len(a.SaltValue) == 0, len(a.SaltValue) > maxSalt:
		return nil, broken()
	}
	return &suite{hash: h, salt: a.SaltValue, keyBytes: a.KeyBits / 8}, nil
}

func (s *suite) sum(parts ...[]byte) []byte {
	h := s.hash()
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

// fit cuts bytes to a length, or fills them up.
func fit(b []byte, n int) []byte {
	const fill = 0x36
	for len(b) < n {
		b = append(b, fill)
	}
	return b[:n]
}

// vector is the initialisation vector for a segment or a purpose.
func (s *suite) vector(of []byte) []byte { return fit(s.sum(s.salt, of), blockBytes) }

// cbc decrypts whole blocks in place.
func (s *suite) cbc(b, vector []byte) error {
	if len(b)%blockBytes != 0 {
		return broken()
	}
	cipher.NewCBCDecrypter(s.block, vector).CryptBlocks(b, b)
	return nil
}

// The purposes that a key is made for.
func purposes() (input, value, key, tagKey, tagValue []byte) {
	return []byte{0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79}, []byte{0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e},
		[]byte{0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6}, []byte{0x5f, 0xb2, 0xad, 0x01, 0x0c, 0xb9, 0xe1, 0xf6},
		[]byte{0xa0, 0x67, 0x7f, 0x02, 0xb2, 0x2c, 0x84, 0x33}
}

// unwrap checks the password and decrypts the key of the content.
func (s *suite) unwrap(k *encryptedKey, p Password) ([]byte, error) {
	spun := s.sum(s.salt, utf16le(p))
	h := s.hash()
	var count [4]byte
	for i := range uint32(k.SpinCount) {
		h.Reset()
		binary.LittleEndian.PutUint32(count[:], i)
		h.Write(count[:])
		h.Write(spun)
		spun = h.Sum(spun[:0])
	}
	open := func(encrypted, purpose []byte) ([]byte, error) {
		var err error
		if s.block, err = aes.NewCipher(fit(s.sum(spun, purpose), s.keyBytes)); err != nil {
			return nil, err
		}
		plain := bytes.Clone(encrypted)
		return plain, s.cbc(plain, fit(bytes.Clone(s.salt), blockBytes))
	}
	forInput, forValue, forKey, _, _ := purposes()
	input, err := open(k.VerifierInput, forInput)
	if err != nil {
		return nil, err
	}
	value, err := open(k.VerifierValue, forValue)
	if err != nil {
		return nil, err
	}
	want := s.sum(input[:min(len(input), len(s.salt))])
	if len(input) < len(s.salt) || len(value) < len(want) {
		return nil, broken()
	}
	if !hmac.Equal(want, value[:len(want)]) {
		return nil, ErrPassword
	}
	return open(k.KeyValue, forKey)
}

// checkTag reads the whole package once and compares its tag.
func (c *Package) checkTag(s *suite, key, value []byte) error {
	_, _, _, forKey, forValue := purposes()
	key, value = bytes.Clone(key), bytes.Clone(value)
	if err := errors.Join(s.cbc(key, s.vector(forKey)), s.cbc(value, s.vector(forValue))); err != nil {
		return broken()
	}
	size := s.hash().Size()
	if len(key) < size || len(value) < size {
		return broken()
	}
	tag := hmac.New(s.hash, key[:size])
	if _, err := io.Copy(tag, io.NewSectionReader(c.source, 0, c.source.Size())); err != nil {
		return err
	}
	if !hmac.Equal(tag.Sum(nil), value[:size]) {
		return &Error{What: lang.T("the protected workbook was changed or damaged since it was saved (its tag does not fit)", "受保护的工作簿保存后被改动或损坏（校验不符）")}
	}
	return nil
}
