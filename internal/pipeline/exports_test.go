package pipeline_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/pipeline"
)

// export is a small export as systems and people make them, and what must come
// of it; a file begins at a line of dashes and its name.
type export struct {
	why      string
	files    string
	rules    string
	accounts []string          // of the tables of orders
	want     map[string]string // per customer: purchases, revenue
	codes    string            // of the problems, ascending
}

// exports is what was invented to break the reading; product.md §1 decides each.
func exports() []export {
	return slices.Concat(exportsOfSystems(), exportsByHand(), exportsOfIDs())
}

func exportsOfSystems() []export {
	return []export{
		{
			why: "OKKI: the order's amount on every line, dollars beside it, drafts, a customer nobody listed",
			files: `
--- 客户列表.csv
公司名称,客户编号,国家地区,客户阶段,跟进人,最近联系时间,成交订单数
Nordic Trade AB,11000001,瑞典,成交客户,李雷,2026-06-01 09:00:00,3
Müller GmbH,11000002,德国,复购客户,韩梅梅,1970-01-01 08:00:00,0
香港利丰,11000004,中国香港,待跟进,,,
--- 订单列表.csv
订单号,订单日期,客户名称,币种,订单金额,订单金额（RMB）,订单金额（美元）,产品名称,订单状态
OD1,2026-03-05,Nordic Trade AB,EUR,10000.00,78000.00,10800.00,泵,出运完成
OD1,2026-03-05,Nordic Trade AB,EUR,10000.00,78000.00,10800.00,阀,出运完成
OD2,2025-02-05,NORDIC TRADE AB,USD,20000.00,144000.00,20000.00,泵,收款完成
OD3,2026-04-05,Müller GmbH,USD,5000.00,36000.00,5000.00,泵,草稿
OD4,2026-04-06,Ｍüller GmbH ,USD,6000.00,43200.00,6000.00,泵,已下单
OD5,2026-04-07,Unknown Co,USD,6000.00,43200.00,6000.00,泵,已下单
`,
			accounts: []string{
				"orders 6 = 3 used + 1 without customer + 1 left out by status + 1 repeated",
				"EUR 20000 = 10000 used + 10000 repeated",
				"USD 37000 = 26000 used + 6000 without customer + 5000 left out by status",
			},
			want:  map[string]string{"11000001": "2 30800", "11000002": "1 6000", "11000004": "0 0"},
			codes: "K08",
		},
		{
			why: "Odoo: the head of an order once, its lines below, quotations",
			files: `
--- sale.order.csv
Order Reference,Customer,Order Date,Total,Untaxed Amount,Status,Order Lines/Product,Order Lines/Quantity,Order Lines/Unit Price
S1,Azure Interior,2026-01-05 14:32:11,345.00,300.00,Sales Order,Desk,1,100
,,,,,,Chair,2,100
S2,Deco Addict,2026-01-06 23:59:59,115.00,100.00,Quotation,Desk,1,100
,,,,,,Lamp,1,100
S3,Deco Addict,2026-01-07 00:00:01,230.00,200.00,Sales Order,Desk,2,100
S4,False,2026-01-08 00:00:01,230.00,200.00,Sales Order,Desk,2,100
`,
			accounts: []string{
				"orders 6 = 3 used + 1 without customer + 2 left out by status",
				"800 = 500 used + 200 without customer + 100 left out by status",
			},
			want: map[string]string{"Azure Interior": "1 300", "Deco Addict": "1 200"}, codes: "K07",
		},
		{
			why: "HubSpot: deals won are the orders; stages before the deal are no cause for a warning",
			files: `
--- companies.csv
Record ID,Company name,Company owner,Create Date,Last Activity Date,Country/Region,Lifecycle Stage
12345678901,Acme Inc,Jane Roe,2025-01-10 09:15,2026-05-12 10:11,United States,Customer
12345678902,Globex,Jane Roe,2025-02-10 09:15,,Germany,Lead
--- deals.csv
Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Associated Company,Create Date,Amount in company currency,Currency
901,Acme - 1,Closed Won,2026-03-01 10:00,Jane Roe,1000,Acme Inc,2026-01-01 10:00,1080,EUR
902,Acme - 2,Closed Lost,2026-04-01 10:00,Jane Roe,500,Acme Inc,2026-01-01 10:00,500,USD
903,Globex - 1,Appointment Scheduled,2026-09-01 10:00,Jane Roe,700,Globex,2026-05-01 10:00,700,USD
904,Acme - 3,Closed Won,2026-05-01 10:00,Jane Roe,250,Acme Inc,2026-01-01 10:00,250,USD
`,
			accounts: []string{
				"opportunities 4 = 2 used + 2 left out",
				"EUR 1000 = 1000 used", "USD 1450 = 250 used + 1200 left out",
			},
			want: map[string]string{"12345678901": "2 1330", "12345678902": "0 0"},
		},
		{
			why: "Salesforce report: month first by one day, a footer, a grand total",
			files: `
--- report.csv
Account Name,Account Owner,Opportunity Name,Stage,Close Date,Created Date,Amount Currency,Amount,Amount (Converted) Currency,Amount (Converted)
Acme,J. Roe,Big,Closed Won,3/31/2026,1/15/2026,EUR,"1,000.00",USD,"1,080.00"
Acme,J. Roe,Small,Closed Won,4/1/2026,1/15/2026,USD,500.00,USD,500.00
Globex,J. Roe,Mid,Negotiation,9/1/2026,1/15/2026,USD,700.00,USD,700.00
,,,,,,,,,
"Confidential Information - Do Not Distribute",,,,,,,,,
Total,,,,,,,,,"2,280.00"
`,
			accounts: []string{
				"opportunities 4 = 2 used + 2 left out",
				"EUR 1000 = 1000 used", "USD 1200 = 500 used + 700 left out",
			},
			want: map[string]string{"Acme": "2 1580"},
		},
		{
			why: "Fxiaoke: its own names of an order's columns, a void order",
			files: `
--- 销售订单.csv
销售订单编号,客户名称,下单日期,销售订单金额(元),订单状态,生命状态
20260101-0001,甲公司,2026-01-05,1000.00,已确认,正常
20260101-0002,甲公司,2026-02-05,2000.00,已作废,作废
`,
			accounts: []string{"orders 2 = 1 used + 1 left out by status", "¥ 3000 = 1000 used + 2000 left out by status"},
			want:     map[string]string{"甲公司": "1 1000"},
		},
	}
}

