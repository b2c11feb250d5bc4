package rules

import (
	"strings"

	"gopkg.in/yaml.v3"

	"crm/internal/country"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/value"
)

// coreRegion is the region that the embedded market classification asks for.
const coreRegion = "core"

// regions reads id → countries, or id → {cumulative: 80%}.
func (b *builder) regions(n node) {
	entries, ok := b.mapping(n, lang.T("countries per region: {core: [US, DE]}", "各区域的国家：{core: [US, DE]}"))
	if !ok {
		return
	}
	held := map[string]String{} // ISO code to the region that has it
	var rest *Region
	for _, e := range entries {
		if !classID.MatchString(e.key.Value) {
			if e.key.Style != 0 || !b.brokenFlow(e, entries) && !b.wide(e.key) {
				b.expect("C22", e.key, lang.T("not a name", "不是有效的名称"), lang.T("letters, digits, _ -: core", "字母、数字、_ -，如 core"), lang.Text{})
			}
			continue
		}
		if e.value.missing() {
			b.fail("C21", e.key, lang.T("this region has no countries", "这个区域没有国家"), lang.T("write them: [US, DE]", "请写上国家，如 [US, DE]"))
			continue
		}
		r := Region{ID: e.key.Value, Pos: b.posOf(e.key)}
		if e.value.Kind == yaml.MappingNode {
			b.cumulativeRegion(e, &r, rest)
			rest = &r
		} else {
			b.countries(e.value, &r, held)
		}
		b.set.Regions = append(b.set.Regions, r)
	}
}

// cumulativeRegion reads {cumulative: 80%}; there can be only one.
func (b *builder) cumulativeRegion(e entry, r, earlier *Region) {
	f, ok := b.keys(e.value, lang.Text{}, "cumulative")
	if !ok {
		return
	}
	c, ok := f["cumulative"]
	if !ok {
		b.required(e.value, "cumulative", lang.T("{cumulative: 80%}, or a list of countries", "{cumulative: 80%}，或国家列表"))
		return
	}
	if earlier != nil {
		b.fail("C22", e.key, lang.F("only one region can be cumulative; %s is", "只能有一个 cumulative 区域，%s 已经是", earlier.ID), lang.T("list the countries of this one", "请列出这个区域的国家"))
		return
	}
	if limit, ok := b.share(c.value); ok {
		r.Cumulative = value.Num(value.Share, limit)
	}
}

func (b *builder) countries(n node, r *Region, held map[string]String) {
	names, at := b.texts(n)
	for i, name := range names {
		iso, ok := country.Parse(name.Value)
		if !ok {
			b.unknownCountry(at[i], name.Value)
			continue
		}
		r.Countries = append(r.Countries, name)
		if first, twice := held[iso]; twice {
			p := b.problem("C07", at[i], lang.F("this country is in %s already: the first region counts", "这个国家已属于 %s，以先写的区域为准", first.Value))
			p.Severity, p.Also = diag.Warning, []diag.Pos{first.Pos}
			b.report(p)
			continue
		}
		held[iso] = String{Value: r.ID, Pos: b.posOf(at[i])}
	}
}

func (b *builder) unknownCountry(n node, name string) {
	if n.Style == 0 && strings.IndexFunc(name, isWide) >= 0 && b.wide(n) {
		return
	}
	b.expect("C10", n, lang.T("unknown country", "未知的国家"), lang.T("an ISO code or a name: DE, Germany, 德国", "ISO 代码或国名：DE、Germany、德国"),
		nearOnly(name, country.Names()))
}
