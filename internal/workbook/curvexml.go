package workbook

import (
	"fmt"
	"strings"
)

// writeCurve writes a line through points that have a place on both axes, each
// from 0 to 100 %.
func (p *placed) writeCurve(b *strings.Builder) {
	s := p.series[0]
	b.WriteString(`<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>`)
	p.startSeries(b, 0, s)
	b.WriteString(lineShape(s.color) + `<c:marker><c:symbol val="none"/></c:marker>`)
	b.WriteString(`<c:xVal>`)
	p.writeNumbers(b, p.column(p.chart.Names))
	b.WriteString(`</c:xVal><c:yVal>`)
	p.writeNumbers(b, s.column)
	b.WriteString(`</c:yVal><c:smooth val="0"/></c:ser><c:axId val="` + namesAxis + `"/><c:axId val="` + valueAxis + `"/></c:scatterChart>`)
	for _, axis := range []struct{ id, other, place string }{{namesAxis, valueAxis, "b"}, {valueAxis, namesAxis, "l"}} {
		b.WriteString(`<c:valAx>` + axisStart(axis.id, `<c:max val="1"/><c:min val="0"/>`, "0", axis.place) +
			`<c:majorGridlines>` + axisLine(gridColor) + `</c:majorGridlines>` + p.axisTitle(axis.id) + p.valueLabels("0%") +
			`<c:crossAx val="` + axis.other + `"/><c:crosses val="autoZero"/><c:crossBetween val="midCat"/><c:majorUnit val="0.2"/></c:valAx>`)
	}
}

// axisTitle is the header of the column that an axis of a curve shows.
func (p *placed) axisTitle(axis string) string {
	col := p.series[0].column
	if axis == namesAxis {
		col = p.column(p.chart.Names)
	}
	return `<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr>` + p.run("defRPr", ` sz="900" b="0"`, inkGrey) + `</a:pPr><a:r>` +
		p.run("rPr", ` lang="`+language(p.sheet.lang)+`" sz="900" b="0"`, inkGrey) +
		`<a:t>` + escaped(p.cells.header(col)) + `</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`
}

// writeNumbers writes a column's numbers: where they are, and what they are until
// a program looks there.
func (p *placed) writeNumbers(b *strings.Builder, col int) {
	fmt.Fprintf(b, `<c:numRef><c:f>%s</c:f><c:numCache><c:formatCode>%s</c:formatCode><c:ptCount val="%d"/>`,
		escaped(p.span(col)), escaped(p.format(series{column: col})), p.rows())
	for r := range p.rows() {
		if v := p.cells.at(col, r); v.Present() {
			fmt.Fprintf(b, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, r, v.Decimal())
		}
	}
	b.WriteString(`</c:numCache></c:numRef>`)
}
