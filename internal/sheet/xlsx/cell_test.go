package xlsx

import "testing"

// TestCells reads one <sheetData> each. Style 1 is a date, style 2 elapsed time.
func TestCells(t *testing.T) {
	cases := []struct{ name, data, want, why string }{
		{"number as written", `<row r="1"><c r="A1"><v>4154.4799999999996</v></c><c r="B1" t="n"><v>1E+20</v></c></row>`,
			"A1=n:4154.4799999999996 B1=n:1E+20", "the digits are for the money room to judge"},
		{"number with blanks", `<row r="1"><c r="A1"><v> 12
</v></c></row>`, "A1=n:12", "white space around a number means nothing in XML"},
		{"no number", `<row r="1"><c r="A1"><v>NaN</v></c></row>`, "A1=n:NaN", "handed on: setting the row aside is not ours"},
		{"shared", `<row r="1"><c r="A1" t="s"><v>1</v></c></row>`, `A1=s:1"one"`, "found by number"},
		{"inline", `<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>`, `A1=t:"a"`, "text in the cell itself"},
		{"inline rich", `<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>a</t></r><r><t xml:space="preserve"> b</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c></row>`,
			`A1=t:"a b"`, "runs are one text; how it is spoken is not in it"},
		{"inline and value", `<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is><v>b</v></c><c r="B1"><is><t>a</t></is><v>2</v></c></row>`,
			`A1=t:"a" B1=n:2`, "the type says which of the two holds"},
		{"inline type, value only", `<row r="1"><c r="A1" t="inlineStr"><v>b</v></c></row>`, `A1=t:"b"`, "some programs write it so"},
		{"inline without its type", `<row r="1"><c r="A1"><is><t>a</t></is></c></row>`, `A1=t:"a"`, "there is nothing else it could say"},
		{"formula text", `<row r="1"><c r="A1" t="str"><f>B1</f><v>x_x000D_y</v></c></row>`, `A1=ft:"x\ry"`, "a cached result, escapes and all"},
		{"formula number", `<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>`, "A1=fn:2", "a cached result"},
		{"formula without result", `<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1</f><v/></c><c r="C1" t="str"><f>1</f></c></row>`,
			"A1=? B1=? C1=?", "never taken for empty"},
		{"formula with empty text", `<row r="1"><c r="A1" t="str"><f>""</f><v></v></c></row>`, `A1=ft:""`, "calculated, and empty"},
		{"shared formula", `<row r="1"><c r="A1"><f t="shared" si="0"/><v>3</v></c></row>`, "A1=fn:3", "an empty <f> is a formula too"},
		{"array formula", `<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:A2">X</f><v>3</v></c></row>`, "A1=fn:3", "attributes nobody needs pass"},
		{"yes and no", `<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>false</v></c></row>`, "A1=b:1 B1=b:0", "XML knows both spellings"},
		{"yes and no in capitals", `<row r="1"><c r="A1" t="b"><v>TRUE</v></c><c r="B1" t="b"><v>FALSE</v></c></row>`, "A1=b:1 B1=b:0", "as Excel shows them"},
		{"error", `<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>`, "A1=e:#N/A", "the word Excel shows"},
		{"date by style", `<row r="1"><c r="A1" s="1"><v>45532</v></c><c r="B1" s="1"><v>45532.75</v></c></row>`,
			"A1=d:2024-08-28+0 B1=d:2024-08-28+64800", "a number under a date format"},
		{"elapsed time", `<row r="1"><c r="A1" s="2"><v>45532</v></c></row>`, "A1=n:45532", "[h]:mm is a length"},
		{"text under a date style", `<row r="1"><c r="A1" s="1" t="s"><v>0</v></c></row>`, `A1=s:0"zero"`, "the type wins over the style"},
		{"iso date", `<row r="1"><c r="A1" t="d"><v>2024-08-28</v></c><c r="B1" t="d"><v>2024-08-28T06:30:01.500Z</v></c></row>`,
			"A1=d:2024-08-28+0 B1=d:2024-08-28+23401", "Strict books write dates as text"},
		{"iso that is none", `<row r="1"><c r="A1" t="d"><v>2024-02-30</v></c><c r="B1" t="d"><v>10:30:00</v></c></row>`,
			`A1=t:"2024-02-30" B1=t:"10:30:00"`, "handed on as it stands"},
		{"no references", `<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c t="s"><v>0</v></c></row>`,
			"A1=n:1 C1=n:3\n" + `A2=s:0"zero"`, "position counts, empty cells too"},
		{"some references", `<row r="3"><c r="B3"><v>1</v></c><c><v>2</v></c></row><row><c r="A4"><v>3</v></c></row>`,
			"B3=n:1 C3=n:2\nA4=n:3", "counted on from the last one"},
		{"hidden row", `<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="true"/>`, "hidden A1=n:1", "read, and marked"},
		{"far away", `<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>`,
			"A1=n:1\nXFD1048576=n:2", "two rows, not a million"},
		{"lower case", `<row r="1"><c r="a1"><v>1</v></c></row>`, "A1=n:1", "no other cell could be meant"},
		{"empty cells", `<row r="1"><c r="A1" s="1"/><c r="B1" t="s"><v></v></c><c r="C1" t="inlineStr"><is><t/></is></c></row>`, "", "no content, no cell"},
		{"empty style", `<row r="1"><c r="A1" s=""><v>1</v></c></row>`, "A1=n:1", "no style"},
		{"line ends", "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a\r\nb\rc</t></is></c></row>", `A1=t:"a\nb\nc"`, "XML has LF only"},
		{"references", `<row r="1"><c r="A1" t="inlineStr"><is><t>&lt;&amp;&quot;&apos;&gt;&#65;&#x4E2D;&#13;</t></is></c></row>`,
			`A1=t:"<&\"'>A中\r"`, "a written-out CR stays"},
		{"escapes", `<row r="1"><c r="A1" t="inlineStr"><is><t>a_x000a_b_x005F_x0041__xD83D__xDE00__x12_</t></is></c></row>`,
			`A1=t:"a\nb_x0041_😀_x12_"`, "_xHHHH_, pairs, and what only looks like it"},
		{"half a pair", `<row r="1"><c r="A1" t="inlineStr"><is><t>_xD83D_</t></is></c></row>`, `A1=t:"_xD83D_"`, "no character stands for it"},
		{"CDATA", "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a<![CDATA[<b>&amp;\r\n]]>c]]</t></is></c></row>", `A1=t:"a<b>&amp;\nc]]"`, "taken as it stands"},
		{"comments", `<!-- x --><row r="1"><?pi x?><c r="A1"><!-- <v>9</v> --><v>1<!-- 9 -->2</v></c></row>`, "A1=n:12", "nowhere part of a value"},
		{"quotes and blanks", "<row r='1'><c\n r = 'A1' \t t=\"s\" ><v >0</v ></c ></row>", `A1=s:0"zero"`, "other ways to write a tag"},
		{"text is kept whole", `<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve">  a  </t></is></c><c r="B1" t="inlineStr"><is><t> b</t></is></c></row>`,
			`A1=t:"  a  " B1=t:" b"`, "trimming is for those who compare"},
		{"foreign elements", `<row r="1" xmlns:z="urn:z"><z:c r="A1"><v>9</v></z:c><c r="B1"><v>1</v><z:v>8</z:v><extLst><ext><v>7</v></ext></extLst></c></row>`,
			"B1=n:1", "another name space is another language"},
		{"alternate content, understood", `<mc:AlternateContent xmlns:mc="` + mcNS + `"><mc:Choice xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" Requires="x14"><row r="1"><c r="A1"><v>1</v></c></row></mc:Choice>` +
			`<mc:Fallback><row r="1"><c r="A1"><v>2</v></c></row></mc:Fallback></mc:AlternateContent><row r="2"><c r="A2"><v>3</v></c></row>`,
			"A1=n:1\nA2=n:3", "Excel takes the first branch whose needs it knows"},
		{"alternate content, fallback", `<row r="1"><mc:AlternateContent xmlns:mc="` + mcNS + `"><mc:Choice xmlns:z="urn:z" Requires="z"><c r="A1"><v>1</v></c></mc:Choice>` +
			`<mc:Fallback><c r="A1"><v>2</v></c></mc:Fallback></mc:AlternateContent><c r="B1"><v>3</v></c></row>`,
			"A1=n:2 B1=n:3", "else the fallback"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := plainParts(c.data)
			p["xl/styles.xml"] = xmlHead + `<styleSheet xmlns="` + mainNS + `"><numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts>` +
				`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`
			data := zipped(t, p)
			got, _, err := readBytes(data, DefaultLimits())
			if err != nil {
				t.Fatalf("%v (%s)", err, c.why)
			}
			if got != c.want {
				t.Errorf("got  %s\nwant %s\n%s", got, c.want, c.why)
			}
			for _, chunk := range []int{1, 2, 3, 5, 13} {
				if cut, err := readChunked(data, chunk); err != nil || cut != c.want {
					t.Errorf("in chunks of %d: %s, %v\nwant %s", chunk, cut, err, c.want)
				}
			}
		})
	}
}

