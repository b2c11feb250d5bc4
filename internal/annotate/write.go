package annotate

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/ooxml"
)

// ownProperties is how the names of all properties of ours begin.
const ownProperties = "crm."

// Write writes a copy of the book with everything the job asks for. It may be
// called again with the same outcome. What it wrote is proven by Verify, once the
// copy is a file.
func (b *Book) Write(w io.Writer, j *Job) (*Done, error) {
	done, err := b.write(w, j)
	if err != nil {
		return nil, b.in(err, "")
	}
	return done, nil
}

func (b *Book) write(w io.Writer, j *Job) (*Done, error) {
	p, err := b.open()
	if err != nil {
		return nil, err
	}
	fresh, err := ooxml.Open(bytes.NewReader(j.Fresh), int64(len(j.Fresh)))
	if err != nil {
		return nil, fmt.Errorf("the fresh book: %w", err)
	}
	done := &Done{}
	if p.Signed() {
		if !j.Force {
			return nil, signedBook()
		}
		done.Notes = append(done.Notes, lang.T("the workbook's digital signature is no longer valid", "工作簿的数字签名已失效"))
	}
	for i := range j.Blocks {
		if err := done.plan(p, j, &j.Blocks[i]); err != nil {
			return nil, b.in(err, j.Blocks[i].Sheet)
		}
	}
	if err := done.change(p, fresh, j); err != nil {
		return nil, err
	}
	_, err = p.WriteTo(w)
	for _, plan := range done.plans {
		plan.facts.whole = nil
	}
	if err != nil {
		return nil, err
	}
	return done, nil
}

// The kinds of parts that matter here.
const (
	kindBook      = "officeDocument"
	kindSheet     = "worksheet"
	kindStyles    = "styles"
	kindCalcChain = "calcChain"
)

// plan surveys a customers' sheet and plans its patch.
func (d *Done) plan(p *ooxml.Package, j *Job, from *Block) error {
	plan, err := newPlan(p, from)
	if err != nil {
		return err
	}
	if err := plan.read(p, from.Surveyed); err != nil {
		return err
	}
	switch f := plan.facts; {
	case f.problem != nil:
		return f.problem
	case f.protected && !j.Force:
		return protectedSheet(diag.Pos{})
	}
	files, err := plan.tableFiles(p)
	if err != nil {
		return err
	}
	tables, err := plan.settle(files)
	if err != nil {
		return err
	}
	placed := Placed{Columns: make([]int, len(from.Columns)), Tables: tables}
	for _, s := range plan.slots {
		placed.Columns[s.from] = s.col
	}
	d.plans, d.Blocks = append(d.plans, plan), append(d.Blocks, placed)
	return nil
}

// Surveyed is what has to be known of a customers' sheet before the first byte of
// its copy is written.
type Surveyed struct{ facts facts }

// Survey reads a customers' sheet. Write does so itself; it takes as long as
// making what is to be written.
func (b *Book) Survey(from *Block) (*Surveyed, error) {
	p, err := b.open()
	if err != nil {
		return nil, err
	}
	plan, err := newPlan(p, from)
	if err == nil {
		err = plan.read(p, nil)
	}
	if err != nil {
		return nil, b.in(err, from.Sheet)
	}
	return &Surveyed{*plan.facts}, nil
}

// read finds out about the sheet, unless that was done.
func (p *plan) read(from *ooxml.Package, done *Surveyed) error {
	if done != nil {
		facts := done.facts
		p.facts, done.facts.whole = &facts, nil // which is long, and of no further use to others
		return nil
	}
	r, err := from.OpenPart(p.part)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // only read from
	return p.survey(r, from.Size(p.part))
}

// tableFiles reads the tables of the sheet.
func (p *plan) tableFiles(from *ooxml.Package) ([]*tableFile, error) {
	if len(p.facts.tables) == 0 {
		return nil, nil
	}
	relations, err := from.Relations(p.part)
	if err != nil {
		return nil, err
	}
	p.wholeUse = func(table string) (string, error) { return wholeUse(from, table) }
	var files []*tableFile
	for _, r := range relations {
		if r.External || !slices.Contains(p.facts.tables, r.ID) || !from.Has(r.Target) {
			continue
		}
		xml, err := from.Read(r.Target)
		if err != nil {
			return nil, err
		}
		files = append(files, readTable(r.Target, xml))
	}
	return files, nil
}

// change makes all changes of the package.
func (d *Done) change(p, fresh *ooxml.Package, j *Job) error {
	options := ooxml.TransplantOptions{Remove: j.Remove}
	for _, s := range j.Sheets {
		options.Sheets = append(options.Sheets, ooxml.OwnSheet(s))
	}
	homes, err := readLooks(p)
	if err != nil {
		return err
	}
	styles, err := p.Transplant(fresh, options)
	if err != nil {
		return err
	}
	formulas := false
	for _, plan := range d.plans {
		plan.dress(styles, homes)
		formulas = formulas || plan.facts.formulas
		if err := p.Patch(plan.part, func(w io.Writer, r io.Reader) error { return patch(w, r, plan) }); err != nil {
			return err
		}
		for _, c := range plan.tables {
			if err := p.Replace(c.file.part, c.apply()); err != nil {
				return err
			}
		}
	}
	if formulas {
		if err := dropCalcChain(p); err != nil {
			return err
		}
	}
	return p.SetProperties(ownProperties, j.Properties)
}

// dropCalcChain drops the list of cells with formulas, which would name cells
// that have none any more; Excel makes a new one.
func dropCalcChain(p *ooxml.Package) error {
	_, relations, err := bookRelations(p)
	if err != nil {
		return err
	}
	for _, r := range relations {
		if r.Kind == kindCalcChain && !r.External && p.Has(r.Target) {
			return p.Drop(r.Target)
		}
	}
	return nil
}

// bookRelations is the workbook's part and its relationships.
func bookRelations(p *ooxml.Package) (part string, list []ooxml.Relation, err error) {
	roots, err := p.Relations("")
	if err != nil {
		return "", nil, err
	}
	for _, r := range roots {
		if r.Kind == kindBook && !r.External {
			list, err = p.Relations(r.Target)
			return r.Target, list, err
		}
	}
	return "", nil, nil
}
