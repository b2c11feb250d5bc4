package classify_test

import (
	"strconv"
	"testing"

	"crm/internal/value"
)

const tiers = `
classifications:
  - id: level
    title: {zh: 收入贡献, en: Revenue contribution}
    by: revenue
    classes:
      - {id: high, title: {zh: 高收入, en: High}, at_least: 100000}
      - {id: low, title: {zh: 低收入, en: Low}}
  - id: tier
    classes:
      - {id: A, title: {zh: 核心客户, en: Core}, when: revenue_share > 30% and tenure >= years(2) and region == "core"}
      - {id: B, title: {zh: 潜力客户, en: Growth}, when: (revenue_growth > 20% or level == "high") and orders >= 2}
      - {id: C, title: {zh: 基础客户, en: Basic}}
`

func TestSentence(t *testing.T) {
	for _, c := range []struct {
		name                          string
		share, tenure, region, growth string
		revenue, orders               string
		en, zh                        string
		why                           string
	}{
		{
			"all of an and", "0.341", "1160", "core", "", "1", "1",
			"Core: revenue share 34.1 % > 30 %, customer for 3 y 2 mo ≥ 2 y, region core",
			"核心客户：收入占比 34.1% > 30%，合作时长 3 年 2 个月 ≥ 2 年，区域为 core",
			"an and holds by all its parts",
		},
		{
			"the part of an or that holds", "0.1", "", "", "0.5", "1", "3",
			"Growth: revenue growth 50 % > 20 %, orders 3 ≥ 2", "潜力客户：收入增长率 50% > 20%，订单数 3 ≥ 2", "",
		},
		{
			"an earlier classification", "0.1", "", "", "", "250000", "12",
			"Growth: revenue contribution high, orders 12 ≥ 2", "潜力客户：收入贡献为高收入，订单数 12 ≥ 2", "by its title",
		},
		{
			"the rest", "0.1", "", "", "0.5", "1", "1",
			"Basic: not Growth (orders 1 < 2)", "基础客户：不符合潜力客户条件（订单数 1 < 2）", "only what was missed",
		},
		{
			"the rest by an or", "0.1", "", "", "", "1", "1",
			"Basic: not Growth (revenue growth absent, revenue contribution low (not high), orders 1 < 2)",
			"基础客户：不符合潜力客户条件（收入增长率缺失，收入贡献为低收入（非高收入），订单数 1 < 2）",
			"an or is missed by all its parts; an absent value is called so",
		},
		{
			"close to the limit", "0.30004", "731", "core", "", "1", "1",
			"Core: revenue share 30.004 % > 30 %, customer for 2 y ≥ 2 y, region core",
			"核心客户：收入占比 30.004% > 30%，合作时长 2 年 ≥ 2 年，区域为 core",
			"enough digits to see which is larger",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := run(t, tiers, columns{
				"revenue_share": col(value.Share, c.share), "tenure": col(value.Days, c.tenure), "region": col(value.Text, c.region),
				"revenue_growth": col(value.Share, c.growth), "revenue": col(value.Money, c.revenue), "orders": col(value.Number, c.orders),
			}, 1)
			s := r.Sentence(1, 0)
			if s.EN != c.en {
				t.Errorf("got  %s\nwant %s: %s", s.EN, c.en, c.why)
			}
			if s.ZH != c.zh {
				t.Errorf("got  %s\nwant %s: %s", s.ZH, c.zh, c.why)
			}
		})
	}
}

