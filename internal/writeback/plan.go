package writeback

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"

	"crm/internal/annotate"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/memory"
	"crm/internal/ooxml"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
	"crm/internal/workbook"
)

// Target is one workbook to be written.
type Target struct {
	Book          table.Book // whose customers it holds
	Itself        bool       // the book itself is written, not a copy of it
	InPlace       bool       // and that was asked for: it stays the user's own
	ReplaceEdited bool       // cells of ours that were edited by hand get crm's value again
	Last          bool       // nothing else is written of the run, which gives up what the book remembers from then on
	Force         bool       // also where a signature becomes invalid, and into protected sheets
	Limits        xlsx.Limits
}

// Plan is a workbook about to be written.
type Plan struct {
	// Problems is what is to be told of it: cells edited by hand.
	Problems diag.List

	run      *Run
	target   Target
	added    *table.Grid    // our columns, one row per customer
	source   *annotate.Book // the user's book; nil where a new one is made
	blocks   []*block
	own      []annotate.Own // our sheets in it
	past     *memory.Memory // what the user's book itself remembers; nil for nothing
	written  *memory.Values // of past; nil until asked for
	vanished []person       // customers that the book remembers and the table has no more; nil until asked for
	job      *annotate.Job
	done     *annotate.Done
}

// Prepare looks at the user's book, for what an earlier run left there. The plan is to be closed.
func Prepare(run *Run, t Target) (*Plan, error) {
	p := &Plan{run: run, target: t}
	if run.Data.Read(crm.Customers) {
		var err error
		if p.added, err = run.Report.Added(); err != nil {
			return nil, err
		}
	}
	if !Copied(run.Result, t.Book) {
		return p, nil
	}
	if err := p.open(); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// open opens the user's book again, to be copied: it must be the one that was read.
func (p *Plan) open() error {
	var err error
	if p.source, err = annotate.Open(p.target.Book.Path()); err != nil {
		return err
	}
	was, err := p.target.Book.SHA256()
	if err != nil {
		return err
	}
	if err := p.sameAs(was); err != nil {
		return err
	}
	// What cannot be read is not remembered; the run has said so.
	p.past, _ = memory.ReadShown(p.target.Book)
	marker, _ := workbook.ReadMarker(p.target.Book.Properties())
	for _, l := range p.run.CustomerTables(p.target.Book) {
		b, err := p.block(l, &marker)
		if err != nil {
			return err
		}
		p.blocks = append(p.blocks, b)
	}
	p.past, p.written, p.vanished = nil, nil, nil
	if book, ok := p.target.Book.(interface{ Forget() }); ok {
		book.Forget()
	}
	p.own, err = p.findOwn(&marker)
	return err
}

// sameAs checks that the book opened to be copied is the one that was read. One
// that is written itself is held against that content, by safefile and by the
// proof, once it is done.
func (p *Plan) sameAs(was [sha256.Size]byte) error {
	if p.target.Itself {
		return nil
	}
	is, err := p.source.SHA256()
	if err == nil && was != is {
		err = &Changed{Path: p.target.Book.Path()}
	}
	return err
}

// findOwn is our sheets in the user's book: under the names that an earlier run gave
// them, else under names that are free.
func (p *Plan) findOwn(marker *workbook.Marker) ([]annotate.Own, error) {
	own := make([]annotate.Own, len(sheetNames))
	ours, err := p.signedSheets(marker.Sheets)
	if err != nil {
		return nil, err
	}
	for _, name := range ours {
		if kind, known := kindOf(name); known && !own[kind].Replaces {
			own[kind] = annotate.Own{Name: name, Replaces: true}
		}
	}
	for kind := range own {
		if own[kind].Replaces {
			continue
		}
		name, err := p.source.FreeSheetName(sheetNames[kind].In(p.run.Lang))
		if err != nil {
			return nil, err
		}
		own[kind].Name = name
	}
	return own, nil
}

// signedSheets is which sheets that the marker names have our sign. Where what
// the book remembers has lost it, a program that keeps no footers saved the book,
// and names are all there is.
func (p *Plan) signedSheets(names []string) ([]string, error) {
	var signed []string
	kept, there := true, p.source.SheetNames()
	for _, name := range names {
		ours, err := p.source.Ours(name)
		if err != nil {
			return nil, err
		}
		if ours {
			signed = append(signed, name)
		}
		kind, known := kindOf(name)
		if known && kind == stateSheet && slices.Contains(there, name) {
			kept = ours
		}
	}
	if !kept {
		return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !slices.Contains(there, name) }), nil
	}
	return signed, nil
}

// Write writes the workbook.
func (p *Plan) Write(w io.Writer) error {
	if p.source == nil {
		book, err := p.book()
		if err != nil {
			return err
		}
		return workbook.Write(w, book)
	}
	surveyed := beside(p.survey)
	made, err := p.make()
	if err := errors.Join(err, surveyed()); err != nil {
		return err
	}
	own, err := p.withRows(made.Rows)
	if err != nil {
		return err
	}
	p.job = &annotate.Job{Fresh: made.File, Sheets: own, Force: p.target.Force, Limits: p.target.Limits}
	for i, b := range p.blocks {
		p.job.Blocks = append(p.job.Blocks, b.job(made.Blocks[i]))
	}
	for _, property := range made.Marker.Properties() {
		p.job.Properties = append(p.job.Properties, ooxml.Property{Name: property.Name, Text: property.Text})
	}
	p.done, err = p.source.Write(w, p.job)
	p.job.Sheets = p.own // the rows are long
	return err
}

