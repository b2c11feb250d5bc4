// Package crypt takes the password protection off workbooks ([MS-OFFCRYPTO]):
// the encrypted package of .xlsx (agile and standard), and the records of .xls
// (XOR, RC4). What it decrypts it keeps in memory only, and it writes nothing:
// none of these schemes is strong, and ours to use. A password never appears in
// an error.
package crypt

import (
	"encoding/binary"
	"errors"
	"unicode/utf16"

	"crm/internal/lang"
)

// Password is a secret: printing it shows nothing of it.
type Password string

// String hides the password.
func (Password) String() string { return "***" }

// GoString hides the password.
func (Password) GoString() string { return "***" }

// Default is what Excel itself tries on every protected book: books that are only
// guarded against changes are encrypted with it.
const Default Password = "VelvetSweatshop"

// ErrPassword is a password that does not open the book.
var ErrPassword = errors.New("wrong password")

// Error is protection that cannot be taken off with any password.
type Error struct {
	What lang.Text
	// Unknown: the scheme is none that is known here; else its data are damaged.
	Unknown bool
}

// Error implements error.
func (e *Error) Error() string { return e.What.EN }

func unknown(what lang.Text) *Error { return &Error{What: what, Unknown: true} }

func broken() *Error {
	return &Error{What: lang.T("the description of the protection is damaged", "密码保护信息已损坏")}
}

// utf16le is a password as all schemes but XOR hash it.
func utf16le(p Password) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(string(p))) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// le32 is a number as the schemes hash it.
func le32(n uint32) []byte { return binary.LittleEndian.AppendUint32(nil, n) }
