package annotate_test

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// The orders in which a workbook's and a style sheet's children must stand.
var (
	bookOrder = strings.Fields("fileVersion fileSharing workbookPr AlternateContent revisionPtr absPath workbookProtection bookViews sheets functionGroups externalReferences definedNames " +
		"calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst")
	styleOrder = strings.Fields("numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst")
)

// ordered checks that children which are new stand where the schema has them.
func (c *checker) ordered(what string, was, is *node, order []string) {
	last := -1
	for _, n := range is.kids {
		i := slices.Index(order, n.local())
		if i >= 0 && i < last && (was == nil || len(was.find(n.local())) == 0) {
			c.fault("%s: %s stands too late", what, n.local())
		}
		last = max(last, i)
	}
	for i := len(is.kids) - 1; i > 0; i-- { // and none of the user's behind a new one too early
		a, b := slices.Index(order, is.kids[i-1].local()), slices.Index(order, is.kids[i].local())
		if a > b && b >= 0 && (was == nil || len(was.find(is.kids[i-1].local())) == 0) {
			c.fault("%s: %s stands too early", what, is.kids[i-1].local())
		}
	}
}

func drop(list []*node, which func(*node) bool) []*node {
	return slices.DeleteFunc(slices.Clone(list), which)
}

// workbook checks the workbook's part: without what is ours it says what it said.
func (c *checker) workbook() error {
	was, is := c.old.root, c.now.root
	c.ordered("workbook", was, is, bookOrder)
	ours := len(c.old.sheets)
	for i, s := range c.now.sheets {
		if i < ours {
			continue
		}
		k := slices.Index(c.want.sheets, s.name)
		if k != i-ours {
			c.fault("sheet %q stands as number %d", s.name, i)
		}
		if want := map[bool]string{true: "veryHidden", false: ""}[strings.HasPrefix(s.name, "_crm")]; s.state != want {
			c.fault("sheet %q is %q", s.name, s.state)
		}
	}
	ids := map[string]bool{}
	for _, n := range is.one("sheets").find("sheet") {
		if ids[n.attr("sheetId")] {
			c.fault("sheet id %s twice", n.attr("sheetId"))
		}
		ids[n.attr("sheetId")] = true
	}
	calc := is.one("calcPr")
	if calc == nil || calc.attr("fullCalcOnLoad") != "1" && calc.attr("fullCalcOnLoad") != "true" {
		c.fault("the book is not calculated on load")
	}
	for _, root := range []*node{was, is} {
		for _, n := range root.kids {
			switch n.local() {
			case "sheets":
				n.kids = drop(n.kids, func(s *node) bool { return slices.Contains(c.want.sheets, s.attr("name")) })
			case "definedNames":
				n.kids = drop(n.kids, func(d *node) bool {
					i, err := strconv.Atoi(d.attr("localSheetId"))
					return err == nil && i >= ours && i < len(c.now.sheets)
				})
			case "calcPr":
				for i, a := range n.attrs {
					if a.Name.Local == "fullCalcOnLoad" {
						n.attrs = slices.Delete(n.attrs, i, i+1)
						break
					}
				}
			}
		}
	}
	is.kids = drop(is.kids, func(n *node) bool {
		return (n.local() == "definedNames" || n.local() == "calcPr") && len(n.kids) == 0 && len(was.find(n.local())) == 0
	})
	if was.String() != is.String() {
		c.fault("workbook: says %s", firstDifference(is.String(), was.String()))
	}
	return nil
}

// firstDifference is where two texts part.
func firstDifference(is, was string) string {
	i := 0
	for i < len(is) && i < len(was) && is[i] == was[i] {
		i++
	}
	from := max(i-60, 0)
	return fmt.Sprintf("%.200q, said %.200q", is[from:], was[min(from, len(was)):])
}

// styleSheet checks that every style is where it was, and ours only behind them.
func (c *checker) styleSheet() error {
	is, err := c.now.tree(c.now.styles)
	if err != nil {
		return err
	}
	was := &node{name: is.name, attrs: is.attrs}
	if c.old.styles != "" {
		if was, err = c.old.tree(c.old.styles); err != nil {
			return err
		}
	}
	c.ordered("styles", was, is, styleOrder)
	lists := styleOrder[:8]
	for _, name := range lists {
		a, b := was.one(name), is.one(name)
		if b == nil {
			if a != nil {
				c.fault("%s are lost", name)
			}
			continue
		}
		if n, err := strconv.Atoi(b.attr("count")); err == nil && n != len(b.kids) && (a == nil || a.attr("count") != b.attr("count")) {
			c.fault("%s: count %d of %d", name, n, len(b.kids))
		}
		for i := range b.kids {
			if a != nil && i < len(a.kids) && a.kids[i].String() != b.kids[i].String() {
				c.fault("%s: number %d is %s, was %s", name, i, b.kids[i], a.kids[i])
			}
		}
		if a != nil && len(b.kids) < len(a.kids) {
			c.fault("%s: %d, were %d", name, len(b.kids), len(a.kids))
		}
	}
	listed := func(n *node) bool { return slices.Contains(lists, n.local()) }
	a, b := &node{name: was.name, attrs: was.attrs, kids: drop(was.kids, listed)}, &node{name: is.name, attrs: is.attrs, kids: drop(is.kids, listed)}
	if a.String() != b.String() {
		c.fault("styles: say %s", firstDifference(b.String(), a.String()))
	}
	return nil
}

