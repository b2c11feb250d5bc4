package annotate

// patchCase is a sheet before and after.
type patchCase struct {
	why      string
	in, want string
	job      job
}

// Rows of a plain customers' sheet.
const (
	row1 = `<c r="A1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c>`
	row2 = `<c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><v>7</v></c>`
	row3 = `<c r="A3" t="s"><v>3</v></c><c r="B3"><v>8</v></c>`
	row4 = `<c r="A4" t="s"><v>4</v></c>`
	rows = `<row r="1">` + row1 + `</row><row r="2">` + row2 + `</row><row r="3">` + row3 + `</row><row r="4">` + row4 + `</row>`
	done = `<row r="1">` + row1 + headC + headD + `</row><row r="2">` + row2 + bodyC2 + bodyD2 + `</row><row r="3">` + row3 + bodyC3 + bodyD3 + `</row><row r="4">` + row4 + bodyC4 + `</row>`
)

func patchCases() []patchCase {
	all := append(rowCases(), frameCases()...)
	return append(all, againCases()...)
}

// rowCases is about rows and cells.
func rowCases() []patchCase {
	return []patchCase{
		{why: "plain", in: sheetStart + `<sheetData>` + rows + sheetEnd, want: sheetStart + colsCD + `<sheetData>` + done + sheetEnd},
		{
			why:  "rows and cells without r",
			in:   sheetStart + `<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row><row/><row><c/></row>` + sheetEnd,
			want: sheetStart + colsCD + `<sheetData><row><c><v>1</v></c><c><v>2</v></c>` + headC + headD + `</row><row><c><v>3</v></c>` + bodyC2 + bodyD2 + `</row><row>` + bodyC3 + bodyD3 + `</row><row><c/>` + bodyC4 + `</row>` + sheetEnd,
		},
		{
			why:  "empty rows of customers, with spaces before the end",
			in:   sheetStart + `<sheetData><row r="1">` + row1 + `</row><row r="2" ht="20"  /><row r="3" s="4" customFormat="1"/>` + sheetEnd,
			want: sheetStart + colsCD + `<sheetData><row r="1">` + row1 + headC + headD + `</row><row r="2" ht="20">` + bodyC2 + bodyD2 + `</row><row r="3" s="4" customFormat="1">` + bodyC3 + bodyD3 + `</row>` + sheetEnd,
		},
		{
			why:  "rows that are no customers stay",
			in:   sheetStart + `<sheetData><row r="1">` + row1 + `</row><row r="2">` + row2 + `</row><row r="3">` + row3 + `</row><row r="9"><c r="A9"><v>15</v></c></row>` + sheetEnd,
			want: sheetStart + colsCD + `<sheetData><row r="1">` + row1 + headC + headD + `</row><row r="2">` + row2 + bodyC2 + bodyD2 + `</row><row r="3">` + row3 + `</row><row r="9"><c r="A9"><v>15</v></c></row>` + sheetEnd,
			job:  job{rows: map[int]int{2: 0}},
		},
		{
			why:  "customers out of order, and one twice",
			in:   sheetStart + `<sheetData><row r="1">` + row1 + `</row><row r="2">` + row2 + `</row><row r="3">` + row3 + `</row>` + sheetEnd,
			want: sheetStart + colsCD + `<sheetData><row r="1">` + row1 + headC + headD + `</row><row r="2">` + row2 + `<c r="C2" s="12" t="inlineStr"><is><t>B</t></is></c><c r="D2" t="b"><v>1</v></c></row><row r="3">` + row3 + bodyC3 + bodyD3 + `</row>` + sheetEnd,
			job:  job{rows: map[int]int{2: 1, 3: 1}},
		},
		{
			why:  "spans grow, other attributes stay",
			in:   sheetStart + `<sheetData><row r="1" spans="1:2" x14ac:dyDescent="0.2">` + row1 + `</row><row r="2" spans='2:2'>` + row2 + `</row><row r="3" spans="1:9">` + row3 + `</row><row r="4" spans="1:1 8:9">` + row4 + `</row>` + sheetEnd,
			want: sheetStart + colsCD + `<sheetData><row r="1" spans="1:4" x14ac:dyDescent="0.2">` + row1 + headC + headD + `</row><row r="2" spans='2:4'>` + row2 + bodyC2 + bodyD2 + `</row><row r="3" spans="1:9">` + row3 + bodyC3 + bodyD3 + `</row><row r="4" spans="1:9">` + row4 + bodyC4 + `</row>` + sheetEnd,
		},
		{
			why:  "styled blanks beyond the headers push us right",
			in:   sheetStart + `<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"/><c r="B2" s="3"/></row>` + sheetEnd,
			want: sheetStart + colsCD + `<sheetData><row r="1"><c r="A1"><v>1</v></c>` + headC + headD + `</row><row r="2"><c r="A2"/><c r="B2" s="3"/>` + bodyC2 + bodyD2 + `</row>` + sheetEnd,
		},
		{
			why:  "a wide title above the header does not",
			in:   sheetStart + `<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="K1" s="1"/></row><row r="2"><c r="A2"/><c r="B2"/></row><row r="3"><c r="A3"/></row></sheetData><mergeCells count="1"><mergeCell ref="A1:K1"/></mergeCells></worksheet>`,
			want: sheetStart + colsCD + `<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="K1" s="1"/></row><row r="2"><c r="A2"/><c r="B2"/><c r="C2" s="9" t="inlineStr"><is><t>Tier</t></is></c><c r="D2" s="9" t="inlineStr"><is><t>Why &amp; 因</t></is></c></row><row r="3"><c r="A3"/>` + bodyC3 + bodyD3 + `</row></sheetData><mergeCells count="1"><mergeCell ref="A1:K1"/></mergeCells></worksheet>`,
			job:  job{header: 2, rows: map[int]int{3: 1}},
		},
		{
			why:  "a merge that crosses the rows does",
			in:   sheetStart + `<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells></worksheet>`,
			want: sheetStart + colsCD + `<sheetData><row r="1"><c r="A1"><v>1</v></c>` + headC + headD + `</row><row r="2"><c r="A2"><v>1</v></c>` + bodyC2 + bodyD2 + `</row></sheetData><mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells></worksheet>`,
		},
		{
			why:  "so does an array formula over cells that are not there",
			in:   sheetStart + `<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><f t="array" ref="A2:B3">X1:Y2</f><v>1</v></c></row>` + sheetEnd,
			want: sheetStart + colsCD + `<sheetData><row r="1"><c r="A1"><v>1</v></c>` + headC + headD + `</row><row r="2"><c r="A2"><f t="array" ref="A2:B3">X1:Y2</f><v>1</v></c>` + bodyC2 + bodyD2 + `</row>` + sheetEnd,
		},
		{
			why:  "a shared formula does not: its cells are there or have none",
			in:   sheetStart + `<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"/></row><row r="2"><c r="A2"><f t="shared" ref="A2:J3" si="0">X1&gt;2</f><v>1</v></c></row>` + sheetEnd,
			want: sheetStart + colsCD + `<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"/>` + headC + headD + `</row><row r="2"><c r="A2"><f t="shared" ref="A2:J3" si="0">X1&gt;2</f><v>1</v></c>` + bodyC2 + bodyD2 + `</row>` + sheetEnd,
		},
		{
			why:  "comments, instructions and CDATA between and inside, white space kept",
			in:   "\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- <row r=\"1\"> -->" + sheetStart + "\n<sheetData>\n <row r=\"1\">\n  <c r=\"A1\" t=\"str\"><v><![CDATA[</c></row>]]></v></c><!-- > --><c r=\"B1\" t=\"inlineStr\"><is><t>x &gt; y</t></is></c>\n </row>\n <?pi <row> ?><row r=\"2\"><c r=\"A2\"><v>1</v></c> </row>\n" + sheetEnd + "\n<!-- end -->\n",
			want: "\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- <row r=\"1\"> -->" + sheetStart + "\n" + colsCD + "<sheetData>\n <row r=\"1\">\n  <c r=\"A1\" t=\"str\"><v><![CDATA[</c></row>]]></v></c><!-- > --><c r=\"B1\" t=\"inlineStr\"><is><t>x &gt; y</t></is></c>\n " + headC + headD + "</row>\n <?pi <row> ?><row r=\"2\"><c r=\"A2\"><v>1</v></c> " + bodyC2 + bodyD2 + "</row>\n" + sheetEnd + "\n<!-- end -->\n",
		},
		{
			why:  "an extension list at the row's end stays last",
			in:   sheetStart + `<sheetData><row r="1">` + row1 + `<extLst><ext uri="x"><c r="Z9"/></ext></extLst></row><row r="2">` + row2 + `</row>` + sheetEnd,
			want: sheetStart + colsCD + `<sheetData><row r="1">` + row1 + headC + headD + `<extLst><ext uri="x"><c r="Z9"/></ext></extLst></row><row r="2">` + row2 + bodyC2 + bodyD2 + `</row>` + sheetEnd,
		},
		{
			why:  "a > in an attribute's value",
			in:   sheetStart + `<sheetData><row r="1" note="a > b"><c r='A1' t='s'><v>0</v></c><c r="B1"/></row><row r="2">` + row2 + `</row>` + sheetEnd,
			want: sheetStart + colsCD + `<sheetData><row r="1" note="a > b"><c r='A1' t='s'><v>0</v></c><c r="B1"/>` + headC + headD + `</row><row r="2">` + row2 + bodyC2 + bodyD2 + `</row>` + sheetEnd,
		},
	}
}

