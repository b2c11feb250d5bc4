package render_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"crm/internal/lang"
	"crm/internal/render"
	"crm/internal/table"
	"crm/internal/value"
)

// cellsOf reads a page as a browser's table would be read: tags well nested,
// texts as they are shown.
func cellsOf(t *testing.T, page string) (cells []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, []string{"meta"}, xml.HTMLEntity
	var text *strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return cells
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, page)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "td", "th":
				text = new(strings.Builder)
			case "script", "link", "img", "iframe":
				t.Errorf("the page has a <%s>", e.Name.Local)
			}
		case xml.CharData:
			if text != nil {
				text.Write(e)
			}
		case xml.EndElement:
			if n := e.Name.Local; n == "td" || n == "th" {
				cells, text = append(cells, text.String()), nil
			}
		}
	}
}

func TestHTMLShowsWhatATerminalShows(t *testing.T) {
	g := customers()
	page := drawn(t, g, render.HTML, render.Options{Lang: lang.ZH})
	if !strings.Contains(page, `<html lang="zh-CN">`) || !strings.Contains(page, "<caption>客户</caption>") || !strings.Contains(page, "<p>单位：美元</p>") {
		t.Errorf("language, title or note is missing in\n%s", page)
	}
	cells := cellsOf(t, page)
	if want := len(g.Columns) * (1 + len(g.Rows)); len(cells) != want {
		t.Fatalf("%d cells, want %d", len(cells), want)
	}
	for i := range g.Columns {
		if want := render.Header(&g.Columns[i], lang.ZH); cells[i] != want {
			t.Errorf("header %q, want %q", cells[i], want)
		}
		for r, row := range g.Rows {
			v := value.Value{}
			if i < len(row) {
				v = row[i]
			}
			if want := render.Cell(&g.Columns[i], v, lang.ZH); cells[(r+1)*len(g.Columns)+i] != want {
				t.Errorf("cell %q, want %q", cells[(r+1)*len(g.Columns)+i], want)
			}
		}
	}
}

func TestHTMLRunsNothing(t *testing.T) {
	evil := `<script>alert(1)</script>"'&</td></table><img src=x onerror=y>`
	g := &table.Grid{
		Title: lang.Same(evil), Notes: []lang.Text{lang.Same(evil)},
		Columns: []table.Column{{ID: "x", Title: lang.Same(evil), Kind: value.Text}}, Rows: [][]value.Value{{value.Str(evil)}},
	}
	page := drawn(t, g, render.HTML, render.Options{})
	if cells := cellsOf(t, page); len(cells) != 2 || cells[1] != evil {
		t.Errorf("cells %q, want the text as it is", cells)
	}
	if strings.Contains(page, "<script") || strings.Contains(page, "<img") {
		t.Errorf("the text is markup in\n%s", page)
	}
}
