package report

import (
	"slices"

	"crm/internal/country"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/table"
	"crm/internal/value"
)

// Why is the column that says in a sentence why a customer has its main class.
const Why = "why"

// Priorities of columns: what goes first on a narrow terminal has the highest.
const (
	always = iota
	important
	useful
	extra
)

// column is a column of customers: how it is shown and its values.
type column struct {
	table.Column
	values []value.Value
}

// canonical is the columns that are neither measure nor classification.
var canonical = []struct {
	id    string
	title lang.Text
	of    func(c *crm.Customer) value.Value
}{
	{"customer_id", lang.T("Customer ID", "客户编号"), func(c *crm.Customer) value.Value { return value.Str(c.ID) }},
	{"customer_name", lang.T("Customer", "客户名称"), func(c *crm.Customer) value.Value { return value.Str(c.Name) }},
	{"contact_person", lang.T("Contact person", "联系人"), func(c *crm.Customer) value.Value { return value.Str(c.ContactPerson) }},
	{"email", lang.T("Email", "邮箱"), func(c *crm.Customer) value.Value { return value.Str(c.Email) }},
	{"phone", lang.T("Phone", "电话"), func(c *crm.Customer) value.Value { return value.Str(c.Phone) }},
	{"preferences", lang.T("Preferences", "偏好"), func(c *crm.Customer) value.Value { return value.Str(c.Preferences) }},
	{"time_zone", lang.T("Time zone", "时区"), func(c *crm.Customer) value.Value { return value.Str(c.TimeZone) }},
	{"created", lang.T("Created", "建档日期"), func(c *crm.Customer) value.Value { return value.Day(c.Created) }},
	{"assigned", lang.T("Assigned", "分配日期"), func(c *crm.Customer) value.Value { return value.Day(c.Assigned) }},
	{"release_date", lang.T("Release date", "移入公海日期"), func(c *crm.Customer) value.Value { return value.Day(c.ReleaseDate) }},
	{"previous_class", lang.T("Previous class", "原等级"), func(c *crm.Customer) value.Value { return value.Str(c.PreviousClass) }},
	{"manual_class", lang.T("Manual class", "人工分类"), func(c *crm.Customer) value.Value { return value.Str(c.ManualClass) }},
	{"manual_reason", lang.T("Manual class reason", "人工分类原因"), func(c *crm.Customer) value.Value { return value.Str(c.ManualReason) }},
	{"manual_until", lang.T("Manual class until", "人工分类截止日期"), func(c *crm.Customer) value.Value { return value.Day(c.ManualUntil) }},
	{"purchasing_budget", lang.T("Purchasing budget", "年采购预算"), func(c *crm.Customer) value.Value { return c.PurchasingBudget }},
}

// column finds a column of customers by its canonical name; ok is false where
// nothing has that name.
func (r *Run) column(id string) (column, bool) {
	if id == Why {
		return r.whyColumn(), r.Classes != nil
	}
	if id == rules.CurrentClass {
		return r.currentColumn(), r.Classes != nil
	}
	if id == rules.AutoTags {
		return r.tagColumn()
	}
	if i := r.classification(id); i >= 0 {
		return r.classColumn(i), true
	}
	for i := range r.Declared {
		if m := &r.Declared[i]; m.Name == id {
			return r.measureColumn(m), true
		}
	}
	for _, c := range canonical {
		if c.id == id {
			values := make([]value.Value, r.customers())
			for i := range values {
				values[i] = c.of(&r.Data.Customers[i])
			}
			return column{table.Column{ID: id, Title: c.title, Kind: kindOf(values), Priority: useful}, values}, true
		}
	}
	return r.ownColumn(id)
}

// ownColumn is a column of the team's own: column("付款方式").
func (r *Run) ownColumn(id string) (column, bool) {
	header, ok := rules.HeaderOf(id)
	if !ok {
		return column{}, false
	}
	at := slices.IndexFunc(r.Data.ExtraColumns, func(c crm.ExtraColumn) bool { return c.Header == header })
	if at < 0 {
		return column{}, false
	}
	values := make([]value.Value, r.customers())
	for i := range values {
		values[i] = of(r.Data.Customers[i].Extra, at)
	}
	name := header
	if slices.Contains(r.columnNames(), header) { // which is ours, and another column
		name = rules.HeaderColumn(header)
	}
	return column{table.Column{ID: name, Title: lang.Same(header), Kind: r.Data.ExtraColumns[at].Kind, Priority: useful}, values}, true
}