func TestPhrases(t *testing.T) {
	for _, c := range []struct {
		when, name, actual string
		kind               value.Kind
		en, zh             string
		why                string
	}{
		{"revenue > 1000", "revenue", "34500.2", value.Money, "revenue USD 34,500.20 > USD 1,000", "收入 USD 34,500.20 > USD 1,000", "minor units only where there are any"},
		{"revenue > 100000", "revenue", "99999.999", value.Money, "revenue USD 99,999.999 ≤ USD 100,000", "收入 USD 99,999.999 ≤ USD 100,000", "not 100,000.00 ≤ 100,000"},
		{"revenue < 0", "revenue", "-1234567", value.Money, "revenue USD -1,234,567 < USD 0", "收入 USD -1,234,567 < USD 0", ""},
		{"10 < orders", "orders", "12", value.Number, "orders 12 > 10", "订单数 12 > 10", "the customer's value comes first"},
		{"orders != 1", "orders", "2", value.Number, "orders 2 ≠ 1", "订单数 2 ≠ 1", ""},
		{"orders == 1", "orders", "1", value.Number, "orders 1", "订单数为 1", "1 = 1 says no more"},
		{"orders == 1", "orders", "3", value.Number, "orders 3 ≠ 1", "订单数 3 ≠ 1", ""},
		{`stage != "quote"`, "stage", "sample", value.Text, "stage sample", "客户阶段为样品", ""},
		{"not (orders > 3)", "orders", "2", value.Number, "orders 2 ≤ 3", "订单数 2 ≤ 3", "it states what is so"},
		{"days_since_order <= 90", "days_since_order", "412", value.Days, "days since last order 412 days > 90 days", "距最近下单天数 412 天 > 90 天", ""},
		{"days_since_order > 0", "days_since_order", "1", value.Days, "days since last order 1 day > 0 days", "距最近下单天数 1 天 > 0 天", ""},
		{"tenure > months(18)", "tenure", "100", value.Days, "customer for 3 mo ≤ 1 y 6 mo", "合作时长 3 个月 ≤ 1 年 6 个月", ""},
		{"tenure > years(1)", "tenure", "370", value.Days, "customer for 370 days > 365 days", "合作时长 370 天 > 365 天", "1 y > 1 y would be a riddle"},
		{"tenure > years(1)", "tenure", "12", value.Days, "customer for 12 days ≤ 1 y", "合作时长 12 天 ≤ 1 年", "no month yet"},
		{`last_order >= "2025-01-01"`, "last_order", "2025-03-04", value.Date, "last order 2025-03-04 ≥ 2025-01-01", "最近下单日期 2025-03-04 ≥ 2025-01-01", ""},
		{`stage == "quote"`, "stage", "quote", value.Text, "stage quote", "客户阶段为报价", "a code by its name"},
		{`stage == "quote"`, "stage", "在谈", value.Text, "stage 在谈 (not quote)", "客户阶段为在谈（非报价）", "another word as written"},
		{`stage != "quote"`, "stage", "quote", value.Text, "stage quote", "客户阶段为报价", ""},
		{`stage in ["quote", "sample"]`, "stage", "order", value.Text, "stage order (none of quote, sample)", "客户阶段为 order（不属于报价、样品）", ""},
		{`stage in ["quote", "sample"]`, "stage", "sample", value.Text, "stage sample", "客户阶段为样品", ""},
		{`"vip" in tags`, "tags", "new;vip", value.List, "tags with vip", "标签含 vip", ""},
		{`"vip" in tags`, "tags", "new", value.List, "tags without vip", "标签不含 vip", ""},
		{`stage startsWith "qu"`, "stage", "quote", value.Text, "stage begins with qu", "客户阶段的开头是 qu", ""},
		{"stage == 'quote' or not has(stage)", "stage", "order", value.Text, "stage order (not quote)", "客户阶段为 order（非报价）", "has(x) beside x says nothing more"},
		{"has_email", "has_email", "true", value.Bool, "has email", "有邮箱", ""},
		{"has_email", "has_email", "false", value.Bool, "has email: no", "有邮箱：否", ""},
		{"has(orders)", "orders", "5", value.Number, "orders 5", "订单数为 5", ""},
		{"has(orders)", "orders", "", value.Number, "orders absent", "订单数缺失", ""},
		{"orders > 3", "orders", "", value.Number, "orders absent", "订单数缺失", "unknown is not no"},
		{"orders * 2 > 3", "orders", "4", value.Number, "orders * 2 > 3 (8)", "orders * 2 > 3（实际 8）", "a calculation by its source"},
		{"orders * 2 > 30", "orders", "4", value.Number, "not orders * 2 > 30 (8)", "不满足 orders * 2 > 30（实际 8）", ""},
		{"stage == \"\u202e\"", "stage", "a\x1b[31m", value.Text, `stage a\x1b[31m (not \u202e)`, `客户阶段为 a\x1b[31m（非 \u202e）`, "foreign text is escaped"},
	} {
		r := run(t, "classifications: [{id: x, classes: [{id: a, title: {en: A, zh: A}, when: "+strconv.Quote(c.when)+"}, {id: b, title: {en: B, zh: B}}]}]",
			columns{c.name: col(c.kind, c.actual)}, 1)
		en, zh := "A: "+c.en, "A："+c.zh
		if r.Class(0, 0) == 1 {
			en, zh = "B: not A ("+c.en+")", "B：不符合 A 条件（"+c.zh+"）"
		}
		if s := r.Sentence(0, 0); s.EN != en || s.ZH != zh {
			t.Errorf("%s of %q\ngot  %s\nwant %s\ngot  %s\nwant %s\n%s", c.when, c.actual, s.EN, en, s.ZH, zh, c.why)
		}
	}
}

