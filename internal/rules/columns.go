package rules

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// columns reads table → field → headers.
func (b *builder) columns(n node) {
	tables, ok := b.mapping(n, lang.T("fields per table: {orders: {amount: [成交额]}}", "各表的字段：{orders: {amount: [成交额]}}"))
	if !ok {
		return
	}
	for _, t := range tables {
		kind, ok := b.tableKind(t, tables)
		if !ok {
			continue
		}
		entries, ok := b.mapping(t.value, lang.T("headers per field: {amount: [成交额]}", "各字段的表头：{amount: [成交额]}"))
		if !ok {
			continue
		}
		taken := map[string]node{}
		for _, e := range entries {
			field, known := crm.ParseField(kind, e.key.Value)
			if !known {
				b.unknownField(e, entries, crm.Fields(kind), kind.Title())
				continue
			}
			b.column(kind, field, e, taken)
		}
	}
}

// unknownField reports a field that its table, or the section, does not have.
func (b *builder) unknownField(e entry, all []entry, known []crm.Field, where lang.Text) {
	if b.brokenFlow(e, all) || b.wideKey(e.key) {
		return
	}
	names := make([]string, len(known))
	for i, f := range known {
		names[i] = string(f)
	}
	b.fail("C10", e.key, lang.F("unknown field of %s", "%s没有这个字段", where), didYouMean(e.key.Value, names))
}

// column reads one field's entry: a list of headers, or a mapping that also
// says how its values are read.
func (b *builder) column(kind crm.TableKind, field crm.Field, e entry, taken map[string]node) {
	rule := ColumnRule{Table: kind, Field: field, Pos: b.posOf(e.key)}
	headers := e.value
	if e.value.Kind == yaml.MappingNode {
		f, ok := b.keys(e.value, lang.Text{}, "headers", "order", "decimal", "currency")
		if !ok {
			return
		}
		headers = f.entries["headers"].value
		b.reading(&rule, f)
	} else if e.value.missing() {
		b.fail("C21", e.key, lang.T("this key has no value", "这个键没有值"),
			lang.T("write its headers: [成交额]", "请写上表头，如 [成交额]"))
		return
	}
	if headers.Node != nil {
		names, at := b.texts(headers)
		for i, name := range names {
			key := foldName(name.Value)
			if earlier, twice := taken[key]; twice {
				p := b.problem("C22", at[i], lang.T("this header is given twice", "这个表头写了两次"))
				p.Also = append(p.Also, b.posOf(earlier))
				p.Hint = lang.T("a column is one field: keep one of them", "一列只对应一个字段：请只保留一处")
				b.report(p)
				continue
			}
			taken[key] = at[i]
			rule.Headers = append(rule.Headers, name)
		}
	}
	b.set.Columns = append(b.set.Columns, rule)
}

// reading reads how a column's values are read: order of dates, decimal mark, currency.
func (b *builder) reading(rule *ColumnRule, f fields) {
	fits := func(key string, ok bool, wanted lang.Text) bool {
		if ok {
			return true
		}
		b.expect("C21", f.entries[key].key, lang.F("%s does not apply to %s", "%s 不适用于 %s", key, rule.Field), wanted,
			lang.T("remove it", "请删去"))
		return false
	}
	kind := rule.Field.Kind()
	if e, ok := f.get("order"); ok && fits("order", kind == value.Date, lang.T("a date field", "日期字段")) {
		if s, ok := b.oneOf(e.value, "dmy", "mdy", "ymd"); ok {
			rule.Order = map[string]civil.Order{"dmy": civil.DMY, "mdy": civil.MDY, "ymd": civil.YMD}[s]
		}
	}
	if e, ok := f.get("decimal"); ok && fits("decimal", kind.Numeric(), lang.T("a field of amounts or numbers", "金额或数字字段")) {
		if s, ok := b.oneOf(e.value, ".", ","); ok {
			rule.Mark = map[string]money.Mark{".": money.Point, ",": money.Comma}[s]
		}
	}
	if e, ok := f.get("currency"); ok && fits("currency", kind == value.Money, lang.T("a field of amounts", "金额字段")) {
		rule.Currency = b.currency(e.value)
	}
}

