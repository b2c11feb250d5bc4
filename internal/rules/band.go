package rules

import (
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// bandKeys are the keys of bands, in the order of BandKind.
var bandKeys = []string{"at_least", "over", "at_most", "under", "top", "bottom", "cumulative"}

// String is the band's key.
func (k BandKind) String() string { return bandKeys[k] }

// ranked reports whether the band depends on all customers.
func (k BandKind) ranked() bool { return k >= Top }

// bands reads the bands of a class.
func (b *builder) bands(f fields, ctx classContext, last bool) []Band {
	var bands []Band
	for kind := AtLeast; kind <= Cumulative; kind++ {
		e, ok := f.get(kind.String())
		switch {
		case !ok:
			continue
		case last:
			b.lastIsRest(e.key)
			continue
		case !ctx.banded:
			b.fail("C23", e.key, lang.T("a band without by", "有分档但没有 by"),
				lang.T("add by: revenue to the classification, or write when: revenue >= 1000",
					"请在分级里加上 by: revenue，或改写 when: revenue >= 1000"))
			continue
		case f.has("when"):
			b.fail("C23", e.key, lang.T("a class has a condition or a band, not both", "一个等级只能写条件或分档，不能都写"),
				lang.T("write the limit in the condition", "请把界限写进条件"))
			continue
		}
		if band, ok := b.band(e.value, kind, ctx); ok {
			bands = append(bands, band)
		}
	}
	return bands
}

func (b *builder) band(n node, kind BandKind, ctx classContext) (Band, bool) {
	band := Band{Kind: kind, Pos: b.posOf(n), Text: strings.TrimSpace(n.Value)}
	if kind.ranked() {
		limit, ok := b.share(n)
		band.Limit = limit
		return band, ok
	}
	expected := lang.T("a number as 1250.50", "数字，如 1250.50")
	limit, ok := b.number(n, expected, percentOf(ctx.by.Kind))
	if !ok {
		return band, false
	}
	band.Limit = limit
	if ctx.by.Kind == value.Share && limit.Cmp(money.FromInt(1)) > 0 && !strings.Contains(n.Value, "%") {
		p := b.problem("C11", n, lang.F("%s is a share: 1 is 100 %%", "%s 是比例：1 即 100 %%", ctx.by.Name))
		p.Severity, p.Hint = diag.Warning, lang.F("for %s percent write %s%%", "百分之 %s 请写 %s%%", band.Text, band.Text)
		b.report(p)
	}
	return band, true
}

// percentOf reports whether limits of the kind may be written as percentages. A
// measure that could not be read allows both.
func percentOf(k value.Kind) bool { return k == value.Share || k == value.Absent }
