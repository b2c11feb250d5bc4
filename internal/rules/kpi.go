package rules

import (
	"strings"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// kpiName is a KPI that a file may set a target of. What they are is declared
// where they are taken, which knows this package; a test holds the two together.
type kpiName struct {
	id      string
	classes bool // besides the one over all there is one per class of the main classification: retention_a
	kind    value.Kind
}

// kpiNames is every KPI, in the order in which people read them.
func kpiNames() []kpiName {
	return []kpiName{
		{"revenue", false, value.Money}, {"active_customers", false, value.Number}, {"new_customers", false, value.Number},
		{"returning_customers", false, value.Number}, {"recovered_customers", false, value.Number}, {"lost_customers", false, value.Number},
		{"retention", true, value.Share}, {"repurchase_cycle", true, value.Days}, {"region_contribution", false, value.Share},
		{"concentration", false, value.Share}, {"top1_share", false, value.Share}, {"top5_share", false, value.Share}, {"gini", false, value.Number},
		{"funnel_conversion", false, value.Share}, {"sample_pass_rate", false, value.Share},
		{"nps", false, value.Number}, {"complaint_hours", false, value.Number}, {"payments_in_time", false, value.Share},
		{"completeness", false, value.Share}, {"followup_discipline", false, value.Share},
	}
}

// kpi is a KPI of these rules.
type kpi struct {
	id   string
	kind value.Kind
}

// knownKPIs is every KPI that these rules may set a target of.
func (s *Set) knownKPIs() []kpi {
	var all []kpi
	for _, k := range kpiNames() {
		all = append(all, kpi{k.id, k.kind})
		if !k.classes || s.Main < 0 || s.Main >= len(s.Classifications) {
			continue
		}
		for _, class := range s.Classifications[s.Main].Classes {
			all = append(all, kpi{k.id + "_" + strings.ToLower(class.ID), k.kind})
		}
	}
	return all
}

// KPIKinds is the kind of the target of every KPI that these rules may set, by id.
func (s *Set) KPIKinds() map[string]value.Kind {
	kinds := map[string]value.Kind{}
	for _, k := range s.knownKPIs() {
		kinds[k.id] = k.kind
	}
	return kinds
}

// kpis reads the targets of KPIs.
func (b *builder) kpis(n node) {
	entries, ok := b.mapping(n, lang.T("KPIs with their targets: {nps: {target: 30}}", "各 KPI 的目标：{nps: {target: 30}}"))
	if !ok {
		return
	}
	kinds, ids := b.set.KPIKinds(), []string{}
	for _, k := range b.set.knownKPIs() {
		ids = append(ids, k.id)
	}
	for _, e := range entries {
		kind, known := kinds[e.key.Value]
		switch {
		case !known && !b.faulty && !b.brokenFlow(e, entries) && !b.wideKey(e.key):
			b.fail("C10", e.key, lang.T("there is no such KPI", "没有这个 KPI"), didYouMean(e.key.Value, ids))
		case e.value.missing():
			b.noValue(e.key)
		case known:
			if k, ok := b.kpi(e, kind); ok {
				b.set.KPIs = append(b.set.KPIs, k)
			}
		}
	}
}

func (b *builder) kpi(e entry, kind value.Kind) (k KPI, ok bool) {
	before := b.problems.Count(diag.Error)
	k = KPI{ID: e.key.Value, Pos: b.posOf(e.key)}
	f, ok := b.keys(e.value, lang.T("target, or off: true", "target，或 off: true"), "target", "off")
	if !ok {
		return k, false
	}
	target, hasTarget := f.get("target")
	if hasTarget {
		k.Target, k.Text = b.target(target.value, kind), strings.TrimSpace(target.value.Value)
	}
	if off, ok := f.get("off"); ok {
		word, _ := b.oneOf(off.value, "true", "false")
		k.Off = word == "true"
	}
	if !hasTarget && !f.has("off") && b.problems.Count(diag.Error) == before {
		b.required(e.value, f, "target", lang.T("target: 80%", "target: 80%"))
	}
	return k, b.problems.Count(diag.Error) == before
}

// target is a KPI's target in its kind.
func (b *builder) target(n node, kind value.Kind) value.Value {
	var d money.Decimal
	var ok bool
	switch kind {
	case value.Share:
		d, ok = b.share(n)
	case value.Days:
		// 90 and 90d are the same.
		if p, isPeriod := periodOfDays(n); isPeriod {
			return value.Int(value.Days, p)
		}
		d, ok = b.number(n, lang.T("a number of days: 90", "天数，如 90"), false)
	default:
		d, ok = b.number(n, lang.T("a number: 30", "数字，如 30"), false)
	}
	if !ok {
		return value.Value{}
	}
	return value.Num(kind, d)
}

// periodOfDays is the days of a period written as 90d.
func periodOfDays(n node) (days int, ok bool) {
	if !n.scalar() {
		return 0, false
	}
	p, ok := civil.ParsePeriod(strings.TrimSpace(n.Value))
	return p.N, ok && p.Unit == civil.Days
}
