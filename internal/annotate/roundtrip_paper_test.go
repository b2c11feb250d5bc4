package annotate_test

import "strings"

// paperCases is about parts that stand beside the cells: print, XML, objects.
func paperCases() []rich {
	return []rich{
		{
			why:  "custom views with their own print settings",
			book: map[string]string{"customWorkbookViews": `<customWorkbookViews><customWorkbookView name="Mine" guid="{A1B2C3D4-0000-0000-0000-000000000001}" windowWidth="1000" windowHeight="600" activeSheetId="4"/></customWorkbookViews>`},
			sheet: map[string]string{
				"customSheetViews": `<customSheetViews><customSheetView guid="{A1B2C3D4-0000-0000-0000-000000000001}" filter="1" showAutoFilter="1"><selection activeCell="A1" sqref="A1"/><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><pageSetup orientation="landscape" r:id="rIdPrintView"/></customSheetView></customSheetViews>`,
				"pageSetup":        `<pageSetup paperSize="9" orientation="landscape" r:id="rIdPrint"/>`, "headerFooter": `<headerFooter><oddFooter>&amp;Cpage &amp;P, no crm of ours</oddFooter></headerFooter>`,
			},
			files: []file{{"xl/printerSettings/printerSettings1.bin", sheetPrefix + "printerSettings", "\x00P"}, {"xl/printerSettings/printerSettings2.bin", sheetPrefix + "printerSettings", "\x00Q"}},
			links: []link{{custPart, "rIdPrint", spaceRels + "/printerSettings", "../printerSettings/printerSettings1.bin"}, {custPart, "rIdPrintView", spaceRels + "/printerSettings", "../printerSettings/printerSettings2.bin"}},
		},
		{
			why: "custom XML, properties of the user's, a thumbnail",
			files: []file{
				{"customXml/item1.xml", "", `<b:Sources xmlns:b="urn:x" SelectedStyle=""/>`}, {"customXml/itemProps1.xml", "application/vnd.openxmlformats-officedocument.customXmlProperties+xml", `<ds:datastoreItem xmlns:ds="urn:y" ds:itemID="{1}"/>`},
				{"docProps/custom.xml", typePrefix + "custom-properties+xml", `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="7" name="Owner"><vt:lpwstr>王芳</vt:lpwstr></property><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="9" name="MSIP_Label" linkTarget="Rate"><vt:i4>3</vt:i4></property></Properties>`},
				{"docProps/thumbnail.png", "", pixel}, {"docMetadata/LabelInfo.xml", "application/vnd.ms-office.classificationlabels+xml", `<clbl:labelList xmlns:clbl="urn:z"/>`},
			},
			links: []link{{bookPart, "rIdItem", spaceRels + "/customXml", "../customXml/item1.xml"}, {"customXml/item1.xml", "rId1", spaceRels + "/customXmlProps", "itemProps1.xml"}, {"", "rIdCustom", spaceRels + "/custom-properties", "docProps/custom.xml"},
				{"", "rIdThumb", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail", "docProps/thumbnail.png"}, {"", "rIdLabel", "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels", "docMetadata/LabelInfo.xml"}},
		},
		{
			why:   "an object, a background and a web extension",
			sheet: map[string]string{"picture": `<picture r:id="rIdBack"/>`, "oleObjects": `<oleObjects><oleObject progId="Word.Document.12" shapeId="1030" r:id="rIdOle"/></oleObjects>`, "customProperties": `<customProperties><customPr name="EpmKey" r:id="rIdEpm"/></customProperties>`},
			files: []file{{"xl/media/background.png", "", pixel}, {"xl/embeddings/oleObject1.bin", typePrefix + "oleObject", "\xd0\xcf\x11\xe0"}, {"xl/customProperty1.bin", sheetPrefix + "customProperty", "key"}, {"xl/webextensions/taskpanes.xml", "application/vnd.ms-office.webextensiontaskpanes+xml", `<wetp:taskpanes xmlns:wetp="http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11"/>`}},
			links: []link{{custPart, "rIdBack", spaceRels + "/image", "../media/background.png"}, {custPart, "rIdOle", spaceRels + "/oleObject", "../embeddings/oleObject1.bin"}, {custPart, "rIdEpm", spaceRels + "/customProperty", "../customProperty1.bin"}, {"", "rIdPanes", "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes", "xl/webextensions/taskpanes.xml"}},
		},
		{
			why: "a theme, a chain of calculations, what shared books have",
			files: []file{
				{"xl/theme/theme1.xml", typePrefix + "theme+xml", `<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office"><a:themeElements/></a:theme>`},
				{"xl/calcChain.xml", sheetPrefix + "calcChain+xml", `<calcChain xmlns="` + spaceMain + `"><c r="D2" i="4"/><c r="D3" i="4"/></calcChain>`},
				{"xl/revisions/revisionHeaders.xml", sheetPrefix + "revisionHeaders+xml", `<headers xmlns="` + spaceMain + `" guid="{1}"/>`}, {"xl/revisions/userNames.xml", sheetPrefix + "userNames+xml", `<users xmlns="` + spaceMain + `" count="0"/>`},
				{"xl/xmlMaps.xml", "", `<MapInfo xmlns="` + spaceMain + `" SelectionNamespaces=""><Schema ID="Schema1"/></MapInfo>`},
			},
			links: []link{{bookPart, "rIdTheme", spaceRels + "/theme", "theme/theme1.xml"}, {bookPart, "rIdChain", spaceRels + "/calcChain", "calcChain.xml"}, {bookPart, "rIdHeaders", spaceRels + "/revisionHeaders", "revisions/revisionHeaders.xml"}, {bookPart, "rIdUsers", spaceRels + "/usernames", "revisions/userNames.xml"}, {bookPart, "rIdMaps", spaceRels + "/xmlMaps", "xmlMaps.xml"}},
		},
		{
			why:   "protected structure",
			book:  map[string]string{"fileSharing": `<fileSharing readOnlyRecommended="1" userName="王芳"/>`, "workbookProtection": `<workbookProtection workbookAlgorithmName="SHA-512" workbookHashValue="AAAA" workbookSaltValue="BBBB" workbookSpinCount="100000" lockStructure="1"/>`},
			sheet: map[string]string{"protectedRanges": `<protectedRanges><protectedRange sqref="A1:B3" name="Range1"/></protectedRanges>`},
		},
		{
			why: "a protected sheet", code: "F25",
			sheet: map[string]string{"sheetProtection": `<sheetProtection password="CC1A" sheet="1" objects="1" scenarios="1"/>`},
		},
		{
			why: "a signed book", code: "F44",
			files: []file{{"_xmlsignatures/origin.sigs", "application/vnd.openxmlformats-package.digital-signature-origin", ""}, {"_xmlsignatures/sig1.xml", "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml", `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>`}},
			links: []link{{"", "rIdSigned", "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin", "_xmlsignatures/origin.sigs"}, {"_xmlsignatures/origin.sigs", "rId1", "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/signature", "sig1.xml"}},
		},
	}
}

// tableCases is about tables (ListObjects) of other kinds.
func tableCases() []rich {
	replacing := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(plainTable) }
	second := `<table xmlns="` + spaceMain + `" id="12" name="Other" displayName="Other" ref="J2:K4" headerRowCount="0"><tableColumns count="2"><tableColumn id="1" name="Column1"/><tableColumn id="2" name="Column2"/></tableColumns></table>`
	return []rich{
		{why: "a table without totals or filter", table: replacing(` totalsRowCount="1"`, ` totalsRowShown="0"`, `ref="A1:D7"`, `ref="A1:D6"`)},
		{
			why: "a table of a query", table: replacing(` id="1" name="Cust`, ` id="1" tableType="queryTable" name="Cust`, `ref="A1:D6"`, `ref="A1:D6"`),
			files: []file{{"xl/queryTables/queryTable1.xml", sheetPrefix + "queryTable+xml", `<queryTable xmlns="` + spaceMain + `" name="ExternalData_1" connectionId="1" autoFormatId="16"><queryTableRefresh nextId="5"><queryTableFields count="1"><queryTableField id="1" name="Id" tableColumnId="1"/></queryTableFields></queryTableRefresh></queryTable>`}},
			links: []link{{"xl/tables/table1.xml", "rId1", spaceRels + "/queryTable", "../queryTables/queryTable1.xml"}},
		},
		{why: "a table of an XML map", table: replacing(` id="1" name="Cust`, ` id="1" tableType="xml" name="Cust`)},
		{
			why: "two tables side by side", sheet: map[string]string{"tableParts": `<tableParts count="2"><tablePart r:id="rIdTable"/><tablePart r:id="rIdOther"/></tableParts>`},
			files: []file{{"xl/tables/table2.xml", sheetPrefix + "table+xml", second}}, links: []link{{custPart, "rIdOther", spaceRels + "/table", "../tables/table2.xml"}},
		},
		{
			why: "a sorted table with extensions", table: replacing(`</autoFilter>`, `</autoFilter><sortState ref="A2:D6"><sortCondition ref="C2:C6"/></sortState>`, `</table>`, `<extLst><ext uri="{504A1905-F514-4f6f-8877-14C23A59335A}" xmlns:x14="`+excel09+`"><x14:table altText="Kunden"/></ext></extLst></table>`, `<table `, `<table xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{2}" `),
		},
	}
}
