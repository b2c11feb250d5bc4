// Package crypttest protects small files with a password, for tests. It goes by the
// specification ([MS-OFFCRYPTO]) and shares no code with what it tests; salts and
// keys are constant. Nothing else imports it.
package crypttest

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"unicode/utf16"

	"crm/internal/sheet/ole/oletest"
)

func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

func count(n uint32) []byte { return binary.LittleEndian.AppendUint32(nil, n) }

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// fixed is n bytes that look like chance.
func fixed(n int, of string) []byte {
	var b []byte
	for i := uint32(0); len(b) < n; i++ {
		sum := sha1.Sum(append(count(i), of...))
		b = append(b, sum[:]...)
	}
	return b[:n]
}

func padded(b []byte, to int) []byte {
	for len(b)%to != 0 {
		b = append(b[:len(b):len(b)], 0)
	}
	return b
}

func file(info, content []byte) []byte {
	return oletest.Build(oletest.Stream{Name: "EncryptionInfo", Content: info}, oletest.Stream{Name: "EncryptedPackage", Content: content})
}

// Standard protects a workbook the way Excel 2007 does: AES of so many bits.
func Standard(workbook []byte, password string, bits int) []byte {
	salt, verifier := fixed(16, "salt"), fixed(16, "verifier")
	h := sha1.Sum(join(salt, wide(password)))
	for i := range uint32(50_000) {
		h = sha1.Sum(join(count(i), h[:]))
	}
	h = sha1.Sum(join(h[:], count(0)))
	inner, outer := bytes.Repeat([]byte{0x36}, 64), bytes.Repeat([]byte{0x5c}, 64)
	for i, b := range h {
		inner[i] ^= b
		outer[i] ^= b
	}
	one, two := sha1.Sum(inner), sha1.Sum(outer)
	block := must(aes.NewCipher(join(one[:], two[:])[:bits/8]))
	seal := func(plain []byte) []byte {
		plain = bytes.Clone(padded(plain, 16))
		for at := 0; at < len(plain); at += 16 {
			block.Encrypt(plain[at:at+16], plain[at:at+16])
		}
		return plain
	}
	hash := sha1.Sum(verifier)
	name := append(wide("Microsoft Enhanced RSA and AES Cryptographic Provider"), 0, 0)
	algorithm := map[int]uint32{128: 0x660e, 192: 0x660f, 256: 0x6610}[bits]
	header := join(count(0x24), count(0), count(algorithm), count(0x8004), count(uint32(bits)), count(0x18), count(0), count(0), name)
	info := join([]byte{4, 0, 2, 0}, count(0x24), count(uint32(len(header))), header,
		count(16), salt, seal(verifier), count(20), seal(hash[:]))
	size := binary.LittleEndian.AppendUint64(nil, uint64(len(workbook)))
	return file(info, join(size, seal(workbook)))
}

// Agile protects a workbook the way Excel 2010 and later do.
func Agile(workbook []byte, password string, spins int) []byte {
	salt, keySalt, key := fixed(16, "password salt"), fixed(16, "key salt"), fixed(32, "key")
	sum := func(parts ...[]byte) []byte { h := sha512.Sum512(join(parts...)); return h[:] }
	h := sum(salt, wide(password))
	for i := range uint32(spins) {
		h = sum(count(i), h)
	}
	wrap := func(plain []byte, purpose string) string {
		return base64.StdEncoding.EncodeToString(cbc(sum(h, []byte(purpose))[:32], salt, plain))
	}
	input := fixed(16, "input")
	content := binary.LittleEndian.AppendUint64(nil, uint64(len(workbook)))
	for at := 0; at < len(workbook); at += 4096 {
		part := padded(workbook[at:min(at+4096, len(workbook))], 16)
		content = append(content, cbc(key, sum(keySalt, count(uint32(at/4096)))[:16], part)...)
	}
	tagKey := fixed(64, "tag key")
	tag := hmac.New(sha512.New, tagKey)
	tag.Write(content)
	seal := func(plain []byte, purpose string) string {
		return base64.StdEncoding.EncodeToString(cbc(key, sum(keySalt, []byte(purpose))[:16], plain))
	}
	const algorithms = `saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"`
	b64 := base64.StdEncoding.EncodeToString
	info := fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\r\n"+
		`<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">`+
		`<keyData %[1]s saltValue="%[2]s"/><dataIntegrity encryptedHmacKey="%[3]s" encryptedHmacValue="%[4]s"/>`+
		`<keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">`+
		`<p:encryptedKey spinCount="%[5]d" %[1]s saltValue="%[6]s" encryptedVerifierHashInput="%[7]s" encryptedVerifierHashValue="%[8]s" encryptedKeyValue="%[9]s"/>`+
		`</keyEncryptor></keyEncryptors></encryption>`,
		algorithms, b64(keySalt), seal(tagKey, "\x5f\xb2\xad\x01\x0c\xb9\xe1\xf6"), seal(tag.Sum(nil), "\xa0\x67\x7f\x02\xb2\x2c\x84\x33"),
		spins, b64(salt), wrap(input, "\xfe\xa7\xd2\x76\x3b\x4b\x9e\x79"), wrap(sum(input), "\xd7\xaa\x0f\x6d\x30\x61\x34\x4e"), wrap(key, "\x14\x6e\x0b\xe7\xab\xac\xd0\xd6"))
	return file(join([]byte{4, 0, 4, 0, 0x40, 0, 0, 0}, []byte(info)), content)
}

func cbc(key, vector, plain []byte) []byte {
	out := make([]byte, len(plain))
	cipher.NewCBCEncrypter(must(aes.NewCipher(key)), vector).CryptBlocks(out, plain)
	return out
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
