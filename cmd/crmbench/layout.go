package main

import (
	"fmt"
	"strconv"
	"strings"
)

// layout is how a sheet of orders is laid out: how many columns it has, and
// whether its texts stand in the cells themselves, as some programs write them.
type layout struct {
	columns int
	inline  bool
}

func usualLayout() layout { return layout{columns: len(headers())} }

// valid reports whether there are columns enough.
func (t layout) valid() bool {
	return t.columns >= len(headers()) && t.columns <= len(headers())+len(extraColumns())
}

// linesPerOrder is the tables that are made: one is enough of an unusual layout.
func (t layout) linesPerOrder() []int {
	if t != usualLayout() {
		return []int{1}
	}
	return []int{1, 4}
}

// suffix is what a file's name says of an unusual layout.
func (t layout) suffix() string {
	s := ""
	if t.columns != len(headers()) {
		s = fmt.Sprintf("-%d-columns", t.columns)
	}
	if t.inline {
		s += "-inline"
	}
	return s
}

// headers is the first row of the sheet.
func (t layout) headers() []string {
	list := headers()
	for _, c := range t.extra() {
		list = append(list, c.header)
	}
	return list
}

// pool is the texts of the extra columns, which have their numbers right behind
// those of the headers.
func (t layout) pool() []string {
	var list []string
	for _, c := range t.extra() {
		list = append(list, c.texts...)
	}
	return list
}

// extra is the columns beyond those that every table has.
func (t layout) extra() []extraColumn { return extraColumns()[:t.columns-len(headers())] }

// extraColumn is a column that nothing is added up of: a text of a few, or a number.
type extraColumn struct {
	header string
	texts  []string
	style  string // of a number: the attribute
	number func(line) string
}

func extraColumns() []extraColumn {
	words := func(list string) []string { return strings.Split(list, "|") }
	return []extraColumn{
		{header: "Destination", texts: words("Hamburg|Rotterdam|Santos|Los Angeles|Jebel Ali|Mombasa|Haiphong|Busan|Valparaiso")},
		{header: "Port of Loading", texts: words("Ningbo|Shanghai|Shenzhen|Qingdao")},
		{header: "Incoterm", texts: words("FOB|CIF|EXW|DDP|CFR")},
		{header: "Payment Terms", texts: words("T/T 30% deposit, 70% before shipment|L/C at sight|O/A 60 days|D/P at sight")},
		{header: "Sales Rep", texts: words("Chen Wei|Li Na|Wang Fang|Zhao Lei|Liu Yang|韩梅梅|李雷")},
		{header: "HS Code", texts: words("9405.42|8539.52|7323.93|6307.90|3926.90")},
		{header: "Cartons", number: func(l line) string { return strconv.Itoa(l.quantity/12 + 1) }},
		{header: "Gross Weight", style: ` s="2"`, number: func(l line) string { return excelNumber(int64(l.quantity) * 137) }},
		{header: "Volume", style: ` s="2"`, number: func(l line) string { return excelNumber(int64(l.quantity) * 7) }},
		{header: "Latest Shipment", style: ` s="1"`, number: func(l line) string { return strconv.Itoa(l.day + 30) }},
		{header: "Status", texts: words("已出运|生产中|待付款|已完成")},
		{header: "Remark", texts: words("urgent, air freight if late|consolidate with the order before|客户要求每箱贴唛头，出货前发照片确认|no remark|labels in Spanish, cartons without brand")},
	}
}

// of is which of the column's texts a line has.
func (c *extraColumn) of(l line) int { return (l.product*31 + l.day + len(c.header)) % len(c.texts) }

// appendExtra writes the extra columns of a row.
func (t layout) appendExtra(b []byte, at int, l line) []byte {
	first := t.columns // number of the column's texts
	for i, c := range t.extra() {
		column := 'A' + byte(len(headers())+i)
		if c.number != nil {
			b = cell(b, column, at, c.style, c.number(l))
			continue
		}
		n := c.of(l)
		b = t.appendText(b, column, at, c.texts[n], first+n)
		first += len(c.texts)
	}
	return b
}

// appendText writes a text's cell: the text itself, or its number.
func (t layout) appendText(b []byte, column byte, at int, text string, number int) []byte {
	if !t.inline {
		return cell(b, column, at, ` t="s"`, strconv.Itoa(number))
	}
	b = cellStart(b, column, at, ` t="inlineStr"`)
	b = append(b, "<is><t>"...)
	b = append(b, text...)
	return append(b, "</t></is></c>"...)
}