func exportsByHand() []export {
	return []export{
		{
			why: "title, maker and note above the header in row 5; a total and a signature below",
			files: `
--- 订单.csv
外贸部订单统计表,,,,
制表人：李雷,,,日期：2026-06-30,
,,,,
备注：金额单位为美元,,,,
序号,单号,客户名称,下单日期,金额（USD）
1,S1,Acme,2026-01-05,100
2,S2,Beta,2026-01-06,200
合计,,,,300
`,
			accounts: []string{"orders 2 = 2 used", "USD 300 = 300 used"},
			want:     map[string]string{"Acme": "1 100", "Beta": "1 200"},
		},
		{
			why: "returns in every spelling",
			files: `
--- o.csv
Order No,Customer,Order Date,Amount,Currency
1,A,2026-01-05,"1,000.00",USD
2,A,2026-01-06,(200.00),USD
3,A,2026-01-07,50.00-,USD
4,A,2026-01-08,−10.00,USD
5,A,2026-01-08,-$5.00,USD
6,B,2026-01-08,-40.00,USD
`,
			accounts: []string{"orders 6 = 6 used", "USD 695 = 695 used"},
			want:     map[string]string{"A": "1 735", "B": "0 -40"},
		},
		{
			why: "dates of every style in one column, and of none",
			files: `
--- o.csv
Order No,Customer,Order Date,Amount
1,A,2026-01-05,1
2,A,2026/1/6,1
3,A,2026年1月7日,1
4,A,20260108,1
5,A,2026.1.9,1
6,A,"Jan 10, 2026",1
7,A,11-Jan-2026,1
8,A,46034,1
9,A,2026-01-13T10:00:00Z,1
10,A,1/17/2026,1
11,A,1970-01-01 08:00:00,1
12,A,0000-00-00,1
13,A,无,1
14,A,2026-02-30,1
15,A,2099-01-01,1
16,A,民國115年1月1日,1
`,
			accounts: []string{"orders 16 = 10 used + 6 set aside", "16 = 10 used + 6 set aside"},
			want:     map[string]string{"A": "10 10"}, codes: "D02 D08 D12 D13 D17 D17 D17",
		},
		{
			why: "overlapping exports: an order again, one again with other lines, a new one",
			files: `
--- january.csv
Order No,Customer,Order Date,Product,Amount,Currency
1,A,2026-01-05,P1,100,USD
1,A,2026-01-05,P2,50,USD
2,B,2026-02-05,P1,70,USD
--- half-year.csv
Order No,Customer,Order Date,Product,Amount,Currency
2,B,2026-02-05,P1,140,USD
1,A,2026-01-05,P2,50,USD
1,a ,2026-01-05,P1,100.0,USD
4,D,2026-04-05,P1,20,USD
`,
			accounts: []string{
				"orders 3 = 3 used", "USD 220 = 220 used",
				"orders 4 = 1 used + 2 repeated + 1 set aside", "USD 310 = 20 used + 150 repeated + 140 set aside",
			},
			want: map[string]string{"A": "1 150", "B": "1 70", "D": "1 20"}, codes: "K16",
		},
		{
			why: "no number: rows without customer and date continue the order above",
			files: `
--- o.csv
客户名称,订单日期,产品,金额
甲,2026-01-05,P1,30
,,P2,20
甲,2026-01-06,P1,10
`,
			accounts: []string{"orders 3 = 3 used", "60 = 60 used"},
			want:     map[string]string{"甲": "2 60"},
		},
		{
			why: "the total of the order on every line, told by quantity × price alone",
			files: `
--- o.csv
订单号,客户名称,订单日期,产品,数量,单价,金额
1,甲,2026-01-05,P1,1,10,30
1,甲,2026-01-05,P2,2,10,30
2,乙,2026-01-05,P1,1,10,10
`,
			accounts: []string{"orders 3 = 2 used + 1 repeated", "70 = 40 used + 30 repeated"},
			want:     map[string]string{"甲": "1 30", "乙": "1 10"},
		},
		{
			why: "a header of order totals that are amounts of lines after all",
			files: `
--- o.csv
订单号,客户名称,订单日期,产品,订单金额
1,甲,2026-01-05,P1,30
1,甲,2026-01-05,P2,30
2,乙,2026-01-05,P1,10
2,乙,2026-01-05,P2,15
`,
			accounts: []string{"orders 4 = 4 used", "85 = 85 used"},
			want:     map[string]string{"甲": "1 60", "乙": "1 25"},
		},
		{
			why: "money in thousands of forms",
			files: `
--- o.csv
订单号,客户名称,订单日期,金额
1,甲,2026-01-05,1.2万
2,甲,2026-01-06,"3,000.00"
3,甲,2026-01-07,10万～30万元
4,甲,2026-01-08,5%
5,甲,2026-01-09,约500
6,甲,2026-01-10,1.5K
7,甲,2026-01-11,￥500
`,
			rules:    "money: {base: CNY, default: CNY, symbols: {¥: CNY}}\n",
			accounts: []string{"orders 7 = 4 used + 3 set aside", "CNY 17000 = 17000 used"},
			want:     map[string]string{"甲": "4 17000"}, codes: "A05 A05 A05",
		},
	}
}

