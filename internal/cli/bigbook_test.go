package cli_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// bigBook is how much a workbook of a large export team holds.
type bigBook struct{ customers, orders, activities int }

// morning is the book of "Must show 2" of follow-up: what a warm call is measured on.
var morning = bigBook{customers: 5_000, orders: 50_000, activities: 100_000}

// write writes the book: three sheets, every value drawn from a fixed seed.
func (b bigBook) write(t testing.TB, path string) {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	dates, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	draw := rand.New(rand.NewPCG(4, 2))
	for i, s := range []struct {
		name   string
		header []any
		rows   int
		row    func(i int) []any
	}{
		{"客户列表", []any{"客户编号", "公司名称", "国家地区", "客户阶段", "跟进人", "邮箱", "客户标签", "创建时间", "分配时间", "下次跟进时间", "付款方式"}, b.customers, b.customer(draw, dates)},
		{"订单列表", []any{"订单号", "客户编号", "下单日期", "币种", "订单金额", "订单状态"}, b.orders, b.order(draw, dates)},
		{"跟进记录", []any{"客户编号", "跟进时间", "跟进方式", "跟进类型", "跟进内容", "跟进结果", "跟进人"}, b.activities, b.activity(draw, dates)},
	} {
		if i == 0 {
			err = book.SetSheetName("Sheet1", s.name)
		} else {
			_, err = book.NewSheet(s.name)
		}
		if err != nil {
			t.Fatal(err)
		}
		out, err := book.NewStreamWriter(s.name)
		if err != nil {
			t.Fatal(err)
		}
		for n := range s.rows + 1 {
			row := s.header
			if n > 0 {
				row = s.row(n - 1)
			}
			if err := out.SetRow(fmt.Sprintf("A%d", n+1), row); err != nil {
				t.Fatal(err)
			}
		}
		if err := out.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}

func pick[T any](draw *rand.Rand, from ...T) T { return from[draw.IntN(len(from))] }

// daysAgo is a day before the day of every test run, as a cell.
func daysAgo(draw *rand.Rand, from, to, style int) excelize.Cell {
	midnight := time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, time.UTC)
	return excelize.Cell{StyleID: style, Value: midnight.AddDate(0, 0, -from-draw.IntN(to-from))}
}

func (b bigBook) customer(draw *rand.Rand, dates int) func(i int) []any {
	return func(i int) []any {
		return []any{
			fmt.Sprintf("C%05d", i+1), fmt.Sprintf("%s %s %s No. %d", pick(draw, "Nord", "Rhein", "Atlantic", "Sakura", "Andes"),
				pick(draw, "Tools", "Lighting", "Home", "Trading"), pick(draw, "GmbH", "Ltd.", "S.A.", "Co."), i+1),
			pick(draw, "德国", "美国", "法国", "日本", "巴西", "英国", "越南", "沙特阿拉伯"), pick(draw, "询盘", "报价", "样品", "成交客户"),
			pick(draw, "李雷", "韩梅梅", "王芳", "Tom"), fmt.Sprintf("buyer%d@example%d.com", i+1, i%97), pick(draw, "", "VIP", "展会;老客户", "重点"),
			daysAgo(draw, 400, 2000, dates), daysAgo(draw, 10, 400, dates), daysAgo(draw, -30, 60, dates), pick(draw, "T/T 30%", "L/C", "O/A 60天"),
		}
	}
}

func (b bigBook) order(draw *rand.Rand, dates int) func(i int) []any {
	return func(i int) []any {
		return []any{
			fmt.Sprintf("SO-%06d", i+1), fmt.Sprintf("C%05d", 1+draw.IntN(b.customers)), daysAgo(draw, 1, 1400, dates),
			pick(draw, "USD", "USD", "USD", "EUR"), float64(draw.IntN(4_000_000)) / 100, pick(draw, "已完成", "已出运", "生产中"),
		}
	}
}

func (b bigBook) activity(draw *rand.Rand, dates int) func(i int) []any {
	return func(i int) []any {
		return []any{
			fmt.Sprintf("C%05d", 1+draw.IntN(b.customers)), daysAgo(draw, 0, 800, dates), pick(draw, "邮件", "WhatsApp", "电话", "拜访"),
			pick(draw, "报价跟进", "样品跟进", "节日问候", "催款", "新品推荐"),
			fmt.Sprintf("%s，客户说%s，约%d天后再联系（第%d次）", pick(draw, "发了新报价", "问了交期", "寄了样品", "确认了图纸"), pick(draw, "要比价", "等老板批", "已收到", "下月定"), 3+draw.IntN(40), 1+i%9),
			pick(draw, "有回复", "无回复", "待定"), pick(draw, "李雷", "韩梅梅", "王芳", "Tom"),
		}
	}
}
