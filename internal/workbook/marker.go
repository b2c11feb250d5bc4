package workbook

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Marker is what a workbook of ours says of itself, in its custom properties:
// by it a later run knows our output, and which columns and sheets are ours.
type Marker struct {
	Version     string   // of crm
	AsOf        string   // yyyy-mm-dd
	RulesSHA256 string   // in hexadecimal digits
	Columns     []string // canonical names of our columns beside the customers
	Headers     []string // their headers as written, one for each of Columns
	Sheets      []string // names of the sheets that are ours altogether
}

// The properties' names. Excel keeps at most 255 characters in one, so lists
// have one property an item.
const (
	propertyVersion = "crm.version"
	propertyAsOf    = "crm.as_of"
	propertyRules   = "crm.rules_sha256"
	propertySeal    = "crm.sha256"
	propertyColumn  = "crm.column."
	propertyHeader  = "crm.header."
	propertySheet   = "crm.sheet."
	propertyLength  = 255
)

// ReadMarker finds our marker among a workbook's custom properties.
func ReadMarker(properties map[string]string) (Marker, bool) {
	version, ours := properties[propertyVersion]
	if !ours {
		return Marker{}, false
	}
	return Marker{
		Version: version, AsOf: properties[propertyAsOf], RulesSHA256: properties[propertyRules],
		Columns: items(properties, propertyColumn), Headers: items(properties, propertyHeader),
		Sheets: items(properties, propertySheet),
	}, true
}

// items is the properties prefix1, prefix2 … as far as they go.
func items(properties map[string]string, prefix string) []string {
	var list []string
	for i := 1; ; i++ {
		item, found := properties[prefix+strconv.Itoa(i)]
		if !found {
			return list
		}
		list = append(list, item)
	}
}

// set writes the marker into a new workbook, with room for the digest.
func (m *Marker) set(f *excelize.File) error {
	type property struct{ name, text string }
	all := []property{{propertyVersion, m.Version}, {propertyAsOf, m.AsOf}, {propertyRules, m.RulesSHA256}, {propertySeal, unsealed}}
	for _, list := range []struct {
		prefix string
		items  []string
	}{{propertyColumn, m.Columns}, {propertyHeader, m.Headers}, {propertySheet, m.Sheets}} {
		for i, item := range list.items {
			all = append(all, property{list.prefix + strconv.Itoa(i+1), item})
		}
	}
	for _, p := range all {
		if utf8.RuneCountInString(p.text) > propertyLength {
			p.text = string([]rune(p.text)[:propertyLength])
		}
		if err := f.SetCustomProps(excelize.CustomProperty{Name: p.name, Value: p.text}); err != nil {
			return fmt.Errorf("marker: %w", err)
		}
	}
	return nil
}

// addColumn notes a column of ours, once for each header it got.
func (m *Marker) addColumn(id, header string) {
	for i := range m.Columns {
		if m.Columns[i] == id && m.Headers[i] == header {
			return
		}
	}
	m.Columns, m.Headers = append(m.Columns, id), append(m.Headers, header)
}

// Limits on what Untouched reads of a file that claims to be ours.
const (
	maxParts      = 10_000
	maxProperties = 1 << 20
	maxInflated   = 8 << 30
)

// Untouched reports whether a workbook is ours and nobody has changed it since:
// the digest in its marker is that of its parts. A file that is no workbook, or
// damaged, is not untouched; the error is the system's on opening or reading it.
func Untouched(path string) (bool, error) {
	z, err := zip.OpenReader(path)
	if errors.Is(err, zip.ErrFormat) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer z.Close()
	if len(z.File) > maxParts {
		return false, nil
	}
	var seal seal
	var names []string
	want, left := "", int64(maxInflated)
	for _, part := range z.File {
		names = append(names, part.Name)
		if part.Name == propertiesPart {
			want = sealOf(part)
			continue
		}
		sum, n, err := digest(part, left)
		if left -= n; err != nil || left <= 0 {
			return false, ioError(err)
		}
		seal.add(part.Name, sum)
	}
	slices.Sort(names)
	twice := len(slices.Compact(slices.Clone(names))) < len(names)
	return want != "" && !twice && seal.String() == want, nil
}

// ioError keeps an error of the system; one of the zip's content only says that
// the file is not as we wrote it.
func ioError(err error) error {
	var corrupt interface{ Unwrap() error }
	if err == nil || errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) ||
		errors.Is(err, io.ErrUnexpectedEOF) || !errors.As(err, &corrupt) {
		return nil
	}
	return err
}

func digest(part *zip.File, limit int64) (sum [sha256.Size]byte, n int64, err error) {
	r, err := part.Open()
	if err != nil {
		return sum, 0, err
	}
	defer r.Close()
	h := sha256.New()
	n, err = io.Copy(h, io.LimitReader(r, limit))
	h.Sum(sum[:0])
	return sum, n, err
}

// sealOf is the digest that a part of custom properties holds, else empty.
func sealOf(part *zip.File) string {
	r, err := part.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	var properties struct {
		Property []struct {
			Name string `xml:"name,attr"`
			Text string `xml:"lpwstr"`
		} `xml:"property"`
	}
	if xml.NewDecoder(io.LimitReader(r, maxProperties)).Decode(&properties) != nil {
		return ""
	}
	for _, p := range properties.Property {
		if p.Name == propertySeal {
			return p.Text
		}
	}
	return ""
}
