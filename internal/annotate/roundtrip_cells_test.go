package annotate_test

import (
	"regexp"
	"strings"
	"unicode/utf16"
)

// sheetCases is about what stands in the customers' sheet itself.
func sheetCases() []rich {
	return []rich{
		{why: "nothing but a table"},
		{
			why:   "sparklines",
			sheet: map[string]string{"ext:{05C60535-1F16-4fd2-B693-F4F36F0B64E0}": `<x14:sparklineGroups><x14:sparklineGroup displayEmptyCellsAs="gap"><x14:colorSeries rgb="FF376092"/><x14:sparklines><x14:sparkline><xm:f>Customers!C2:D2</xm:f><xm:sqref>Z2</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups>`},
		},
		{
			why: "conditional formats old and new",
			sheet: map[string]string{
				"conditionalFormatting":                      `<conditionalFormatting sqref="C2:C6"><cfRule type="dataBar" priority="1"><dataBar><cfvo type="min"/><cfvo type="max"/><color rgb="FF638EC6"/></dataBar><extLst><ext uri="{B025F937-C7B1-47D3-B67F-A62EFF666E3E}"><x14:id>{DA7ABA51-AAAA-BBBB-0001-000000000001}</x14:id></ext></extLst></cfRule></conditionalFormatting><conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression" dxfId="0" priority="2"><formula>$A1=1003</formula></cfRule></conditionalFormatting>`,
				"ext:{78C0D931-6437-407d-A8EE-F0AAD7539E65}": `<x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="dataBar" id="{DA7ABA51-AAAA-BBBB-0001-000000000001}"><x14:dataBar minLength="0" maxLength="100" border="1"><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/></x14:dataBar></x14:cfRule><xm:sqref>C2:C6</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>`,
			},
		},
		{
			why: "validations old and new",
			sheet: map[string]string{
				"dataValidations": `<dataValidations count="1"><dataValidation type="list" allowBlank="1" showInputMessage="1" sqref="B2:B1048576"><formula1>"A,B"</formula1></dataValidation></dataValidations>`,
				"ext:{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}": `<x14:dataValidations count="1"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Customers!$B$2:$B$6</xm:f></x14:formula1><xm:sqref>E2:L6</xm:sqref></x14:dataValidation></x14:dataValidations>`,
			},
		},
		{
			why:   "shared formulas that reach over our columns",
			cells: map[string]string{"D2": ` s="2"><f t="shared" ref="D2:K6" si="0">C2*2</f><v>1</v>`, "D3": ` s="2"><f t="shared" si="0"/><v>2</v>`, "D4": ` s="2" t="str"><f t="shared" si="0"/><v></v>`, "D5": ` s="2" t="b"><f t="shared" si="0"/><v>1</v>`},
		},
		{
			why:   "arrays old and dynamic, a table of data",
			cells: map[string]string{"D2": ` cm="1"><f t="array" ref="D2:D4">_xlfn.UNIQUE(C2:C4)</f><v>1</v>`, "D5": `><f t="array" aca="1" ref="D5" ca="1">SUM(C2:C4*1)</f><v>1</v>`, "D6": `><f t="dataTable" ref="D6:E6" dt2D="1" dtr="1" r1="A1" r2="A2"/><v>1</v>`},
			files: []file{{"xl/metadata.xml", sheetPrefix + "sheetMetadata+xml", `<metadata xmlns="` + spaceMain + `" xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray"><metadataTypes count="1"><metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" cellMeta="1"/></metadataTypes><futureMetadata name="XLDAPR" count="1"><bk><extLst><ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}"><xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk></futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>`}},
			links: []link{{bookPart, "rIdArrays", spaceRels + "/sheetMetadata", "metadata.xml"}},
		},
		{
			why:   "texts with phonetics and of all kinds",
			sheet: map[string]string{"phoneticPr": `<phoneticPr fontId="0" type="noConversion"/>`},
			cells: map[string]string{"A2": ` t="str" ph="1"><f>"x"</f><v>x</v>`, "A3": ` t="inlineStr"><is><r><rPr><b/><sz val="9"/></rPr><t>客</t></r><rPh sb="0" eb="1"><t>kè</t></rPh></is>`, "A4": ` t="d"><v>2024-02-29T00:00:00</v>`, "A5": ` t="e"><v>#N/A</v>`, "A6": ` t="n" s="3"><v>1.7976931348623157E+308</v>`},
		},
		{
			why: "merges, links, breaks and marks",
			sheet: map[string]string{
				"mergeCells": `<mergeCells count="1"><mergeCell ref="A9:H9"/></mergeCells>`, "hyperlinks": `<hyperlinks><hyperlink ref="B2" r:id="rIdLink" tooltip="客户"/><hyperlink ref="B3" location="Customers!A1" display="up"/></hyperlinks>`,
				"rowBreaks": `<rowBreaks count="1" manualBreakCount="1"><brk id="4" max="16383" man="1"/></rowBreaks>`, "colBreaks": `<colBreaks count="1" manualBreakCount="1"><brk id="3" max="1048575" man="1"/></colBreaks>`,
				"cellWatches": `<cellWatches><cellWatch r="C2"/></cellWatches>`, "ignoredErrors": `<ignoredErrors><ignoredError sqref="A1:XFD20" numberStoredAsText="1"/></ignoredErrors>`,
				"scenarios": `<scenarios current="0"><scenario name="Best" count="1" user="x"><inputCells r="C2" val="9"/></scenario></scenarios>`, "printOptions": `<printOptions headings="1" gridLines="1"/>`,
				"smartTags": `<smartTags><cellSmartTags r="B2"><cellSmartTag type="0"/></cellSmartTags></smartTags>`, "dataConsolidate": `<dataConsolidate/>`, "webPublishItems": `<webPublishItems count="1"><webPublishItem id="1" divId="x" sourceType="sheet" destinationFile="x.htm"/></webPublishItems>`,
			},
			links: []link{{custPart, "rIdLink", spaceRels + "/hyperlink", "https://example.com/?a=1&amp;b=%20"}},
		},
		{
			why:   "hidden and grouped columns where ours go",
			sheet: map[string]string{"cols": `<cols><col min="1" max="3" width="10" style="1" customWidth="1" outlineLevel="1"/><col min="4" max="16384" width="0" hidden="1" customWidth="1" collapsed="1"/></cols>`, "sheetFormatPr": `<sheetFormatPr defaultRowHeight="15" outlineLevelCol="1"/>`},
		},
		{
			why: "a filter and split panes", sheet: map[string]string{"sheetViews": `<sheetViews><sheetView showGridLines="0" tabSelected="1" zoomScale="85" workbookViewId="0"><pane xSplit="2400" ySplit="600" topLeftCell="C3" activePane="bottomRight"/><selection pane="topRight"/><selection pane="bottomLeft"/><selection pane="bottomRight" activeCell="D4" sqref="D4"/></sheetView></sheetViews>`,
				"autoFilter": `<autoFilter ref="A9:D12"/>`},
			book: map[string]string{"definedNames": `<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">Customers!$A$9:$D$12</definedName><definedName name="Everybody">OFFSET(Customers!$A$1,0,0,COUNTA(Customers!$A:$A),4)</definedName><definedName name="Local" localSheetId="0">Customers[Name]</definedName></definedNames>`},
		},
	}
}

