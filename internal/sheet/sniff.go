package sheet

import (
	"bytes"

	"golang.org/x/text/encoding/unicode"
)

// sniffBytes is how much of a file's front says what it is.
const sniffBytes = 8 << 10

// kind is what a file's first bytes say it is.
type kind uint8

const (
	text     kind = iota // nothing else: the CSV reader judges it
	zipped               // xlsx, or another zip: the xlsx reader tells
	compound             // an OLE2 file: old Excel, or an encrypted workbook
	oldExcel             // before 1997
	html
	mhtml
	spreadsheetXML
	flatOpen // OpenDocument without a zip
	xmlText
	googleStub
	json
	rtf
	pdf
	image
	archive
	database
	sylk
	dif
	dBase
	lotus // and what else writes like it
	uof
	gnumeric
	access
)

// magic is how files of a kind begin.
type magic struct {
	bytes string
	kind  kind
}

func magics() []magic {
	return []magic{
		{"PK\x03\x04", zipped}, {"PK\x05\x06", zipped},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", compound},
		{"\x09\x08\x10\x00", oldExcel}, {"\x09\x08\x08\x00", oldExcel}, {"\x09\x04\x06\x00", oldExcel},
		{"\x09\x02\x06\x00", oldExcel}, {"\x09\x00\x04\x00", oldExcel},
		{"%PDF-", pdf},
		{"\x89PNG\r\n", image}, {"\xff\xd8\xff", image}, {"GIF87a", image}, {"GIF89a", image},
		{"II*\x00", image}, {"MM\x00*", image},
		{"\x1f\x8b", archive}, {"Rar!\x1a\x07", archive}, {"7z\xbc\xaf\x27\x1c", archive},
		{"\xfd7zXZ\x00", archive}, {"BZh", archive}, {"\x28\xb5\x2f\xfd", archive},
		{"SQLite format 3\x00", database},
		{`{\rtf`, rtf},
		{"\x00\x00\x02\x00", lotus}, {"\x00\x00\x1a\x00", lotus}, {"\xff\x00\x02\x00", lotus},
	}
}

// sniff says what a file is by its first bytes.
func sniff(head []byte) kind {
	for _, m := range magics() {
		if bytes.HasPrefix(head, []byte(m.bytes)) {
			return m.kind
		}
	}
	if bytes.HasPrefix(head, []byte("RIFF")) && len(head) > 12 && string(head[8:12]) == "WEBP" {
		return image
	}
	if k := sniffExchange(head); k != text {
		return k
	}
	return sniffMarkup(plainHead(head))
}

// plainHead is the front of a text in lower case, without byte order mark and
// leading blanks; UTF-16 becomes UTF-8.
func plainHead(head []byte) []byte {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
		if plain, err := decoder.Bytes(head); err == nil {
			head = plain
		}
	}
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	return bytes.ToLower(bytes.TrimLeft(head, " \t\r\n"))
}

// sniffMarkup tells the texts that are no tables by how they begin.
func sniffMarkup(head []byte) kind {
	switch {
	case len(head) == 0:
		return text
	case head[0] == '<':
		return sniffTags(head)
	case head[0] == '{' && quoteFollows(head[1:]):
		if bytes.Contains(head, []byte("docs.google.com")) || bytes.Contains(head, []byte(`"doc_id"`)) {
			return googleStub
		}
		return json
	case head[0] == '[' && jsonFollows(head[1:]):
		return json
	case bytes.HasPrefix(head, []byte("mime-version:")) && bytes.Contains(head, []byte("multipart/related")):
		return mhtml
	}
	return text
}

func quoteFollows(rest []byte) bool {
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return len(rest) > 0 && rest[0] == '"' && bytes.IndexByte(rest, ':') > 0
}

func jsonFollows(rest []byte) bool {
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return len(rest) > 0 && (rest[0] == '{' && quoteFollows(rest[1:]) || rest[0] == '[')
}

// sniffTags tells HTML, the XML that Excel 2003 wrote, and other XML apart. A
// text that merely begins with "<" is a text.
func sniffTags(head []byte) kind {
	for _, tag := range []string{"<html", "<!doctype html", "<table", "<head", "<body", "<meta", "<style", "<div", "<tr", "<script", "<center"} {
		if at := bytes.Index(head, []byte(tag)); at == 0 || at > 0 && bytes.HasPrefix(head, []byte("<!--")) {
			return html
		}
	}
	if !bytes.HasPrefix(head, []byte("<?")) && bytes.Contains(head, []byte("<table")) && bytes.Contains(head, []byte("<tr")) {
		return html
	}
	if !bytes.HasPrefix(head, []byte("<?xml")) && !bytes.HasPrefix(head, []byte("<!")) && !bytes.HasPrefix(head, []byte("<workbook")) {
		return text
	}
	switch {
	case bytes.Contains(head, []byte("urn:schemas-microsoft-com:office:spreadsheet")), bytes.Contains(head, []byte("excel.sheet")):
		return spreadsheetXML
	case bytes.Contains(head, []byte("<office:document")) && bytes.Contains(head, []byte("oasis:names:tc:opendocument")):
		return flatOpen
	case bytes.Contains(head, []byte("<html")):
		return html
	}
	return sniffWorkbookXML(head)
}
