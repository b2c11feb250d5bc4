package sheet

import (
	"bytes"
	"encoding/binary"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
)

// sniffExchange tells the tables of other programs, that only look like a text
// with columns or like nothing at all, by the first bytes of a file.
func sniffExchange(head []byte) kind {
	switch {
	case isSYLK(head):
		return sylk
	case bytes.HasPrefix(bytes.ReplaceAll(plainHead(head), []byte("\r\n"), []byte("\n")), []byte("table\n0,1\n\"")):
		return dif
	case isDBase(head):
		return dBase
	case bytes.HasPrefix(head, []byte("\x00\x01\x00\x00Standard ")):
		return access
	}
	return text
}

// sniffWorkbookXML tells the spreadsheets that other programs keep as XML.
func sniffWorkbookXML(plain []byte) kind {
	switch {
	case bytes.Contains(plain, []byte("http://schemas.uof.org/")) && bytes.Contains(plain, []byte("uof.spreadsheet")):
		return uof
	case bytes.Contains(plain, []byte("http://www.gnumeric.org/")):
		return gnumeric
	}
	return xmlText
}

// isSYLK reports a SYLK file. A table whose first column is called ID begins in the
// same way, so that a line that places a cell or a format must follow, or the end.
func isSYLK(head []byte) bool {
	plain := plainHead(head)
	if !bytes.HasPrefix(plain, []byte("id;p")) {
		return false
	}
	if _, rest, _ := bytes.Cut(plain, []byte("\n")); string(bytes.TrimSpace(rest)) == "e" {
		return true // without a cell
	}
	for line := range bytes.FieldsFuncSeq(plain, func(r rune) bool { return r == '\n' || r == '\r' }) {
		const fields = 3 // C;X1;K"text": the kind of line, a place with its number, a value
		f := bytes.SplitN(line, []byte(";"), fields)
		if len(f) < fields || len(f[0]) != 1 || len(f[1]) < 2 || len(f[2]) == 0 || f[1][1] < '0' || f[1][1] > '9' {
			continue
		}
		if strings.Contains("bcf", string(f[0])) && strings.IndexByte("xyp", f[1][0]) >= 0 && strings.IndexByte("xykedfgms", f[2][0]) >= 0 {
			return true
		}
	}
	return false
}

// isDBase reports a dBASE table by its header: a version, the day of the last change,
// and a list of fields that ends where the header says.
func isDBase(head []byte) bool {
	const front, field, fieldsEnd, foxProLink = 32, 32, 0x0d, 263
	if len(head) <= front+field || bytes.IndexByte([]byte("\x02\x03\x04\x05\x30\x31\x32\x43\x63\x83\x8b\x8e\xcb\xf5\xfb"), head[0]) < 0 {
		return false
	}
	size := int(binary.LittleEndian.Uint16(head[8:]))
	if month, day := head[2], head[3]; month > 12 || day > 31 || size <= front {
		return false
	}
	for _, last := range []int{size - 1, size - 1 - foxProLink, size - 2} {
		if last > front && last < len(head) && head[last] == fieldsEnd && (last-front)%field == 0 {
			return true
		}
	}
	return size > len(head) && (size-1-front)%field == 0
}

// refuseExchange names a table of another program that is not read; nil for other kinds.
func refuseExchange(path string, k kind) *diag.Problem {
	what, ok := map[kind]lang.Text{
		sylk:     lang.T("a SYLK exchange file (.slk)", " SYLK 交换格式的表格（.slk）"),
		dif:      lang.T("a DIF exchange file (.dif)", " DIF 交换格式的表格（.dif）"),
		dBase:    lang.T("a dBASE or FoxPro table (.dbf)", " dBASE/FoxPro 数据表（.dbf）"),
		uof:      lang.T("a UOF spreadsheet (.uos)", "标文通（UOF）表格（.uos）"),
		access:   lang.T("a Microsoft Access database", " Microsoft Access 数据库"),
		gnumeric: lang.T("a Gnumeric workbook", " Gnumeric 工作簿"),
		lotus:    lang.T("a workbook of Lotus 1-2-3, Quattro Pro or Works", " Lotus 1-2-3、Quattro Pro 或 Works 的工作簿"),
	}[k]
	if !ok {
		return nil
	}
	hint := saveAs()
	switch k {
	case lotus, gnumeric:
		hint = lang.T("open it in LibreOffice and save it as .xlsx", "请用 LibreOffice 打开，另存为 .xlsx")
	case uof:
		hint = lang.T("open it in WPS or LibreOffice and save it as .xlsx", "请用 WPS 或 LibreOffice 打开，另存为 .xlsx")
	case access:
		hint = lang.T("export the table as .xlsx or CSV", "请把表格导出为 .xlsx 或 CSV")
	}
	return refusal("F07", path, lang.F("the content is %s, which is not read", "内容是%s，无法读取", what), hint)
}
