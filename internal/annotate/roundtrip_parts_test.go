package annotate_test

// The addresses that newer kinds of parts and elements have.
const (
	office07 = "http://schemas.microsoft.com/office/2007/relationships/"
	office17 = "http://schemas.microsoft.com/office/2017/10/relationships/"
	office06 = "http://schemas.microsoft.com/office/2006/relationships/"
	excel09  = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
	excel10  = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"
	excelApp = "application/vnd.ms-excel."
	bookPart = "xl/workbook.xml"
	custPart = "xl/worksheets/sheet1.xml"
)

const pixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"

func anchored(what string) string {
	return `<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="` + spaceRels + `"><xdr:twoCellAnchor><xdr:from><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>20</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>` + what + `<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>`
}

func frameOf(uri, graphic string) string {
	return `<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="G"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="` + uri + `">` + graphic + `</a:graphicData></a:graphic></xdr:graphicFrame>`
}

const (
	chartSpace = "http://schemas.openxmlformats.org/drawingml/2006/chart"
	chartXML   = `<c:chartSpace xmlns:c="` + chartSpace + `" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:plotArea><c:layout/><c:pieChart><c:varyColors val="1"/><c:ser><c:idx val="0"/><c:order val="0"/><c:cat><c:strRef><c:f>Customers!$B$2:$B$6</c:f></c:strRef></c:cat><c:val><c:numRef><c:f>Customers!$C$2:$C$6</c:f></c:numRef></c:val></c:ser></c:pieChart></c:plotArea><c:plotVisOnly val="1"/></c:chart></c:chartSpace>`
	boxVML     = `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/><v:shape id="_x0000_s1025" type="#_x0000_t202" style="position:absolute;visibility:hidden"><v:textbox/><x:ClientData ObjectType="Note"><x:Anchor>2, 15, 1, 2, 4, 15, 5, 1</x:Anchor><x:Row>1</x:Row><x:Column>1</x:Column></x:ClientData></v:shape></xml>`
)

