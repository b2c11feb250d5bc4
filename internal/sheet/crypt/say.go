package crypt

import (
	"errors"

	"crm/internal/diag"
	"crm/internal/lang"
)

// code is that of everything that has to do with passwords.
const code = "F04"

// Opened is the note on a book that was opened with a password: the caller is to
// keep what it says from being written anywhere unprotected.
func Opened(pos diag.Pos, own bool) diag.Problem {
	p := diag.Problem{Code: code, Severity: diag.Note, Pos: pos, Message: withPassword(),
		Effect: lang.T("what crm writes from it is not protected", "crm 据此写出的文件没有密码保护")}
	if own {
		p.Effect = lang.Text{}
		p.Message = lang.T("the workbook is guarded against changes, and so encrypted with a password that Excel itself knows", "工作簿设有修改保护，因此用 Excel 内置的密码加密")
	}
	return p
}

func withPassword() lang.Text {
	return lang.T("the workbook is protected by a password; opened with it", "工作簿有密码保护，已用密码打开")
}

// Secret reports whether something was opened with a password that is not Excel's own.
func Secret(l diag.List) bool {
	for i := range l {
		if l[i].Code == code && l[i].Message == withPassword() {
			return true
		}
	}
	return false
}

// Protected reports whether a note of Opened is among the problems of a book or a run.
func Protected(l diag.List) bool {
	for i := range l {
		if l[i].Code == code && l[i].Severity == diag.Note {
			return true
		}
	}
	return false
}

// Problem tells why a protected book was not opened; other errors are returned as they are.
func Problem(pos diag.Pos, err error) error {
	p := &diag.Problem{Code: code, Severity: diag.Error, Pos: pos, Effect: lang.T("nothing of this file is used", "整个文件未使用")}
	give := lang.T("put the password into a file that only you can read and give --password-file FILE, or set CRM_PASSWORD_COMMAND to a command that prints it",
		"请把密码写入只有自己能读的文件并使用 --password-file 文件，或将 CRM_PASSWORD_COMMAND 设为能输出密码的命令")
	var bad *Error
	switch {
	case errors.Is(err, ErrNoPassword):
		p.Message, p.Hint = lang.T("the workbook is protected by a password", "工作簿有密码保护"), give
	case errors.Is(err, ErrPassword):
		p.Message, p.Hint = lang.T("the workbook is protected by a password, and not by the one given", "工作簿有密码保护，所给密码不正确"), give
	case errors.As(err, &bad) && bad.Unknown:
		p.Message = bad.What
		p.Hint = lang.T("open it in Excel or WPS, remove the password (File, Info, Protect Workbook), and save it as .xlsx", "请用 Excel 或 WPS 打开，取消密码（文件 → 信息 → 保护工作簿）并另存为 .xlsx")
	case errors.As(err, &bad):
		p.Code, p.Message = "F11", bad.What
		p.Hint = lang.T("fetch or export the file again, or take a backup", "请重新下载或重新导出该文件，或使用备份")
	default:
		return err
	}
	return p
}
