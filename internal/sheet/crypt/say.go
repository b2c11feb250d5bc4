package crypt

import "crm/internal/lang"

// NeedsPassword says that a book is protected and no password is at hand.
func NeedsPassword() lang.Text {
	return lang.T("the workbook is protected by a password", "工作簿有密码保护")
}

// WrongPassword says that the password at hand is another book's.
func WrongPassword() lang.Text {
	return lang.T("the password does not open the workbook", "密码不正确，无法打开工作簿")
}

// HowToGive says how a password is given.
func HowToGive() lang.Text {
	return lang.T("put the password into a file and give --password-file FILE, or set CRM_PASSWORD_COMMAND to a command that prints it", "请把密码写入文件并使用 --password-file 文件，或将 CRM_PASSWORD_COMMAND 设为能输出密码的命令")
}
