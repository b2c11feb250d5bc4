package pipeline_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// TestServiceBook reads one workbook that has everything, with Excel's own dates
// and times: the time of day of a complaint counts to the minute.
func TestServiceBook(t *testing.T) {
	at := func(text string) time.Time { return calendar("2006-01-02 15:04", text) }
	f := excelize.NewFile()
	for _, s := range []struct {
		name string
		rows [][]any
	}{
		{"客户", [][]any{{"客户编号", "公司名称"}, {"C1", "Acme"}, {"C2", "Brio"}}},
		{"订单", [][]any{{"订单号", "客户编号", "订单日期", "金额", "币种"}, {"O1", "C1", at("2026-01-05 00:00"), 1200.5, "USD"}}},
		{"商机", [][]any{
			{"商机编号", "客户编号", "询盘时间", "报价日期", "销售阶段", "商机金额", "币种"},
			{"D1", "C1", at("2026-08-01 16:20"), at("2026-08-11 00:00"), "报价", 12.449999999999999, "USD"}, {"D2", "C2", at("2026-09-30 23:59"), nil, "询盘", nil, nil},
		}},
		{"投诉", [][]any{
			{"客户编号", "投诉时间", "提出方案时间", "解决时间"}, {"C1", at("2026-03-05 14:30"), at("2026-03-07 02:45"), at("2026-03-10 00:00")},
			{"C1", at("2026-09-28 09:00"), nil, nil}, {"C2", at("2026-09-29 00:00"), nil, nil},
		}},
		{"满意度", [][]any{{"客户编号", "评价日期", "满意度"}, {"C1", at("2026-09-01 10:00"), 9}, {"C2", at("2026-09-01 00:00"), "8.5"}}},
	} {
		if _, err := f.NewSheet(s.name); err != nil {
			t.Fatal(err)
		}
		for i, row := range s.rows {
			cell, _ := excelize.CoordinatesToCellName(1, i+1)
			if err := f.SetSheetRow(s.name, cell, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "客户.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	r := run(t, "", "2026-09-30", path)
	defer r.Close()
	for name, want := range map[string][2]string{
		"pipeline": {"12.45", "0"}, "days_in_stage": {"50", "0"}, "days_in_funnel": {"60", "0"}, "inquiries": {"1", "1"}, "open_complaints": {"1", "1"},
		"complaint_hours": {"36.25", ""}, "complaint_waiting": {"63", "24"}, "nps": {"9", "8.5"},
	} {
		column := r.Measures.Column(name)
		if got := [2]string{column[0].String(), column[1].String()}; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for i := range r.Data.Account.Tables {
		if a := &r.Data.Account.Tables[i]; !a.Balanced() || a.Rows[0] != a.Read {
			t.Errorf("%v: %+v", a.Table.Sheet.Pos(), a)
		}
	}
	if len(r.Data.Account.Tables) != 4 {
		t.Errorf("%d accounts: orders, opportunities, complaints, feedback", len(r.Data.Account.Tables))
	}
}
