package crypt_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"crm/internal/sheet/crypt"
	"crm/internal/sheet/crypt/crypttest"
	"crm/internal/sheet/ole"
	"crm/internal/sheet/xls/xlstest"
)

// source is bytes that know their number.
type source struct{ *bytes.Reader }

// FuzzPackage gives any description of protection and any content.
func FuzzPackage(f *testing.F) {
	for _, file := range [][]byte{crypttest.Agile(content(100), "x", 10), crypttest.Standard(content(100), "x", 128)} {
		box, err := ole.Open(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			f.Fatal(err)
		}
		var parts [2][]byte
		for i, name := range []string{"EncryptionInfo", "EncryptedPackage"} {
			s, err := box.Stream(name)
			if err != nil {
				f.Fatal(err)
			}
			parts[i] = make([]byte, s.Size())
			if _, err := s.ReadAt(parts[i], 0); err != nil {
				f.Fatal(err)
			}
		}
		f.Add(parts[0], parts[1])
	}
	f.Fuzz(func(t *testing.T, info, encrypted []byte) {
		if bytes.Contains(info, []byte("spinCount")) && !bytes.Contains(info, []byte(`spinCount="10"`)) {
			return // only slow
		}
		c, err := crypt.OpenPackage(info, source{bytes.NewReader(encrypted)}, "x")
		if err != nil {
			judge(t, err)
			return
		}
		n, err := io.Copy(io.Discard, io.NewSectionReader(c, 0, c.Size()))
		if err != nil {
			judge(t, err)
		} else if n != c.Size() || n > int64(len(encrypted)) {
			t.Fatalf("%d bytes of %d", n, c.Size())
		}
	})
}

// FuzzFilePass gives any FILEPASS record, and decrypts with what comes of it.
func FuzzFilePass(f *testing.F) {
	stream := (&xlstest.Book{Sheets: []xlstest.Sheet{{Name: "a"}}}).Stream()
	const before = 24 // BOF and the header of the record
	for _, protected := range [][]byte{crypttest.RC4(stream, "x"), crypttest.CryptoAPI(stream, "x", 40)} {
		f.Add(protected[before:before+int(protected[before-2])], true)
	}
	f.Add([]byte{1, 2, 3, 4}, false)
	f.Fuzz(func(t *testing.T, pass []byte, unicode bool) {
		c, err := crypt.FilePass(pass, unicode, "x")
		if err != nil {
			judge(t, err)
			return
		}
		c.Decrypt(make([]byte, 3000), 500, 4)
		c.Decrypt(make([]byte, 3), 0, 0)
		c.Decrypt(nil, 7, 0)
	})
}

// judge wants an error that says what is wrong.
func judge(t *testing.T, err error) {
	t.Helper()
	var bad *crypt.Error
	if !errors.As(err, &bad) && !errors.Is(err, crypt.ErrPassword) || bad != nil && bad.What.ZH == "" {
		t.Fatal(err)
	}
}