// The same cells with a prefix.
const (
	prefixed     = `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="B1"><x:v>1</x:v></x:c></x:row><x:row r="2"/><c/></x:sheetData></x:worksheet>`
	prefixedDone = `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:cols><x:col min="3" max="3" width="9" customWidth="1"/><x:col min="4" max="4" width="30.5" customWidth="1"/></x:cols><x:sheetData><x:row r="1"><x:c r="B1"><x:v>1</x:v></x:c>` +
		`<x:c r="C1" s="9" t="inlineStr"><x:is><x:t>Tier</x:t></x:is></x:c><x:c r="D1" s="9" t="inlineStr"><x:is><x:t>Why &amp; 因</x:t></x:is></x:c></x:row>` +
		`<x:row r="2"><x:c r="C2" s="12" t="inlineStr"><x:is><x:t>A</x:t></x:is></x:c><x:c r="D2" s="13"><x:v>1.50</x:v></x:c></x:row><c/></x:sheetData></x:worksheet>`
	ascii   = `<?xml version="1.0" encoding="US-ASCII"?>`
	unusual = `<?xml version="1.0" encoding="utf8"?>`
)

// frameCases is about what stands around the rows.
func frameCases() []patchCase {
	two, twoDone := `<row r="1">`+row1+`</row><row r="2">`+row2+`</row>`, `<row r="1">`+row1+headC+headD+`</row><row r="2">`+row2+bodyC2+bodyD2+`</row>`
	around := func(why, before, after string) patchCase {
		return patchCase{why: why, in: sheetStart + before + `<sheetData>` + two + sheetEnd, want: sheetStart + after + `<sheetData>` + twoDone + sheetEnd}
	}
	const c3, c4 = `<col min="3" max="3" width="9" customWidth="1"/>`, `<col min="4" max="4" width="30.5" customWidth="1"/>`
	return []patchCase{
		{why: "a prefix", in: prefixed, want: prefixedDone},
		{
			why:  "a sheet in ASCII gets references",
			in:   ascii + sheetStart + `<sheetData>` + two + sheetEnd,
			want: ascii + sheetStart + colsCD + `<sheetData><row r="1">` + row1 + headC + `<c r="D1" s="9" t="inlineStr"><is><t>Why &amp; &#22240;</t></is></c></row><row r="2">` + row2 + bodyC2 + bodyD2 + `</row>` + sheetEnd,
		},
		{
			why:  "so does one that writes UTF-8 in a way that some programs do not know",
			in:   unusual + sheetStart + `<sheetData>` + two + sheetEnd,
			want: unusual + sheetStart + colsCD + `<sheetData><row r="1">` + row1 + headC + `<c r="D1" s="9" t="inlineStr"><is><t>Why &amp; &#22240;</t></is></c></row><row r="2">` + row2 + bodyC2 + bodyD2 + `</row>` + sheetEnd,
		},
		around("dimension", `<dimension ref="A1:B2"/>`, `<dimension ref="A1:D2"/>`+colsCD),
		around("a wrong dimension", `<dimension ref="A1"/>`, `<dimension ref="A1:D2"/>`+colsCD),
		around("a dimension that is too large, not closed at once", `<dimension ref="$A$1:$Z$99"></dimension>`, `<dimension ref="A1:D2"></dimension>`+colsCD),
		around("widths before ours", `<cols><col min="1" max="2" width="5"/></cols>`, `<cols><col min="1" max="2" width="5"/>`+c3+c4+`</cols>`),
		around("widths behind ours", `<cols><col min="6" max="7" width="5"/></cols>`, `<cols>`+c3+c4+`<col min="6" max="7" width="5"/></cols>`),
		around("a range over ours", `<cols><col min="1" max="16384" width="5" style="2"/></cols>`, `<cols><col min="1" max="2" width="5" style="2"/>`+c3+c4+`<col min="5" max="16384" width="5" style="2"/></cols>`),
		around("a range that ends in ours", `<cols><col min="2" max="3" width="5"/><col min="4" max="9" hidden="1"/></cols>`, `<cols><col min="2" max="2" width="5"/>`+c3+c4+`<col min="5" max="9" hidden="1"/></cols>`),
		around("a range within ours", `<cols><col min="3" max="4" width="5"/><col min="5" max="5" width="6"></col></cols>`, `<cols>`+c3+c4+`<col min="5" max="5" width="6"></col></cols>`),
		around("a range not closed at once", `<cols><col min="1" max="3" width="5"></col></cols>`, `<cols><col min="1" max="2" width="5"/>`+c3+c4+`</cols>`),
		around("no widths at all", `<cols/>`, `<cols>`+c3+c4+`</cols>`),
		around("white space among widths", "<cols>\n <col min=\"1\" max=\"1\" width=\"5\"/>\n <!-- x --></cols>", "<cols>\n <col min=\"1\" max=\"1\" width=\"5\"/>\n <!-- x -->"+c3+c4+"</cols>"),
	}
}

