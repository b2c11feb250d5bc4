package sheet

import (
	"bytes"
	"errors"
	"io"
	"os"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/crypt"
	"crm/internal/sheet/held"
	"crm/internal/sheet/ole"
	"crm/internal/sheet/xls"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// openCompound opens what lies in an OLE2 file: an old workbook, or a new one that
// is protected by a password.
func openCompound(path string, f *os.File, o Options) (table.Book, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, unreadable(path, err)
	}
	box, err := ole.Open(f, info.Size())
	if err != nil {
		return nil, boxProblem(path, err)
	}
	switch {
	case box.Has("EncryptedPackage") && box.Has("EncryptionInfo"):
		return openProtected(path, f, box, o)
	case box.Has("Workbook"), box.Has("Book"):
		return openOld(path, f, o)
	}
	return nil, refusal("F07", path, lang.T("the content is an old Office document, not a workbook", "内容是旧版 Office 文档，不是工作簿"),
		lang.T("export the table as .xlsx or CSV", "请把表格导出为 .xlsx 或 CSV"))
}

// openOld opens a workbook of Excel before 2007.
func openOld(path string, f *os.File, o Options) (table.Book, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, unreadable(path, err)
	}
	if limit := min(o.Limits.FileBytes, maxOld); info.Size() > limit {
		return nil, overSize(path, limit)
	}
	book, err := xls.Open(held.File{Path: path, Bytes: f, Size: info.Size(), Closer: f},
		xls.Options{Limits: o.Held, Passwords: o.passwordsFor(path)})
	return reads(book, err, oldNames, lang.T("an old Excel workbook", "旧版 Excel 工作簿"))
}

// maxOld is how long an old workbook may be: one that is full to the last cell of
// several sheets is shorter.
const maxOld = 256 << 20

func overSize(path string, limit int64) error {
	return refusal("F15", path, lang.F("the file is longer than %d bytes, which no old workbook is", "文件超过 %d 字节，旧版工作簿不会这么大", limit), saveAs())
}

func (o *Options) passwordsFor(path string) func() ([]crypt.Password, error) {
	if o.Passwords == nil {
		return nil
	}
	return func() ([]crypt.Password, error) { return o.Passwords(path) }
}

// maxDescription is how many bytes may describe the protection; usually some 1 300.
const maxDescription = 1 << 20

// openProtected opens a protected workbook. It is decrypted as it is read; the
// digest stays that of the file.
func openProtected(path string, f *os.File, box *ole.File, o Options) (table.Book, error) {
	pos := diag.Pos{File: path}
	description, err := box.Stream("EncryptionInfo")
	if err != nil {
		return nil, boxProblem(path, err)
	}
	encrypted, err := box.Stream("EncryptedPackage")
	if err != nil {
		return nil, boxProblem(path, err)
	}
	b := make([]byte, min(description.Size(), maxDescription))
	if _, err := description.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, boxProblem(path, err)
	}
	var content *crypt.Package
	own, err := crypt.Unlock(o.passwordsFor(path), func(p crypt.Password) (err error) {
		content, err = crypt.OpenPackage(b, encrypted, p)
		return err
	})
	if err != nil {
		return nil, boxProblem(path, crypt.Problem(pos, err))
	}
	magic := make([]byte, len(zipMagic))
	if _, err := content.ReadAt(magic, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, boxProblem(path, crypt.Problem(pos, err))
	}
	if !bytes.Equal(magic, []byte(zipMagic)) {
		return nil, refusal("F07", path, lang.T("what the password protects is no workbook", "密码保护的内容不是工作簿"), saveAs())
	}
	archive, err := xlsx.NewArchive(path, content, content.Size(), o.Limits)
	if err != nil {
		return nil, err
	}
	book, err := openParts(path, f, archive, o)
	if err != nil {
		return nil, err
	}
	return &protected{Book: book, file: f, note: crypt.Opened(pos, own)}, nil
}

// zipMagic is how the zip of a workbook begins.
const zipMagic = "PK\x03\x04"

// boxProblem tells what is wrong with an OLE2 file.
func boxProblem(path string, err error) error {
	var broken *ole.Error
	var wrong *diag.Problem
	switch {
	case errors.As(err, &wrong):
		return wrong
	case !errors.As(err, &broken):
		return unreadable(path, err)
	}
	code := "F11"
	if broken.Short {
		code = "F09"
	}
	return refusal(code, path, lang.F("%s (byte %d)", "%s（第 %d 字节）", broken.What, broken.At),
		lang.T("fetch or export the file again, or take a backup", "请重新下载或重新导出该文件，或使用备份"))
}
