// Package rules turns rules.yaml into a checked Set: every value with its
// position, every mistake reported at once. A Set that Parse returns without
// an error can be run; nothing half-checked leaves the package. It reads no
// file and knows no measure: their declarations come as an argument.
package rules

import (
	"crm/internal/civil"
	"crm/internal/cond"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// Set is a checked rules file.
type Set struct {
	File         string // as given; empty for the embedded defaults alone
	Source       []byte // the text, for the sheet Rules used
	Language     lang.Lang
	HasLanguage  bool
	TimeZone     string // IANA name; empty: the machine's
	Window       civil.Period
	Money        Money
	Sources      Sources
	Columns      []ColumnRule
	Values       []ValueRule
	IgnoreStatus []String   // order statuses that do not count, besides the built-in ones
	Where        *cond.Cond // over the order's own columns; nil without
	// WhereColumns is the slots of Where: canonical fields of the order table, or headers.
	WhereColumns []Slot
	whereAt      func(offset int) diag.Pos
	Regions      []Region
	// Default is set where the classifications are the embedded ones: what the
	// data cannot carry is then left out instead of being an error.
	Default         bool
	Classifications []Classification
	Main            int        // index in Classifications
	Review          []MonthDay // when classes are reviewed, in the order of the year; nil: no review, every run counts
	ReviewPos       diag.Pos   // of Review
	Overrides       []Override
	Followup        Followup
	Playbook        []Play
	Freeze          []DateRange // days that stop the clocks: sorted, apart from one another
	OutputColumns   []String    // nil: the default columns
	Views           []View      // who sees which columns
	Slots           []Slot      // what the conditions of classes and touchpoints read
	Alerts          []AlertRule // in the order of the file; the embedded ones where it has no alerts
	Tags            []TagRule   // in the order of the file; the embedded ones where it has no tags
	Unfit           []lang.Text // titles of embedded alerts and tags that speak of classes which the file does not have
	AlertSlots      []Slot      // what the conditions and messages of alerts and tags read
	KPIs            []KPI       // what the file says of some; of the others the declared targets count
	Warnings        diag.List   // lints

	measures       []crm.Measure
	embeddedAlerts bool // the file has no alerts: they are the embedded ones
	embeddedTags   bool
	goneAlerts     []goneAlert          // embedded alerts that LeaveOutAlerts dropped
	leftOut        map[string]lang.Text // classifications that LeaveOut dropped, and what would bring them
}

// String is a text of the file and where it stands.
type String struct {
	Value string
	Pos   diag.Pos
}

// Money is the section money.
type Money struct {
	Base, Default money.Currency
	Rates         map[money.Currency]money.Rate
	Symbols       map[string]money.Currency // ¥: CNY
}

// Sources is the section sources: files relative to the rules file, with an optional #sheet.
type Sources struct {
	Tables []Source
}

// Source is one file of the section sources.
type Source struct {
	Kind crm.TableKind
	Path String // as written; the caller resolves it against the rules file's folder
}

// ColumnRule is one entry of the section columns.
type ColumnRule struct {
	Table    crm.TableKind
	Field    crm.Field
	Headers  []String
	Order    civil.Order
	Mark     money.Mark
	Currency money.Currency
	Pos      diag.Pos
}

// ValueRule is one word list of the section values: words that mean Meaning in Field.
type ValueRule struct {
	Field   crm.Field
	Meaning string // order
	Words   []String
}

// Region is a named list of countries.
type Region struct {
	ID        string
	Countries []String // ISO codes or names
	// Cumulative, where present, makes the region the countries that together
	// bring that share of revenue in the window, largest first; Countries is then empty.
	Cumulative value.Value
	Pos        diag.Pos
}

// Classification is a named, ordered list of classes.
type Classification struct {
	ID      string
	Title   lang.Text
	By      string   // the measure of bands; empty without
	ByPos   diag.Pos // of By
	BySlot  int
	Slot    int // where its classes stand for later conditions
	Classes []Class
	Pos     diag.Pos
}

// Class is one class: the first whose condition or band holds is the customer's; the last is the rest.
type Class struct {
	ID     string
	Title  lang.Text
	When   *cond.Cond                // nil for a band and for the rest
	WhenAt func(offset int) diag.Pos // the place of a byte of the condition
	Bands  []Band                    // all must hold; empty for a condition and for the rest
	Pos    diag.Pos
}

// BandKind is the key of a band.
type BandKind uint8

// The bands.
const (
	AtLeast BandKind = iota
	Over
	AtMost
	Under
	Top
	Bottom
	Cumulative
)

// Band is a limit over the classification's measure.
type Band struct {
	Kind  BandKind
	Limit money.Decimal // a share for Top, Bottom and Cumulative: 0.2
	Text  string        // as written: 20%
	Pos   diag.Pos
}

// SlotKind is what a slot holds.
type SlotKind uint8

// The kinds of slots.
const (
	MeasureSlot SlotKind = iota
	HeaderSlot           // a column of the customers table by its header
	ClassSlot            // an earlier classification's class ids; nothing where LeaveOut dropped it
	FieldSlot            // a canonical column: of the customers table; in WhereColumns, of the order table
	CurrentSlot          // the main classification's current class; only conditions from outside the file read it
	TagsSlot             // the tags by rule; conditions of alerts and those from outside the file read it
)

// Slot is one column that conditions read.
type Slot struct {
	Kind SlotKind
	Name string // the measure, header, classification or field
}

// Override is a person's word over the rule.
type Override struct {
	Customer       String // id or name
	Classification int
	Class          int
	Reason         string
	Until          civil.Date // 0: without end
	Pos            diag.Pos   // of Customer
}
