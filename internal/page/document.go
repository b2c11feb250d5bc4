package page

import (
	"embed"
	"html"
	"io"
	"strings"
	"text/template"

	"crm/internal/diag"
	"crm/internal/lang"
)

//go:embed assets/page.html assets/page.css assets/app/*.js assets/echarts/echarts.min.js
var assets embed.FS

// scripts is the parts of the page's own script, in the order in which they stand:
// each uses only what stands before it, or what runs later.
var scripts = []string{"text.js", "format.js", "make.js", "tiles.js", "grid.js", "theme.js", "options.js", "charts.js", "alerts.js", "rows.js", "window.js", "finding.js", "customers.js", "print.js", "main.js"}

// parts is what the template is filled with. All of it is safe as markup.
type parts struct {
	Lang, Policy, Title, Style, Report, Customers, App, Charts string
}

// Write writes the page. The same page gives the same bytes.
func Write(w io.Writer, p *Page) error {
	filled, err := p.parts()
	if err != nil {
		return err
	}
	source, err := read("page.html")
	if err != nil {
		return err
	}
	word := func(key string) string { return html.EscapeString(words[key].In(p.Lang)) }
	page, err := template.New("page").Funcs(template.FuncMap{"word": word}).Option("missingkey=error").Parse(source)
	if err != nil {
		return err
	}
	return page.Execute(w, filled)
}

func (p *Page) parts() (*parts, error) {
	out := &parts{Lang: htmlLang(p.Lang), Title: html.EscapeString(diag.Escape(p.Title.In(p.Lang)))}
	var err error
	if out.Style, err = read("page.css"); err != nil {
		return nil, err
	}
	if out.Charts, err = read("echarts/echarts.min.js"); err != nil {
		return nil, err
	}
	if out.App, err = app(); err != nil {
		return nil, err
	}
	pooled := &pool{}
	report, customers := p.report(pooled), p.customers(pooled)
	customers.Patterns = pooled.patterns
	if out.Report, err = data(report); err != nil {
		return nil, err
	}
	if out.Customers, err = data(customers); err != nil {
		return nil, err
	}
	out.Policy = policy(out.Style, out.App, out.Charts)
	return out, nil
}

// app is the page's own script in one piece.
func app() (string, error) {
	var b strings.Builder
	b.WriteString("(() => {\n\"use strict\";\n")
	for _, name := range scripts {
		part, err := read("app/" + name)
		if err != nil {
			return "", err
		}
		b.WriteString(part)
	}
	b.WriteString("})();\n")
	return b.String(), nil
}

func read(name string) (string, error) {
	b, err := assets.ReadFile("assets/" + name)
	return string(b), err
}

// htmlLang is a language as HTML names it.
func htmlLang(l lang.Lang) string {
	if l == lang.ZH {
		return "zh-CN"
	}
	return "en"
}
