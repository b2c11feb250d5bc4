package check

import (
	"crypto/sha256"
	"encoding/base32"
	"path/filepath"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/words"
)

// Kind is what sort of thing is wrong.
type Kind uint8

// The kinds, in the order in which they are counted.
const (
	Missing Kind = iota
	Stale
	Contradictory
	Future
	Pattern
	Duplicate
	Reading // what reading the tables had to say
	kinds
)

// Kinds is all kinds, in their order.
func Kinds() []Kind {
	all := make([]Kind, kinds)
	for i := range all {
		all[i] = Kind(i)
	}
	return all
}

// String is the kind's name in machine formats.
func (k Kind) String() string {
	return [...]string{"missing", "stale", "contradictory", "future", "pattern", "duplicate", "reading"}[k]
}

// Title is the kind's name for people.
func (k Kind) Title() lang.Text {
	return [...]lang.Text{
		lang.T("missing", "缺失"), lang.T("stale", "久未更新"), lang.T("contradictory", "矛盾"), lang.T("future", "未来日期"),
		lang.T("out of pattern", "格式异常"), lang.T("duplicate", "疑似重复"), lang.T("reading", "读取问题"),
	}[k]
}

// Severity is how sure it is that something is wrong, and how much hangs on it.
type Severity uint8

// The severities, worst first.
const (
	Wrong    Severity = iota // it is wrong, and what crm says is wrong with it
	Doubtful                 // it most likely is
	Hint                     // worth a look when there is time
)

// String is the severity's name in machine formats.
func (s Severity) String() string { return [...]string{"wrong", "doubtful", "hint"}[s] }

// Title is the severity's name for people.
func (s Severity) Title() lang.Text {
	return [...]lang.Text{lang.T("wrong", "错误"), lang.T("doubtful", "可疑"), lang.T("hint", "提示")}[s]
}

// none is the customer of a finding that is about no single one.
const none = -1

// Finding is one thing that somebody should look at.
type Finding struct {
	Code     string // as diag.Problem has it: "Q01" is printed CRM-Q01
	Kind     Kind
	Severity Severity
	Customer int // place in Data.Customers; below 0 for none
	Other    int // the other customer of a pair; below 0 for none
	Pos      diag.Pos
	Also     []diag.Pos
	Field    string // the canonical column, or a header
	Found    string // the value; foreign text
	Message  lang.Text
	Expected lang.Text
	Do       lang.Text // what to do about it
	Score    int       // of a pair: 1 to 100; else 0
	Reasons  []lang.Text
	Rows     int // how many rows it stands for; 0 means one
}

// Key names a finding from run to run: the same mistake in the same value of the
// same customer, wherever its row stands. Where the value changes, it is another
// finding.
func (f *Finding) Key(d *crm.Data) string {
	parts := []string{f.Code, f.Field}
	if f.Customer >= 0 {
		pair := []string{who(d, f.Customer)}
		if f.Other >= 0 {
			pair = append(pair, who(d, f.Other))
			if pair[1] < pair[0] { // which of the two comes first may change
				pair[0], pair[1] = pair[1], pair[0]
			}
		}
		parts = append(parts, pair...)
	} else {
		parts = append(parts, filepath.Base(f.Pos.File), f.Pos.Sheet)
	}
	if f.Other < 0 {
		parts = append(parts, f.Found)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x1f")))
	return base32.StdEncoding.EncodeToString(sum[:])[:keyLength]
}

// keyLength is enough that two findings of one book do not share a key: 50 bits.
const keyLength = 10

// who names a customer for good: by its id, else by its name.
func who(d *crm.Data, customer int) string {
	c := &d.Customers[customer]
	if c.ID != "" {
		return "#" + words.Key(c.ID)
	}
	return words.Key(c.Name)
}
