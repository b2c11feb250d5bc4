package rules

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
)

// View is what a role may see of the customers: these columns and no other, of
// the customers for whom a condition holds. The rules' author writes it; whoever
// asks for it can only ask for less. The nil View allows everything.
type View struct {
	ID      string
	Title   lang.Text
	Columns []String // canonical names, or column("…") by its header, in their order; never empty
	Where   string   // a condition over any column, for Compile; empty: all customers
	WhereAt func(offset int) diag.Pos
	Sort    string // one of Columns, "-" before it for the largest first; empty: the columns' own order
	// Lists is what it shows of these customers besides their columns, of ViewLists:
	// what is to be done next, what goes wrong, what lies behind. Empty: nothing.
	Lists []string
	Pos   diag.Pos
}

// The lists that a view may show besides columns of customers.
const (
	ViewFollowUp      = "followup"      // crm overdue: whom to contact when, why and how
	ViewAlerts        = "alerts"        // crm alerts, without figures of columns that are hidden
	ViewOrders        = "orders"        // of crm show: the newest orders
	ViewActivities    = "activities"    // of crm show: the newest contacts
	ViewOpportunities = "opportunities" // of crm show: what is open
	ViewComplaints    = "complaints"    // of crm show: what is open
	ViewPlaybook      = "playbook"      // of crm show: what the classes that are shown get
)

// ViewLists is all of them, in the order in which crm show has them.
func ViewLists() []string {
	return []string{ViewAlerts, ViewFollowUp, ViewOpportunities, ViewComplaints, ViewOrders, ViewActivities, ViewPlaybook}
}

// Shows reports whether the view shows one of the lists.
func (v *View) Shows(list string) bool { return v == nil || slices.Contains(v.Lists, list) }

// Allows reports whether the view shows a column of customers, by its canonical
// name or, of a team's own, as HeaderColumn has it.
func (v *View) Allows(column string) bool {
	return v == nil || slices.ContainsFunc(v.Columns, func(c String) bool { return c.Value == column })
}

// Names is the names of the view's columns in their order; nil of the nil View.
func (v *View) Names() []string {
	if v == nil {
		return nil
	}
	names := make([]string, len(v.Columns))
	for i, c := range v.Columns {
		names[i] = c.Value
	}
	return names
}

// Denied is the first name of a condition that the view does not show; empty
// where it shows all. Who may not see a column may not ask about it either: the
// answers would tell it bit by bit.
func (v *View) Denied(c *cond.Cond) string {
	return v.DeniedWithin(c, 0, len(c.Source()))
}

// DeniedWithin is Denied for a part of the condition: its bytes from to to.
func (v *View) DeniedWithin(c *cond.Cond, from, to int) string {
	for _, use := range c.Names() {
		name := use.Name
		if use.Header {
			name = HeaderColumn(name)
		}
		if use.From >= from && use.To <= to && !v.Allows(name) {
			return name
		}
	}
	return ""
}

// View is the view of that id; nil without.
func (s *Set) View(id string) *View {
	for i := range s.Views {
		if s.Views[i].ID == id {
			return &s.Views[i]
		}
	}
	return nil
}

// ViewIDs is the ids of all views in the order of the file.
func (s *Set) ViewIDs() []string {
	ids := make([]string, len(s.Views))
	for i := range s.Views {
		ids[i] = s.Views[i].ID
	}
	return ids
}

// headerColumn is a column of the team's own: column("付款方式").
var headerColumn = regexp.MustCompile(`^column\(\s*(?:"([^"]+)"|'([^']+)')\s*\)$`)

// HeaderOf is the header of a column that goes by none of the canonical names.
func HeaderOf(column string) (header string, ok bool) {
	m := headerColumn.FindStringSubmatch(column)
	if m == nil {
		return "", false
	}
	return m[1] + m[2], true
}

// HeaderColumn names a column of the team's own by its header.
func HeaderColumn(header string) string {
	if strings.Contains(header, `"`) {
		return `column('` + header + `')`
	}
	return `column("` + header + `")`
}

// CheckView holds a view against the data once it is asked for: what it shows and
// what its condition reads must be there, else it is an error at its place.
func (s *Set) CheckView(v *View, d *crm.Data) diag.List {
	c := &checker{set: s, data: d, lines: splitLines(string(s.Source))}
	for _, column := range v.Columns {
		span := utf8.RuneCountInString(column.Value)
		if header, ok := HeaderOf(column.Value); ok {
			c.header(header, column.Pos, span)
		} else {
			c.measure(column.Value, column.Pos, span)
		}
	}
	if v.Where == "" {
		return c.problems()
	}
	asked, wrong := s.Compile(v.Where)
	for i := range wrong { // a classification that was left out, and is no name any more
		if p := &wrong[i]; !p.Lint {
			c.lacking(v.ID, v.Where[p.From:p.To], v.WhereAt(p.From), p.To-p.From, func() diag.Problem {
				return diag.Problem{Message: p.Message, Hint: p.Hint}
			})
			return c.problems()
		}
	}
	for _, use := range asked.Names() {
		c.use(asked, use, v.WhereAt(use.From))
	}
	return c.problems()
}