// againCases is about columns of ours that are there already.
func againCases() []patchCase {
	const old = `<c r="C1" s="5" t="s"><v>9</v></c>`
	full := sheetStart + colsCD + `<sheetData>` + done + sheetEnd
	return []patchCase{
		{why: "nothing changed", in: full, want: full, job: job{columns: []int{2, 3}}},
		{
			why:  "cells of ours in other styles and types, widths of the user's own",
			in:   sheetStart + `<cols><col min="3" max="3" width="44"/></cols><sheetData><row r="1">` + row1 + old + `<c r="D1"/></row><row r="2">` + row2 + `<c r="C2"><f>1+1</f><v>2</v></c></row>` + sheetEnd,
			want: sheetStart + `<cols><col min="3" max="3" width="44"/></cols><sheetData><row r="1">` + row1 + headC + headD + `</row><row r="2">` + row2 + bodyC2 + bodyD2 + `</row>` + sheetEnd,
			job:  job{columns: []int{2, 3}},
		},
		{
			why:  "moved into the middle by the user, and in another order",
			in:   sheetStart + `<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="C1"/><c r="D1"/><c r="E1"><v>5</v></c></row><row r="2"><c r="A2"/><c r="E2"/></row>` + sheetEnd,
			want: sheetStart + `<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="C1" s="9" t="inlineStr"><is><t>Why &amp; 因</t></is></c><c r="D1" s="9" t="inlineStr"><is><t>Tier</t></is></c><c r="E1"><v>5</v></c></row><row r="2"><c r="A2"/><c r="C2" s="13"><v>1.50</v></c><c r="D2" s="12" t="inlineStr"><is><t>A</t></is></c><c r="E2"/></row>` + sheetEnd,
			job:  job{columns: []int{3, 2}},
		},
		{
			why:  "cells without r behind ours keep their places",
			in:   sheetStart + `<sheetData><row><c><v>1</v></c><c><v>8</v></c><c><v>9</v></c><c><v>2</v></c></row><row><c><v>1</v></c><c r="D2"/><c/></row>` + sheetEnd,
			want: sheetStart + `<sheetData><row><c><v>1</v></c><c r="B1" s="9" t="inlineStr"><is><t>Tier</t></is></c><c r="C1" s="9" t="inlineStr"><is><t>Why &amp; 因</t></is></c><c><v>2</v></c></row><row><c><v>1</v></c><c r="B2" s="12" t="inlineStr"><is><t>A</t></is></c><c r="C2" s="13"><v>1.50</v></c><c r="D2"/><c/></row>` + sheetEnd,
			job:  job{columns: []int{1, 2}},
		},
		{
			why:  "cells without r behind one that was dropped get one",
			in:   sheetStart + `<sheetData><row><c><v>1</v></c><c><v>8</v></c><c><v>2</v></c></row>` + sheetEnd,
			want: sheetStart + `<cols><col min="4" max="4" width="9" customWidth="1"/><col min="5" max="5" width="30.5" customWidth="1"/></cols><sheetData><row><c><v>1</v></c><c r="C1"><v>2</v></c><c r="D1" s="9" t="inlineStr"><is><t>Tier</t></is></c><c r="E1" s="9" t="inlineStr"><is><t>Why &amp; 因</t></is></c></row>` + sheetEnd,
			job:  job{drop: []int{1}},
		},
		{
			why:  "dropped columns make room for new ones, with new widths",
			in:   sheetStart + `<cols><col min="3" max="5" width="4"/></cols><sheetData><row r="1">` + row1 + old + `<c r="E1"><v>4</v></c></row><row r="2">` + row2 + `<c r="C2"/><c r="E2"/></row><row r="7"><c r="C7"><v>1</v></c></row>` + sheetEnd,
			want: sheetStart + `<cols><col min="4" max="4" width="9" customWidth="1"/><col min="5" max="5" width="30.5" customWidth="1"/></cols><sheetData><row r="1">` + row1 + `<c r="D1" s="9" t="inlineStr"><is><t>Tier</t></is></c><c r="E1" s="9" t="inlineStr"><is><t>Why &amp; 因</t></is></c></row><row r="2">` + row2 + `<c r="D2" s="12" t="inlineStr"><is><t>A</t></is></c><c r="E2" s="13"><v>1.50</v></c></row><row r="7"><c r="C7"><v>1</v></c></row>` + sheetEnd,
			job:  job{drop: []int{2, 4}},
		},
		{
			why:  "cells edited by hand stay, emptied ones stay empty",
			in:   sheetStart + `<sheetData><row r="1">` + row1 + headC + headD + `</row><row r="2">` + row2 + `<c r="C2" s="4"><v>77</v></c><c r="D2"><v>1</v></c></row><row r="3">` + row3 + `<c r="C3"/></row>` + sheetEnd,
			want: sheetStart + `<sheetData><row r="1">` + row1 + headC + headD + `</row><row r="2">` + row2 + `<c r="C2" s="4"><v>77</v></c>` + bodyD2 + `</row><row r="3">` + row3 + bodyC3 + `</row>` + sheetEnd,
			job:  job{columns: []int{2, 3}, keep: func(row, col int) bool { return row == 2 && col == 2 || row == 3 && col == 3 }},
		},
		{
			why:  "only some columns are new",
			in:   sheetStart + `<sheetData><row r="1">` + row1 + old + `</row><row r="2">` + row2 + `</row>` + sheetEnd,
			want: sheetStart + `<cols><col min="4" max="4" width="30.5" customWidth="1"/></cols><sheetData><row r="1">` + row1 + headC + headD + `</row><row r="2">` + row2 + bodyC2 + bodyD2 + `</row>` + sheetEnd,
			job:  job{columns: []int{2, -1}},
		},
	}
}