func TestBesideAnotherMeasure(t *testing.T) {
	r := run(t, "classifications: [{id: x, classes: [{id: a, when: orders == lifetime_orders}, {id: b}]}]",
		columns{"orders": col(value.Number, "4"), "lifetime_orders": col(value.Number, "4")}, 1)
	if s := r.Sentence(0, 0); s.EN != "a: orders 4 = lifetime orders 4" || s.ZH != "a：订单数 4 = 累计订单数 4" {
		t.Errorf("4 = 4 needs names: %s, %s", s.EN, s.ZH)
	}
}

func TestBandSentences(t *testing.T) {
	for _, c := range []struct {
		classes  string
		values   []string // of revenue; the first customer's sentence is asked for
		en, zh   string
		currency string
	}{
		{"{id: A, at_least: 1000}", []string{"1500"}, "A: revenue USD 1,500 ≥ USD 1,000", "A：收入 USD 1,500 ≥ USD 1,000", ""},
		{"{id: A, at_least: 1000}", []string{"15"}, "B: not A (revenue USD 15 < USD 1,000)", "B：不符合 A 条件（收入 USD 15 < USD 1,000）", ""},
		{"{id: A, at_least: 1000}", []string{""}, "B: not A (revenue absent)", "B：不符合 A 条件（收入缺失）", ""},
		{"{id: A, cumulative: 80%}", []string{"50", "50"}, "A: revenue USD 50 is the largest", "A：收入 USD 50，排在最前", ""},
		{
			"{id: A, cumulative: 80%}", []string{"25", "50", "25"},
			"A: revenue USD 25, larger customers bring 50 % < 80 %", "A：收入 USD 25，排在其前的客户合计占 50% < 80%", "",
		},
		{
			"{id: A, cumulative: 80%}", []string{"10", "90"},
			"B: not A (revenue USD 10, larger customers bring 90 % ≥ 80 %)", "B：不符合 A 条件（收入 USD 10，排在其前的客户合计占 90% ≥ 80%）", "",
		},
		{"{id: A, cumulative: 80%}", []string{"0", "90"}, "B: not A (revenue USD 0, not over 0)", "B：不符合 A 条件（收入 USD 0，不大于 0）", ""},
		{
			"{id: A, top: 20%}", []string{"90", "10"}, "A: revenue USD 90: rank 1 of 2, in the top 20 %",
			"A：收入 USD 90，第 1 名（共 2 名），在前 20% 之内", "",
		},
		{
			"{id: A, top: 20%}", []string{"5", "90", "5"}, "B: not A (revenue USD 5: rank 2 of 3, not in the top 20 %)",
			"B：不符合 A 条件（收入 USD 5，第 2 名（共 3 名），不在前 20% 之内）", "",
		},
		{
			"{id: A, bottom: 50%}", []string{"5", "90"}, "A: revenue USD 5: rank 1 of 2 from the bottom, in the bottom 50 %",
			"A：收入 USD 5，倒数第 1 名（共 2 名），在后 50% 之内", "",
		},
		{"{id: A, top: 20%}", []string{"0", "90"}, "B: not A (revenue USD 0 is not ranked)", "B：不符合 A 条件（收入 USD 0，不参与排名）", ""},
	} {
		r := run(t, "classifications: [{id: x, by: revenue, classes: ["+c.classes+", {id: B}]}]",
			columns{"revenue": col(value.Money, c.values...)}, len(c.values))
		if s := r.Sentence(0, 0); s.EN != c.en || s.ZH != c.zh {
			t.Errorf("%s of %v\ngot  %s\nwant %s\ngot  %s\nwant %s", c.classes, c.values, s.EN, c.en, s.ZH, c.zh)
		}
	}
}