// TestBadCells refuses what could only be read by guessing.
func TestBadCells(t *testing.T) {
	cases := []struct{ name, data, code, at, why string }{
		{"row 0", `<row r="0"/>`, codeReference, "", "outside the sheet"},
		{"row beyond", `<row r="1048577"/>`, codeReference, "", "outside the sheet"},
		{"row negative", `<row r="-1"/>`, codeReference, "", "outside the sheet"},
		{"row twice", `<row r="2"><c r="A2"><v>1</v></c></row><row r="2"/>`, codeReference, "2:2", "which of the two holds?"},
		{"row back", `<row r="3"/><row r="2"/>`, codeReference, "2:2", "out of order"},
		{"too many rows", `<row r="1048576"/><row/>`, codeReference, "", "counted over the edge"},
		{"column beyond", `<row r="1"><c r="XFE1"/></row>`, codeReference, "1:1", "outside the sheet"},
		{"no column", `<row r="1"><c r="1"/></row>`, codeReference, "1:1", "no reference"},
		{"empty reference", `<row r="1"><c r=""><v>1</v></c></row>`, codeReference, "1:1", "no reference"},
		{"dollars", `<row r="1"><c r="$A$1"><v>1</v></c></row>`, codeReference, "1:1", "no reference"},
		{"cell twice", `<row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row>`, codeReference, "B1", "which of the two holds?"},
		{"cell back", `<row r="1"><c r="B1"/><c r="A1"/></row>`, codeReference, "A1", "out of order"},
		{"cell of another row", `<row r="1"><c r="A2"/></row>`, codeReference, "A1", "row and reference differ"},
		{"counted over the edge", `<row r="1"><c r="XFD1"/><c/></row>`, codeReference, "1:1", "outside the sheet"},
		{"shared beyond", `<row r="1"><c r="A1" t="s"><v>2</v></c></row>`, codeInvalid, "A1", "no such string"},
		{"shared negative", `<row r="1"><c r="A1" t="s"><v>-1</v></c></row>`, codeInvalid, "A1", "excelize panicked on it once"},
		{"shared no number", `<row r="1"><c r="A1" t="s"><v>x</v></c></row>`, codeInvalid, "A1", "no such string"},
		{"style beyond", `<row r="1"><c r="A1" s="9"><v>1</v></c></row>`, codeInvalid, "A1", "whether it is a date cannot be known"},
		{"unknown type", `<row r="1"><c r="A1" t="x"><v>1</v></c></row>`, codeInvalid, "A1", "cannot be known"},
		{"yes/no in mixed letters", `<row r="1"><c r="A1" t="b"><v>True</v></c></row>`, codeInvalid, "A1", "no program writes it"},
		{"yes/no 2", `<row r="1"><c r="A1" t="b"><v>2</v></c></row>`, codeInvalid, "A1", "neither"},
		{"text between cells", `<row r="1">x<c r="A1"/></row>`, codeInvalid, "1:1", "a value that lost its tags?"},
		{"text between rows", `<row r="1"/>x`, codeInvalid, "1:1", "a value that lost its tags?"},
		{"text in a cell", `<row r="1"><c r="A1">5</c></row>`, codeInvalid, "1:1", "a value that lost its tags?"},
		{"element in a value", `<row r="1"><c r="A1"><v>1<b/>2</v></c></row>`, codeIllFormed, "", "12?"},
		{"unknown entity", `<row r="1"><c r="A1" t="str"><v>&nbsp;</v></c></row>`, codeIllFormed, "", "not declared"},
		{"control character", `<row r="1"><c r="A1" t="str"><v>&#1;</v></c></row>`, codeIllFormed, "", "no character of XML"},
		{"raw control character", "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>\x01</v></c></row>", codeIllFormed, "", "no character of XML"},
		{"bad UTF-8", "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>\xE4\xB8</v></c></row>", codeIllFormed, "", "GBK under a UTF-8 head"},
		{"wrong end", `<row r="1"><c r="A1"></row></c>`, codeIllFormed, "", "crossed tags"},
		{"attribute twice", `<row r="1"><c r="A1" r="B1"/></row>`, codeIllFormed, "", "which holds?"},
		{"no quotes", `<row r=1/>`, codeIllFormed, "", "not XML"},
		{"unbound prefix", `<x:row r="1"/>`, codeIllFormed, "", "what does it mean?"},
		{"unbound attribute prefix", `<row r="1" x:y="1"/>`, codeIllFormed, "", "what does it mean?"},
		{"attribute prefix of another sheetData", `</sheetData><sheetData xmlns:x14ac="urn:x"><row r="1" x14ac:dyDescent="1"><c r="A1"><v>1</v></c></row></sheetData>` +
			`<sheetData><row r="2" x14ac:dyDescent="1"><c r="A2"><v>1</v></c></row>`, codeIllFormed, "", "what does it mean there?"},
		{"open CDATA end", `<row r="1"><c r="A1" t="str"><v>a]]>b</v></c></row>`, codeIllFormed, "", "not XML"},
		{"cut off", `<row r="1"><c r="A1"><v>1`, codeIllFormed, "", "the rest is missing"},
		{"doctype", `<!DOCTYPE x>`, codeDoctype, "", "no workbook has one"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			data := zipped(t, plainParts(c.data))
			_, _, err := readBytes(data, DefaultLimits())
			p := wantProblem(t, err, c.code)
			for _, chunk := range []int{1, 2, 3, 5, 13} {
				_, cut := readChunked(data, chunk)
				if wantProblem(t, cut, c.code); cut.Error() != err.Error() {
					t.Errorf("in chunks of %d: %v\nwhole: %v", chunk, cut, err)
				}
			}
			if p.Pos.Sheet != "Orders" || p.Pos.Cell() != c.at {
				t.Errorf("at %v (%q), want %q of the sheet: %s", p.Pos, p.Pos.Cell(), c.at, c.why)
			}
		})
	}
}
