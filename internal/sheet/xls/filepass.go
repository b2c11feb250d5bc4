package xls

import (
	"bytes"

	"crm/internal/sheet/crypt"
)

// unlock takes the protection by a password off all records that follow.
func (r *reader) unlock(rec record) error {
	filePass := bytes.Clone(rec.data)
	own, err := crypt.Unlock(r.o.Passwords, func(p crypt.Password) (err error) {
		r.r.cipher, err = crypt.FilePass(filePass, r.version == biff8, p)
		return err
	})
	if err != nil {
		return crypt.Problem(r.pos, err)
	}
	r.book.Note(crypt.Opened(r.pos, own))
	return nil
}
