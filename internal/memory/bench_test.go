package memory_test

import (
	"fmt"
	"testing"

	"crm/internal/crm"
	"crm/internal/memory"
	"crm/internal/money"
	"crm/internal/value"
)

// BenchmarkRoundTrip is the memory of 20 000 customers: two states, what 16
// columns showed, and back.
func BenchmarkRoundTrip(b *testing.B) {
	const customers = 20_000
	m := &memory.Memory{Now: crm.State{AsOf: day(7, 1), Classification: "tier", Classes: []crm.ClassName{{ID: "A"}}}, Written: map[string]memory.Shown{}}
	for i := range 16 {
		m.Columns = append(m.Columns, fmt.Sprint("column", i))
	}
	for i := range customers {
		id := fmt.Sprintf("C%05d", i)
		a := crm.Assessment{ID: id, Name: "Company " + id, Class: "A", Current: "A", Revenue: value.Num(value.Money, money.New(int64(i)*12_345, 2))}
		for n := range 6 {
			a.Reasons = append(a.Reasons, crm.Reason{Class: "A", Text: fmt.Sprint("revenue_share > 3", n), Actual: fmt.Sprint(i%100, "%"), Holds: crm.No})
		}
		m.Now.Assessments = append(m.Now.Assessments, a)
		var shown []value.Value
		for len(shown) < len(m.Columns) {
			shown = append(shown, value.Str("Core market"), a.Revenue)
		}
		m.Written[memory.Key(id, "")] = memory.Cells(shown...)
	}
	m.Before = m.Now
	m.Before.AsOf = day(6, 1)
	b.ReportAllocs()
	for b.Loop() {
		got, err := memory.Read(inMemory(m))
		if err != nil || len(got.Before.Assessments) != customers {
			b.Fatal(err)
		}
	}
}
