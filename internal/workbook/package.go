package workbook

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// pack is a workbook on its way into a zip: excelize's file, and for every
// sheet what streams its rows.
type pack struct {
	book   *Book
	file   *excelize.File
	styles *styles
	sheets []*sheet
	blocks []*Columns
	marker Marker // complete once all sheets are planned

	charts, drawings int
	written          map[string]string // what this package writes instead of excelize
}

// The parts by name: the marker's, and the first of every package.
const (
	propertiesPart = "docProps/custom.xml"
	contentTypes   = "[Content_Types].xml"
)

// parts collects what excelize would put into a zip. Its own order of sheets
// is that of a map.
type parts map[string]*bytes.Buffer

func (p parts) Create(name string) (io.Writer, error) {
	p[name] = new(bytes.Buffer)
	return p[name], nil
}

func (p parts) AddFS(fs.FS) error { return errors.New("not used") }
func (p parts) Close() error      { return nil }

// noData is where the rows go in a sheet's part.
const noData = "<sheetData></sheetData>"

// write writes all parts, the content types first and the marker last, whose
// seal covers the others. All but that one are packed by the method.
func (p *pack) write(w io.Writer, method uint16) error {
	p.sortContentTypes()
	small := parts{}
	p.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return small })
	if _, err := p.file.WriteToBuffer(); err != nil {
		return err
	}
	for name, content := range p.written {
		if small[name] == nil {
			return fmt.Errorf("there is no part %s", name)
		}
		small[name] = bytes.NewBufferString(content)
	}
	rows := map[string]*sheet{}
	for _, s := range p.sheets {
		if small[s.part] == nil {
			return fmt.Errorf("sheet %s has no part %s", s.name, s.part)
		}
		rows[s.part] = s
	}
	names := make([]string, 0, len(small))
	for name := range small {
		if name != propertiesPart && name != contentTypes {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	z := zip.NewWriter(w)
	headers := make([]*zip.FileHeader, 0, len(names)+1)
	for _, name := range append([]string{contentTypes}, names...) {
		h := &zip.FileHeader{Name: name, Method: method}
		part, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if err := writePart(part, small[name].String(), rows[name]); err != nil {
			return err
		}
		headers = append(headers, h)
	}
	if p.book.Unmarked {
		return z.Close()
	}
	// Creating an entry finishes the one before it: now every header is complete.
	part, err := z.Create(propertiesPart)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(part, strings.Replace(small[propertiesPart].String(), unsealed, seal(headers), 1)); err != nil {
		return err
	}
	return z.Close()
}

// sortContentTypes leaves out the kinds of pictures that excelize names, in the
// order of a map, once there is a chart: the book has none.
func (p *pack) sortContentTypes() {
	kept := p.file.ContentTypes.Defaults[:0]
	for _, d := range p.file.ContentTypes.Defaults {
		if d.Extension == "rels" || d.Extension == "xml" {
			kept = append(kept, d)
		}
	}
	p.file.ContentTypes.Defaults = kept
}

// writePart writes a part; a sheet's rows stream into it.
func writePart(w io.Writer, content string, s *sheet) error {
	if s == nil {
		_, err := io.WriteString(w, content)
		return err
	}
	before, after, found := strings.Cut(content, noData)
	if !found {
		return fmt.Errorf("part %s has no place for rows", s.part)
	}
	if s.later {
		_, err := io.WriteString(w, content)
		return err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	// A filter that hides nothing is not in effect.
	out.WriteString(strings.Replace(before, ` filterMode="true"`, "", 1))
	out.WriteString("<sheetData>")
	if err := s.writeRows(out, nil); err != nil {
		return err
	}
	out.WriteString("</sheetData>")
	out.WriteString(afterRows(after))
	return out.Flush()
}

// afterRows puts the filter's range into the form of a reference.
func afterRows(after string) string {
	const filter, filterEnd = `<autoFilter ref="`, "</autoFilter>"
	rest, found := strings.CutPrefix(after, filter)
	if !found {
		return after
	}
	i := strings.Index(rest, filterEnd) + len(filterEnd)
	return filter + strings.ReplaceAll(rest[:i], "$", "") + rest[i:]
}
