// Package words knows what the words in cells mean: which say nothing, which
// label a totals row, which name a stage, a status or a yes. It reads no table
// and decides nothing about customers.
package words

import (
	"strings"

	"crm/internal/crm"
	"crm/internal/rules"
)

// Null reports whether a text stands for no value: empty, -, 无, N/A, NULL, 1970-01-01.
func Null(s string) bool { return s == "" }

// Total reports whether a text labels a totals row: 合计, Subtotal, Summe.
func Total(s string) bool { return false }

// Meaning is what a word means in a field; known is false where no list has it.
func Meaning(f crm.Field, word string, extra []rules.ValueRule) (meaning string, known bool) {
	return "", false
}

// CountsAsOrder reports whether an order of the status counts, and whether the
// status is known; an unknown one counts. ignore is rules.yaml's ignore_status.
func CountsAsOrder(status string, ignore []string, extra []rules.ValueRule) (counts, known bool) {
	return true, false
}

// Yes reads a yes or no; ok is false for anything else.
func Yes(s string) (yes, ok bool) { return false, false }

// Key is the form in which ids, names and headers are compared.
func Key(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
