package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"crm/internal/money"
	"crm/internal/value"
)

// The elements of charts come in the order of ECMA-376 part 1, 21.2.

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	spaces  = ` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	chartSpace   = ` xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"`
	drawingSpace = ` xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"`
)

// drawingXML is the drawing of a sheet: charts that move with their cell and
// keep their size.
func drawingXML(charts []placed) string {
	const emuPerPixel = 9525
	var b strings.Builder
	b.WriteString(xmlHead + `<xdr:wsDr` + drawingSpace + spaces + `>`)
	for i := range charts {
		p := &charts[i]
		fmt.Fprintf(&b, `<xdr:oneCellAnchor><xdr:from><xdr:col>%d</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>%d</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>`+
			`<xdr:ext cx="%d" cy="%d"/>`, p.col, p.row-1, chartWidth*emuPerPixel, p.height()*emuPerPixel)
		fmt.Fprintf(&b, `<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="%d" name="Chart %d" descr="%s"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>`+
			`<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>`, i+2, i+1, attribute(p.chart.Title.In(p.sheet.lang)))
		fmt.Fprintf(&b, `<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart%s r:id="rId%d"/></a:graphicData></a:graphic>`+
			`</xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>`, chartSpace, i+1)
	}
	return b.String() + `</xdr:wsDr>`
}

// attribute is a text inside a quoted attribute.
func attribute(s string) string { return strings.ReplaceAll(escaped(s), `"`, "&quot;") }

