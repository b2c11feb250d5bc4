package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
)

// The shape of the data.
const (
	customerCount  = 20_000
	productCount   = 500
	returnsPercent = 2
	firstSerial    = 45200 // 2023-10-01, as Excel counts days
	dayCount       = 1096  // three years, to 2026-09-30
	asOf           = "2026-09-30"
)

// currency is a currency of the data. Its rate has four decimals, so that a
// converted cent is a whole number of millionths.
type currency struct {
	code string
	rate int64 // US dollars for one unit, times 10 000
}

func currencies() []currency {
	return []currency{{"USD", 10_000}, {"EUR", 10_800}, {"GBP", 12_700}, {"CNY", 1_400}, {"JPY", 67}}
}

// rulesFile gives crm the same rates.
func rulesFile() string {
	text := "version: 1\nlanguage: en\nmoney:\n  base: USD\n  rates:\n"
	for _, c := range currencies()[1:] {
		text += fmt.Sprintf("    %s: %s\n", c.code, strconv.FormatFloat(float64(c.rate)/10_000, 'f', -1, 64))
	}
	return text
}

// line is one row of the order table; texts are numbers into their lists.
type line struct {
	order, customer, product, currency int
	day                                int // Excel's serial
	quantity                           int
	price                              int64 // in cents
}

func (l line) amount() int64 { return int64(l.quantity) * l.price }

// lines calls visit with every row of a table: orders in random order, each with
// its lines one after another. The same arguments give the same rows.
func lines(rows, perOrder int, visit func(line) error) error {
	random := rand.New(rand.NewPCG(20260930, uint64(perOrder)))
	orders := (rows + perOrder - 1) / perOrder
	step := coprime(orders)
	for i, written := 0, 0; i < orders; i++ {
		l := line{
			order:    i * step % orders,
			customer: customerOf(random, i),
			currency: random.IntN(len(currencies())),
			day:      firstSerial + random.IntN(dayCount),
		}
		sign := 1
		if random.IntN(100) < returnsPercent {
			sign = -1
		}
		for k := 0; k < perOrder && written < rows; k++ {
			l.product = random.IntN(productCount)
			l.quantity = sign * (1 + random.IntN(200))
			l.price = int64(50 + random.IntN(99_950))
			if err := visit(l); err != nil {
				return err
			}
			written++
		}
	}
	return nil
}

// customerOf gives every customer one order, and then prefers low numbers: a few
// customers order much, most little.
func customerOf(random *rand.Rand, order int) int {
	if order < customerCount {
		return (order*7919 + 13) % customerCount // a prime: every one, out of order
	}
	return min(random.IntN(customerCount), random.IntN(customerCount))
}

// coprime is a step that visits every number below n once, out of order.
func coprime(n int) int {
	step := n*618/1000 | 1
	for gcd(step, n) != 1 {
		step += 2
	}
	return step
}

func gcd(a, b int) int {
	for b > 0 {
		a, b = b, a%b
	}
	return a
}

func orderName(n int) string    { return fmt.Sprintf("SO%08d", n+1) }
func customerName(n int) string { return fmt.Sprintf("C%05d", n+1) }
func productName(n int) string  { return fmt.Sprintf("Product %03d", n+1) }