func exportsOfIDs() []export {
	return []export{
		{
			why: "ids in other case, width, with spaces and .0; leading zeros that were lost",
			files: `
--- c.csv
客户编号,客户名称,国家
A-001,Acme GmbH,Germany
Ａ－００３,Gamma,Japan
0007,Delta Oy,Finland
8,Epsilon,US
--- o.csv
订单号,客户编号,订单日期,金额
1,a-001,2026-01-05,100
3,A-003,2026-01-07,300
4,7,2026-01-08,400
5,8.0,2026-01-09,500
7, Ａ-００１ ,2026-01-10,700
`,
			accounts: []string{"orders 5 = 4 used + 1 without customer", "2000 = 1600 used + 400 without customer"},
			want:     map[string]string{"A-001": "2 800", "Ａ－００３": "1 300", "0007": "0 0", "8": "1 500"}, codes: "K02 K08",
		},
		{
			why: "rows without an id are matched by name, an unknown id is not",
			files: `
--- c.csv
客户编号,客户名称,国家
C1,甲,德国
C2,乙,法国
C3,乙,美国
--- o.csv
订单号,客户编号,客户名称,订单日期,金额
1,-, 甲 ,2026-01-05,10
2,C9,甲,2026-01-05,20
3,,乙,2026-01-05,30
4,C2,甲,2026-01-05,40
`,
			accounts: []string{"orders 4 = 2 used + 1 without customer + 1 set aside", "100 = 50 used + 20 without customer + 30 set aside"},
			want:     map[string]string{"C1": "1 10", "C2": "1 40", "C3": "0 0"}, codes: "K08 K14",
		},
		{
			why: "orders alone know their customers by id; the log knows them by name",
			files: `
--- o.csv
Order No,Customer ID,Customer Name,Order Date,Amount
1,K1,Acme GmbH,2026-01-05,10
--- log.csv
客户名称,跟进时间,跟进方式,跟进内容
acme gmbh,2026-06-15,邮件,报价
`,
			accounts: []string{"orders 1 = 1 used", "10 = 10 used"},
			want:     map[string]string{"K1": "1 10 contacted 2026-06-15"},
		},
	}
}

