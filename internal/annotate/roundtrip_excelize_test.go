package annotate_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
)

// excelizeBook is a book with all that excelize can make: its parts are of
// another hand than those of the other cases.
func excelizeBook(path string) error {
	f := excelize.NewFile()
	const sheet = "Customers"
	steps := []func() error{
		func() error { return f.SetSheetName("Sheet1", sheet) },
		func() error { return fillCustomers(f, sheet) },
		func() error {
			return f.AddTable(sheet, &excelize.Table{Range: "A1:D21", Name: "Customers", StyleName: "TableStyleMedium4"})
		},
		func() error { _, err := f.NewSheet("Pivot"); return err },
		func() error {
			return f.AddPivotTable(&excelize.PivotTableOptions{DataRange: "Customers", PivotTableRange: "Pivot!B3:D9", Name: "PivotTable1",
				Rows: []excelize.PivotTableField{{Data: "Country"}}, Data: []excelize.PivotTableField{{Data: "Revenue", Subtotal: "Sum"}}})
		},
		func() error {
			return f.AddSlicer(sheet, &excelize.SlicerOptions{Name: "Country", Cell: "H3", TableSheet: sheet, TableName: "Customers", Caption: "Country"})
		},
		func() error {
			return f.AddSlicer("Pivot", &excelize.SlicerOptions{Name: "Country", Cell: "H12", TableSheet: "Pivot", TableName: "PivotTable1", Caption: "Country again"})
		},
		func() error {
			return f.AddSparkline(sheet, &excelize.SparklineOptions{Location: []string{"Z2", "Z3"}, Range: []string{"Customers!C2:D2", "Customers!C3:D3"}, Type: "column"})
		},
		func() error {
			return f.AddComment(sheet, excelize.Comment{Cell: "A3", Author: "王芳", Text: "已联系"})
		},
		func() error {
			return f.AddFormControl(sheet, excelize.FormControl{Cell: "B25", Type: excelize.FormControlButton, Macro: "Go", Text: "Go"})
		},
		func() error {
			return f.AddPictureFromBytes(sheet, "B30", &excelize.Picture{Extension: ".png", File: []byte(pixel), Format: &excelize.GraphicOptions{AltText: "x"}})
		},
		func() error {
			return f.AddChart(sheet, "J25", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Name: "Customers!$C$1", Categories: "Customers!$A$2:$A$21", Values: "Customers!$C$2:$C$21"}}})
		},
		func() error {
			return f.AddChartSheet("Diagram", &excelize.Chart{Type: excelize.Pie, Series: []excelize.ChartSeries{{Categories: "Customers!$A$2:$A$21", Values: "Customers!$C$2:$C$21"}}})
		},
		func() error {
			return f.SetConditionalFormat(sheet, "C2:C21", []excelize.ConditionalFormatOptions{{Type: "data_bar", Criteria: "=", MinType: "min", MaxType: "max", BarColor: "#638EC6", BarSolid: true}, {Type: "icon_set", IconStyle: "3Arrows"}})
		},
		func() error {
			d := excelize.NewDataValidation(true)
			d.Sqref = "B2:B21"
			return errors.Join(d.SetDropList([]string{"DE", "CN"}), f.AddDataValidation(sheet, d))
		},
		func() error {
			return f.SetDefinedName(&excelize.DefinedName{Name: "Local", RefersTo: "Customers!$A$2", Scope: sheet})
		},
		func() error {
			return f.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"})
		},
		func() error {
			return f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: "&C&\"Arial\"客户", OddFooter: "&P"})
		},
		func() error { return f.ProtectWorkbook(&excelize.WorkbookProtectionOptions{LockStructure: true}) },
		func() error { return f.SetRowOutlineLevel(sheet, 5, 1) },
		func() error { return f.MergeCell(sheet, "A24", "C24") },
		func() error { return f.SaveAs(path) },
	}
	for i, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
	}
	return f.Close()
}

func fillCustomers(f *excelize.File, sheet string) error {
	style, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"264478"}}})
	if err != nil {
		return err
	}
	err = errors.Join(f.SetSheetRow(sheet, "A1", &[]any{"Name", "Country", "Revenue", "Double"}), f.SetCellStyle(sheet, "A1", "D1", style), f.SetColWidth(sheet, "A", "A", 30))
	for row := 2; row <= 21; row++ {
		err = errors.Join(err,
			f.SetSheetRow(sheet, fmt.Sprintf("A%d", row), &[]any{fmt.Sprintf("客户 %d", row), []string{"DE", "CN"}[row%2], float64(row) * 100.25}),
			f.SetCellFormula(sheet, fmt.Sprintf("D%d", row), fmt.Sprintf("C%d*2", row)),
			f.SetCellHyperLink(sheet, fmt.Sprintf("A%d", row), "https://example.com/", "External"))
	}
	return err
}

func TestRoundTripExcelize(t *testing.T) {
	dir := keptIn(t)
	path := filepath.Join(dir, "rich", "made with excelize.xlsx")
	if err := excelizeBook(path); err != nil {
		t.Fatal(err)
	}
	survives(t, path, filepath.Join(dir, "rich-written", "made with excelize.xlsx"), "")
}
