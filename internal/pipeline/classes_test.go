package pipeline_test

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"crm/internal/pipeline"
)

// TestRecountClasses holds three default classifications of every customer of
// the big workbook against classes decided here, from the recount's figures.
func TestRecountClasses(t *testing.T) {
	realFiles(t, "online-retail.xlsx")
	for _, test := range []struct {
		oracle string
		read   func() (*pipeline.Result, error)
	}{
		{"online-retail-2011-12-09.tsv.gz", plainRetail},
		{"online-retail-2011-12-09-where.tsv.gz", whereRetail},
	} {
		t.Run(test.oracle, func(t *testing.T) {
			r, err := test.read()
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for customer, classes := range classesOf(r) {
				var kept []string
				for _, class := range strings.Fields(classes) {
					id, _, _ := strings.Cut(class, "=")
					if slices.Contains([]string{"revenue_level", "frequency_level", "segment"}, id) {
						kept = append(kept, class)
					}
				}
				got[customer] = strings.Join(kept, " ")
			}
			agree(t, classify(oracle(t, test.oracle)), got)
		})
	}
}

// buyer is what the recount knows of a customer.
type buyer struct {
	id               string
	lifetime, recent int
	revenue          *big.Rat
}

// classify decides revenue_level, frequency_level and segment as the product's
// defaults are worded.
func classify(customers map[string]string) map[string]string {
	var all []buyer
	for id, line := range customers {
		fields := strings.Split(line, "\t")
		lifetime, _ := strconv.Atoi(fields[0])
		recent, _ := strconv.Atoi(fields[4])
		all = append(all, buyer{id, lifetime, recent, exact(fields[5])})
	}
	levels := revenueLevels(all)
	classes := map[string]string{}
	for _, b := range all {
		frequency := "low"
		switch {
		case b.recent >= 6:
			frequency = "high"
		case b.recent >= 2:
			frequency = "medium"
		}
		segment := "other"
		switch {
		case b.lifetime >= 2 && levels[b.id] == "high":
			segment = "vip"
		case b.lifetime >= 2:
			segment = "repeat"
		case b.lifetime == 1:
			segment = "one_time"
		}
		classes[b.id] = "revenue_level=" + levels[b.id] + " frequency_level=" + frequency + " segment=" + segment
	}
	return classes
}

// revenueLevels is high for those who together bring 80 % of the positive
// revenue, medium for those up to 95 %: the largest first, and whoever crosses
// the limit is in, with all who are as large.
func revenueLevels(all []buyer) map[string]string {
	slices.SortFunc(all, func(a, b buyer) int { return cmp.Or(b.revenue.Cmp(a.revenue), strings.Compare(a.id, b.id)) })
	total := new(big.Rat)
	for _, b := range all {
		if b.revenue.Sign() > 0 {
			total.Add(total, b.revenue)
		}
	}
	levels := map[string]string{}
	gathered, before := new(big.Rat), new(big.Rat) // before the group of equals
	for i, b := range all {
		if i == 0 || b.revenue.Cmp(all[i-1].revenue) != 0 {
			before.Set(gathered)
		}
		levels[b.id] = "low"
		if b.revenue.Sign() > 0 {
			share := new(big.Rat).Quo(before, total)
			switch {
			case share.Cmp(big.NewRat(80, 100)) < 0:
				levels[b.id] = "high"
			case share.Cmp(big.NewRat(95, 100)) < 0:
				levels[b.id] = "medium"
			}
			gathered.Add(gathered, b.revenue)
		}
	}
	return levels
}
