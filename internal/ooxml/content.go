package ooxml

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const differenceAttribute = "dxfId"

// styleAttribute is the attribute of a tag in a sheet that names a style.
func styleAttribute(t Tag) string {
	if t.Close {
		return ""
	}
	switch t.Local() {
	case "c", "row":
		return "s"
	case "col":
		return "style"
	case "cfRule":
		return differenceAttribute
	}
	return ""
}

// checkFreshSheet refuses what this room does not carry over.
func checkFreshSheet(part string, b []byte) error {
	for t := range Tags(b) {
		if !t.Close && t.Local() == "c" && Attr(t.Text(b), "t") == "s" {
			return fmt.Errorf("part %q of the fresh book has a cell with a shared string", part)
		}
	}
	return nil
}

// content makes a part of the fresh book fit for the user's: a sheet's styles are
// the user's and it is not selected beside the user's own sheet; in a Strict
// book the namespaces are the strict ones. Parts that are no XML stay as they are.
func (t *transplant) content(part string) func(w io.Writer) error {
	source := t.from.parts[keyOf(part)]
	if !strings.HasSuffix(strings.ToLower(t.from.types.typeOf(part)), "xml") {
		return func(w io.Writer) error {
			b, err := source.unpack()
			if err != nil {
				return err
			}
			_, err = w.Write(b)
			return err
		}
	}
	change := []func(tag Tag, text []byte) []byte{}
	if t.isSheet(part) {
		change = append(change, t.to.styles.restyle, unselect)
	}
	if t.to.Strict && !t.from.Strict {
		change = append(change, strictTag)
	}
	return func(w io.Writer) error {
		b, err := source.unpack()
		if err != nil {
			return err
		}
		return rewrite(w, b, change)
	}
}

// rewrite writes a part with its start tags changed.
func rewrite(w io.Writer, b []byte, change []func(tag Tag, text []byte) []byte) error {
	var out bytes.Buffer
	out.Grow(len(b) + len(b)/16)
	at := 0
	for t := range Tags(b) {
		if t.Close {
			continue
		}
		text := t.Text(b)
		for _, f := range change {
			text = f(t, text)
		}
		out.Write(b[at:t.Start])
		out.Write(text)
		at = t.End
	}
	out.Write(b[at:])
	_, err := w.Write(out.Bytes())
	return err
}

// restyle puts the user's style into a tag of a fresh sheet.
func (m *StyleMap) restyle(t Tag, text []byte) []byte {
	name := styleAttribute(t)
	if name == "" {
		return text
	}
	fresh := number(text, name)
	if fresh < 0 {
		return text
	}
	id := 0
	if name == differenceAttribute {
		id = m.difference(fresh)
	} else {
		id = m.Of(fresh)
	}
	if id == fresh {
		return text
	}
	return SetAttr(text, name, strconv.Itoa(id))
}

// unselect keeps a sheet from being edited together with the user's: Excel
// writes into all selected sheets at once.
func unselect(t Tag, text []byte) []byte {
	if t.Local() != "sheetView" {
		return text
	}
	return DropAttr(text, "tabSelected")
}
