package rules

import (
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/nearest"
)

// header reports a column("…") that the customers table does not have.
func (c *checker) header(name string, at diag.Pos, span int) {
	if slices.ContainsFunc(c.data.ExtraColumns, func(e crm.ExtraColumn) bool { return e.Header == name }) {
		return
	}
	c.lacking("header "+name, name, at, span, func() diag.Problem {
		return diag.Problem{Message: c.noColumn(), Hint: c.nearHeader(name)}
	})
}

// shownHeaders is how many headers are listed where none is near.
const shownHeaders = 8

// nearHeader names the customers table's column nearest to a header; one that a
// field took goes by the field's name.
func (c *checker) nearHeader(name string) lang.Text {
	fields := map[string]crm.Field{} // by header
	var headers []string
	for _, l := range c.data.Tables {
		for _, col := range l.Columns {
			if l.Kind == crm.Customers && col.Header != "" {
				headers = append(headers, col.Header)
				fields[col.Header] = col.Field
			}
		}
	}
	slices.Sort(headers)
	headers = slices.Compact(headers)
	near := near(name, headers)
	switch f := fields[near]; {
	case near == "" && len(headers) > shownHeaders:
		return lang.F("its columns are: %s, …", "客户表有这些列：%s……", strings.Join(headers[:shownHeaders], ", "))
	case near == "" && len(headers) > 0:
		return lang.F("its columns are: %s", "客户表有这些列：%s", strings.Join(headers, ", "))
	case near == "":
		return lang.Text{}
	case f != "" && foldName(near) == foldName(name):
		return lang.F("this column is %s: write that name", "这一列就是 %s：请直接写这个名称", f)
	case f != "":
		return lang.F("did you mean %q? It is read as %s: write that name", "是不是想写 %q？这一列就是 %s：请直接写这个名称", near, f)
	}
	return lang.F("did you mean %q?", "是不是想写 %q？", near)
}

// near is the header that a name means: the same but for case and spaces, the
// nearest by letters, or the first that holds the name or is held by it.
func near(name string, headers []string) string {
	folded := foldName(name)
	for _, h := range headers {
		if foldName(h) == folded {
			return h
		}
	}
	if h := nearest.Of(name, headers); h != "" {
		return h
	}
	for _, h := range headers {
		if f := foldName(h); strings.Contains(f, folded) || strings.Contains(folded, f) {
			return h
		}
	}
	return ""
}
