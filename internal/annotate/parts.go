package annotate

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"crm/internal/diag"
	"crm/internal/ooxml"
)

// piece is an element of a small part.
type piece struct {
	local string
	tag   []byte // its start tag
	whole string
}

// pieces is the elements directly inside the root (of depth 1), or inside one of
// the root's children (of depth 2).
func pieces(b []byte, depth int, parent string) []piece {
	var list []piece
	in, start := "", 0
	for t := range ooxml.Tags(b) {
		if t.Depth == depth-1 && !t.Close {
			in = t.Local()
		}
		if t.Depth != depth || depth == 2 && in != parent {
			continue
		}
		if !t.Close {
			start = t.Start
			list = append(list, piece{local: t.Local(), tag: t.Text(b)})
		}
		list[len(list)-1].whole = string(b[start:t.End])
	}
	return list
}

// rootTag is the start tag of a part's root.
func rootTag(b []byte) string {
	for t := range ooxml.Tags(b) {
		return strings.TrimRight(string(t.Text(b)), "/> \t\r\n")
	}
	return ""
}

// kept checks that all of the old pieces but the excepted are among the new ones
// in their order.
func kept(before, after []piece, excepted func(piece) bool) error {
	next := 0
	for _, p := range before {
		if excepted != nil && excepted(p) {
			continue
		}
		i := slices.IndexFunc(after[next:], func(q piece) bool { return q.whole == p.whole })
		if i < 0 {
			return fmt.Errorf("%s is lost or differs", diag.Escape(string(p.tag)))
		}
		next += i + 1
	}
	return nil
}

// smallParts checks that the parts about the whole book still say all they said.
func (v *verifier) smallParts() error {
	book, relations, err := bookRelations(v.before.pack)
	if err != nil {
		return err
	}
	checks := []struct {
		part  string
		check func(before, after []byte) error
	}{
		{"[Content_Types].xml", v.contentTypes}, {"_rels/.rels", v.rootRelations},
		{relationsOf(book), v.bookRelations}, {book, v.workbook},
	}
	for _, r := range relations {
		if r.Kind == kindStyles && v.before.pack.Has(r.Target) {
			checks = append(checks, struct {
				part  string
				check func(before, after []byte) error
			}{r.Target, styles})
		}
	}
	if part := propertiesOf(v.before.pack); part != "" {
		checks = append(checks, struct {
			part  string
			check func(before, after []byte) error
		}{part, properties})
	}
	for _, c := range checks {
		if !v.before.pack.Has(c.part) {
			continue
		}
		before, err := v.before.pack.Read(c.part)
		if err != nil {
			return err
		}
		after, err := v.after.pack.Read(c.part)
		if err != nil {
			return err
		}
		if rootTag(before) != rootTag(after) {
			return fmt.Errorf("part %s has another root", diag.Escape(c.part))
		}
		if err := c.check(before, after); err != nil {
			return fmt.Errorf("part %s: %w", diag.Escape(c.part), err)
		}
	}
	return nil
}

func propertiesOf(p *ooxml.Package) string {
	roots, _ := p.Relations("") // read by Open already
	for _, r := range roots {
		if isProperties(r) && p.Has(r.Target) {
			return r.Target
		}
	}
	return ""
}

func (v *verifier) contentTypes(before, after []byte) error {
	return kept(pieces(before, 1, ""), pieces(after, 1, ""), func(p piece) bool {
		return v.goes[key(ooxml.Attr(p.tag, "PartName"))]
	})
}

func (v *verifier) rootRelations(before, after []byte) error {
	return kept(pieces(before, 1, ""), pieces(after, 1, ""), func(p piece) bool {
		return strings.HasSuffix(strings.ToLower(strings.ReplaceAll(ooxml.Attr(p.tag, "Type"), "-", "")), "/customproperties") && propertiesOf(v.before.pack) == ""
	})
}

func (v *verifier) bookRelations(before, after []byte) error {
	_, relations, err := bookRelations(v.before.pack)
	if err != nil {
		return err
	}
	free := map[string]bool{}
	for _, r := range relations {
		free[r.ID] = !r.External && (v.goes[key(r.Target)] || r.Kind == kindStyles && !v.before.pack.Has(r.Target))
	}
	return kept(pieces(before, 1, ""), pieces(after, 1, ""), func(p piece) bool { return free[ooxml.Attr(p.tag, "Id")] })
}

