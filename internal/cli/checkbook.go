package cli

import (
	"path/filepath"

	"crm/internal/check"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet"
)

// checkBookNames is what a workbook of findings is called in the workspace.
func checkBookNames() []string { return []string{"check.xlsx", "检查.xlsx"} }

// decisions reads what was decided about earlier findings: in the workbook that
// is about to be written anew, and in that of --decisions or of the workspace.
// Where two say something of one finding, the latter counts.
func (a *app) decisions(r *run, o *checkFlags, out *output) (check.Decisions, error) {
	made := check.Decisions{}
	if out.path != "" && out.format == formatXLSX && isFile(out.path) {
		if _, err := takeDecisions(out.path, o, made); err != nil {
			return nil, err
		}
	}
	if o.decisions != "" {
		ours, err := takeDecisions(o.decisions, o, made)
		if err == nil && !ours {
			err = usage(lang.F("--decisions %s: no sheet has the columns %s and %s", "--decisions %s：没有带“%s”和“%s”列的工作表", diag.Escape(o.decisions),
				check.ColumnTitle(check.KeyColumn), check.ColumnTitle(check.DecisionColumn)), lang.T("crm check -o check.xlsx writes such a workbook", "用 crm check -o 检查.xlsx 可写出这样的工作簿"))
		}
		return made, err
	}
	for _, name := range checkBookNames() {
		path := filepath.Join(a.workspaceOf(r), name)
		if !isFile(path) {
			continue
		}
		if _, err := takeDecisions(path, o, made); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// takeDecisions reads the decisions of a file; ours is false for one that has none
// of the columns.
func takeDecisions(path string, o *checkFlags, made check.Decisions) (ours bool, err error) {
	how, _, err := o.sheetOptions()
	if err != nil {
		return false, err
	}
	book, err := sheet.Open(path, how)
	if err != nil {
		return false, err
	}
	defer book.Close() //nolint:errcheck // only read from
	for _, s := range book.Sheets() {
		one, err := made.Take(s)
		if err != nil {
			return false, err
		}
		ours = ours || one
	}
	return ours, nil
}
