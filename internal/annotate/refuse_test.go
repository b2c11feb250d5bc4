package annotate

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"crm/internal/diag"
)

func codeOf(err error) string {
	var p *diag.Problem
	if errors.As(err, &p) {
		return p.Code
	}
	return ""
}

func TestPlanRefuses(t *testing.T) {
	for _, c := range []struct {
		why, sheet, code, cell string
		job                    job
	}{
		{why: "no tags", sheet: "text", code: ""},
		{why: "rows out of order", sheet: sheetStart + `<sheetData><row r="2"/><row r="1"/>` + sheetEnd, code: "F11"},
		{why: "a row that is none", sheet: sheetStart + `<sheetData><row r="0"/>` + sheetEnd, code: "F11"},
		{why: "cells out of order", sheet: sheetStart + `<sheetData><row r="1"><c r="B1"/><c r="A1"/></row>` + sheetEnd, code: "F11"},
		{why: "a cell beyond XFD", sheet: sheetStart + `<sheetData><row r="1"><c r="XFE1"/></row>` + sheetEnd, code: "F11"},
		{why: "it ends in a tag", sheet: sheetStart + `<sheetData><row r="1`, code: "F11"},
		{why: "it ends in an element", sheet: sheetStart + `<sheetData>`, code: "F11"},
		{why: "it ends in a comment", sheet: sheetStart + `<!-- `, code: "F11"},
		{why: "it ends too often", sheet: sheetStart + `</worksheet></worksheet>`, code: "F11"},
		{why: "a document type", sheet: `<!DOCTYPE x><worksheet/>`, code: "F11"},
		{why: "UTF-16", sheet: "\xFF\xFE<\x00w\x00", code: "F42"},
		{why: "UTF-16 without a mark", sheet: "\x00<\x00w", code: "F42"},
		{why: "used up to XFD in every column", sheet: sheetStart + `<sheetData><row r="1">` + row1 + `</row></sheetData><mergeCells><mergeCell ref="A1:XFD1"/></mergeCells></worksheet>`, code: "F41", cell: "1:1"},
		{
			why: "a shared formula of ours that others need", code: "F43", cell: "C2", job: job{columns: []int{2, 3}},
			sheet: sheetStart + `<sheetData><row r="2"><c r="C2"><f t="shared" ref="C2:C9" si="4">A2</f></c></row><row r="9"><c r="C9"><f t="shared" si="4"/></c></row>` + sheetEnd,
		},
		{
			why: "an array formula of ours over other cells", code: "F43", cell: "C2", job: job{columns: []int{2, 3}},
			sheet: sheetStart + `<sheetData><row r="2"><c r="C2"><f t="array" ref="C2:C9">A2</f></c></row>` + sheetEnd,
		},
	} {
		p, _, err := tryPlan(c.sheet, c.job)
		if err == nil && p.facts.problem != nil {
			err = p.facts.problem
		}
		if got := codeOf(err); got != c.code {
			t.Errorf("%s: %q (%v), want %q", c.why, got, err, c.code)
			continue
		}
		var problem *diag.Problem
		if errors.As(err, &problem) && problem.Pos.Cell() != c.cell {
			t.Errorf("%s: at %q, want %q", c.why, problem.Pos.Cell(), c.cell)
		}
	}
}

// A stray cell at the very end leaves room before it.
func TestRoomBeforeTheEnd(t *testing.T) {
	sheet := sheetStart + `<sheetData><row r="1">` + row1 + `</row><row r="2"><c r="A2"/><c r="D2"/><c r="XFD2"><v>1</v></c></row>` + sheetEnd
	p := planFor(t, sheet, job{})
	if p.slots[0].name != "E" || p.slots[1].name != "F" {
		t.Errorf("placed at %+v", p.slots)
	}
	if p := planFor(t, sheet, job{rows: map[int]int{2: 0}, header: 1}); p.dimension.String() != "A1:XFD2" {
		t.Errorf("dimension %s", p.dimension)
	}
}