// sheet compares the customers' sheet cell by cell.
func (c *checker) sheet() error {
	if c.target.sheet == "" {
		return nil
	}
	open := func(f *facts) (io.ReadCloser, error) { return f.byKey[f.partOf(c.target.sheet)].Open() }
	a, err := open(c.old)
	if err != nil {
		return err
	}
	defer a.Close()
	b, err := open(c.now)
	if err != nil {
		return err
	}
	defer b.Close()
	p := &pair{old: newSheetReader(a), now: newSheetReader(b), target: c.target, want: c.want}
	if err := p.compare(); err != nil {
		return fmt.Errorf("sheet %q: %w", c.target.sheet, err)
	}
	if least := len(c.target.rows) + 1; len(c.want.columns) > 0 && p.seen < least {
		c.fault("only %d cells of ours", p.seen)
	}
	return c.formats(p)
}

// formats checks that our cells have styles, and numbers the formats of their
// kinds; and that no cell of the user's got a style that it had not.
func (c *checker) formats(p *pair) error {
	is, err := c.now.tree(c.now.styles)
	if err != nil {
		return err
	}
	codes := map[string]string{}
	for _, n := range is.one("numFmts").find("numFmt") {
		codes[n.attr("numFmtId")] = n.attr("formatCode")
	}
	formats := is.one("cellXfs").find("xf")
	for from, sign := range map[int]string{revenueColumn: "0.00", shareColumn: "%", lastColumn: "yy"} {
		for style := range p.used[from] {
			if style >= len(formats) || !strings.Contains(codes[formats[style].attr("numFmtId")], sign) {
				c.fault("style %d is no format for our column %d", style, from)
			}
		}
	}
	had := 0
	if c.old.styles != "" {
		was, err := c.old.tree(c.old.styles)
		if err != nil {
			return err
		}
		had = len(was.one("cellXfs").find("xf"))
	}
	for i := max(had, 1); i <= p.old.styles && i < len(formats); i++ {
		if f := formats[i]; f.attr("numFmtId")+f.attr("fontId")+f.attr("fillId")+f.attr("borderId") != "0000" || len(f.kids) > 0 {
			c.fault("cells of style %d, which was not there, look like %s now", i, f)
		}
	}
	return nil
}

// tables checks the tables of the customers' sheet: as they were, but that one
// may reach over our columns, which it names as their header cells.
func (c *checker) tables() error {
	for _, key := range c.target.tables {
		was, err := c.old.tree(key)
		if err != nil {
			return err
		}
		is, err := c.now.tree(key)
		if err != nil {
			return err
		}
		if was.String() != is.String() {
			if len(c.want.columns) == 0 {
				c.fault("table %s: says %s", key, firstDifference(is.String(), was.String()))
			}
			c.longer(key, was, is)
		}
	}
	return nil
}

func (c *checker) longer(key string, was, is *node) {
	before, after := ranged(was.attr("ref")), ranged(is.attr("ref"))
	names := is.one("tableColumns")
	columns := names.find("tableColumn")
	if before[0] != after[0] || before[1] != after[1] || before[2] != after[2] || after[3] <= before[3] || len(columns) != after[3]-after[2]+1 {
		c.fault("table %s: range %v with %d columns, was %v", key, after, len(columns), before)
		return
	}
	if n := names.attr("count"); n != "" && n != strconv.Itoa(len(columns)) {
		c.fault("table %s: count %s of %d", key, n, len(columns))
	}
	places, seen := c.want.places(), map[string]bool{}
	for i, n := range columns {
		if seen["id "+n.attr("id")] || seen["name "+strings.ToLower(n.attr("name"))] {
			c.fault("table %s: %s twice", key, n)
		}
		seen["id "+n.attr("id")], seen["name "+strings.ToLower(n.attr("name"))] = true, true
		if col := after[2] + i; col > before[3] {
			if from, ours := places[col]; !ours || c.want.headers[from] != n.attr("name") {
				c.fault("table %s: column %d is named %q", key, col, n.attr("name"))
			}
		}
	}
	names.kids = names.kids[:before[3]-before[2]+1]
	for _, list := range [][2]*node{{was, is}, {was.one("autoFilter"), is.one("autoFilter")}, {was.one("tableColumns"), names}} {
		if list[0] != nil && list[1] != nil {
			list[0].unset("ref", "count")
			list[1].unset("ref", "count")
		}
	}
	if was.String() != is.String() {
		c.fault("table %s: says %s", key, firstDifference(is.String(), was.String()))
	}
}

// unset takes attributes away.
func (n *node) unset(names ...string) {
	for i := len(n.attrs) - 1; i >= 0; i-- {
		if slices.Contains(names, n.attrs[i].Name.Local) {
			n.attrs = slices.Delete(n.attrs, i, i+1)
		}
	}
}

// wellFormed reads every part that is new or changed to its end.
func (c *checker) wellFormed() error {
	for _, f := range c.now.zip.File {
		key := keyOf(f.Name)
		if !c.own[key] && !c.mayChange(key) || key == c.target.part {
			continue
		}
		b, err := c.now.bytes(f.Name)
		if err != nil {
			return err
		}
		_, loose, err := parse(b)
		if err != nil {
			c.fault("part %s: %v", f.Name, err)
		}
		if len(loose) > 0 && c.old.byKey[key] == nil {
			c.fault("part %s: prefix %q is not bound", f.Name, loose[0])
		} else if len(loose) > 0 {
			if b, err := c.old.bytes(f.Name); err == nil {
				if _, was, _ := parse(b); len(was) < len(loose) {
					c.fault("part %s: prefix %q is not bound", f.Name, loose[len(loose)-1])
				}
			}
		}
	}
	return nil
}