// columnNames is every name that column knows, for the nearest one in a hint.
func (r *Run) columnNames() []string {
	names := []string{Why, rules.CurrentClass, rules.AutoTags}
	for _, c := range canonical {
		names = append(names, c.id)
	}
	for i := range r.Rules.Classifications {
		names = append(names, r.Rules.Classifications[i].ID)
	}
	for i := range r.Declared {
		names = append(names, r.Declared[i].Name)
	}
	return names
}

func (r *Run) measureColumn(m *crm.Measure) column {
	c := table.Column{ID: m.Name, Title: m.Title, Kind: m.Kind, Priority: useful}
	switch m.Kind {
	case value.Money:
		c.Currency, c.Digits = r.currency(), r.currency().Digits()
	case value.Share:
		c.Digits = 1
	case value.Number, value.Days:
		c.Digits = digitsOf(m.Name)
	}
	values := r.Measure(m.Name)
	if c.Names = m.Names; m.Name == "country" {
		c.Names = countryNames(values)
	}
	return column{c, values}
}

// digitsOf is how many digits after the point people read of a measure that is a
// number or a count of days.
func digitsOf(measure string) uint8 {
	switch measure {
	case "order_regularity":
		return 2
	case "silence", "average_days_late":
		return 1
	}
	return 0
}

// countryNames is the titles of the countries that occur.
func countryNames(values []value.Value) map[string]lang.Text {
	names := map[string]lang.Text{}
	for _, v := range values {
		if iso := v.Text(); iso != "" && names[iso].Empty() {
			names[iso] = lang.T(country.Name(iso, lang.EN), country.Name(iso, lang.ZH))
		}
	}
	return names
}

func (r *Run) classColumn(i int) column {
	c := &r.Rules.Classifications[i]
	return column{table.Column{ID: c.ID, Title: c.Title, Kind: value.Text, Priority: important, Names: classNames(c), Order: classOrder(c)}, r.classIDs(i)}
}

// classIDs is the ids of the classes that count, also where a workbook of ours
// tells them.
func (r *Run) classIDs(classification int) []value.Value {
	if r.Classes != nil {
		return r.Classes.IDs(classification)
	}
	c, ids := &r.Rules.Classifications[classification], make([]value.Value, r.customers())
	for i := range ids {
		if class := r.Class(classification, i); class >= 0 {
			ids[i] = value.Str(c.Classes[class].ID)
		}
	}
	return ids
}

// currentColumn is the main class that the rules, or a person, give on this day;
// it differs from the main class between two reviews.
func (r *Run) currentColumn() column {
	c := &r.Rules.Classifications[r.Rules.Main]
	title := lang.F("%s (current)", "%s（当前）", c.Title)
	var ids []value.Value
	if r.Classes != nil {
		ids = r.Classes.CurrentIDs()
	}
	return column{table.Column{ID: rules.CurrentClass, Title: title, Kind: value.Text, Priority: useful, Names: classNames(c), Order: classOrder(c)}, ids}
}

// classNames is the titles of a classification's classes.
func classNames(c *rules.Classification) map[string]lang.Text {
	names := make(map[string]lang.Text, len(c.Classes))
	for _, class := range c.Classes {
		names[class.ID] = class.Title
	}
	return names
}

// classOrder is the ids of a classification's classes, the first first.
func classOrder(c *rules.Classification) []string {
	order := make([]string, len(c.Classes))
	for i, class := range c.Classes {
		order[i] = class.ID
	}
	return order
}

func (r *Run) whyColumn() column {
	values := make([]value.Value, r.customers())
	if r.Classes != nil {
		r.Classes.EachCustomer(func(i int) {
			values[i] = value.Str(r.Classes.Sentence(r.Rules.Main, i).In(r.Lang))
		})
	}
	title := lang.F("Why (%s)", "%s的原因", r.Rules.Classifications[r.Rules.Main].Title)
	return column{table.Column{ID: Why, Title: title, Kind: value.Text, Priority: extra}, values}
}

func kindOf(values []value.Value) value.Kind {
	for _, v := range values {
		if v.Present() {
			return v.Kind()
		}
	}
	return value.Text
}