// viewKeys is what a view may have.
var viewKeys = []string{"id", "title", "columns", "where", "sort", "lists"}

// views reads the section: who sees which columns.
func (b *builder) views(n node) {
	items, ok := b.list(n, lang.T("a list: - {id: sales, columns: [customer_name, country]}", "列表：- {id: sales, columns: [customer_name, country]}"))
	if !ok {
		return
	}
	if len(items) == 0 {
		b.fail("C21", n, lang.T("there is no view in the list", "列表里没有视图"), lang.T("fill it, or remove the section", "请写上内容，或删去这一节"))
	}
	seen := map[string]node{}
	for _, item := range items {
		f, ok := b.keys(item, lang.T("id, title, columns, where, sort, lists", "id、title、columns、where、sort、lists"), viewKeys...)
		if !ok {
			continue
		}
		var v View
		v.ID, v.Title, v.Pos = b.named(item, f, seen, viewIDs(), "sales")
		written := b.viewColumns(item, f, &v)
		if e, ok := f.get("where"); ok {
			b.viewWhere(e.value, &v)
		}
		if e, ok := f.get("sort"); ok {
			b.viewSort(e.value, &v, written)
		}
		if e, ok := f.get("lists"); ok {
			b.viewLists(e.value, &v)
		}
		if v.ID != "" {
			b.set.Views = append(b.set.Views, v)
		}
	}
}

func viewIDs() idTexts {
	return idTexts{noun: lang.T("view", "视图"), wrong: lang.T("not a view's id", "不是有效的视图 id"), like: "sales"}
}

// viewColumns reads what the view shows. written is all that stands there, what is
// wrong too.
func (b *builder) viewColumns(n node, f fields, v *View) (written map[string]bool) {
	e, ok := f.get("columns")
	if !ok {
		b.required(n, f, "columns", lang.T("the columns it shows, all others are hidden: columns: [customer_name, country]",
			"可以看到的列，其余一律不可见，如 columns: [customer_name, country]"))
		return nil
	}
	names, at := b.texts(e.value)
	written = map[string]bool{}
	for i, name := range names {
		if header, ok := HeaderOf(name.Value); ok {
			name.Value = HeaderColumn(header)
		}
		switch {
		case written[name.Value]:
			b.fail("C22", at[i], lang.T("this column is given twice", "这一列写了两次"), lang.T("keep it once", "请只保留一处"))
		case b.viewColumn(at[i], name.Value):
			v.Columns = append(v.Columns, name)
		}
		written[name.Value] = true
	}
	return written
}

func (b *builder) viewColumn(n node, name string) bool {
	if _, ok := HeaderOf(name); ok {
		return true
	}
	own, called := strings.CutPrefix(name, "column(")
	own = strings.Trim(strings.TrimSuffix(own, ")"), `"' `)
	if own != "" && (called || utf8.RuneCountInString(own) < len(own)) && !b.set.knows(name) && !(n.Style == 0 && b.wide(n)) {
		b.fail("C10", n, lang.T("unknown column", "未知的列"), lang.F("a column of your own table is %s", "自己表里的列写作 %s", HeaderColumn(own)))
		return false
	}
	return b.outputColumn(n, name)
}

// viewWhere checks the condition. It is compiled anew when the view is asked for:
// what it reads is no need of the rules of all other runs.
func (b *builder) viewWhere(n node, v *View) {
	slots := len(b.set.Slots)
	c, at := b.lateCondition(n, b.set.outside())
	b.set.Slots = b.set.Slots[:slots]
	if c != nil {
		v.Where, v.WhereAt = c.Source(), at
	}
}

// viewSort reads what the rows are sorted by. Their order tells something of the
// column, so it has to be one that the view shows.
func (b *builder) viewSort(n node, v *View, written map[string]bool) {
	s, ok := b.text(n)
	if !ok || len(v.Columns) == 0 {
		return
	}
	name, down := strings.CutPrefix(s, "-")
	if header, ok := HeaderOf(name); ok {
		name = HeaderColumn(header)
	}
	if !v.Allows(name) && written[name] { // and told there
		return
	}
	if !v.Allows(name) {
		b.expect("C10", n, lang.T("not a column of this view: the order of the rows would tell what is hidden", "视图里没有这一列：按它排序会泄露不可见的内容"),
			lang.Same(strings.Join(v.Names(), " | ")), nearOnly(name, v.Names()))
		return
	}
	if v.Sort = name; down {
		v.Sort = "-" + name
	}
}

// viewLists reads what the view shows besides columns.
func (b *builder) viewLists(n node, v *View) {
	names, at := b.texts(n)
	for i, name := range names {
		switch {
		case !slices.Contains(ViewLists(), name.Value):
			b.expect("C10", at[i], lang.T("not a list that a view can show", "视图没有这种清单"), lang.Same(strings.Join(ViewLists(), " | ")), nearOnly(name.Value, ViewLists()))
		case slices.Contains(v.Lists, name.Value):
			b.fail("C22", at[i], lang.T("this list is given twice", "这一项写了两次"), lang.T("keep it once", "请只保留一处"))
		default:
			v.Lists = append(v.Lists, name.Value)
		}
	}
}
