// Package codes is the one list of the codes that crm prints beside what is
// wrong (CRM-A05): what each means, what becomes of the row or the run, and what
// to do. `crm help errors` prints it.
//
// Whoever gives a problem a new code adds a line here, in the file of its family
// (the letter): a test reads the tree and fails where a code is printed that is
// not listed, or listed and never printed. The room knows texts only, no step.
package codes

import (
	"slices"
	"strings"

	"crm/internal/lang"
)

// Answer is what crm may do about a code, one or several.
type Answer uint8

// The answers. A code without any is read as its meaning says, and never
// printed: it stands in the list for whoever looks it up.
const (
	Stop   Answer = 1 << iota // nothing is written, exit 3
	Aside                     // the row is set aside, counted and listed
	Warn                      // counted; the row counts
	Note                      // worth a line
	Listed                    // crm check lists it; no run asks for it
)

// Code is one line of the list.
type Code struct {
	ID      string // "A05", printed CRM-A05
	Answers Answer
	Meaning lang.Text
	Do      lang.Text // what the user does about it; empty where there is nothing to do
}

// Family is the codes of one letter.
type Family struct {
	Letter byte
	Title  lang.Text
	Codes  []Code
}

// All is every code, by family, each family in the order of its numbers.
func All() []Family {
	return []Family{
		{'F', lang.T("files", "文件"), fileCodes()},
		{'H', lang.T("headers and structure", "表头与结构"), headerCodes()},
		{'K', lang.T("customers and order numbers", "客户与订单号"), customerCodes()},
		{'A', lang.T("amounts and currencies", "金额与币种"), amountCodes()},
		{'D', lang.T("dates", "日期"), dateCodes()},
		{'V', lang.T("values", "取值"), valueCodes()},
		{'Q', lang.T("what crm check finds in the customers", "crm check 在客户资料中查出的问题"), checkCodes()},
		{'C', lang.T("rules.yaml", "rules.yaml"), ruleCodes()},
		{'W', lang.T("writing back", "写回"), writingCodes()},
		{'P', lang.T("the public pool", "公海"), poolCodes()},
	}
}

// Find looks a code up as a user types it: A05, a05 or CRM-A05.
func Find(typed string) (Code, bool) {
	id := strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(typed)), "CRM-")
	for _, f := range All() {
		if i := slices.IndexFunc(f.Codes, func(c Code) bool { return c.ID == id }); i >= 0 {
			return f.Codes[i], true
		}
	}
	return Code{}, false
}

// Has reports whether a is among the answers.
func (a Answer) Has(one Answer) bool { return a&one != 0 }

// Title is the answers in words.
func (a Answer) Title() lang.Text {
	if a == 0 {
		return lang.T("dealt with as said, the code is not printed", "按此处理，不打印代码")
	}
	var en, zh []string
	for _, one := range []struct {
		answer Answer
		text   lang.Text
	}{
		{Stop, lang.T("stops, nothing is written", "停止，不写任何文件")},
		{Aside, lang.T("row set aside", "搁置该行")},
		{Warn, lang.T("warning", "提醒")},
		{Note, lang.T("note", "说明")},
		{Listed, lang.T("listed by crm check", "由 crm check 列出")},
	} {
		if a.Has(one.answer) {
			en, zh = append(en, one.text.EN), append(zh, one.text.ZH)
		}
	}
	return lang.T(strings.Join(en, " / "), strings.Join(zh, " / "))
}