// quirks is books of odd and old producers.
func quirks() []rich {
	each := func(change func(f *file)) func([]file) []file {
		return func(list []file) []file {
			for i := range list {
				change(&list[i])
			}
			return list
		}
	}
	in := func(name string, change func(string) string) func([]file) []file {
		return each(func(f *file) {
			if strings.HasSuffix(f.name, name) {
				f.text = change(f.text)
			}
		})
	}
	tags := regexp.MustCompile(`<(/?)([a-zA-Z]+)\b`)
	references := regexp.MustCompile(`<(c|row) r="[A-Z]*\d+"`)
	return []rich{
		{why: "no styles part", finish: func(list []file) []file {
			var kept []file
			for _, f := range list {
				f.text = strings.NewReplacer(`<Relationship Id="rId7" Type="`+spaceRels+`/styles" Target="styles.xml"/>`, "", `<Override PartName="/xl/styles.xml" ContentType="`+sheetPrefix+`styles+xml"/>`, "").Replace(f.text)
				if f.name != "xl/styles.xml" {
					kept = append(kept, f)
				}
			}
			return kept
		}},
		{why: "absolute targets and backslashes", finish: each(func(f *file) {
			f.text = strings.NewReplacer(`Target="worksheets/sheet1.xml"`, `Target="/xl/worksheets/sheet1.xml"`, `Target="styles.xml"`, `Target="\xl\styles.xml"`, `Target="../tables/table1.xml"`, `Target="/xl/tables/table1.xml"`).Replace(f.text)
		})},
		{why: "names of parts with backslashes and capitals", finish: each(func(f *file) {
			if strings.HasPrefix(f.name, "xl/") {
				f.name = strings.ReplaceAll(strings.Replace(f.name, "xl/w", "XL/w", 1), "/", `\`)
			}
		})},
		{why: "elements with a prefix", finish: each(func(f *file) {
			if strings.HasPrefix(f.name, "xl/") && strings.Contains(f.text, `xmlns="`+spaceMain+`"`) {
				f.text = tags.ReplaceAllString(strings.ReplaceAll(f.text, `xmlns="`+spaceMain+`"`, `xmlns:x="`+spaceMain+`"`), `<${1}x:$2`)
			}
		})},
		{why: "small parts in UTF-16", finish: each(func(f *file) {
			if f.name == "xl/workbook.xml" || f.name == "xl/styles.xml" || strings.HasSuffix(f.name, ".rels") {
				wide := "\xff\xfe"
				for _, u := range utf16.Encode([]rune(`<?xml version="1.0" encoding="UTF-16"?>` + f.text)) {
					wide += string([]byte{byte(u), byte(u >> 8)})
				}
				f.text = wide
			}
		})},
		{why: "cells and rows without references", finish: in("sheet1.xml", func(s string) string { return references.ReplaceAllString(s, "<$1") })},
		{why: "byte order marks and single quotes", finish: each(func(f *file) {
			if strings.HasPrefix(f.text, "<") {
				f.text = "\ufeff" + strings.ReplaceAll(f.text, `"`, `'`)
				f.text = strings.ReplaceAll(f.text, `&quot;`, `"`)
			}
		})},
		{why: "no theme, no counts, a wrong dimension", finish: each(func(f *file) {
			f.text = strings.NewReplacer(` defaultThemeVersion="124226"`, "", `cellXfs count="4"`, "cellXfs", `fonts count="2"`, `fonts count="7"`, `<dimension ref="A1:D7"/>`, `<dimension ref="A1"/>`, ` spans="1:4"`, "").Replace(f.text)
		})},
		{why: "comments, line breaks and instructions", finish: each(func(f *file) {
			if strings.HasPrefix(f.text, "<") && strings.HasSuffix(f.name, ".xml") {
				f.text = xmlHead + "<!-- a <c> that is none --><?pi <row?>\n" + strings.ReplaceAll(f.text, "><row", ">\n  <!-- <row> -->\n  <row") + "\n<!-- end -->\n"
			}
		})},
	}
}
