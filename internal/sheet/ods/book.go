// Package ods reads OpenDocument spreadsheets: the zip (.ods, .ots) and the flat
// XML (.fods). Values come from the typed attributes of the cells, never from the
// text that was shown; what repeats is expanded within limits, and trailing
// repeats of nothing are not. The package interprets nothing and writes no file.
package ods

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/held"
	"crm/internal/sheet/markup"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// Limits bounds what a file may cost.
type Limits struct {
	Zip  xlsx.Limits // of the zip, and of the XML in it
	Held held.Limits
}

func (l Limits) markup() markup.Limits {
	return markup.Limits{Depth: l.Zip.Depth, Attributes: l.Zip.Attributes, TagBytes: l.Zip.TagBytes}
}

const (
	mediaType   = "application/vnd.oasis.opendocument.spreadsheet"
	contentPart = "content.xml"
	stylesPart  = "styles.xml"
	manifest    = "META-INF/manifest.xml"
)

// Is reports whether a zip is an OpenDocument spreadsheet, or a document that does
// not say of what kind.
func Is(a *xlsx.Archive) bool {
	kind := a.Mimetype()
	return strings.HasPrefix(kind, mediaType) || kind == "" && a.Has(contentPart) && !a.Has("[Content_Types].xml")
}

// Open reads all sheets of a zip that Is accepted. It takes over f, also when it
// fails; path is for messages. What is wrong with the content is a *diag.Problem.
func Open(path string, f *os.File, a *xlsx.Archive, l Limits) (table.Book, error) {
	b, err := openFile(path, f, l, func(r *reader) error { return r.parts(a) })
	if err != nil {
		_ = f.Close() // only read from; the first error is the one to tell
		return nil, err
	}
	return b, nil
}

// OpenFlat is Open for the flat XML.
func OpenFlat(path string, f *os.File, l Limits) (table.Book, error) {
	b, err := openFile(path, f, l, flat)
	if err != nil {
		_ = f.Close() // only read from; the first error is the one to tell
		return nil, err
	}
	return b, nil
}

func flat(r *reader) error {
	err := r.document(io.NewSectionReader(r.file.Bytes, 0, r.file.Size), lang.T("the file", "文件"))
	if err == nil && !r.seen {
		return r.noSpreadsheet()
	}
	return err
}

func openFile(path string, f *os.File, l Limits, read func(*reader) error) (table.Book, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return open(held.File{Path: path, Format: "ods", Bytes: f, Size: info.Size(), Closer: f}, l, read)
}

func open(f held.File, l Limits, read func(*reader) error) (table.Book, error) {
	r := &reader{
		pos: diag.Pos{File: f.Path}, limits: l, file: f,
		book: held.New(f, l.Held), styles: newStyles(), codes: map[string]int32{},
	}
	if f.Size > l.Zip.FileBytes {
		return nil, overLimit(r.pos, "file-bytes", l.Zip.FileBytes, lang.F("the file has %d bytes", "文件大小 %d 字节", f.Size))
	}
	if err := read(r); err != nil {
		return nil, err
	}
	return r.book, nil
}

// reader fills a book.
type reader struct {
	pos    diag.Pos
	limits Limits
	file   held.File
	book   *held.Book
	styles *styles
	codes  map[string]int32 // format codes by the number of their style
	seen   bool             // the spreadsheet was there
	linked bool             // a copy of another file's cells was left out
}

// parts reads the parts of the zip, each to its last byte.
func (r *reader) parts(a *xlsx.Archive) error {
	if err := r.protected(a); err != nil {
		return err
	}
	for _, name := range []string{stylesPart, contentPart} {
		if !a.Has(name) {
			continue
		}
		in, err := a.Open(name)
		if err != nil {
			return err
		}
		if err := r.document(in, lang.F("part %q", "部件“%s”", name)); err != nil {
			return err
		}
	}
	switch {
	case r.seen:
		return nil
	case a.Has(contentPart):
		return r.noSpreadsheet()
	}
	return &diag.Problem{
		Code: "F34", Severity: diag.Error, Pos: r.pos,
		Message: lang.F("part %s is missing", "缺少部件 %s", contentPart),
		Hint:    lang.T("fetch or export the file again, or take a backup", "请重新下载或重新导出该文件，或使用备份"),
		Effect:  lang.T("nothing of this file is used", "整个文件未使用"),
	}
}

