package measure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/crm"
	"crm/internal/measure"
	"crm/internal/money"
	"crm/internal/rules"
	"crm/internal/value"
)

func named(countries ...string) []rules.String {
	var list []rules.String
	for _, c := range countries {
		list = append(list, rules.String{Value: c})
	}
	return list
}

func TestRegion(t *testing.T) {
	countries := []string{"DE", "FR", "US", "", "Atlantis", "CN"}
	sums := []string{"500", "300", "100", "900", "5000", "100"}
	share := func(s string) value.Value { return value.Num(value.Share, money.MustParse(s)) }
	for _, c := range []struct {
		name    string
		regions []rules.Region
		want    []string
		why     string
	}{
		{"the table's own", nil, []string{"Europe", "-", "-", "-", "-", "-"}, "no section regions"},
		{
			"lists", []rules.Region{{ID: "core", Countries: named("德国", "US")}, {ID: "rest", Countries: named("US", "France")}},
			[]string{"core", "rest", "core", "-", "-", "-"}, "the first list that holds the country, by code or name",
		},
		{
			"the one that crosses is in", []rules.Region{{ID: "core", Cumulative: share("0.6")}},
			[]string{"core", "core", "-", "-", "-", "-"},
			"of 1000 with a known country DE brings 500; FR crosses 600",
		},
		{
			"exactly at the limit", []rules.Region{{ID: "core", Cumulative: share("0.5")}},
			[]string{"core", "-", "-", "-", "-", "-"}, "500 gathered are not under 500",
		},
		{
			"a crossing group of equals", []rules.Region{{ID: "core", Cumulative: share("0.81")}},
			[]string{"core", "core", "core", "-", "-", "core"}, "CN and US bring 100 each and are in together, as equal customers of a band are",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var orders []crm.Order
			for i, sum := range sums {
				orders = append(orders, of(int32(i), order(t, "2025-01-01", sum)))
			}
			d := book(len(countries), orders...)
			for i, name := range countries {
				d.Customers[i].Country = name
			}
			d.Customers[0].Region = "Europe"
			table := measure.New(d, measure.Options{AsOf: asOf, Window: year, Regions: c.regions})
			if diff := cmp.Diff(c.want, shown(table.Column("region"))); diff != "" {
				t.Errorf("%s\n%s", c.why, diff)
			}
		})
	}
}
