package cli

import (
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"crm/internal/contactlog"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/words"
)

// mostNames is how much of a list of customers is read from standard input, in bytes.
const mostNames = 1 << 20

// logCustomers is the customers that arguments name, each once. With several all
// that cannot be told are named at once, and nothing is written.
func (a *app) logCustomers(r *run, named []string) ([]int, error) {
	named, err := a.withListed(named)
	if err != nil {
		return nil, err
	}
	if len(named) == 1 {
		one, err := oneCustomer(r, named[0])
		return []int{one}, err
	}
	var customers []int
	wrong := &failure{code: exitUsage}
	unknown := 0
	for _, name := range named {
		i, err := oneCustomer(r, name)
		var f *failure
		switch {
		case errors.As(err, &f):
			unknown++
			wrong.details = append(wrong.details, f.text.In(a.lang))
			for _, d := range f.details {
				wrong.details = append(wrong.details, "  "+d)
			}
		case err != nil:
			return nil, err
		case !slices.Contains(customers, i):
			customers = append(customers, i)
		}
	}
	if unknown > 0 {
		wrong.text = lang.F("%d of %d customers cannot be told; nothing was written", "%[2]d 个客户中有 %[1]d 个无法确定，没有写入", unknown, len(named))
		return nil, wrong
	}
	return customers, nil
}

// withListed puts the customers of standard input into the place of "-".
func (a *app) withListed(named []string) ([]string, error) {
	at := slices.Index(named, "-")
	if at < 0 {
		return named, nil
	}
	text, err := io.ReadAll(io.LimitReader(a.env.In, mostNames+1))
	switch {
	case err != nil:
		return nil, failed(err, lang.F("standard input cannot be read: %v", "无法读取标准输入：%v", err))
	case len(text) > mostNames:
		return nil, usage(lang.T("the list of customers on standard input is longer than 1 MB", "标准输入中的客户名单超过 1 MB"))
	case !utf8.Valid(text):
		return nil, usage(lang.T("what stands on standard input is no text in UTF-8", "标准输入不是 UTF-8 文本"))
	}
	listed := listedCustomers(string(text))
	if len(listed) == 0 {
		return nil, usage(lang.T("standard input names no customer", "标准输入中没有客户"), lang.T("one a line: its id or name", "每行一个客户编号或名称"))
	}
	return slices.Concat(named[:at], listed, named[at+1:]), nil
}

// listedCustomers is the customers of a list, one a line: the first field where it
// is a table as crm list prints it, without that table's header.
func listedCustomers(text string) []string {
	var listed []string
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
		header := len(listed) == 0 && (name == string(crm.FieldCustomerID) || name == string(crm.FieldCustomerName))
		if name = strings.TrimSpace(name); name != "" && !header {
			listed = append(listed, name)
		}
	}
	return listed
}

// entryEach is the entry of each customer.
func entryEach(r *run, customers []int, entry *contactlog.Entry) []*contactlog.Entry {
	var entries []*contactlog.Entry
	for _, i := range customers {
		e := *entry
		e.CustomerID, e.Customer = r.Data.Customers[i].ID, r.Data.Customers[i].Name
		entries = append(entries, &e)
	}
	return entries
}

// tellOneMeant says that one customer alone was written down, where the text looks
// like more of them.
func (a *app) tellOneMeant(r *run, who, said []string) {
	if len(who) != 1 || len(said) < 2 {
		return
	}
	want := words.Key(said[0])
	if want == "" || !slices.ContainsFunc(r.Data.Customers, func(c crm.Customer) bool { return words.Key(c.ID) == want || words.Key(c.Name) == want }) {
		return
	}
	say(a.env.Err, a.lang, lang.F("%s is a customer too; here it became a part of the text", "%s 也是客户，这里被当作内容写入", diag.Excerpt(said[0])))
	hint(a.env.Err, a.lang, lang.F("for both: crm log %s %s --text TEXT; crm log --undo takes this back", "如要给这几个客户都记一笔：crm log %s %s --text 内容；crm log --undo 可撤销本次",
		shellQuote(diag.Escape(who[0])), shellQuote(diag.Escape(said[0]))))
}