// A note below the table that is merged over the whole row leaves room beside the
// table; one in a customer's row, or of some columns, does not.
func TestRoomBesideWholeRows(t *testing.T) {
	for merge, want := range map[string]string{"A4:XFD5": "E", "A4:XFC4": "", "A2:XFD2": "", "A4:XFD200": "", "B4:H4": "I"} {
		sheet := sheetStart + `<sheetData><row r="1">` + row1 + `</row><row r="2"><c r="A2"/><c r="D2"/></row><row r="4"><c r="A4"><v>1</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="` + merge + `"/></mergeCells></worksheet>`
		got := ""
		if p, _, err := tryPlan(sheet, job{rows: map[int]int{2: 0}, header: 1}); err == nil {
			got = p.slots[0].name
		}
		if got != want {
			t.Errorf("%s: placed at %q, want %q", merge, got, want)
		}
	}
}

// Programs in Java pack a folder as if it had content.
func TestPackedFolder(t *testing.T) {
	const name, marked = "xl/worksheets/_", "xl/worksheets/"
	content := zipped(t, append([]part{{name + "_", ""}}, userParts()...))
	written(t, saved(t, bytes.ReplaceAll(content, []byte(name+"_"), []byte(marked+"_/"))), userJob(t, false))
}

// Relationships that are of no matter here keep no book from being written,
// however odd they are; those that the customers' table hangs on do.
func TestOddRelations(t *testing.T) {
	const open, one = declaration + `<Relationships xmlns="` + pkgSpace + `">`, `<Relationship Id="rId1" Type="` + relSpace + `/comments" Target="../odd.xml"/>`
	for why, relations := range map[string]string{"one id twice": open + one + one + `</Relationships>`, "cut off": open + one, "no relationships": "<a/>"} {
		for _, owner := range []string{"sheet2.xml", "nobody.xml"} {
			t.Run(why+" "+owner, func(t *testing.T) {
				path := saved(t, zipped(t, append(userParts(), part{"xl/worksheets/_rels/" + owner + ".rels", relations})))
				copyPath, _ := written(t, path, userJob(t, false))
				written(t, copyPath, userJob(t, true))
			})
		}
	}
	twice := strings.Replace(userParts()[5].text, "</Relationships>", one+"</Relationships>", 1)
	b, err := Open(saved(t, zipped(t, with(userParts(), "xl/worksheets/_rels/sheet1.xml.rels", twice))))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close() //nolint:errcheck // only read from
	if _, err := b.Write(io.Discard, userJob(t, false)); codeOf(err) != "F34" {
		t.Errorf("a sheet whose table's relationship is given twice: %v", err)
	}
}

func TestWriteRefuses(t *testing.T) {
	protected := strings.Replace(customersSheet, "</sheetData>", `</sheetData><sheetProtection sheet="1"/>`, 1)
	signed := with(with(userParts(), "_rels/.rels", strings.Replace(userParts()[1].text, "</Relationships>", `<Relationship Id="s" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/></Relationships>`, 1)), "_xmlsignatures/sig1.xml", "<Signature/>")
	for _, c := range []struct {
		why, code, cell string
		parts           []part
		change          func(*Job)
		forced          bool // --force helps
	}{
		{why: "a protected sheet", code: "F25", parts: with(userParts(), "xl/worksheets/sheet1.xml", protected), forced: true},
		{why: "a signed book", code: "F44", parts: signed, forced: true},
		{why: "no such sheet", code: "F40", parts: userParts(), change: func(j *Job) { j.Blocks[0].Sheet = "Customer" }},
		{why: "a sheet of the user's named as ours", code: "F34", parts: userParts(), change: func(j *Job) { j.Blocks[0].Sheet = "Other" }},
	} {
		parts := c.parts
		if c.code == "F34" {
			parts = with(parts, "xl/workbook.xml", strings.Replace(parts[2].text, `"Other"`, `"summary"`, 1))
		}
		path := saved(t, zipped(t, parts))
		j := userJob(t, false)
		if c.change != nil && c.code != "F34" {
			c.change(j)
		}
		b, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		_, err = b.Write(&out, j)
		var p *diag.Problem
		if !errors.As(err, &p) || p.Code != c.code || p.Pos.File != path || p.Message.ZH == "" {
			t.Errorf("%s: %v", c.why, err)
		}
		j.Force = true
		done, err := b.Write(&out, j)
		if forced := err == nil; forced != c.forced {
			t.Errorf("%s: forced %v", c.why, err)
		}
		if c.code == "F44" && len(done.Notes) != 1 {
			t.Errorf("%s: nothing said of the signature", c.why)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
}
