package crypt

import encoding "encoding/base64"

// base64 is bytes as an attribute has them.
type base64 []byte

// UnmarshalText implements encoding.TextUnmarshaler.
func (b *base64) UnmarshalText(text []byte) error {
	plain, err := encoding.StdEncoding.AppendDecode(nil, text)
	*b = plain
	return err
}
