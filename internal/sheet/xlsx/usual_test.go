package xlsx

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crm/internal/diag"
)

// anyCell draws a cell as programs write it: REF stands for its reference.
func anyCell() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{
		`<c r="REF"><v>128</v></c>`, `<c r="REF" s="1"><v>45532</v></c>`, `<c r="REF" s="1"><v>45532.5</v></c>`, `<c r="REF" s="1"><v>123456789</v></c>`,
		`<c r="REF" s="0"><v>7166.7200000000003</v></c>`, `<c r="REF" t="n"><v>-1E-3</v></c>`, `<c r="REF" s="1" t="s"><v>1</v></c>`, `<c r="REF" t="s"><v>0</v></c>`,
		`<c r="REF" t="s"><v>00000001</v></c>`, `<c r="REF" t="inlineStr"><is><t>客户, long enough for words_</t></is></c>`, `<c r="REF" t="inlineStr"><is><t></t></is></c>`,
		`<c r="REF" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>`, `<c r="REF" t="inlineStr"><is><t>a_x0041_&amp;]</t></is></c>`,
		`<c r="REF" t="str"><v> a </v></c>`, `<c r="REF" t="str"><v>A &amp; B &#x26; &lt;</v></c>`, `<c r="REF" t="inlineStr"><is><t>&amp;_&#120;0041_</t></is></c>`, `<c r="REF" t="inlineStr"><is><t>&#13;&#10;</t></is></c>`, `<c r="REF" t="str"><f>A1&amp;B1</f><v>a</v></c>`, `<c r="REF" t="str"><f>A1</f><v></v></c>`, `<c r="REF" t="str"><v></v></c>`,
		`<c r="REF"><f>E2*F2</f><v>3</v></c>`, `<c r="REF" s="1"><f aca="false">E2*F2</f><v>45532</v></c>`, `<c r="REF"><f>A1</f><f t="shared" si="0"/><v>4</v></c>`, `<c r="REF" s="1"><f t="shared" si="12"/><v>45532</v></c>`, `<c r="REF"><f t="shared" ref="A1:A9" si="0">A1</f><v>4</v></c>`,
		`<c r="REF"><f>A1</f></c>`, `<c r="REF" s="1"><f/><v>45532</v></c>`, `<c r="REF" t="s"><f>A1</f><v>1</v></c>`, `<c r="REF" t="inlineStr"><f>A1</f><is><t>a</t></is></c>`, `<c r="REF" t="inlineStr"><f t="shared" si="1"/><is><t>a</t></is></c>`,
		`<c r="REF" s="1"/>`, `<c r="REF"/>`, `<c r="REF"></c>`, `<c r="REF" s="" t=""><v>5</v></c>`, `<c s="1" r="REF"><v>45532</v></c>`, `<c r="REF" t="b"><v>1</v></c>`,
		`<c r="REF" t="e"><v>#N/A</v></c>`, `<c r="REF"><v> 5 </v></c>`, `<c r="REF"><v/></c>`, `<c t="s"><v>1</v></c>`, `<c r="REF" cm="1"><v>5</v></c>`, "\n",
	})
}

// wrongCell draws what is refused, or what the row may not hold.
func wrongCell() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{
		`<c r="REF" t="s"><v>2</v></c>`, `<c r="REF" t="s"><v>-1</v></c>`, `<c r="REF" s="9"><v>1</v></c>`, `<c r="REF" s="9"/>`, `<c r="REF" t="x"><v>1</v></c>`,
		`<c r="REF" t="x"/>`, `<c r="REF" s="1" s="1"><v>1</v></c>`, `<c r="REF" r="REF"><v>1</v></c>`, `<c r="REF"><v>1</v></c`, `<c r="REF"><v>1</c></v>`, `<c r="REF0"><v>1</v></c>`,
		`<c r="A1"><v>1</v></c>`, `<c r="REF"><v>1</v></c><c r="REF"><v>1</v></c>`, `<c r="xREF"><v>1</v></c>`, `<c r="REF"><f>A1</v><v>1</v></c>`, `<c r="REF"><f t="shared" si="1" si="1"/><v>1</v></c>`, `text`, `<c r="REF" t="str"><v>&nbsp;</v></c>`, `<c r="REF" t="str"><v>&amp </v></c>`, `<c r="REF" t="str"><v>&amp;]]></v></c>`, `<c r="REF"<v>1</v></c>`,
	})
}

