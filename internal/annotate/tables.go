package annotate

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/ooxml"
)

// tableFile is a table (ListObject) of the customers sheet.
type tableFile struct {
	part    string
	xml     []byte
	name    string
	whole   area
	headers int  // rows
	totals  int  // rows
	foreign bool // its columns come from a query or an XML map
	columns []string
}

// readTable reads a table's part.
func readTable(part string, xml []byte) *tableFile {
	f := &tableFile{part: part, xml: xml, headers: 1}
	for t := range ooxml.Tags(xml) {
		tag := t.Text(xml)
		switch {
		case t.Close:
		case t.Depth == 0:
			f.name = ooxml.Attr(tag, "displayName")
			f.whole, _ = parseArea(attr(tag, "ref"))
			if n := digits(attr(tag, "headerRowCount"), maxRows); n >= 0 {
				f.headers = n
			}
			f.totals = max(digits(attr(tag, "totalsRowCount"), maxRows), 0)
			kind := ooxml.Attr(tag, "tableType")
			f.foreign = kind == "queryTable" || kind == "xml"
		case t.Depth == 2 && t.Local() == "tableColumn":
			f.columns = append(f.columns, ooxml.Attr(tag, "name"))
		}
	}
	return f
}

// customers reports whether the table's header row is the customers', so that
// its columns are named by our header cells.
func (f *tableFile) customers(header int) bool {
	return f.headers > 0 && f.whole.firstRow == header && len(f.columns) == f.whole.lastCol-f.whole.firstCol+1
}

// edge is the column after the table's last that is not ours to drop: columns of
// ours at the right end may leave the table again.
func (f *tableFile) edge(z *zone, dropped *columns) int {
	edge := f.whole.lastCol + 1
	if f.foreign || !f.customers(z.header) {
		return edge
	}
	for edge > f.whole.firstCol+1 && dropped.has(edge-1) {
		edge--
	}
	return edge
}

// tableChange is what becomes of a table.
type tableChange struct {
	file *tableFile
	to   int      // its new last column
	want []string // the names of all its columns from the first on
}

// fit plans a table so that it ends where our columns beside it end. Columns of
// ours in the middle of it that were dropped keep their header cell, which the
// table must have; why is said when it could not be extended.
func (p *plan) fit(f *tableFile, edge int) (c *tableChange, why lang.Text) {
	last := edge
	for s := p.slot(last); s != nil && (!s.known || last <= f.whole.lastCol); s = p.slot(last) {
		last++
	}
	if longer := last-1 > f.whole.lastCol; longer {
		if why = p.refuses(f, edge, last); !why.Empty() {
			last = max(edge, min(last, f.whole.lastCol+1))
		}
	}
	if !f.customers(p.zone.header) {
		return nil, why
	}
	c = &tableChange{file: f, to: last - 1}
	for col := f.whole.firstCol; col < last; col++ {
		if s := p.slot(col); s != nil {
			c.want = append(c.want, lineBreaks.Replace(p.block.header(s.from)))
			continue
		}
		c.want = append(c.want, f.columns[col-f.whole.firstCol])
		if p.zone.ours.has(col) {
			p.zone.stays.add(col)
		}
	}
	return c, why
}

// refuses says why a table is not extended over our columns from edge to before last.
func (p *plan) refuses(f *tableFile, edge, last int) lang.Text {
	switch {
	case f.headers == 0:
		return lang.T("it has no header row", "它没有标题行")
	case !f.customers(p.zone.header):
		return lang.T("its header row is not the customers'", "它的标题行不是客户表的标题行")
	case f.foreign:
		return lang.T("its columns come from a query", "它的列来自查询")
	}
	if f.totals > 0 {
		if _, customer := p.zone.row(f.whole.lastRow); customer {
			return lang.T("its totals row was read as a customer", "它的汇总行被当作客户读取")
		}
	}
	taken := map[string]bool{}
	for _, n := range f.columns[:edge-f.whole.firstCol] {
		taken[strings.ToLower(n)] = true
	}
	for col := edge; col < last; col++ {
		n := strings.ToLower(lineBreaks.Replace(p.block.header(p.slot(col).from)))
		if n == "" || taken[n] {
			return lang.T("it has a column of the same name", "它已有同名的列")
		}
		taken[n] = true
	}
	return p.used(f)
}

