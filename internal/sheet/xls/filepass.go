package xls

import (
	"errors"

	"crm/internal/lang"
	"crm/internal/sheet/crypt"
)

// unlock takes the protection by a password off all records that follow. Excel
// itself tries a password that everybody knows first; so do we.
func (r *reader) unlock(rec record) error {
	filePass := append([]byte(nil), rec.data...)
	c, err := crypt.FilePass(filePass, r.version == biff8, crypt.Default)
	if errors.Is(err, crypt.ErrPassword) {
		var p crypt.Password
		if r.o.Password != nil {
			if p, err = r.o.Password(); err != nil {
				return err
			}
		}
		if p == "" {
			return failure(codePassword, r.pos, crypt.NeedsPassword(), crypt.HowToGive())
		}
		c, err = crypt.FilePass(filePass, r.version == biff8, p)
	}
	var bad *crypt.Error
	switch {
	case errors.Is(err, crypt.ErrPassword):
		return failure(codePassword, r.pos, crypt.WrongPassword(), crypt.HowToGive())
	case errors.As(err, &bad) && bad.Unknown:
		return failure(codePassword, r.pos, bad.What, lang.T("open it in Excel or WPS, remove the password, and save it as .xlsx", "请用 Excel 或 WPS 打开，取消密码并另存为 .xlsx"))
	case errors.As(err, &bad):
		return damaged(r.pos, rec.at, bad.What)
	case err != nil:
		return err
	}
	r.r.cipher = c
	return nil
}
