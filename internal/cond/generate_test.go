package cond

import (
	"fmt"
	"strings"

	"crm/internal/money"
	"crm/internal/value"
	"pgregory.net/rapid"
)

// conditionOf draws a condition that types, at most depth operators deep.
func conditionOf(t *rapid.T, depth int) string {
	if depth == 0 {
		return leafSource(t)
	}
	switch rapid.IntRange(0, 5).Draw(t, "shape") {
	case 0:
		return conditionOf(t, depth-1) + " and " + conditionOf(t, depth-1)
	case 1:
		return conditionOf(t, depth-1) + " or " + conditionOf(t, depth-1)
	case 2:
		return "not " + conditionOf(t, depth-1)
	case 3:
		return "(" + conditionOf(t, depth-1) + ")"
	case 4:
		return "not (" + conditionOf(t, depth-1) + ")"
	}
	return leafSource(t)
}

func pick(t *rapid.T, from ...string) string { return rapid.SampledFrom(from).Draw(t, "pick") }

func leafSource(t *rapid.T) string {
	order := pick(t, "==", "!=", "<", "<=", ">", ">=")
	equal := pick(t, "==", "!=")
	switch rapid.IntRange(0, 13).Draw(t, "leaf") {
	case 0:
		return "has(" + pick(t, "revenue", "region", "tags", "has_email", "last_order") + ")"
	case 1:
		return pick(t, "has_email", "not has_email", "has_email == true", "has_email != true")
	case 2:
		return fmt.Sprintf("region %s %s", equal, pick(t, `"core"`, `"other"`, `'co"re'`))
	case 3:
		return fmt.Sprintf("region %s [%s]", pick(t, "in", "not in"), pick(t, `"core"`, `"core", "eu"`, `"x", "y", "other"`))
	case 4:
		return fmt.Sprintf("country %s %s", pick(t, "contains", "startsWith", "endsWith", "not contains", "not endsWith"), pick(t, `"c"`, `"co"`, `"re"`, `"%"`))
	case 5:
		return fmt.Sprintf("%s %s tags", pick(t, `"vip"`, `"eu"`, `"v"`), pick(t, "in", "not in"))
	case 6:
		return fmt.Sprintf("last_order %s %s", order, pick(t, `"2026-03-01"`, `as_of - days(90)`, `as_of`, "first_order"))
	case 7:
		return fmt.Sprintf("last_order - first_order %s %s", order, pick(t, "days(90)", "tenure", "180"))
	case 8:
		return fmt.Sprintf("%s < %s <= %s", pick(t, "0", "-3", "2.5"), pick(t, "revenue", "orders"), pick(t, "4", "7.25"))
	case 9:
		return fmt.Sprintf("orders %s [%s]", pick(t, "in", "not in"), pick(t, "1", "1, 2", "0, 3.0, 4"))
	case 10:
		return fmt.Sprintf("%s %s %s", pick(t, "revenue", "revenue * 2", "revenue - 3"), order,
			pick(t, `mean("revenue")`, `median("revenue")`, `quantile("revenue", 0.25)`, `quantile("revenue", 75%)`))
	case 11:
		return fmt.Sprintf("rank(%s) %s %s", pick(t, `"revenue"`, `"orders"`), order, pick(t, "1", "3", "orders"))
	}
	return sumSource(t) + " " + order + " " + sumSource(t)
}

// sumSource is a calculation over revenue and orders.
func sumSource(t *rapid.T) string {
	side := func() string {
		return pick(t, "revenue", "orders", "2", "0", "1.5", "-1", "lifetime_revenue")
	}
	switch rapid.IntRange(0, 4).Draw(t, "sum") {
	case 0:
		return side() + pick(t, " * ", " / ") + pick(t, "orders", "2", "0", "50%")
	case 1:
		return "revenue" + pick(t, " + ", " - ") + pick(t, "revenue", "lifetime_revenue", "orders", "1.5")
	case 2:
		return "(orders " + pick(t, "+", "-") + " " + pick(t, "1", "2.5", "orders") + ") * 2"
	}
	return side()
}

// customerOf draws a customer; every value may be absent.
func customerOf(t *rapid.T) string {
	var pairs []string
	add := func(name string, values ...string) {
		if v := pick(t, append(values, "")...); v != "" {
			pairs = append(pairs, name+"="+v)
		}
	}
	add("revenue", "0", "1", "1.5", "2.5", "-3", "4", "7.25", "100")
	add("lifetime_revenue", "0", "1.5", "8")
	add("orders", "0", "1", "2", "3", "4")
	add("tenure", "0", "90", "180", "181")
	add("region", "core", "other", `co"re`, "eu")
	add("country", "core", "CO", "c%", "ore")
	add("tags", "vip", "vip,eu", "eu,vip,x", "v")
	add("has_email", "true", "false")
	add("last_order", "2026-03-01", "2026-06-02", "2026-06-03", "2026-08-31")
	add("first_order", "2025-09-02", "2026-03-01", "2025-01-31")
	return strings.Join(pairs, "; ")
}

// limitOf draws a condition in which every name stands once, beside a number.
func limitOf(t *rapid.T, names []string) string {
	if len(names) == 1 {
		order := pick(t, "==", "!=", "<", "<=", ">", ">=")
		limit := pick(t, "0", "10", "2.5", "-3", "99999999999999999999.5")
		if rapid.Bool().Draw(t, "mirrored") {
			return limit + " " + order + " " + names[0]
		}
		return names[0] + " " + order + " " + limit
	}
	cut := rapid.IntRange(1, len(names)-1).Draw(t, "cut")
	src := "(" + limitOf(t, names[:cut]) + pick(t, " and ", " or ") + limitOf(t, names[cut:]) + ")"
	return pick(t, "", "not ") + src
}

// met is a number that meets what a step asks for.
func met(s Step, k value.Kind) value.Value {
	limit := s.Wanted.Decimal()
	unit := money.New(1, 4)
	switch s.Need {
	case ">", "!=":
		limit = limit.Add(unit)
	case "<":
		limit = limit.Sub(unit)
	}
	return value.Num(k, limit)
}