func TestExports(t *testing.T) {
	for _, x := range exports() {
		t.Run(x.why, func(t *testing.T) {
			r := run(t, x.rules, "2026-06-30", x.write(t)...)
			defer r.Close()
			if diff := cmp.Diff(x.accounts, accounts(r)); diff != "" {
				t.Errorf("account (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(x.want, bought(r)); diff != "" {
				t.Errorf("customers (-want +got):\n%s", diff)
			}
			var codes []string
			for i := range r.Problems {
				if r.Problems[i].Severity <= diag.Warning {
					codes = append(codes, r.Problems[i].Code)
				}
			}
			slices.Sort(codes)
			if got := strings.Join(codes, " "); got != x.codes {
				t.Errorf("problems %q, want %q:\n%s\n%s", got, x.codes, oneLines(r.Problems, diag.Aside), oneLines(r.Problems, diag.Warning))
			}
		})
	}
}

// write writes the files and names them in the order they stand.
func (x *export) write(t *testing.T) []string {
	t.Helper()
	folder := t.TempDir()
	var paths []string
	for _, part := range strings.Split(x.files, "--- ")[1:] {
		name, text, _ := strings.Cut(part, "\n")
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

// bought is what every customer bought, and when it was contacted where the
// run read a log.
func bought(r *pipeline.Result) map[string]string {
	lines := measured(r, "lifetime_orders", "lifetime_revenue")
	for customer, line := range lines {
		lines[customer] = strings.ReplaceAll(line, "\t", " ")
	}
	if r.Data.Read(crm.Activities) {
		for customer := range lines {
			if on := at(r, "last_contact")[customer]; on.Present() {
				lines[customer] += " contacted " + on.String()
			}
		}
	}
	return lines
}