// meaningFields are the fields whose words can be given a meaning.
var meaningFields = []crm.Field{
	crm.FieldStage, crm.FieldIntent, crm.FieldProductFit, crm.FieldOrderStatus, crm.FieldMarketPotential, crm.FieldPreviousClass,
	crm.FieldManualClass, crm.FieldResult, crm.FieldProtected, crm.FieldInPool, crm.FieldArchived, crm.FieldSamplePassed,
}

// values reads field → meaning → words.
func (b *builder) values(n node) {
	entries, ok := b.mapping(n, lang.T("words per field and meaning: {stage: {sample: [样单客户]}}",
		"各字段各含义的词：{stage: {sample: [样单客户]}}"))
	if !ok {
		return
	}
	for _, e := range entries {
		field := crm.Field(e.key.Value)
		if !slices.Contains(meaningFields, field) {
			b.unknownField(e, entries, meaningFields, lang.T("values", "values 节"))
			continue
		}
		b.meanings(field, e)
	}
}

func (b *builder) meanings(field crm.Field, e entry) {
	known := crm.Meanings(field)
	if known == nil { // the classes of main
		if b.faulty {
			return
		}
		for _, c := range b.set.Classifications[b.set.Main].Classes {
			known = append(known, c.ID)
		}
	}
	f, ok := b.keys(e.value, lang.F("words per meaning: %s", "各含义的词：%s", strings.Join(known, ", ")), known...)
	if !ok {
		return
	}
	seen := map[string]string{}
	for _, meaning := range known {
		m, ok := f.get(meaning)
		if !ok {
			continue
		}
		words, at := b.texts(m.value)
		rule := ValueRule{Field: field, Meaning: meaning}
		for i, w := range words {
			key := foldName(w.Value)
			if other, twice := seen[key]; twice {
				b.fail("C22", at[i], lang.F("this word means %s already", "这个词已表示 %s", other), lang.T("keep it once", "请只保留一处"))
				continue
			}
			seen[key] = meaning
			rule.Words = append(rule.Words, w)
		}
		b.set.Values = append(b.set.Values, rule)
	}
}

func (b *builder) orders(n node) {
	f, ok := b.keys(n, lang.T("ignore_status, where", "ignore_status、where"), "ignore_status", "where")
	if !ok {
		return
	}
	if e, ok := f.get("ignore_status"); ok {
		b.set.IgnoreStatus, _ = b.texts(e.value)
	}
	if e, ok := f.get("where"); ok {
		b.set.Where, b.set.whereAt = b.condition(e.value, b.set.orderVocabulary(), b.explainWhere)
		b.oneRowOnly(e.value)
	}
}

var (
	quotedText = regexp.MustCompile(`"[^"]*"|'[^']*'|“[^”]*”`)
	population = regexp.MustCompile(`\b(quantile|mean|median|rank)\b`)
)

// oneRowOnly reports a population function in orders.where: it is asked of one
// row at a time, when the others are not read yet.
func (b *builder) oneRowOnly(n node) {
	if b.set.Where == nil {
		return
	}
	source := quotedText.ReplaceAllStringFunc(b.set.Where.Source(), func(s string) string { return strings.Repeat(" ", len(s)) })
	for _, at := range population.FindAllStringIndex(source, -1) {
		b.report(diag.Problem{
			Code: "C20", Pos: b.set.whereAt(at[0]), Span: at[1] - at[0], Field: n.key, Found: source[at[0]:at[1]],
			Message: lang.T("this asks all rows, but where is asked of one row at a time", "这要用到全部行，而 where 是逐行判断的"),
			Hint:    lang.T("compare with a number", "请与数字比较"),
		})
	}
}