// partCases is about parts of their own.
func partCases() []rich {
	cases := []rich{
		{
			why: "pivot table over the customers", sheets: `<sheet name="Pivot" sheetId="9" r:id="rIdPivot"/>`,
			book: map[string]string{"pivotCaches": `<pivotCaches><pivotCache cacheId="5" r:id="rIdCache"/></pivotCaches>`},
			files: []file{
				{"xl/worksheets/sheet2.xml", sheetPrefix + "worksheet+xml", `<worksheet xmlns="` + spaceMain + `"><dimension ref="A3:B6"/><sheetData><row r="3"><c r="A3" t="inlineStr"><is><t>Row Labels</t></is></c><c r="B3" t="inlineStr"><is><t>Sum of Sum</t></is></c></row><row r="4"><c r="A4" t="inlineStr"><is><t>ACME</t></is></c><c r="B4"><v>6.05</v></c></row><row r="5"><c r="A5" t="inlineStr"><is><t>Grand Total</t></is></c><c r="B5"><v>6.05</v></c></row></sheetData></worksheet>`},
				{"xl/pivotTables/pivotTable1.xml", sheetPrefix + "pivotTable+xml", `<pivotTableDefinition xmlns="` + spaceMain + `" name="PivotTable1" cacheId="5" dataCaption="Values"><location ref="A3:B5" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="4"><pivotField showAll="0"/><pivotField axis="axisRow" showAll="0"><items count="2"><item x="0"/><item t="default"/></items></pivotField><pivotField dataField="1" showAll="0"/><pivotField showAll="0"/></pivotFields><rowFields count="1"><field x="1"/></rowFields><rowItems count="2"><i><x/></i><i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems><dataFields count="1"><dataField name="Sum of Sum" fld="2" baseField="0" baseItem="0"/></dataFields></pivotTableDefinition>`},
				{"xl/pivotCache/pivotCacheDefinition1.xml", sheetPrefix + "pivotCacheDefinition+xml", `<pivotCacheDefinition xmlns="` + spaceMain + `" xmlns:r="` + spaceRels + `" r:id="rId1" refreshedBy="x" refreshedVersion="6" recordCount="1"><cacheSource type="worksheet"><worksheetSource name="Customers"/></cacheSource><cacheFields count="4"><cacheField name="Id"><sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" containsInteger="1" minValue="1002" maxValue="1002"/></cacheField><cacheField name="Name"><sharedItems count="1"><s v="ACME"/></sharedItems></cacheField><cacheField name="Sum"><sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" minValue="6.05" maxValue="6.05"/></cacheField><cacheField name="Double"><sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" minValue="12.1" maxValue="12.1"/></cacheField></cacheFields></pivotCacheDefinition>`},
				{"xl/pivotCache/pivotCacheRecords1.xml", sheetPrefix + "pivotCacheRecords+xml", `<pivotCacheRecords xmlns="` + spaceMain + `" count="1"><r><n v="1002"/><x v="0"/><n v="6.05"/><n v="12.1"/></r></pivotCacheRecords>`},
			},
			links: []link{{bookPart, "rIdPivot", spaceRels + "/worksheet", "worksheets/sheet2.xml"}, {bookPart, "rIdCache", spaceRels + "/pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"}, {"xl/worksheets/sheet2.xml", "rId1", spaceRels + "/pivotTable", "../pivotTables/pivotTable1.xml"},
				{"xl/pivotTables/pivotTable1.xml", "rId1", spaceRels + "/pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml"}, {"xl/pivotCache/pivotCacheDefinition1.xml", "rId1", spaceRels + "/pivotCacheRecords", "pivotCacheRecords1.xml"}},
		},
		{
			why:   "slicer of the table",
			sheet: map[string]string{"drawing": `<drawing r:id="rIdSlicerDrawing"/>`, "ext:{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}": `<x15:slicerList><x15:slicer r:id="rIdSlicer"/></x15:slicerList>`},
			book:  map[string]string{"definedNames": `<definedNames><definedName name="Slicer_Name">#N/A</definedName></definedNames>`, "ext:{46BE6895-7355-4a93-B00E-2C351335B9C9}": `<x15:slicerCaches><x14:slicerCache r:id="rIdSlicerCache"/></x15:slicerCaches>`},
			files: []file{
				{"xl/slicers/slicer1.xml", excelApp + "slicer+xml", `<slicers xmlns="` + excel09 + `"><slicer name="Name" cache="Slicer_Name" caption="Name" rowHeight="241300"/></slicers>`},
				{"xl/slicerCaches/slicerCache1.xml", excelApp + "slicerCache+xml", `<slicerCacheDefinition xmlns="` + excel09 + `" name="Slicer_Name" sourceName="Name"><extLst><x:ext xmlns:x="` + spaceMain + `" uri="{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}"><x15:tableSlicerCache xmlns:x15="` + excel10 + `" tableId="1" column="2"/></x:ext></extLst></slicerCacheDefinition>`},
				{"xl/drawings/drawing1.xml", typePrefix + "drawing+xml", anchored(frameOf("http://schemas.microsoft.com/office/drawing/2010/slicer", `<sle:slicer xmlns:sle="http://schemas.microsoft.com/office/drawing/2010/slicer" name="Name"/>`))},
			},
			links: []link{{bookPart, "rIdSlicerCache", office07 + "slicerCache", "slicerCaches/slicerCache1.xml"}, {custPart, "rIdSlicer", office07 + "slicer", "../slicers/slicer1.xml"}, {custPart, "rIdSlicerDrawing", spaceRels + "/drawing", "../drawings/drawing1.xml"}},
		},
		{
			why:   "timeline",
			sheet: map[string]string{"ext:{7E03D99C-DC04-49d9-9315-930204A7B6E9}": `<x15:timelineRefs><x15:timelineRef r:id="rIdTimeline"/></x15:timelineRefs>`},
			book:  map[string]string{"ext:{D0CA8CA8-9F24-4464-BF8E-62219DCF47F9}": `<x15:timelineCacheRefs><x15:timelineCacheRef r:id="rIdTimelineCache"/></x15:timelineCacheRefs>`},
			files: []file{
				{"xl/timelines/timeline1.xml", excelApp + "timeline+xml", `<timelines xmlns="` + excel10 + `"><timeline name="Day" cache="NativeTimeline_Day" caption="Day" level="2" selectionLevel="2" scrollPosition="2024-01-01T00:00:00"/></timelines>`},
				{"xl/timelineCaches/timelineCache1.xml", excelApp + "timelineCache+xml", `<timelineCacheDefinition xmlns="` + excel10 + `" name="NativeTimeline_Day" sourceName="Day"><state minimalRefreshVersion="6" lastRefreshVersion="6" pivotCacheId="5" filterType="unknown"/></timelineCacheDefinition>`},
			},
			links: []link{{bookPart, "rIdTimelineCache", "http://schemas.microsoft.com/office/2011/relationships/timelineCache", "timelineCaches/timelineCache1.xml"}, {custPart, "rIdTimeline", "http://schemas.microsoft.com/office/2011/relationships/timeline", "../timelines/timeline1.xml"}},
		},
		{
			why:   "threaded comments with their notes",
			sheet: map[string]string{"legacyDrawing": `<legacyDrawing r:id="rIdNotes"/>`},
			files: []file{
				{"xl/comments1.xml", sheetPrefix + "comments+xml", `<comments xmlns="` + spaceMain + `"><authors><author>tc={7C9A0C0F-0001-0000-0000-000000000000}</author></authors><commentList><comment ref="B2" authorId="0" shapeId="0"><text><t>[Threaded comment] 已联系</t></text></comment></commentList></comments>`},
				{"xl/threadedComments/threadedComment1.xml", excelApp + "threadedcomments+xml", `<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="B2" dT="2024-05-01T10:00:00.00" personId="{B9E5F1F0-0000-0000-0000-000000000001}" id="{7C9A0C0F-0001-0000-0000-000000000000}"><text>已联系</text></threadedComment></ThreadedComments>`},
				{"xl/persons/person.xml", excelApp + "person+xml", `<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><person displayName="Wang Fang" id="{B9E5F1F0-0000-0000-0000-000000000001}" userId="S::w@x.cn::1" providerId="AD"/></personList>`},
				{"xl/drawings/vmlDrawing1.vml", "", boxVML},
			},
			links: []link{{bookPart, "rIdPerson", office17 + "person", "persons/person.xml"}, {custPart, "rIdThread", office17 + "threadedComment", "../threadedComments/threadedComment1.xml"}, {custPart, "rIdComments", spaceRels + "/comments", "../comments1.xml"}, {custPart, "rIdNotes", spaceRels + "/vmlDrawing", "../drawings/vmlDrawing1.vml"}},
		},
		{
			why: "form controls and ActiveX", macros: true,
			sheet: map[string]string{"AlternateContent": `<mc:AlternateContent><mc:Choice Requires="x14"><controls><mc:AlternateContent><mc:Choice Requires="x14"><control shapeId="1025" r:id="rIdControl" name="Box 1"><controlPr defaultSize="0" autoFill="0" autoLine="0" autoPict="0"><anchor moveWithCells="1"><from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row><xdr:rowOff>0</xdr:rowOff></from><to><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>10</xdr:row><xdr:rowOff>0</xdr:rowOff></to></anchor></controlPr></control></mc:Choice></mc:AlternateContent><control shapeId="1026" r:id="rIdActive" name="Button1"/></controls></mc:Choice></mc:AlternateContent>`},
			files: []file{
				{"xl/ctrlProps/ctrlProp1.xml", excelApp + "controlproperties+xml", `<formControlPr xmlns="` + excel09 + `" objectType="CheckBox" fmlaLink="$H$9" lockText="1" noThreeD="1"/>`},
				{"xl/activeX/activeX1.xml", "application/vnd.ms-office.activeX+xml", `<ax:ocx xmlns:ax="http://schemas.microsoft.com/office/2006/activeX" xmlns:r="` + spaceRels + `" ax:classid="{D7053240-CE69-11CD-A777-00DD01143C57}" ax:persistence="persistStreamInit" r:id="rId1"/>`},
				{"xl/activeX/activeX1.bin", "application/vnd.ms-office.activeX", "\x00\x02 control"},
			},
			links: []link{{custPart, "rIdControl", spaceRels + "/ctrlProp", "../ctrlProps/ctrlProp1.xml"}, {custPart, "rIdActive", spaceRels + "/control", "../activeX/activeX1.xml"}, {"xl/activeX/activeX1.xml", "rId1", office06 + "activeXControlBinary", "activeX1.bin"}},
		},
		{
			why: "macros, their signature and a ribbon", macros: true,
			book:  map[string]string{"workbookPr": `<workbookPr codeName="ThisWorkbook" defaultThemeVersion="124226"/>`},
			sheet: map[string]string{"sheetPr": `<sheetPr codeName="Sheet1"><tabColor rgb="FFFF0000"/><pageSetUpPr fitToPage="1"/></sheetPr>`},
			files: []file{
				{"xl/vbaProject.bin", "application/vnd.ms-office.vbaProject", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 macros"},
				{"xl/vbaProjectSignature.bin", "application/vnd.ms-office.vbaProjectSignature", "signed"},
				{"customUI/customUI14.xml", "", `<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon/></customUI>`},
			},
			links: []link{{bookPart, "rIdMacros", office06 + "vbaProject", "vbaProject.bin"}, {"xl/vbaProject.bin", "rId1", office06 + "vbaProjectSignature", "vbaProjectSignature.bin"}, {"", "rIdRibbon", office07 + "ui/extensibility", "customUI/customUI14.xml"}},
		},
		{
			why:  "data model and connections",
			book: map[string]string{"ext:{FCE2AD5D-F65C-4FA6-A056-5C36A1767C68}": `<x15:dataModel><x15:modelTables><x15:modelTable id="Customers_1" name="Customers" connection="WorksheetConnection_Customers"/></x15:modelTables></x15:dataModel>`},
			files: []file{
				{"xl/connections.xml", sheetPrefix + "connections+xml", `<connections xmlns="` + spaceMain + `"><connection id="1" keepAlive="1" name="ThisWorkbookDataModel" type="5" refreshedVersion="6" minRefreshableVersion="5" background="1"><dbPr connection="Data Model Connection" command="Model" commandType="1"/></connection></connections>`},
				{"xl/model/item.data", "", "\x00\x01 model"},
			},
			links: []link{{bookPart, "rIdConnections", spaceRels + "/connections", "connections.xml"}, {bookPart, "rIdModel", spaceRels + "/powerPivotData", "model/item.data"}},
		},
		{
			why:   "external links, also one that is gone",
			book:  map[string]string{"externalReferences": `<externalReferences><externalReference r:id="rIdExternal"/><externalReference r:id="rIdGone"/></externalReferences>`},
			files: []file{{"xl/externalLinks/externalLink1.xml", sheetPrefix + "externalLink+xml", `<externalLink xmlns="` + spaceMain + `"><externalBook xmlns:r="` + spaceRels + `" r:id="rId1"><sheetNames><sheetName val="Prices"/></sheetNames></externalBook></externalLink>`}},
			links: []link{{bookPart, "rIdExternal", spaceRels + "/externalLink", "externalLinks/externalLink1.xml"}, {bookPart, "rIdGone", spaceRels + "/externalLink", "externalLinks/externalLink2.xml"}, {"xl/externalLinks/externalLink1.xml", "rId1", spaceRels + "/externalLinkPath", "file:///C:/prices.xlsx"}},
		},
		{
			why: "chart sheet in front", first: true, sheets: `<sheet name="Chart" sheetId="1" r:id="rIdChartSheet"/><sheet name="Hidden" sheetId="2" state="hidden" r:id="rIdHidden"/>`,
			book: map[string]string{"bookViews": `<bookViews><workbookView activeTab="2" firstSheet="1"/></bookViews>`, "definedNames": `<definedNames><definedName name="_xlnm.Print_Area" localSheetId="2">Customers!$A$1:$D$7</definedName><definedName name="_xlnm.Print_Titles" localSheetId="2">Customers!$1:$1</definedName><definedName name="Rate" localSheetId="1" hidden="1">Hidden!$A$1</definedName></definedNames>`},
			files: []file{
				{"xl/chartsheets/sheet1.xml", sheetPrefix + "chartsheet+xml", `<chartsheet xmlns="` + spaceMain + `" xmlns:r="` + spaceRels + `"><sheetViews><sheetView workbookViewId="0"/></sheetViews><drawing r:id="rId1"/></chartsheet>`},
				{"xl/drawings/drawing9.xml", typePrefix + "drawing+xml", anchored(frameOf(chartSpace, `<c:chart xmlns:c="`+chartSpace+`" r:id="rId1"/>`))},
				{"xl/charts/chart1.xml", typePrefix + "drawingml.chart+xml", chartXML},
				{"xl/worksheets/sheet7.xml", sheetPrefix + "worksheet+xml", `<worksheet xmlns="` + spaceMain + `"><sheetData/></worksheet>`},
			},
			links: []link{{bookPart, "rIdChartSheet", spaceRels + "/chartsheet", "chartsheets/sheet1.xml"}, {bookPart, "rIdHidden", spaceRels + "/worksheet", "worksheets/sheet7.xml"}, {"xl/chartsheets/sheet1.xml", "rId1", spaceRels + "/drawing", "../drawings/drawing9.xml"}, {"xl/drawings/drawing9.xml", "rId1", spaceRels + "/chart", "../charts/chart1.xml"}},
		},
		{
			why:   "values with pictures and data types",
			cells: map[string]string{"B3": ` t="e" vm="1"><v>#VALUE!</v>`, "B4": ` t="e" vm="1" cm="1"><f>_xlfn.IMAGE(&quot;x&quot;)</f><v>#VALUE!</v>`},
			files: []file{
				{"xl/metadata.xml", sheetPrefix + "sheetMetadata+xml", `<metadata xmlns="` + spaceMain + `" xmlns:xlrd="http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"><metadataTypes count="1"><metadataType name="XLRICHVALUE" minSupportedVersion="120000" copy="1"/></metadataTypes><futureMetadata name="XLRICHVALUE" count="1"><bk><extLst><ext uri="{3e2802c4-a4d2-4d8b-9148-e3be6c30e623}"><xlrd:rvb i="0"/></ext></extLst></bk></futureMetadata><valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>`},
				{"xl/richData/rdrichvalue.xml", excelApp + "rdrichvalue+xml", `<rvData xmlns="http://schemas.microsoft.com/office/spreadsheetml/2017/richdata" count="1"><rv s="0"><v>0</v><v>5</v></rv></rvData>`},
				{"xl/richData/richValueRel.xml", excelApp + "richvaluerel+xml", `<richValueRels xmlns="http://schemas.microsoft.com/office/spreadsheetml/2022/richvaluerel" xmlns:r="` + spaceRels + `"><rel r:id="rId1"/></richValueRels>`},
				{"xl/media/image1.png", "", pixel},
			},
			links: []link{{bookPart, "rIdMetadata", spaceRels + "/sheetMetadata", "metadata.xml"}, {bookPart, "rIdRich", "http://schemas.microsoft.com/office/2017/06/relationships/rdRichValue", "richData/rdrichvalue.xml"}, {bookPart, "rIdRichRel", "http://schemas.microsoft.com/office/2022/10/relationships/richValueRel", "richData/richValueRel.xml"}, {"xl/richData/richValueRel.xml", "rId1", spaceRels + "/image", "../media/image1.png"}},
		},
	}
	return append(cases, paperCases()...)
}
