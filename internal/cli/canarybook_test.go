package cli_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The canaries: words that stand nowhere but in the cells of the test's books.
// Each cell has one of them with a name of its own behind it.
const (
	hiddenWord  = "Kqzhidden丁酉" // what no view shows
	mailWord    = "kqzmail"     // what the view mail shows, and no other
	allowedWord = "Kqzshown甲午é" // what the views of customers show, and mail does not
	playWord    = "kqzplay"     // what the view morning shows, and no other
)

// canaryNumbers are numbers, days and countries that no view shows.
var canaryNumbers = []string{
	"7318462.57", "7,318,462.57", "4815162", "4,815,162", "90817263", "90,817,263", "6172839", "1234567.8", "2345678.9", "2019-03-17", "2019-11-23", "13817264501938", "Bhutan", "不丹", "Bhoutan",
}

func hidden(name string) string { return hiddenWord + name }

// canaryTables is the sheets of the customers' book; # is before a number.
func canaryTables() map[string][][]string {
	h := hidden
	return map[string][][]string{
		"客户": {
			{"customer id", "customer name", "country", "owner", "email", "phone", "contact person", "preferences", "industry", "status", "stage", "group", "tags",
				"employees", "annual turnover", "purchasing budget", "created", "assigned", "manual class", "manual reason", "channel", "market potential", h("header")},
			{h("id1"), allowedWord + "name1", "Germany", "Li", mailWord + "1@kqz.example", "13817264501938", h("person1"), h("prefers1"), h("trade1"), h("status1"), h("stage1"),
				h("a") + "/" + h("b"), h("tag1") + ";" + h("tag2"), "#4815162", "#90817263", "#6172839", "2019-03-17", "2019-11-23", h("class1"), h("reason1"), h("channel1"), h("market1"), h("own1")},
			{h("id2"), allowedWord + "name2", "France", "Li", "office; " + mailWord + "2@kqz.example", h("phone2"), h("person2"), h("prefers2"), "", "", "", "", "", "", "", "", "", "", "", "", "", "", h("own2")},
			{h("id3"), h("name3"), "Bhutan", h("Wang"), mailWord + "3", h("phone3"), h("person3"), h("prefers3"), "", "", "", "", "", "", "", "", "", "", "", "", "", "", h("own3")},
			{h("id4"), allowedWord + "name4", "Italy", "Li", mailWord + "4@kqz.example", h("phone4")},
			{h("id5"), allowedWord + "name5", "Italy", "Li", mailWord + "5@kqz.example", h("phone5")},
			{h("id2"), allowedWord + "name2", "France", "Li", mailWord + "2@kqz.example", h("phone2 again"), h("person2"), h("other"), "", "", "", "", "", "", "", "", "", "", "", "", "", "", h("own2 again")},
		},
		"订单" + h("s"): {
			{"order no", "customer id", "order date", "amount", "currency", "product", "status", "due date", "paid date"},
			{h("o1"), h("id1"), "2026-03-05", "#7318462.57", "USD", h("product1"), h("state1"), "2026-04-05", "2026-05-01"},
			{h("o2"), h("id2"), "2026-05-06", "#4815162", "USD", h("product2"), "", "", ""},
			{h("o3"), h("id3"), "2026-05-06", "#90817263", "USD", h("product3"), "", "", ""},
			{h("o7"), h("id4"), "2026-05-06", "#1234567.8", "USD", h("product7"), "", "", ""},
			{h("o8"), h("id5"), "2026-05-06", "#2345678.9", "USD", h("product8"), "", "", ""},
			{h("o4"), h("nobody"), "2026-05-06", "#6172839", "USD", h("product4"), "", "", ""},
			{h("o5"), h("id1"), h("no day"), "#6172839", "USD", h("product5"), "", "", ""},
			{h("o6"), h("id1"), "2026-05-08", h("no amount"), "USD", h("product6"), "", "", ""},
		},
		"跟进": {
			{"customer id", "activity date", "channel", "kind", "summary", "outcome", "by"},
			{h("id1"), "2026-06-01", h("way1"), h("kind1"), h("summary1"), h("outcome1"), h("by1")},
			{h("id2"), h("no day"), "email", h("kind2"), h("summary2"), h("outcome2"), "Li"},
		},
		"投诉":              {{"customer id", "opened", "proposed", "resolved", "complaint kind"}, {h("id1"), "2026-06-01 09:00", "", "", h("complaint1")}},
		"反馈":              {{"customer id", "feedback date", "score", "comment"}, {h("id1"), "2026-06-01", "#9", h("comment1")}, {h("id2"), "2026-06-01", h("score"), h("comment2")}},
		h("unseen sheet"): {{h("anything")}, {h("at all")}},
	}
}

