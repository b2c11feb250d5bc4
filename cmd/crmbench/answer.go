package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strconv"
)

// answer is what every contestant that adds up must agree on.
type answer struct {
	customers  int
	orders     int64 // purchases
	millionths int64 // of a dollar, returns taken off
}

// String is the form in which processes hand an answer on.
func (a answer) String() string {
	return fmt.Sprintf("%d customers, %d purchases, %d.%06d USD", a.customers, a.orders, a.millionths/1e6, a.millionths%1e6)
}

// truth adds up the data itself.
func truth(rows, perOrder int) (answer, error) {
	var a answer
	bought := make([]bool, customerCount)
	order, sum := -1, int64(0)
	finish := func() {
		if sum > 0 {
			a.orders++
		}
		sum = 0
	}
	err := lines(rows, perOrder, func(l line) error {
		if l.order != order {
			finish()
			order = l.order
		}
		sum += l.amount()
		a.millionths += l.amount() * currencies()[l.currency].rate
		if !bought[l.customer] {
			bought[l.customer] = true
			a.customers++
		}
		return nil
	})
	finish()
	return a, err
}

// listColumns is what crm list is asked for.
const listColumns = "customer_id,lifetime_orders,lifetime_revenue"

// readList adds up what crm list printed as CSV.
func readList(r io.Reader) (answer, error) {
	var a answer
	revenue := new(big.Rat)
	records := csv.NewReader(r)
	for {
		fields, err := records.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return a, fmt.Errorf("the output of crm list: %w", err)
		}
		if len(fields) != 3 || fields[0] == "customer_id" {
			continue
		}
		orders, err := strconv.ParseInt(fields[1], 10, 64)
		one, ok := new(big.Rat).SetString(fields[2])
		if err != nil || !ok {
			return a, fmt.Errorf("the output of crm list: %q", fields)
		}
		a.customers++
		a.orders += orders
		revenue.Add(revenue, one)
	}
	revenue.Mul(revenue, big.NewRat(1e6, 1))
	if !revenue.IsInt() || !revenue.Num().IsInt64() {
		return a, fmt.Errorf("the output of crm list: %s is no sum of exact amounts", revenue.FloatString(12))
	}
	a.millionths = revenue.Num().Int64()
	return a, nil
}