// anyRows draws the rows of a sheet: nearly all in order and alike, which is what
// the short ways expect.
func anyRows(t *rapid.T) string {
	cell := rapid.OneOf(anyCell(), anyCell(), anyCell(), anyCell())
	tag := rapid.SampledFrom([]string{`<row r="%d">`, "\r\n" + `<row r="%d">` + "\n", `<row r="%d" spans="1:8">`, `<row r="%d" spans="1:8" hidden="1">`, `<row spans="1:8" r="%d">`})
	columns := rapid.SliceOfN(cell, 1, 5).Draw(t, "columns")
	start := tag.Draw(t, "tag")
	wrong := rapid.IntRange(-20, 30).Draw(t, "wrong")
	var b strings.Builder
	row := rapid.SampledFrom([]int{0, 7, 97, 1_048_570}).Draw(t, "before")
	for i := range rapid.IntRange(1, 8).Draw(t, "rows") {
		row += 1 + max(rapid.IntRange(-8, 2).Draw(t, "left out"), 0)
		if rapid.IntRange(0, 5).Draw(t, "another tag") == 0 {
			start = tag.Draw(t, "tag")
		}
		fmt.Fprintf(&b, start, row)
		col := rapid.SampledFrom([]int{0, 0, 0, 24, 62, 700}).Draw(t, "first column")
		for k, text := range columns {
			if rapid.IntRange(0, 9).Draw(t, "other") == 0 {
				text = cell.Draw(t, "cell")
			}
			if i*len(columns)+k == wrong {
				text = wrongCell().Draw(t, "wrong cell")
			}
			b.WriteString(strings.ReplaceAll(text, "REF", fmt.Sprintf("%s%d", diag.ColumnName(col), row)))
			col += 1 + max(rapid.IntRange(-8, 3).Draw(t, "columns left out"), 0)
		}
		b.WriteString("</row>")
		if rapid.IntRange(0, 3).Draw(t, "empty row") == 0 {
			row++
			fmt.Fprintf(&b, rapid.SampledFrom([]string{`<row r="%d"/>`, `<row r="%d" spans="1:8"/>` + "\n "}).Draw(t, "empty"), row)
		}
	}
	return b.String()
}

// TestShortWays: rows read by the short ways are the rows that are read tag by
// tag, and what is refused is refused for the same reason.
func TestShortWays(t *testing.T) {
	read := 0
	rapid.Check(t, func(rt *rapid.T) {
		data := anyRows(rt)
		got, _, err := readBytes(zipped(t, plainParts(data)), DefaultLimits())
		want, _, wantErr := readBytes(zipped(t, plainParts(slowly(data))), DefaultLimits())
		if got != want || code(err) != code(wantErr) {
			rt.Fatalf("%s\nquick %s, %v\nslow  %s, %v", data, got, err, want, wantErr)
		}
		if err == nil {
			read++
		}
	})
	if read == 0 {
		t.Error("no sheet was read to its end")
	}
}

// code is a problem's code and place.
func code(err error) string {
	var p *diag.Problem
	if !errors.As(err, &p) {
		return fmt.Sprint(err)
	}
	return p.Code + " " + p.Pos.Cell()
}

// TestManyShapes: more shapes than are remembered, each in turn and some again.
func TestManyShapes(t *testing.T) {
	var xfs, data strings.Builder
	for i := range 3 * mostShapes {
		fmt.Fprintf(&xfs, `<xf numFmtId="%d"/>`, 14*(i%2))
	}
	for row := 1; row <= 3*mostShapes; row++ {
		fmt.Fprintf(&data, `<row r="%d"><c r="A%d" s="%d"><v>45532</v></c><c r="B%d" s="%d"><v>45532</v></c></row>`, row, row, row-1, row, row%7)
	}
	p := plainParts(data.String())
	p["xl/styles.xml"] = stylesXML(xfs.String())
	got, _, err := readBytes(zipped(t, p), DefaultLimits())
	p["xl/worksheets/sheet1.xml"] = sheetXML(slowly(data.String()))
	want, _, wantErr := readBytes(zipped(t, p), DefaultLimits())
	if got != want || err != nil || wantErr != nil || strings.Count(got, "d:2024-08-28") == 0 {
		t.Errorf("quick %s, %v\nslow  %s, %v", got, err, want, wantErr)
	}
}