// canaryRules is a rules file that speaks of hidden things too.
func canaryRules() string {
	return strings.ReplaceAll(`version: 1
# HIDDENremark
views:
  - id: sales
    title: {zh: 业务员, en: Salesperson}
    columns: [customer_name, country, owner, tier, orders, last_order]
    where: owner == "Li" and not (phone contains "HIDDENphone9")
    sort: -last_order
  - {id: mail, columns: [email]}
  - id: morning
    columns: [customer_name, country, owner, tier, orders, last_order]
    where: owner == "Li"
    lists: [followup, alerts, playbook]
  - {id: reasons, columns: [customer_name, tier, orders, why], where: owner == "Li"}
  - {id: states, columns: [tier], lists: [followup, alerts]}
  - {id: board, title: HIDDENtitle of another view, columns: [phone]}
classifications:
  - id: tier
    title: {zh: 客户等级, en: Tier}
    classes:
      - {id: A, title: {zh: 核心, en: Core}, when: revenue > 7000000 and preferences contains "HIDDENprefers"}
      - {id: B, title: {zh: 普通, en: Usual}, when: 'orders >= 1 and (phone contains "HIDDENphone" or not has(preferences)) and rank("orders") > 900'}
      - {id: C, title: {zh: 基础, en: Basic}}
  - id: segment
    classes: [{id: vip, title: HIDDENvip, when: has_email}, {id: other}]
followup:
  by: tier
  classes: {A: {release: 30d}, C: {release: 60d}}
  touchpoints:
    - {when: revenue > 7000000 and preferences contains "HIDDENprefers", every: 2w, kind: kqzplay call}
alerts:
  - {id: lost, title: {zh: 大客户, en: Large}, when: revenue > 1, message: "HIDDENmessage {preferences} {revenue}", action: kqzplay write}
  - {id: few, when: orders < 9, message: "kqzplay {orders}", level: act}
overrides:
  - {customer: HIDDENid3, class: A, reason: HIDDENreason of an override}
playbook: {tier: {A: [kqzplay A], C: [kqzplay C]}}
`, "HIDDEN", hiddenWord)
}

// otherwise is the same world with other hidden values: of the same classes, as
// many purchases on the same days, and as many rows that cannot be used.
var otherwise = strings.NewReplacer(hiddenWord, "Vwotherly戊戌", mailWord, "vwmail", "7318462.57", "9000000.01", "4815162", "4000001", "90817263", "90000002",
	"6172839", "6000003", "1234567.8", "3456789.1", "2345678.9", "1111111.2", "2019-03-17", "2018-04-18", "2019-11-23", "2018-12-24", "13817264501938", "13900000000009", "Bhutan", "Nepal", "2026-04-05", "2026-04-09",
	"2026-05-01", "2026-04-07", "2026-06-01", "2026-06-02")

// otherwiseLists is the same world with other hidden values where the clocks stand as
// they do: they run from hidden dates, and the view that shows them shows that.
var otherwiseLists = strings.NewReplacer(hiddenWord, "Vwotherly戊戌", mailWord, "vwmail", "7318462.57", "9000000.01", "4815162", "4000001", "90817263", "90000002",
	"6172839", "6000003", "1234567.8", "3456789.1", "2345678.9", "1111111.2", "13817264501938", "13900000000009", "Bhutan", "Nepal", "2026-04-05", "2026-04-09",
	"2026-05-01", "2026-04-07")

// otherwiseMail is the same world with other values of all but the addresses,
// other classes too.
var otherwiseMail = strings.NewReplacer(hiddenWord, "Vwotherly戊戌", allowedWord, "Vwname己亥", "7318462.57", "3.5", "4815162", "9000000", "90817263", "0.02",
	"Germany", "Japan", "Italy", "Chile", `"Li"`, `"Lo"`, "13817264501938", "", "2026-05-06", "2026-07-08", "Bhutan", "Nepal")

// canaryWorkspace is a folder of rules and a book with canaries in all that a
// workbook can hold. Its own name is one. Every text goes through swap.
func canaryWorkspace(t *testing.T, swap func(string) string) (folder, book string) {
	t.Helper()
	hidden := func(name string) string { return swap(hidden(name)) }
	folder = filepath.Join(t.TempDir(), hidden("folder"))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "rules.yaml"), []byte(swap(canaryRules())), 0o600); err != nil {
		t.Fatal(err)
	}
	book = filepath.Join(folder, hidden("book")+".xlsx")
	f := excelize.NewFile()
	defer f.Close()
	tables := canaryTables()
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		rows, name := tables[name], swap(name)
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, field := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if err := setCell(f, name, cell, swap(field), 0); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	hideMore(t, f, hidden)
	if err := f.SaveAs(book); err != nil {
		t.Fatal(err)
	}
	return folder, book
}

// hideMore puts canaries where no cell is.
func hideMore(t *testing.T, f *excelize.File, h func(string) string) {
	t.Helper()
	link := "https://example.com/" + h("")
	note := excelize.Comment{Cell: "B2", Author: h("author"), Text: h("note")}
	list := excelize.NewDataValidation(true)
	list.SetSqref("C2:C9")
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: text(`"` + h("format") + `"General`)})
	if err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"comment": f.AddComment("客户", note),
		"list":    list.SetDropList([]string{h("choice")}),
		"choice":  f.AddDataValidation("客户", list),
		"link":    f.SetCellHyperLink("客户", "B2", link, "External", excelize.HyperlinkOpts{Tooltip: text(h("tip"))}),
		"format":  f.SetCellStyle("客户", "B2", "B2", style),
		"name":    f.SetDefinedName(&excelize.DefinedName{Name: "Kqz", RefersTo: `"` + h("name") + `"`, Comment: h("name's comment")}),
		"header":  f.SetHeaderFooter("客户", &excelize.HeaderFooterOptions{OddHeader: h("header"), OddFooter: h("footer")}),
		"doc": f.SetDocProps(&excelize.DocProperties{Creator: h("creator"), Title: h("title"), Subject: h("subject"), Description: h("about"),
			Keywords: h("key"), LastModifiedBy: h("editor"), Category: h("category")}),
		"app":    f.SetAppProps(&excelize.AppProperties{Company: h("company"), Application: "Microsoft Excel"}),
		"custom": f.SetCustomProps(excelize.CustomProperty{Name: h("property"), Value: h("value")}),
		"hidden": f.SetSheetVisible(h("unseen sheet"), false, true),
	} {
		if err != nil {
			t.Fatal(what, err)
		}
	}
}

func text(s string) *string { return &s }
