package ooxml

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

const differenceAttribute = "dxfId"

// styleAttribute is the attribute of an element of a sheet that names a style.
func styleAttribute(local string) string {
	switch local {
	case "c", "row":
		return "s"
	case "col":
		return "style"
	case "cfRule":
		return differenceAttribute
	}
	return ""
}

// addStyles asks for the styles of a sheet, in the order of their numbers, and
// refuses what this room does not carry over.
func (t *transplant) addStyles(part string) error {
	if !t.isSheet(part) {
		return nil
	}
	r, err := t.from.OpenPart(part)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // only read from
	cells, differences, shared := map[int]bool{}, map[int]bool{}, false
	err = eachTag(r, func(local string, tag []byte) {
		name := styleAttribute(local)
		if name == "" {
			return
		}
		into := cells
		if name == differenceAttribute {
			into = differences
		}
		if id := number(tag, name); id >= 0 {
			into[id] = true
		}
		shared = shared || local == "c" && Attr(tag, "t") == "s"
	})
	if err != nil {
		return err
	}
	if shared {
		return fmt.Errorf("part %q of the fresh book has a cell with a shared string", part)
	}
	if rows := t.rows[part]; rows != nil {
		for _, id := range rows.Styles() {
			cells[id] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(cells)) {
		t.to.styles.Of(id)
	}
	for _, id := range slices.Sorted(maps.Keys(differences)) {
		t.to.styles.difference(id)
	}
	return t.to.err
}

func (t *transplant) isSheet(part string) bool {
	return strings.HasSuffix(t.from.types.typeOf(part), ".worksheet+xml")
}

// content makes a part of the fresh book fit for the user's: a sheet's styles are
// the user's and it is not selected beside the user's own sheet; in a Strict
// book the namespaces are the strict ones. Parts that are no XML stay as they are.
func (t *transplant) content(part string) func(w io.Writer) error {
	var changes []tagChange
	if t.isSheet(part) {
		changes = append(changes, t.to.styles.restyle, unselect)
	}
	xml := strings.HasSuffix(strings.ToLower(t.from.types.typeOf(part)), "xml")
	if xml && t.to.Strict && !t.from.Strict {
		changes = append(changes, strictTag)
	}
	if rows := t.rows[part]; rows != nil {
		return func(w io.Writer) error { return t.withRows(w, part, rows, changes) }
	}
	return func(w io.Writer) error {
		r, err := t.from.OpenPart(part)
		if err != nil {
			return err
		}
		defer r.Close() //nolint:errcheck // only read from
		if len(changes) == 0 {
			_, err = io.Copy(w, r)
			return err
		}
		return rewrite(w, r, changes)
	}
}

// noRows is where the rows go that a part leaves out.
const noRows = "<sheetData></sheetData>"

// withRows writes a sheet with the rows that its part leaves out.
func (t *transplant) withRows(w io.Writer, part string, rows Rows, changes []tagChange) error {
	frame, err := t.from.Read(part)
	if err != nil {
		return err
	}
	before, after, found := bytes.Cut(frame, []byte(noRows))
	if !found {
		return fmt.Errorf("part %q of the fresh book has no place for rows", part)
	}
	if err := rewrite(w, bytes.NewReader(before), changes); err != nil {
		return err
	}
	if _, err := io.WriteString(w, "<sheetData>"); err != nil {
		return err
	}
	if err := rows.Write(w, t.to.styles.Of); err != nil {
		return err
	}
	return rewrite(w, io.MultiReader(strings.NewReader("</sheetData>"), bytes.NewReader(after)), changes)
}

// restyle puts the user's style into a tag of a fresh sheet.
func (m *StyleMap) restyle(local string, tag []byte) []byte {
	name := styleAttribute(local)
	if name == "" {
		return tag
	}
	fresh := number(tag, name)
	if fresh < 0 {
		return tag
	}
	id := 0
	if name == differenceAttribute {
		id = m.difference(fresh)
	} else {
		id = m.Of(fresh)
	}
	if id == fresh {
		return tag
	}
	return SetAttr(tag, name, strconv.Itoa(id))
}

// unselect keeps a sheet from being edited together with the user's: Excel
// writes into all selected sheets at once.
func unselect(local string, tag []byte) []byte {
	if local != "sheetView" {
		return tag
	}
	return DropAttr(tag, "tabSelected")
}