// workbook checks the list of sheets, the names and everything else of the book.
func (v *verifier) workbook(before, after []byte) error {
	removed, ours := map[string]bool{}, map[string]bool{}
	for _, name := range v.job.Remove {
		removed[name] = true
	}
	for i, s := range v.before.pack.Sheets() {
		own := func(o Own) bool { return o.Replaces && strings.EqualFold(o.Name, s.Name) }
		if removed[s.Name] || slices.ContainsFunc(v.job.Sheets, own) {
			ours[strconv.Itoa(i)] = true
		}
	}
	if err := kept(pieces(before, 2, "sheets"), pieces(after, 2, "sheets"), func(p piece) bool { return removed[ooxml.Attr(p.tag, "name")] }); err != nil {
		return err
	}
	namesBefore, namesAfter := pieces(before, 2, "definedNames"), pieces(after, 2, "definedNames")
	shifts := len(v.job.Remove) > 0 // which moves the sheets behind
	if shifts {
		unnumbered(namesBefore)
		unnumbered(namesAfter)
	}
	if err := kept(namesBefore, namesAfter, func(p piece) bool {
		return ours[ooxml.Attr(p.tag, "localSheetId")] || shifts && ours[p.local]
	}); err != nil {
		return err
	}
	return kept(pieces(before, 1, ""), uncalculated(pieces(after, 1, "")), func(p piece) bool {
		switch p.local {
		case "sheets", "definedNames":
			return true
		case "bookViews":
			return shifts
		case "calcPr":
			return slices.ContainsFunc(pieces(after, 1, ""), func(q piece) bool {
				return q.local == "calcPr" && bytes.Equal(calculation(p.tag), calculation(q.tag))
			})
		}
		return false
	})
}

// uncalculated is pieces without what says how the book is calculated.
func uncalculated(list []piece) []piece {
	return slices.DeleteFunc(list, func(p piece) bool { return p.local == "calcPr" })
}

func calculation(tag []byte) []byte {
	return bytes.TrimRight(ooxml.DropAttr(tag, "fullCalcOnLoad"), "/> \t\r\n")
}

// unnumbered takes out of names which sheet they belong to, and keeps it as local.
func unnumbered(list []piece) {
	for i := range list {
		p := &list[i]
		p.local = ooxml.Attr(p.tag, "localSheetId")
		bare := string(ooxml.DropAttr(p.tag, "localSheetId"))
		p.whole = bare + strings.TrimPrefix(p.whole, string(p.tag))
	}
}

// collections is the lists of a styles part that ours may be added to.
var collections = [...]string{"numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"}

// styles checks that every style is where it was.
func styles(before, after []byte) error {
	for _, list := range collections {
		a, b := pieces(before, 2, list), pieces(after, 2, list)
		if len(b) < len(a) {
			return fmt.Errorf("%s are lost", list)
		}
		for i := range a {
			if a[i].whole != b[i].whole {
				return fmt.Errorf("number %d of %s differs", i, list)
			}
		}
	}
	return kept(pieces(before, 1, ""), pieces(after, 1, ""), func(p piece) bool { return slices.Contains(collections[:], p.local) })
}

// properties checks that the custom properties are the user's, and ours.
func properties(before, after []byte) error {
	ours := func(p piece) bool { return strings.HasPrefix(ooxml.Attr(p.tag, "name"), ownProperties) }
	a, b := pieces(before, 1, ""), slices.DeleteFunc(pieces(after, 1, ""), ours)
	if err := kept(a, b, ours); err != nil {
		return err
	}
	if len(slices.DeleteFunc(a, ours)) != len(b) {
		return errors.New("a property is not asked for")
	}
	return nil
}

// check checks a table's part after the change: but for its range, its names and
// the columns that came or went it says what it said.
func (c *tableChange) check(before, after []byte) error {
	now := readTable(c.file.part, after)
	switch {
	case !slices.Equal(now.columns, c.want):
		return errors.New("its columns are not named as they should be")
	case now.whole != c.file.whole.to(c.to):
		return errors.New("its range is not what it should be")
	case now.headers != c.file.headers || now.totals != c.file.totals || now.name != c.file.name:
		return errors.New("it has changed")
	}
	names := func(p piece) bool {
		return p.local == "tableColumns" || p.local == "autoFilter" || p.local == "sortState"
	}
	return kept(pieces(before, 1, ""), pieces(after, 1, ""), names)
}
