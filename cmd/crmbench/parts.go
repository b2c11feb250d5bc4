package main

// fixedPart is a part of the workbook that does not depend on the data.
type fixedPart struct{ name, text string }

// fixedParts is those of a workbook of orders; with customers, their sheet stands before it.
func fixedParts(customers bool) []fixedPart {
	const (
		main     = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
		relate   = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
		document = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
		content  = `application/vnd.openxmlformats-officedocument.spreadsheetml.`
	)
	sheets, overrides, relations := `<sheet name="Orders" sheetId="1" r:id="rId1"/>`, "", ""
	if customers {
		sheets = `<sheet name="Customers" sheetId="2" r:id="rId4"/>` + sheets
		overrides = `<Override PartName="/` + customersPart + `" ContentType="` + content + `worksheet+xml"/>`
		relations = `<Relationship Id="rId4" Type="` + document + `/worksheet" Target="worksheets/sheet2.xml"/>`
	}
	return []fixedPart{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + content + `sheet.main+xml"/>` +
			`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + content + `worksheet+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + content + `styles+xml"/>` +
			`<Override PartName="/xl/sharedStrings.xml" ContentType="` + content + `sharedStrings+xml"/>` + overrides + `</Types>`},
		{"_rels/.rels", `<Relationships ` + relate + `><Relationship Id="rId1" Type="` + document + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook ` + main + ` xmlns:r="` + document + `"><workbookPr defaultThemeVersion="166925"/>` +
			`<sheets>` + sheets + `</sheets><calcPr calcId="191029"/></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships ` + relate + `><Relationship Id="rId1" Type="` + document + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + document + `/styles" Target="styles.xml"/><Relationship Id="rId3" Type="` + document + `/sharedStrings" Target="sharedStrings.xml"/>` + relations + `</Relationships>`},
		{"xl/styles.xml", `<styleSheet ` + main + `><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>` +
			`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
			`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
			`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
			`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
			`<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
			`<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>` +
			`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`},
	}
}
