package sheet

import (
	"os"

	"crm/internal/lang"
	"crm/internal/sheet/htmltable"
	"crm/internal/sheet/ods"
	"crm/internal/sheet/xlsb"
	"crm/internal/sheet/xlsx"
	"crm/internal/sheet/xml2003"
	"crm/internal/table"
)

// pageNames is the endings of web pages. They promise no spreadsheet.
const pageNames = ".html .htm"

// xmlNames is the endings of XML, which promise no spreadsheet either.
const xmlNames = ".xml"

// openZip opens what is packed as a zip: by the parts in it.
func openZip(path string, f *os.File, o Options) (table.Book, error) {
	archive, err := xlsx.OpenArchive(path, f, o.Limits)
	if err != nil {
		return nil, err
	}
	return openParts(path, f, archive, o)
}

// openParts opens a workbook whose zip is open; it lies in f, or f holds it encrypted.
func openParts(path string, f *os.File, archive *xlsx.Archive, o Options) (table.Book, error) {
	if ods.Is(archive) {
		book, err := ods.Open(path, f, archive, ods.Limits{Zip: o.Limits, Held: o.Held})
		return reads(book, err, openNames, openDocument())
	}
	if part, ok := archive.BinaryWorkbook(); ok {
		book, err := xlsb.Open(path, f, archive, part, xlsb.Limits{Held: o.Held})
		return reads(book, err, binaryNames, lang.T("a binary workbook (.xlsb)", "二进制工作簿（.xlsb）"))
	}
	book, err := xlsx.OpenIn(path, f, archive)
	return reads(book, err, workbookNames, lang.T("an Excel workbook", "Excel 工作簿"))
}

// openMarkup opens the texts with tags that hold tables, and refuses what is none.
func openMarkup(path string, f *os.File, k kind, o Options) (table.Book, error) {
	switch k {
	case flatOpen:
		book, err := ods.OpenFlat(path, f, ods.Limits{Zip: o.Limits, Held: o.Held})
		return reads(book, err, openNames, openDocument())
	case spreadsheetXML:
		book, err := xml2003.Open(path, f, xml2003.Limits{XML: o.Limits, Held: o.Held})
		return reads(book, err, xmlNames, lang.T("XML of Excel 2003", "Excel 2003 的 XML 表格"))
	case html:
		l := htmltable.Limits{FileBytes: o.Limits.FileBytes, TagBytes: o.Limits.TagBytes, Held: o.Held}
		book, err := htmltable.Open(path, f, o.Encoding, l)
		return reads(book, err, pageNames, lang.T("a web page (HTML)", "网页（HTML）"))
	}
	return nil, refuse(path, k)
}

func openDocument() lang.Text { return lang.T("an OpenDocument spreadsheet", "OpenDocument 表格") }

// reads is named for what a reader returned.
func reads(book table.Book, err error, right string, what lang.Text) (table.Book, error) {
	if err != nil {
		return nil, err
	}
	return named(book, right, what), nil
}
