package report

// ColumnNames is every column that a list of customers can show, whether the
// data has it or not.
func (r *Run) ColumnNames() []string { return r.columnNames() }
