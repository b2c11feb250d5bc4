package classify_test

import (
	"strings"
	"testing"

	"crm/internal/classify"
	"crm/internal/lang"
	"crm/internal/value"
)

func texts(steps []classify.Step, l lang.Lang) string {
	var all []string
	for _, s := range steps {
		all = append(all, s.Text.In(l))
	}
	return strings.Join(all, " | ")
}

func TestMissing(t *testing.T) {
	for _, c := range []struct {
		name    string
		rules   string
		columns columns // the first customer's are asked about
		class   int     // -1: nothing can be reached
		en, zh  string
		why     string
	}{
		{
			"a sum", "[{id: x, classes: [{id: a, when: revenue >= 20000}, {id: b}]}]",
			columns{"revenue": col(value.Money, "7700.5")}, 0,
			"revenue: USD 12,299.50 more (USD 7,700.50 now, at least USD 20,000)",
			"收入还差 USD 12,299.50（现为 USD 7,700.50，须不少于 USD 20,000）", "",
		},
		{
			"strictly more at equality", "[{id: x, classes: [{id: a, when: orders > 2}, {id: b}]}]",
			columns{"orders": col(value.Number, "2")}, 0, "orders: over 2 (exactly that now)", "订单数须大于 2（现恰为该值）", "",
		},
		{
			"strictly more", "[{id: x, classes: [{id: a, when: revenue > 100}, {id: b}]}]",
			columns{"revenue": col(value.Money, "40")}, 0, "revenue: over USD 60 more (USD 40 now, over USD 100)",
			"收入还差 USD 60 以上（现为 USD 40，须大于 USD 100）", "",
		},
		{
			"less", "[{id: x, classes: [{id: a, when: days_since_order <= 90}, {id: b}]}]",
			columns{"days_since_order": col(value.Days, "120")}, 0, "days since last order: at most 90 days (120 days now)",
			"距最近下单天数须不超过 90 天（现为 120 天）", "days do not go down one by one",
		},
		{
			"absent", "[{id: x, classes: [{id: a, when: orders >= 2 and has(revenue)}, {id: b}]}]",
			columns{"orders": col(value.Number, "")}, 0, "orders: at least 2 (absent now) | revenue: has to have a value (none now)",
			"订单数须不少于 2（现缺失） | 收入须有值（目前没有）", "",
		},
		{
			"a share moves the total too", "[{id: x, classes: [{id: a, when: revenue_share > 30%}, {id: b}]}]",
			columns{"revenue": col(value.Money, "100", "900"), "revenue_share": col(value.Share, "0.1", "0.9")}, 0,
			"revenue: over USD 285.72 more (revenue share 10 % now, over 30 %), while the other customers stay as they are",
			"收入还差 USD 285.72 以上（收入占比现为 10%，须大于 30%），前提是其他客户不变",
			"(0.3 × 1000 − 100) / 0.7 = 285.714…: 385.72 of 1285.72 are over 30 %",
		},
		{
			"texts and dates", `[{id: x, classes: [{id: a, when: stage == "quote" and last_order >= "2025-01-01" and "vip" in tags}, {id: b}]}]`,
			columns{"stage": col(value.Text, "sample"), "last_order": col(value.Date, "2024-11-03"), "tags": col(value.List, "new")}, 0,
			"stage: quote (sample now) | last order: on or after 2025-01-01 (2024-11-03 now) | tags: with vip (new now)",
			"客户阶段须为报价（现为样品） | 最近下单日期须不早于 2025-01-01（现为 2024-11-03） | 标签须含 vip（现为 new）", "",
		},
		{
			"what can only grow does not fall", "[{id: x, classes: [{id: a, when: orders > 9}, {id: b, when: lifetime_orders == 1}, {id: c}]}]",
			columns{"lifetime_orders": col(value.Number, "3"), "orders": col(value.Number, "1")}, 0,
			"orders: over 8 more (1 now, over 9)", "订单数还差 8 以上（现为 1，须大于 9）",
			"three orders are never one again: the class above that can be reached",
		},
		{
			"of alternatives one that can be taken",
			"[{id: x, classes: [{id: a, when: (revenue_growth > 20% or orders == lifetime_orders) and tenure >= years(2)}, {id: b}]}]",
			columns{
				"revenue_growth": col(value.Share, "-0.5"), "orders": col(value.Number, "3"), "lifetime_orders": col(value.Number, "4"),
				"tenure": col(value.Days, "573"),
			}, 0,
			"revenue growth: over 20 % (-50 % now) | customer for: 158 days more (1 y 6 mo now, at least 2 y)",
			"收入增长率须大于 20%（现为 -50%） | 合作时长还差 158 天（现为 1 年 6 个月，须不少于 2 年）",
			"one order more is nearer, but it would be one more of all orders too",
		},
		{
			"exactly, from below", "[{id: x, classes: [{id: a, when: lifetime_orders == 1}, {id: b}]}]",
			columns{"lifetime_orders": col(value.Number, "0")}, 0, "lifetime orders: 1 more (0 now, exactly 1)",
			"累计订单数还差 1（现为 0，须恰为 1）", "",
		},
		{
			"filled in by a person", "[{id: x, classes: [{id: a, when: has(stage)}, {id: b}]}]",
			columns{"stage": col(value.Text, "")}, 0, "stage: has to be filled in", "客户阶段须补充", "",
		},
		{
			"a region", "[{id: x, classes: [{id: a, when: region == \"core\"}, {id: b}]}]",
			columns{"region": col(value.Text, "")}, 0, "region: core (absent now)", "区域须为 core（现缺失）", "a text, though it has a list of values",
		},
		{
			"nothing can be reached", "[{id: x, classes: [{id: a, when: lifetime_orders == 0}, {id: b}]}]",
			columns{"lifetime_orders": col(value.Number, "3")}, -1, "", "", "",
		},
		{
			"through an earlier classification",
			"[{id: level, title: {en: Revenue level, zh: 收入分档}, by: revenue, classes: [{id: high, title: {en: High, zh: 高}, at_least: 500}, {id: low}]}, " +
				"{id: x, classes: [{id: a, when: level == \"high\" and orders >= 2}, {id: b}]}]",
			columns{"revenue": col(value.Money, "100"), "orders": col(value.Number, "1")}, 0,
			"revenue: USD 400 more (USD 100 now, at least USD 500), for revenue level high | orders: 1 more (1 now, at least 2)",
			"收入还差 USD 400（现为 USD 100，须不少于 USD 500），使收入分档达到高 | 订单数还差 1（现为 1，须不少于 2）", "",
		},
		{
			"out of an earlier class",
			"[{id: level, by: orders, classes: [{id: idle, at_most: 0}, {id: busy}]}, " +
				"{id: x, classes: [{id: a, when: level != \"idle\"}, {id: b}]}]",
			columns{"orders": col(value.Number, "0")}, 0,
			"orders: over 0 (exactly that now), for level busy", "订单数须大于 0（现恰为该值），使level达到 busy", "",
		},
		{
			"cumulative", "[{id: x, by: revenue, classes: [{id: a, cumulative: 50%}, {id: b}]}]",
			columns{"revenue": col(value.Money, "10", "60", "30")}, 0,
			"revenue: over USD 20 more (USD 10 now, over USD 30), while the other customers stay as they are",
			"收入还差 USD 20 以上（现为 USD 10，须大于 USD 30），前提是其他客户不变",
			"with 30.01 the 60 before it are under half of 120.01",
		},
		{
			"top", "[{id: x, by: revenue, classes: [{id: a, top: 30%}, {id: b}]}]",
			columns{"revenue": col(value.Money, "10", "60", "30")}, 0,
			"revenue: over USD 50 more (USD 10 now, over USD 60), while the other customers stay as they are",
			"收入还差 USD 50 以上（现为 USD 10，须大于 USD 60），前提是其他客户不变", "one place of three",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := 1
			for _, column := range c.columns {
				n = len(column)
			}
			r := run(t, "classifications: "+c.rules, c.columns, n)
			last := 0
			if strings.Contains(c.rules, "id: level") {
				last = 1
			}
			class, steps, ok := r.Missing(last, 0)
			if ok != (c.class >= 0) || ok && class != c.class {
				t.Fatalf("class %d, %v; want %d: %s", class, ok, c.class, c.why)
			}
			if got := texts(steps, lang.EN); got != c.en {
				t.Errorf("got  %s\nwant %s: %s", got, c.en, c.why)
			}
			if got := texts(steps, lang.ZH); got != c.zh {
				t.Errorf("got  %s\nwant %s", got, c.zh)
			}
			for _, s := range steps {
				if s.Pos.File != "rules.yaml" || s.Pos.Row == 0 {
					t.Errorf("a step without the rule's place: %+v", s)
				}
			}
		})
	}
}