// withRows is our sheets with the rows that are made while they are written.
func (p *Plan) withRows(rows map[string]*workbook.Rows) ([]annotate.Own, error) {
	own, placed := slices.Clone(p.own), 0
	for i := range own {
		if left := rows[own[i].Name]; left != nil {
			own[i].Rows = left
			placed++
		}
	}
	if placed < len(rows) {
		return nil, errors.New("rows were made for a sheet that is not written")
	}
	return own, nil
}

// survey reads the customers' sheets for what must be known before they are copied.
func (p *Plan) survey() error {
	for _, b := range p.blocks {
		bare := b.job(nil)
		var err error
		if b.surveyed, err = p.source.Survey(&bare); err != nil {
			return err
		}
	}
	return nil
}

// make makes all of ours in memory, and looks at the cells of our columns meanwhile.
func (p *Plan) make() (*workbook.Made, error) {
	var cells *workbook.Measured
	measured := beside(func() (err error) {
		cells, err = workbook.Measure(p.added, p.run.Lang, p.source.Date1904())
		return err
	})
	book, err := p.book()
	if err := errors.Join(err, measured()); err != nil {
		return nil, err
	}
	for i := range book.Blocks {
		book.Blocks[i].Measured = cells
	}
	return workbook.Make(book)
}

// beside does something on a goroutine of its own; result waits for it.
func beside(do func() error) (result func() error) {
	failed := make(chan error, 1)
	go func() { failed <- do() }()
	return func() error { return <-failed }
}

// book is all of ours as a workbook: with the customers where it is to stand
// alone, else with the blocks that go beside the user's.
func (p *Plan) book() (*workbook.Book, error) {
	var customers []workbook.Sheet
	var blocks []workbook.Block
	for _, b := range p.blocks {
		blocks = append(blocks, workbook.Block{Grid: p.added, Taken: b.taken()})
	}
	if p.source == nil {
		var err error
		if customers, err = p.newSheets(); err != nil {
			return nil, err
		}
	}
	names := make([]string, len(sheetNames))
	for kind := range names {
		if names[kind] = sheetNames[kind].In(p.run.Lang); p.source != nil {
			names[kind] = p.own[kind].Name
		}
	}
	own, err := p.ownSheets(names)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(p.run.Rules.Source)
	return &workbook.Book{
		Lang:     p.run.Lang,
		Date1904: p.source != nil && p.source.Date1904(),
		Sheets:   append(customers, own...),
		Blocks:   blocks,
		Marker: workbook.Marker{
			Version: p.run.Version, AsOf: p.run.AsOf.String(), RulesSHA256: hex.EncodeToString(digest[:]),
			Kind: p.kind(), Main: p.run.Rules.Classifications[p.run.Rules.Main].ID,
		},
	}, nil
}

func (p *Plan) kind() workbook.Kind {
	switch {
	case p.source == nil:
		return workbook.New
	case p.target.InPlace:
		return workbook.InPlace
	}
	return workbook.Copy
}

// Notes is what is worth saying of the writing: tables that reach over our
// columns now, or why they do not.
func (p *Plan) Notes() []lang.Text {
	if p.done == nil {
		return nil
	}
	notes := slices.Clone(p.done.Notes)
	for i, b := range p.done.Blocks {
		if gaps := p.blocks[i].gaps(b.Columns); len(gaps) > 0 {
			notes = append(notes, lang.F("columns that crm no longer writes leave their places free: %s; crm's others stay where they are, since formulas may name them",
				"crm 不再写入的列空了出来：%s；crm 的其他列位置不变，以免影响引用它们的公式", strings.Join(gaps, ", ")))
		}
		for _, t := range b.Tables {
			switch name := diag.Escape(t.Name); {
			case t.Extended:
				notes = append(notes, lang.F("the table %s reaches over crm's columns now", "表格“%s”已扩展到 crm 的列", name))
			case !t.Why.Empty():
				notes = append(notes, lang.F("the table %s was not extended over crm's columns: %s", "表格“%s”没有扩展到 crm 的列：%s", name, t.Why))
			}
		}
	}
	return notes
}

// Verify reads the finished file back, strictly and to its end, and holds it
// against the book it was made from.
func (p *Plan) Verify(path string) error {
	if p.source == nil {
		return readThrough(path)
	}
	if err := annotate.Verify(p.target.Book.Path(), path, p.done, p.job); err != nil || !p.target.Itself {
		return err
	}
	// Windows renames nothing over a file that is open.
	p.Close()
	return p.target.Book.Close()
}

// Close closes the user's book.
func (p *Plan) Close() {
	if p.source != nil {
		_ = p.source.Close() // read only: nothing can be lost
	}
}
