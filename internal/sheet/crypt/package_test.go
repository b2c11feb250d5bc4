package crypt_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crm/internal/sheet/crypt"
	"crm/internal/sheet/crypt/crypttest"
	"crm/internal/sheet/ole"
)

// opened is the package of a protected file.
func opened(file []byte, p crypt.Password) (*crypt.Package, error) {
	box, err := ole.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	description, err := box.Stream("EncryptionInfo")
	if err != nil {
		return nil, err
	}
	b := make([]byte, description.Size())
	if _, err := description.ReadAt(b, 0); err != nil {
		return nil, err
	}
	content, err := box.Stream("EncryptedPackage")
	if err != nil {
		return nil, err
	}
	return crypt.OpenPackage(b, content, p)
}

func content(n int) []byte {
	b := make([]byte, n)
	r := rand.New(rand.NewPCG(1, uint64(n)))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func TestPackages(t *testing.T) {
	const word = "秘密 Secret"
	schemes := map[string]func([]byte) []byte{
		"standard 128": func(b []byte) []byte { return crypttest.Standard(b, word, 128) },
		"standard 256": func(b []byte) []byte { return crypttest.Standard(b, word, 256) },
		"agile":        func(b []byte) []byte { return crypttest.Agile(b, word, 1000) },
	}
	for name, protect := range schemes {
		for _, n := range []int{0, 15, 4096, 20_000} {
			plain := content(n)
			file := protect(plain)
			if _, err := opened(file, "secret"); !errors.Is(err, crypt.ErrPassword) {
				t.Fatalf("%s: a wrong password gives %v", name, err)
			}
			c, err := opened(file, word)
			if err != nil {
				t.Fatalf("%s of %d bytes: %v", name, n, err)
			}
			all, err := io.ReadAll(io.NewSectionReader(c, 0, c.Size()))
			if err != nil || !bytes.Equal(all, plain) {
				t.Fatalf("%s of %d bytes: %d bytes, %v", name, n, len(all), err)
			}
			r := rand.New(rand.NewPCG(2, 3))
			for range 50 {
				at, size := r.IntN(n+1), r.IntN(n+100)
				b := make([]byte, size)
				got, err := c.ReadAt(b, int64(at))
				if want := plain[at:min(n, at+size)]; !bytes.Equal(b[:got], want) || (got < size) != errors.Is(err, io.EOF) && size > 0 {
					t.Fatalf("%s: %d bytes at %d of %d gave %d, %v", name, size, at, n, got, err)
				}
			}
		}
	}
}

// TestPeers opens files that other programs made.
func TestPeers(t *testing.T) {
	const dir = "../../../../shared/data/corpora/"
	for path, word := range map[string]crypt.Password{
		"qax-os+excelize/test/encryptAES.xlsx":     "password",
		"qax-os+excelize/test/encryptSHA1.xlsx":    "password",
		"qax-os+excelize/test/encryptSHA512.xlsx":  "password",
		"tafia+calamine/tests/pass_protected.xlsx": "123",
	} {
		file, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			t.Skip("the shared data are not here")
		}
		c, err := opened(file, word)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		magic := make([]byte, 4)
		if _, err := c.ReadAt(magic, 0); err != nil || string(magic) != "PK\x03\x04" {
			t.Errorf("%s: %q, %v", path, magic, err)
		}
		if _, err := opened(file, word+"x"); !errors.Is(err, crypt.ErrPassword) {
			t.Errorf("%s: a wrong password gives %v", path, err)
		}
	}
}

// TestChangedBytes flips bits of the agile package: its tag must tell.
func TestChangedBytes(t *testing.T) {
	file := crypttest.Agile(content(6000), "x", 10)
	from := bytes.Index(file, content(0)) + 512
	r := rand.New(rand.NewPCG(5, 6))
	told := 0
	for range 300 {
		damaged := bytes.Clone(file)
		damaged[from+r.IntN(6000)] ^= 1 << r.IntN(8)
		c, err := opened(damaged, "x")
		if err != nil {
			told++
			continue
		}
		all, _ := io.ReadAll(io.NewSectionReader(c, 0, c.Size()))
		if !bytes.Equal(all, content(6000)) {
			t.Fatal("a changed byte went unnoticed")
		}
	}
	if told < 200 {
		t.Errorf("only %d of 300 changes were told", told)
	}
}

func TestHostileDescriptions(t *testing.T) {
	good := crypttest.Agile(content(100), "x", 10)
	change := func(from, to string) []byte {
		if len(from) != len(to) {
			t.Fatal("lengths")
		}
		return bytes.Replace(good, []byte(from), []byte(to), 1)
	}
	cases := []struct {
		why     string
		file    []byte
		unknown bool
	}{
		{"spins without end", change(`spinCount="10" saltSize="16"`, `spinCount="4000000000000000"`), true},
		{"another chaining", change("ChainingModeCBC", "ChainingModeCFB"), true},
		{"another cipher", change(`cipherAlgorithm="AES"`, `cipherAlgorithm="RC2"`), true},
		{"another hash", change("SHA512", "MD5xyz"), true},
		{"keys of no length", change(`keyBits="256"`, `keyBits="000"`), false},
		{"no XML", change("<encryption", "<encrypti<>"), false},
		{"certificates only", change("keyEncryptor/password\"><p", "keyEncryptor/certific\"><p"), true},
	}
	for _, c := range cases {
		_, err := opened(c.file, "x")
		var bad *crypt.Error
		if !errors.As(err, &bad) || bad.Unknown != c.unknown || bad.What.ZH == "" {
			t.Errorf("%s: %v", c.why, err)
		}
	}
}

func TestPasswordIsHidden(t *testing.T) {
	p := crypt.Password("canary")
	for _, shown := range []string{fmt.Sprint(p), fmt.Sprintf("%v %+v %#v %s", p, p, p, p)} {
		if strings.Contains(shown, "canary") {
			t.Errorf("the password is printed: %s", shown)
		}
	}
}