// xml is the part of the chart.
func (p *placed) xml() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<c:chartSpace` + chartSpace + spaces + `><c:date1904 val="` + truth(p.sheet.pack.book.Date1904) + `"/>`)
	fmt.Fprintf(&b, `<c:lang val="%s"/><c:roundedCorners val="0"/><c:chart>`, language(p.sheet.lang))
	p.writeTitle(&b)
	b.WriteString(`<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>`)
	legend := "b"
	switch p.chart.Kind {
	case Pie:
		legend = "r"
		p.writePie(&b)
	case Pareto:
		p.writeBars(&b, p.series[:1])
		p.writeLines(&b, p.series[1:], 1, lineNames, lineAxis)
		p.writeAxes(&b)
		p.writeShareAxes(&b)
	case Moves, Stacked, Grouped:
		p.writeBars(&b, p.series)
		p.writeAxes(&b)
	case Lines:
		p.writeLines(&b, p.series, 0, namesAxis, valueAxis)
		p.writeAxes(&b)
	case Curve:
		legend = ""
		p.writeCurve(&b)
	default:
		legend = ""
		p.writeBars(&b, p.series)
		p.writeAxes(&b)
	}
	b.WriteString(`<c:spPr><a:noFill/></c:spPr></c:plotArea>`)
	if legend != "" {
		b.WriteString(`<c:legend><c:legendPos val="` + legend + `"/><c:overlay val="0"/></c:legend>`)
	}
	b.WriteString(`<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>` +
		`<c:spPr>` + filled(white) + `<a:ln><a:noFill/></a:ln></c:spPr>` + p.font("") + `</c:chartSpace>`)
	return b.String()
}

func filled(color string) string {
	return `<a:solidFill><a:srgbClr val="` + color + `"/></a:solidFill>`
}

// run is what a text of the chart looks like, under the element's name.
func (p *placed) run(name, attributes, color string) string {
	family := p.sheet.pack.styles.family
	return `<a:` + name + attributes + `>` + filled(color) + `<a:latin typeface="` + family + `"/><a:ea typeface="` + family + `"/></a:` + name + `>`
}

// font is the font of a part of the chart; body is the attributes of its box.
func (p *placed) font(body string) string {
	return `<c:txPr><a:bodyPr` + body + `/><a:lstStyle/><a:p><a:pPr>` + p.run("defRPr", ` sz="900" b="0"`, inkGrey) +
		`</a:pPr><a:endParaRPr lang="` + language(p.sheet.lang) + `"/></a:p></c:txPr>`
}

func (p *placed) writeTitle(b *strings.Builder) {
	b.WriteString(`<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr>` + p.run("defRPr", ` sz="1200" b="1"`, inkDark) + `</a:pPr><a:r>` +
		p.run("rPr", ` lang="`+language(p.sheet.lang)+`" sz="1200" b="1"`, inkDark) +
		`<a:t>` + escaped(p.chart.Title.In(p.sheet.lang)) + `</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`)
}

// The axes' numbers; the second pair is the line's.
const (
	namesAxis = "100000001"
	valueAxis = "100000002"
	lineNames = "100000003"
	lineAxis  = "100000004"
)

// mostLabelled is up to how many columns have their values above them.
const mostLabelled = 8

func (p *placed) writeBars(b *strings.Builder, all []series) {
	grouping, overlap := "clustered", "-5"
	if p.chart.Kind == Stacked {
		grouping, overlap = "stacked", "100"
	}
	b.WriteString(`<c:barChart><c:barDir val="col"/><c:grouping val="` + grouping + `"/><c:varyColors val="0"/>`)
	for i, s := range all {
		p.startSeries(b, i, s)
		b.WriteString(`<c:spPr>` + filled(s.color) + `</c:spPr><c:invertIfNegative val="0"/>`)
		if p.labelled() {
			b.WriteString(p.labels(p.format(s)+`;-`+p.format(s)+`;`, "outEnd", "showVal"))
		}
		p.endSeries(b, s)
		b.WriteString(`</c:ser>`)
	}
	b.WriteString(`<c:gapWidth val="` + strconv.Itoa(p.gap()) + `"/>`)
	if len(all) > 1 {
		b.WriteString(`<c:overlap val="` + overlap + `"/>`)
	}
	b.WriteString(`<c:axId val="` + namesAxis + `"/><c:axId val="` + valueAxis + `"/></c:barChart>`)
}

// labels puts a value or share at each point; the third section of the format
// leaves zeros out.
func (p *placed) labels(format, place, what string) string {
	var b strings.Builder
	b.WriteString(`<c:dLbls><c:numFmt formatCode="` + attribute(format) + `" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>` +
		p.font("") + `<c:dLblPos val="` + place + `"/>`)
	for _, flag := range []string{"showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize"} {
		on := "0"
		if flag == what {
			on = "1"
		}
		b.WriteString(`<c:` + flag + ` val="` + on + `"/>`)
	}
	return b.String() + `</c:dLbls>`
}

// labelled reports whether columns have their values above them: few alone, or
// two side by side. What stands on another has no room there.
func (p *placed) labelled() bool {
	return (p.chart.Kind == Bars || p.chart.Kind == Moves) && p.rows() <= mostLabelled
}

// writeLines writes a line for each series; the first one has that number in the chart.
func (p *placed) writeLines(b *strings.Builder, all []series, first int, names, values string) {
	b.WriteString(`<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>`)
	for i, s := range all {
		p.startSeries(b, first+i, s)
		b.WriteString(lineShape(s.color))
		symbol := `<c:symbol val="none"/>`
		if p.known(s) == 1 { // a line of one point is seen by its mark alone
			symbol = `<c:symbol val="circle"/><c:size val="7"/><c:spPr>` + filled(s.color) + `</c:spPr>`
		}
		b.WriteString(`<c:marker>` + symbol + `</c:marker>`)
		p.endSeries(b, s)
		b.WriteString(`<c:smooth val="0"/></c:ser>`)
	}
	b.WriteString(`<c:marker val="1"/><c:axId val="` + names + `"/><c:axId val="` + values + `"/></c:lineChart>`)
}

func lineShape(color string) string {
	return `<c:spPr><a:ln w="25400" cap="rnd">` + filled(color) + `<a:round/></a:ln></c:spPr>`
}

// known is how many values a series has.
func (p *placed) known(s series) (n int) {
	for r := range p.rows() {
		if p.cells.at(s.column, r).Present() {
			n++
		}
	}
	return n
}

// writePie writes the slices in the colours of the classes.
func (p *placed) writePie(b *strings.Builder) {
	s := p.series[0]
	b.WriteString(`<c:pieChart><c:varyColors val="1"/>`)
	p.startSeries(b, 0, s)
	rows := p.rows()
	for i := range rows {
		color := restColor
		if i < len(strong) && (i < rows-1 || rows == 1) {
			color = strong[i]
		}
		fmt.Fprintf(b, `<c:dPt><c:idx val="%d"/><c:bubble3D val="0"/><c:spPr>%s<a:ln w="12700">%s</a:ln></c:spPr></c:dPt>`, i, filled(color), filled(white))
	}
	if rows <= mostLabelled {
		b.WriteString(p.labels("0%", "outEnd", "showPercent"))
	}
	p.endSeries(b, s)
	b.WriteString(`</c:ser><c:firstSliceAng val="0"/></c:pieChart>`)
}

// startSeries opens a series up to its title.
func (p *placed) startSeries(b *strings.Builder, n int, s series) {
	fmt.Fprintf(b, `<c:ser><c:idx val="%d"/><c:order val="%d"/><c:tx><c:strRef><c:f>%s</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>%s</c:v></c:pt></c:strCache></c:strRef></c:tx>`,
		n, n, escaped(p.head(s.column)), escaped(p.cells.header(s.column)))
}

// endSeries writes the names and values of a series: where they are, and what
// they are until a program looks there.
func (p *placed) endSeries(b *strings.Builder, s series) {
	names := p.column(p.chart.Names)
	rows := p.rows()
	fmt.Fprintf(b, `<c:cat><c:strRef><c:f>%s</c:f><c:strCache><c:ptCount val="%d"/>`, escaped(p.span(names)), rows)
	for r := range rows {
		if text := p.cells.textOf(names, r); text != "" {
			fmt.Fprintf(b, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, r, escaped(text))
		}
	}
	b.WriteString(`</c:strCache></c:strRef></c:cat><c:val>`)
	p.writeNumbers(b, s.column)
	b.WriteString(`</c:val>`)
}

// writeAxes writes the axes of names and values.
func (p *placed) writeAxes(b *strings.Builder) {
	rows := p.rows()
	body, skip, place := ` rot="0" vert="horz"`, "", "low"
	if rows > mostUpright {
		body = ` rot="-2700000" vert="horz"`
	}
	if rows > mostSlanting {
		skip = `<c:tickLblSkip val="` + strconv.Itoa((rows+mostSlanting-1)/mostSlanting) + `"/>`
	}
	if rows > mostNamed {
		place = "none"
	}
	b.WriteString(`<c:catAx>` + axisStart(namesAxis, "", "0", "b") + `<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="` + place + `"/>` +
		axisLine(line) + p.font(body) + `<c:crossAx val="` + valueAxis + `"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>` +
		skip + `<c:noMultiLvlLbl val="1"/></c:catAx>`)
	b.WriteString(`<c:valAx>` + axisStart(valueAxis, p.wholeAxis(), "0", "l") + `<c:majorGridlines>` + axisLine(gridColor) + `</c:majorGridlines>` +
		p.valueLabels(p.format(p.series[0])) + `<c:crossAx val="` + namesAxis + `"/><c:crosses val="autoZero"/><c:crossBetween val="between"/>` + p.unit() + `</c:valAx>`)
}

// wholeAxis is the bounds of an axis of shares that are parts of a whole: from 0
// to 100 %, so that nobody takes 98 % for half of 100 %. Programs choose the others.
func (p *placed) wholeAxis() string {
	one := money.FromInt(1)
	for _, s := range p.series {
		if p.chart.Kind == Pareto || p.cells.grid.Columns[s.column].Kind != value.Share {
			return ""
		}
		for r := range p.rows() {
			if d := p.cells.at(s.column, r).Decimal(); d.Sign() < 0 || d.Cmp(one) > 0 {
				return ""
			}
		}
	}
	return `<c:max val="1"/><c:min val="0"/>`
}

// writeShareAxes writes the axes of a Pareto chart's line, from 0 to 100 %.
func (p *placed) writeShareAxes(b *strings.Builder) {
	b.WriteString(`<c:catAx>` + axisStart(lineNames, "", "1", "b") + `<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>` +
		`<c:crossAx val="` + lineAxis + `"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>`)
	b.WriteString(`<c:valAx>` + axisStart(lineAxis, `<c:max val="1"/><c:min val="0"/>`, "0", "r") + p.valueLabels("0%") +
		`<c:crossAx val="` + lineNames + `"/><c:crosses val="max"/><c:crossBetween val="between"/><c:majorUnit val="0.2"/></c:valAx>`)
}

func axisStart(id, bounds, deleted, place string) string {
	return `<c:axId val="` + id + `"/><c:scaling><c:orientation val="minMax"/>` + bounds + `</c:scaling><c:delete val="` + deleted + `"/><c:axPos val="` + place + `"/>`
}

func axisLine(color string) string {
	return `<c:spPr><a:ln w="9525">` + filled(color) + `</a:ln></c:spPr>`
}

func (p *placed) valueLabels(format string) string {
	return `<c:numFmt formatCode="` + attribute(format) + `" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>` +
		`<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>` + p.font("")
}

// unit makes an axis of few things count whole ones; else programs choose.
func (p *placed) unit() string {
	const few = 8
	for r := range p.rows() {
		for _, s := range p.series {
			if v := p.cells.at(s.column, r); v.Kind() != value.Number || v.Decimal().Cmp(money.FromInt(few)) > 0 {
				return ""
			}
		}
	}
	return `<c:majorUnit val="1"/>`
}