// used says which formula takes the whole table, and would take our columns too.
func (p *plan) used(f *tableFile) lang.Text {
	if p.wholeUse == nil || p.failed != nil {
		return lang.Text{}
	}
	var where string
	if where, p.failed = p.wholeUse(f.name); where == "" {
		return lang.Text{}
	}
	return lang.F("the formula in %s takes the whole table, and would take these columns too", "%s 的公式引用了整张表格，扩展后会把这些列也算进去", diag.Escape(where))
}

// changes reports whether the table's part has to be written anew.
func (c *tableChange) changes() bool {
	return c.to != c.file.whole.lastCol || !slices.Equal(c.want, c.file.columns)
}

// apply writes the table's part with its new range and names.
func (c *tableChange) apply() []byte {
	e := tableEdit{tableChange: c, xml: c.file.xml}
	for t := range ooxml.Tags(e.xml) {
		switch {
		case t.Close && t.Depth == e.depth && e.depth > 0:
			e.edits = append(e.edits, ooxml.Edit{From: e.goes, To: t.End})
			e.depth = 0
		case e.depth > 0:
		case t.Close && t.Depth == 1 && t.Local() == "tableColumns":
			e.edits = append(e.edits, ooxml.Edit{From: t.Start, To: t.Start, Text: c.added(t.Prefix(), e.n, e.most)})
		case !t.Close:
			e.tag(t)
		}
	}
	return ooxml.Apply(e.xml, e.edits)
}

// tableEdit is the edits of a table's part on their way.
type tableEdit struct {
	*tableChange
	xml     []byte
	edits   []ooxml.Edit
	n, most int // columns met, and the largest of their ids
	goes    int // where the element that goes begins
	depth   int // and its depth; 0 without one
}

// tag edits a start tag.
func (e *tableEdit) tag(t ooxml.Tag) {
	f, tag := e.file, t.Text(e.xml)
	switch local := t.Local(); {
	case t.Depth == 0:
		e.set(t, "ref", f.whole.to(e.to).String())
	case t.Depth == 1 && local == "autoFilter":
		if filter, ok := parseArea(attr(tag, "ref")); ok && filter.lastCol == f.whole.lastCol {
			e.set(t, "ref", filter.to(e.to).String())
		}
	case t.Depth == 1 && local == "tableColumns":
		e.set(t, "count", strconv.Itoa(len(e.want)))
	case t.Depth == 2 && local == "tableColumn":
		e.column(t)
	case t.Depth == 2 && local == "filterColumn":
		if digits(attr(tag, "colId"), maxCols) >= len(e.want) {
			e.drop(t)
		}
	case local == "sortState":
		if sorted, ok := parseArea(attr(tag, "ref")); ok && sorted.lastCol > e.to && e.to < f.whole.lastCol {
			e.drop(t)
		}
	}
}

// column names a column, or takes it out.
func (e *tableEdit) column(t ooxml.Tag) {
	e.n++
	e.most = max(e.most, digits(attr(t.Text(e.xml), "id"), math.MaxInt32))
	if e.n > len(e.want) {
		e.drop(t)
		return
	}
	e.set(t, "name", e.want[e.n-1])
}

// set sets an attribute that the tag has.
func (e *tableEdit) set(t ooxml.Tag, name, value string) {
	if old, ok := ooxml.LookAttr(t.Text(e.xml), name); ok && old != value {
		e.edits = append(e.edits, ooxml.Edit{From: t.Start, To: t.End, Text: string(ooxml.SetAttr(t.Text(e.xml), name, value))})
	}
}

// drop takes an element out.
func (e *tableEdit) drop(t ooxml.Tag) {
	if t.Empty {
		e.edits = append(e.edits, ooxml.Edit{From: t.Start, To: t.End})
		return
	}
	e.goes, e.depth = t.Start, t.Depth
}

// added is the elements of the columns that the table gets, after n with ids up to most.
func (c *tableChange) added(prefix string, n, most int) string {
	var b strings.Builder
	for i := n; i < len(c.want); i++ {
		most++
		b.WriteString("<" + prefix + `tableColumn id="` + strconv.Itoa(most) + `" name="` + ooxml.Escape(c.want[i]) + `"/>`)
	}
	return b.String()
}

// lineBreaks writes the line breaks of a header as the names of tables have them.
var lineBreaks = strings.NewReplacer("\r\n", "_x000a_", "\n", "_x000a_", "\t", "_x0009_")

// to is the range with another last column.
func (a area) to(lastCol int) area {
	a.lastCol = lastCol
	return a
}
