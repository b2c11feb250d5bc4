package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"slices"

	"crm/internal/classify"
	"crm/internal/compare"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/memory"
	"crm/internal/sheet"
	"crm/internal/words"
)

// remember finds what an earlier run left: of several workbooks that remember
// one, the newest.
func (r *Result) remember(o Options) error {
	if o.Remembered == nil {
		return nil
	}
	for _, path := range o.Remembered(r.CustomerBooks()) {
		m, err := r.recall(path, o.Sheet)
		if err != nil {
			return err
		}
		if m != nil && (r.Past == nil || m.Now.AsOf > r.Past.Now.AsOf) {
			r.Past = m
		}
	}
	r.Past.Spare(r.AsOf)
	return nil
}

// recall is what one workbook remembers; nil for nothing, or no such file. One
// that is damaged is said to be, and its history does not go on.
func (r *Result) recall(path string, o sheet.Options) (*memory.Memory, error) {
	m, err := r.memoryOf(path, o)
	var wrong *diag.Problem
	if errors.As(err, &wrong) {
		wrong.Severity = diag.Warning
		wrong.Effect = lang.T("what it remembers of earlier classes is not taken over", "其中记录的历史等级无法沿用")
		r.Problems.Add(*wrong)
		return nil, nil
	}
	return m, err
}

func (r *Result) memoryOf(path string, o sheet.Options) (*memory.Memory, error) {
	for _, b := range r.Books {
		if b.Path() == path && r.cached == nil {
			return memory.Read(b)
		}
	}
	book, err := sheet.Open(path, o)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer book.Close()
	return memory.Read(book)
}

// held finds the class that a customer keeps until the next review.
func (r *Result) held() func(customer int) (class string, ok bool) {
	past := compare.Aligned(r.Past.Past(r.AsOf, r.mainID()), r.mainClasses())
	keeps := compare.Held(past, r.Rules.LastReview(r.AsOf))
	return func(customer int) (string, bool) {
		c := &r.Data.Customers[customer]
		return keeps(c.ID, c.Name)
	}
}

func (r *Result) mainID() string { return r.Rules.Classifications[r.Rules.Main].ID }

// mainClasses is the classes of the main classification.
func (r *Result) mainClasses() []crm.ClassName {
	main := &r.Rules.Classifications[r.Rules.Main]
	names := make([]crm.ClassName, len(main.Classes))
	for i := range main.Classes {
		names[i] = crm.ClassName{ID: main.Classes[i].ID, Title: main.Classes[i].Title}
	}
	return names
}

// manual is what the customers table says by hand of a customer's class.
func (r *Result) manual(customer int) (classify.Word, bool) {
	c := &r.Data.Customers[customer]
	if c.ManualClass == "" {
		return classify.Word{}, false
	}
	return classify.Word{
		Customer: c.Label(), Class: c.ManualClass, Reason: c.ManualReason, Until: c.ManualUntil, Pos: r.cellOf(c.Pos, crm.FieldManualClass),
	}, true
}

// cellOf is the place of a field in the row of a customers table.
func (r *Result) cellOf(row diag.Pos, f crm.Field) diag.Pos {
	for _, l := range r.Data.Tables {
		if at := l.Sheet.Pos(); l.Kind == crm.Customers && at.File == row.File && at.Sheet == row.Sheet {
			if c := l.Column(f); c != nil {
				row.Col = c.Index + 1
			}
		}
	}
	return row
}

// Earlier is the state that a run is compared with: that of the run before, else
// the classes that the customers table itself gave, where rules.yaml says what
// they mean; nil where there is neither.
func (r *Result) Earlier(now *crm.State) *crm.State {
	if past := r.Past.Past(now.AsOf, now.Classification); past != nil {
		return past
	}
	if r.Past != nil && (r.Past.Now.AsOf != now.AsOf || r.Past.Before.AsOf != 0) {
		return nil // a look back, or another classification was the main one
	}
	return r.tableClasses(now)
}

// tableClasses is the classes of the table's own column, in words that rules.yaml
// maps to those of the main classification.
func (r *Result) tableClasses(now *crm.State) *crm.State {
	classes := map[string]bool{}
	for _, c := range now.Classes {
		classes[c.ID] = true
	}
	old := &crm.State{Classification: now.Classification, Title: now.Title, Classes: now.Classes, Currency: now.Currency,
		Assessments: slices.Clone(now.Assessments)}
	some := false
	for i := range old.Assessments {
		a := &old.Assessments[i]
		a.Reasons = nil
		if class, ok := words.Meaning(crm.FieldPreviousClass, r.Data.Customers[i].PreviousClass, r.Rules.Values); ok && classes[class] {
			a.Class, a.Current, some = class, class, true
		}
	}
	if !some {
		return nil
	}
	return old
}

// State is where every customer stands in the main classification.
func (r *Result) State() *crm.State {
	s := r.state()
	s.Assessments = make([]crm.Assessment, len(r.Data.Customers))
	r.Measures.Column("revenue") // made before several ask for it
	r.Classes.EachCustomer(func(i int) { s.Assessments[i] = r.assessment(i) })
	return s
}

// state is State without the customers.
func (r *Result) state() *crm.State {
	main := &r.Rules.Classifications[r.Rules.Main]
	digest := sha256.Sum256(r.Rules.Source)
	return &crm.State{
		AsOf: r.AsOf, Classification: main.ID, Title: main.Title, RulesSHA256: hex.EncodeToString(digest[:]),
		Currency: r.Data.Conversion.Base, Reviewed: r.Rules.LastReview(r.AsOf), Classes: r.mainClasses(),
	}
}

// assessment is where a customer stands in the main classification.
func (r *Result) assessment(i int) crm.Assessment {
	main, c := &r.Rules.Classifications[r.Rules.Main], &r.Data.Customers[i]
	a := crm.Assessment{
		ID: c.ID, Name: c.Name, Owner: c.Owner,
		Class:   main.Classes[r.Classes.Class(r.Rules.Main, i)].ID,
		Current: main.Classes[r.Classes.Current(r.Rules.Main, i)].ID,
		Manual:  r.Classes.Word(r.Rules.Main, i) != nil,
		Reasons: r.Classes.Reasons(i),
	}
	if revenue := r.Measures.Column("revenue"); i < len(revenue) {
		a.Revenue = revenue[i]
	}
	return a
}
