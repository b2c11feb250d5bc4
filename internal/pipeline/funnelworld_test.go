package pipeline_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// funnelWorld is the facts of a company's deals, complaints and feedback. Days
// are ISO texts, which sort as they follow one another; empty is not known.
type funnelWorld struct {
	created    []string // per customer
	bought     []bool   // an order of January, where orders are told
	deals      []dealFact
	complaints []complaintFact
	scores     []scoreFact
	zh         bool // the tables are in Chinese
	orders     bool // there is a table of orders
}

type dealFact struct {
	who                           int
	opened, quote, sample, closed string
	stage, result, passed         string // inquiry…, won or lost, yes or no
	cents                         int    // -1: no amount
	currency                      string
}

// complaintFact has days, or days with a time: 2026-06-01 14:30.
type complaintFact struct {
	who                        int
	opened, proposed, resolved string
}

type scoreFact struct {
	who    int
	on     string
	tenths int
}

const funnelAsOf = "2026-06-30"

func drawFunnel(t *rapid.T) *funnelWorld {
	w := &funnelWorld{zh: rapid.Bool().Draw(t, "zh"), orders: rapid.Bool().Draw(t, "orders")}
	n := rapid.IntRange(1, 4).Draw(t, "customers")
	for range n {
		w.created = append(w.created, drawDay(t, "created", -500, 3))
		w.bought = append(w.bought, rapid.Bool().Draw(t, "bought"))
	}
	who := func() int { return rapid.IntRange(0, n-1).Draw(t, "who") }
	for range rapid.IntRange(1, 9).Draw(t, "deals") {
		d := dealFact{
			who: who(), opened: drawDay(t, "opened", -400, 5), currency: rapid.SampledFrom([]string{"USD", "EUR", "CNY"}).Draw(t, "currency"),
			stage: rapid.SampledFrom([]string{"", "inquiry", "quote", "sample", "order"}).Draw(t, "stage"), result: rapid.SampledFrom([]string{"", "", "won", "lost"}).Draw(t, "result"),
			passed: rapid.SampledFrom([]string{"", "yes", "no"}).Draw(t, "passed"), cents: rapid.IntRange(-1, 90_000).Draw(t, "cents"),
		}
		d.quote, d.sample, d.closed = drawDay(t, "quote", -380, 10), drawDay(t, "sample", -380, 10), drawDay(t, "closed", -300, 60)
		w.deals = append(w.deals, d)
	}
	for range rapid.IntRange(0, 6).Draw(t, "complaints") {
		w.complaints = append(w.complaints, complaintFact{
			who: who(), opened: drawMoment(t, "made", -380, 3, false), proposed: drawMoment(t, "proposed", -30, 5, true), resolved: drawMoment(t, "resolved", -20, 5, true),
		})
	}
	for range rapid.IntRange(0, 6).Draw(t, "scores") {
		w.scores = append(w.scores, scoreFact{who: who(), on: drawDay(t, "answered", -380, 5), tenths: rapid.IntRange(0, 100).Draw(t, "score")})
	}
	for i := range w.scores {
		if w.scores[i].on == "" {
			w.scores[i].on = funnelAsOf
		}
	}
	return w
}

// drawDay is a day about the as-of date; now and then it is not known.
func drawDay(t *rapid.T, label string, from, to int) string {
	if rapid.IntRange(0, 3).Draw(t, label+" known") == 0 {
		return ""
	}
	return calendar(time.DateOnly, funnelAsOf).AddDate(0, 0, rapid.IntRange(from, to).Draw(t, label)).Format(time.DateOnly)
}

// drawMoment is a day, mostly with a time.
func drawMoment(t *rapid.T, label string, from, to int, optional bool) string {
	day := drawDay(t, label, from, to)
	if day == "" && !optional {
		day = funnelAsOf
	}
	if day == "" || rapid.IntRange(0, 2).Draw(t, label+" timed") == 0 {
		return day
	}
	return day + fmt.Sprintf(" %02d:%02d", rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(1, 59).Draw(t, "minute"))
}

// words is the tables' word for a meaning.
func (w *funnelWorld) words(meaning string) string {
	if !w.zh {
		return meaning
	}
	return map[string]string{
		"inquiry": "询盘", "quote": "报价", "sample": "样品", "order": "成交", "won": "赢单", "lost": "输单", "yes": "是", "no": "否",
	}[meaning]
}

// write writes the tables, and says where.
func (w *funnelWorld) write(t failer, folder string) (files []string) {
	put := func(name string, zh, en []string, rows [][]string) {
		header := en
		if w.zh {
			header = zh
		}
		path := filepath.Join(folder, name)
		f, err := os.Create(path)
		if err != nil {
			t.Fatalf("%v", err)
		}
		defer f.Close()
		if err := csv.NewWriter(f).WriteAll(append([][]string{header}, rows...)); err != nil {
			t.Fatalf("%v", err)
		}
		files = append(files, path)
	}
	id := func(i int) string { return fmt.Sprintf("C%d", i) }
	var customers, orders, deals, complaints, scores [][]string
	for i, day := range w.created {
		customers = append(customers, []string{id(i), fmt.Sprintf("Acme %d Ltd", i), day, "DE"})
		if w.bought[i] {
			orders = append(orders, []string{fmt.Sprintf("O%d", i), id(i), "2026-01-05", "10.00", "USD"})
		}
	}
	for i, d := range w.deals {
		amount := ""
		if d.cents >= 0 {
			amount = fmt.Sprintf("%d.%02d", d.cents/100, d.cents%100)
		}
		deals = append(deals, []string{fmt.Sprintf("D%d", i), id(d.who), d.opened, w.words(d.stage), d.quote, d.sample, d.closed, w.words(d.result), w.words(d.passed), amount, d.currency})
	}
	for _, c := range w.complaints {
		complaints = append(complaints, []string{id(c.who), c.opened, c.proposed, c.resolved, "delay"})
	}
	for _, s := range w.scores {
		scores = append(scores, []string{id(s.who), s.on, strings.TrimSuffix(fmt.Sprintf("%d.%d", s.tenths/10, s.tenths%10), ".0"), ""})
	}
	put("customers.csv", []string{"客户编号", "公司名称", "创建时间", "国家"}, []string{"customer id", "customer name", "created", "country"}, customers)
	put("deals.csv", []string{"商机编号", "客户编号", "询盘日期", "商机阶段", "报价日期", "寄样日期", "结单日期", "商机结果", "样品通过", "商机金额", "币种"},
		[]string{"opportunity id", "customer id", "inquiry date", "deal stage", "quote date", "sample date", "close date", "won/lost", "sample passed", "amount", "currency"}, deals)
	put("complaints.csv", []string{"客户编号", "投诉时间", "提出方案时间", "解决时间", "投诉类型"},
		[]string{"customer id", "complaint date", "proposed", "resolved", "complaint type"}, complaints)
	put("feedback.csv", []string{"客户编号", "评价日期", "满意度", "评价内容"}, []string{"customer id", "survey date", "score", "comment"}, scores)
	if w.orders {
		put("orders.csv", []string{"订单号", "客户编号", "订单日期", "金额", "币种"}, []string{"order no", "customer id", "order date", "amount", "currency"}, orders)
	}
	return files
}
