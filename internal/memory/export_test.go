package memory

import "crm/internal/value"

// Cells is values as a customer's cells showed them.
func Cells(values ...value.Value) Shown { return Shown(appendCells(nil, values)) }
