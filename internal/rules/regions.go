package rules

import (
	"gopkg.in/yaml.v3"

	"crm/internal/country"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/nearest"
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
	var rest node               // the cumulative region
	for _, e := range entries {
		if !b.regionName(e, entries) {
			continue
		}
		r := Region{ID: e.key.Value, Pos: b.posOf(e.key)}
		switch {
		case e.value.Kind != yaml.MappingNode:
			b.countries(e.value, &r, held)
		case rest.Node != nil:
			p := b.problem("C22", e.key, lang.T("a second cumulative region", "第二个 cumulative 区域"))
			p.Also, p.Hint = []diag.Pos{b.posOf(rest)}, lang.T("list the countries of one of them", "请列出其中一个区域的国家")
			b.report(p)
		default:
			rest = e.key
			b.cumulative(e.value, &r)
		}
		b.set.Regions = append(b.set.Regions, r)
	}
}

// regionName reports whether an entry of regions has a name and something in it.
func (b *builder) regionName(e entry, all []entry) bool {
	switch {
	case e.key.Style == 0 && b.brokenFlow(e, all):
	case !classID.MatchString(e.key.Value):
		if !b.wideKey(e.key) {
			b.expect("C22", e.key, lang.T("not a name", "不是有效的名称"),
				lang.T("letters, digits, _ -: core", "字母、数字、_ -，如 core"), lang.Text{})
		}
	case e.value.missing():
		b.fail("C21", e.key, lang.T("this region has no countries", "这个区域没有国家"),
			lang.T("write them: [US, DE]", "请写上国家，如 [US, DE]"))
	default:
		return true
	}
	return false
}

// cumulative reads {cumulative: 80%}.
func (b *builder) cumulative(n node, r *Region) {
	f, ok := b.keys(n, lang.Text{}, "cumulative")
	if !ok {
		return
	}
	c, ok := f.get("cumulative")
	if !ok {
		b.required(n, f, "cumulative", lang.T("{cumulative: 80%}, or a list of countries", "{cumulative: 80%}，或国家列表"))
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
			message := lang.F("this country is in %s already: the first region counts", "这个国家已属于 %s，以先写的区域为准", first.Value)
			if first.Value == r.ID {
				message = lang.T("this country is in the list already", "这个国家在列表里已经有了")
			}
			p := b.problem("C07", at[i], message)
			p.Severity, p.Also = diag.Warning, []diag.Pos{first.Pos}
			b.report(p)
			continue
		}
		held[iso] = String{Value: r.ID, Pos: b.posOf(at[i])}
	}
}

func (b *builder) unknownCountry(n node, name string) {
	if b.closed || n.Style == 0 && b.wide(n) {
		return
	}
	b.expect("C10", n, lang.T("unknown country", "未知的国家"),
		lang.T("an ISO code or a name: DE, Germany, 德国", "ISO 代码或国名：DE、Germany、德国"), nearestCountry(name))
}

// shortName is the length up to which a misspelt name says nothing: of two
// characters one is 国 in many countries.
const shortName = 2

func nearestCountry(name string) lang.Text {
	runes := []rune(name)
	if len(runes) <= shortName {
		return lang.Text{}
	}
	iso, ok := country.Parse(nearest.Of(name, country.Names()))
	if !ok {
		return lang.Text{}
	}
	l := lang.EN
	if len(runes) < len(name) {
		l = lang.ZH
	}
	return lang.F("did you mean %q?", "是不是想写 %q？", country.Name(iso, l))
}
