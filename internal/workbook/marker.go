package workbook

import (
	"fmt"
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
	Kind        Kind     // empty means New
	Main        string   // the id of the main classification
	Columns     []string // canonical names of our columns beside the customers
	Headers     []string // their headers as written, one for each of Columns
	Sheets      []string // names of the sheets that are ours altogether, hidden ones too
}

// Kind is how a workbook with our marker came to be.
type Kind string

// The kinds of workbooks of ours.
const (
	New     Kind = "new"      // made by Write from tables that were no workbook
	Copy    Kind = "copy"     // a copy of a user's book, with ours in it
	InPlace Kind = "in place" // the user's book itself
	View    Kind = "view"     // made by Write for readers who may not see everything
)

// Property is one custom property of a workbook.
type Property struct{ Name, Text string }

// The properties' names. Excel keeps at most 255 characters in one, so lists
// have one property an item.
const (
	propertyVersion = "crm.version"
	propertyAsOf    = "crm.as_of"
	propertyRules   = "crm.rules_sha256"
	propertyKind    = "crm.kind"
	propertyMain    = "crm.main"
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
	kind := Kind(properties[propertyKind])
	if kind == "" {
		kind = New
	}
	return Marker{
		Version: version, AsOf: properties[propertyAsOf], RulesSHA256: properties[propertyRules],
		Kind: kind, Main: properties[propertyMain],
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

// Properties is the marker as custom properties, in the order they are written:
// all of it but the seal, which only the writer of the finished package knows. A
// view's says nothing of the rules.
func (m *Marker) Properties() []Property {
	kind := m.Kind
	if kind == "" {
		kind = New
	}
	all := []Property{{propertyVersion, m.Version}, {propertyAsOf, m.AsOf}}
	if kind != View {
		all = append(all, Property{propertyRules, m.RulesSHA256})
	}
	all = append(all, Property{propertyKind, string(kind)})
	if kind != View {
		all = append(all, Property{propertyMain, m.Main})
	}
	for _, list := range []struct {
		prefix string
		items  []string
	}{{propertyColumn, m.Columns}, {propertyHeader, m.Headers}, {propertySheet, m.Sheets}} {
		for i, item := range list.items {
			all = append(all, Property{list.prefix + strconv.Itoa(i+1), item})
		}
	}
	for i := range all {
		if utf8.RuneCountInString(all[i].Text) > propertyLength {
			all[i].Text = string([]rune(all[i].Text)[:propertyLength])
		}
	}
	return all
}

// set writes the marker into a new workbook, with room for the seal; nil writes
// none.
func (m *Marker) set(f *excelize.File) error {
	if m == nil {
		return nil
	}
	for _, p := range append([]Property{{propertySeal, unsealed}}, m.Properties()...) {
		if err := f.SetCustomProps(excelize.CustomProperty{Name: p.Name, Value: p.Text}); err != nil {
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
