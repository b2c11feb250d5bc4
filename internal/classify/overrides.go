package classify

import (
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/rules"
)

// resolveOverrides finds the customer of every override that is in force at
// as-of: per classification and customer its place in the set plus 1. The first
// of several counts.
func (r *Result) resolveOverrides() diag.List {
	var problems diag.List
	r.overrides = make([]map[int]int, len(r.set.Classifications))
	for i := range r.set.Overrides {
		o := &r.set.Overrides[i]
		if o.Until != 0 && o.Until < r.asOf {
			problems.Add(endedOverride(o))
			continue
		}
		customer, ok := r.options.Find(o.Customer.Value)
		if !ok {
			problems.Add(unknownCustomer(o))
			continue
		}
		if first, taken := r.overrides[o.Classification][customer]; taken {
			problems.Add(secondOverride(o, &r.set.Overrides[first]))
			continue
		}
		if r.overrides[o.Classification] == nil {
			r.overrides[o.Classification] = map[int]int{}
		}
		r.overrides[o.Classification][customer] = i
	}
	return problems
}

func unknownCustomer(o *rules.Override) diag.Problem {
	return diag.Problem{
		Code: "C30", Severity: diag.Warning, Pos: o.Pos, Field: "overrides", Subject: o.Customer.Value,
		Message:  lang.T("no customer has this id or name, or several have", "没有客户使用该编号或名称，或有多个客户使用"),
		Found:    o.Customer.Value,
		Expected: lang.T("the id or the name of one customer, as the customers table has it", "客户表中某一个客户的编号或名称"),
		Hint:     lang.T("crm list shows ids and names", "用 crm list 查看客户编号和名称"),
		Effect:   lang.T("the override is left out", "该人工指定未生效"),
	}
}

func endedOverride(o *rules.Override) diag.Problem {
	return diag.Problem{
		Code: "C31", Severity: diag.Note, Pos: o.Pos, Field: "overrides", Subject: o.Customer.Value,
		Message: lang.F("the override ended on %s", "该人工指定已于 %s 到期", o.Until),
		Found:   o.Customer.Value,
		Effect:  lang.T("the rule decides again", "恢复按规则分级"),
	}
}

func secondOverride(o, first *rules.Override) diag.Problem {
	return diag.Problem{
		Code: "C32", Severity: diag.Warning, Pos: o.Pos, Field: "overrides", Subject: o.Customer.Value,
		Message: lang.T("a second override for the same customer and classification", "同一客户在同一分级上有第二条人工指定"),
		Found:   o.Customer.Value, Also: []diag.Pos{first.Pos},
		Hint:   lang.T("keep one of the two", "请保留其中一条"),
		Effect: lang.T("the first one counts", "以第一条为准"),
	}
}