// protected refuses a file whose parts are encrypted; its list of parts says so.
func (r *reader) protected(a *xlsx.Archive) error {
	if !a.Has(manifest) {
		return nil
	}
	in, err := a.Open(manifest)
	if err != nil {
		return err
	}
	const longest = 8 << 20
	list, err := io.ReadAll(io.LimitReader(in, longest))
	if err != nil {
		return err
	}
	if !bytes.Contains(list, []byte("encryption-data")) {
		return nil
	}
	return &diag.Problem{
		Code: "F04", Severity: diag.Error, Pos: r.pos,
		Message: lang.T("the OpenDocument spreadsheet is protected by a password", "该 OpenDocument 表格有密码保护"),
		Hint: lang.T("open it in LibreOffice or WPS, and save it without a password (File, Save As)",
			"请用 LibreOffice 或 WPS 打开，另存为不带密码的文件"),
		Effect: lang.T("nothing of this file is used", "整个文件未使用"),
	}
}

func (r *reader) noSpreadsheet() error {
	return &diag.Problem{
		Code: "F07", Severity: diag.Error, Pos: r.pos,
		Message: lang.T("this is an OpenDocument file that is no spreadsheet", "这是 OpenDocument 文件，但不是表格"),
		Hint:    lang.T("export the table as .xlsx or CSV", "请把表格导出为 .xlsx 或 CSV"),
		Effect:  lang.T("nothing of this file is used", "整个文件未使用"),
	}
}

// document reads one XML document: styles, content, or both in one.
func (r *reader) document(in io.Reader, part lang.Text) error {
	d := &document{reader: r, Scanner: markup.New(in, markup.Place{Pos: r.pos, Part: part}, r.limits.markup(), spaces())}
	for {
		kind, err := d.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if kind != markup.Open {
			continue
		}
		if err := d.top(); err != nil {
			return err
		}
	}
}

// top reads an element at or just below the root.
func (d *document) top() error {
	if d.Space != office {
		return d.Skip()
	}
	switch name := string(d.Local); {
	case d.Depth() == 1:
		if name != "document" && name != "document-content" && name != "document-styles" {
			return d.noSpreadsheet()
		}
		return nil
	case name == "styles" || name == "automatic-styles":
		return d.readStyles()
	case name == "body":
		return nil
	case name == "spreadsheet" && d.Depth() == 3:
		d.seen = true
		return d.spreadsheet()
	}
	return d.Skip()
}

// document is one part being read.
type document struct {
	*reader
	*markup.Scanner
}

// The name spaces that matter.
const (
	office markup.Space = iota + 1
	tables
	texts
	style
	number
	calcext
	drawing
)

func spaces() map[string]markup.Space {
	const urn = "urn:oasis:names:tc:opendocument:xmlns:"
	return map[string]markup.Space{
		urn + "office:1.0": office, urn + "table:1.0": tables, urn + "text:1.0": texts, urn + "style:1.0": style,
		urn + "datastyle:1.0": number, urn + "drawing:1.0": drawing,
		"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": calcext,
	}
}

// attr is an attribute as text; empty without it.
func (d *document) attr(space markup.Space, local string) string {
	value, _ := d.Attr(space, local)
	return string(value)
}

// children calls visit for every element directly inside the one just opened,
// through its end; visit reads through the end of what it is given.
func (d *document) children(visit func() error) error {
	for depth := d.Depth(); ; {
		kind, err := d.Next()
		switch {
		case err != nil:
			return err
		case kind == markup.Open:
			if err := visit(); err != nil {
				return err
			}
		case kind == markup.Close && d.Depth() < depth:
			return nil
		}
	}
}

func overLimit(pos diag.Pos, name string, limit int64, what lang.Text) error {
	return &diag.Problem{
		Code: "F15", Severity: diag.Error, Pos: pos,
		Message: lang.F("%s: over the limit of %d", "%s：超过上限 %d", what, limit),
		Hint:    lang.F("if the file is meant to be so large: --limit %s=%d", "若文件确实这么大：--limit %s=%d", name, limit*2),
	}
}
