package classify

import (
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/rules"
)

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

func secondOverride(o *rules.Override, first diag.Pos) diag.Problem {
	return diag.Problem{
		Code: "C32", Severity: diag.Warning, Pos: o.Pos, Field: "overrides", Subject: o.Customer.Value,
		Message: lang.T("a second override for the same customer and classification", "同一客户在同一分级上有第二条人工指定"),
		Found:   o.Customer.Value, Also: []diag.Pos{first},
		Hint:   lang.T("keep one of the two", "请保留其中一条"),
		Effect: lang.T("the first one counts", "以第一条为准"),
	}
}

// wordComplaints gathers what is wrong with manual classes of a table: a word
// that many cells have is told once, with all its cells.
type wordComplaints struct {
	unknownWords []*diag.Problem // by word as written, in the order of the cells
	endedWords   []*Word
	others       diag.List
}

func (c *wordComplaints) unknown(w *Word) {
	for _, p := range c.unknownWords {
		if p.Found == w.Class {
			p.Also = append(p.Also, w.Pos)
			return
		}
	}
	c.unknownWords = append(c.unknownWords, &diag.Problem{
		Code: "K19", Severity: diag.Warning, Pos: w.Pos, Field: string(crm.FieldManualClass), Subject: w.Customer, Found: w.Class,
	})
}

func (c *wordComplaints) ended(w *Word) { c.endedWords = append(c.endedWords, w) }

func (c *wordComplaints) contradicted(w, over *Word) {
	c.others.Add(diag.Problem{
		Code: "K21", Severity: diag.Warning, Pos: w.Pos, Field: string(crm.FieldManualClass), Subject: w.Customer, Found: w.Class,
		Also:    []diag.Pos{over.Pos},
		Message: lang.F("the table's manual class is not the one of the override in rules.yaml (%s)", "表中的人工等级与 rules.yaml 中的人工指定（%s）不一致", over.Class),
		Hint:    lang.T("remove one of the two, or make them agree", "请删去其中一处，或改为一致"),
		Effect:  lang.T("the override in rules.yaml counts", "以 rules.yaml 中的指定为准"),
	})
}

// list is everything gathered, told for the classes of main.
func (c *wordComplaints) list(main *rules.Classification) diag.List {
	ids := make([]string, len(main.Classes))
	for i := range main.Classes {
		ids[i] = main.Classes[i].ID
	}
	problems := c.others
	for _, p := range c.unknownWords {
		n := len(p.Also) + 1
		if n > 1 {
			p.Subject = ""
		}
		p.Message = lang.N(n, "a manual class that is no class of %[2]s", "%d manual classes that are no class of %s",
			"有 %d 处人工等级不在“%s”的等级之内", main.Title)
		p.Expected = lang.F("an id or title: %s", "等级 id 或名称：%s", strings.Join(ids, ", "))
		p.Hint = lang.F("rules.yaml can say what the word means: values: {manual_class: {%s: […]}}",
			"可在 rules.yaml 中写明该词的含义：values: {manual_class: {%s: […]}}", ids[0])
		p.Effect = lang.T("the rule decides", "按规则分级")
		problems.Add(*p)
	}
	if len(c.endedWords) > 0 {
		problems.Add(c.endedProblem())
	}
	return problems
}

func (c *wordComplaints) endedProblem() diag.Problem {
	first := c.endedWords[0]
	p := diag.Problem{
		Code: "K20", Severity: diag.Note, Pos: first.Pos, Field: string(crm.FieldManualClass), Subject: first.Customer, Found: first.Class,
		Message: lang.F("the manual class ended on %s", "该人工等级已于 %s 到期", first.Until),
		Effect:  lang.T("the rule decides again", "恢复按规则分级"),
	}
	if n := len(c.endedWords); n > 1 {
		p.Subject, p.Found = "", ""
		p.Message = lang.F("%d manual classes have ended", "有 %d 个人工等级已到期", n)
		for _, w := range c.endedWords[1:] {
			p.Also = append(p.Also, w.Pos)
		}
	}
	return p
}
