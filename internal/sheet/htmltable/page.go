package htmltable

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/sheet/held"
	"crm/internal/table"
)

// maxNested is how deep tables may stand inside each other.
const maxNested = 64

// page reads one web page.
type page struct {
	book   *held.Book
	pos    diag.Pos
	tokens *html.Tokenizer
	limit  int64 // of one tag, text or script
	rules  map[string]rule
	codes  map[string]int32 // styles of the book by format code
	names  []string         // of sheets, as Excel writes them into its pages
	stack  []*grid          // open tables, the innermost last
	tables int              // tables met
	inCSS  bool
	closed bool // </body> or </html> came
	skip   string
	depth  int // of elements named skip inside each other
}

func newPage(book *held.Book, pos diag.Pos, l Limits, text io.Reader) *page {
	p := &page{book: book, pos: pos, limit: max(l.TagBytes, maxCellBytes), tokens: html.NewTokenizer(text), rules: map[string]rule{}, codes: map[string]int32{}}
	p.tokens.SetMaxBuf(int(min(p.limit, 1<<30)))
	return p
}

// read goes through the page.
func (p *page) read() error {
	for {
		kind := p.tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		if err := p.token(kind); err != nil {
			return err
		}
	}
	switch err := p.tokens.Err(); {
	case errors.Is(err, html.ErrBufferExceeded):
		return &diag.Problem{
			Code: "F15", Severity: diag.Error, Pos: p.pos,
			Message: lang.F("a tag or text of the page is longer than %d bytes", "网页中有超过 %d 字节的标签或文字", p.limit),
			Hint:    lang.F("if the file is meant to be so large: --limit tag-bytes=%d", "若文件确实这么大：--limit tag-bytes=%d", p.limit*2),
		}
	case !errors.Is(err, io.EOF):
		return err
	}
	return p.finish()
}

// finish closes what the page's end closes. A table that nothing closes means that
// the rest of the page is missing.
func (p *page) finish() error {
	for len(p.stack) > 0 {
		g := p.top()
		if !p.closed && g.explicit {
			pos := p.pos
			pos.Sheet, pos.Row = g.name, g.row+1
			return &diag.Problem{
				Code: "F09", Severity: diag.Error, Pos: pos,
				Message: lang.T("the file is incomplete: the page ends inside a table", "文件不完整：网页在表格中途结束"),
				Hint:    lang.T("fetch or export the file again", "请重新下载或重新导出该文件"),
				Effect:  lang.T("nothing of this file is used", "整个文件未使用"),
			}
		}
		if err := p.closeTable(); err != nil {
			return err
		}
	}
	return nil
}

func (p *page) token(kind html.TokenType) error {
	if kind == html.TextToken {
		return p.text()
	}
	if kind == html.CommentToken {
		p.comment(string(p.tokens.Text()))
		return nil
	}
	if kind != html.StartTagToken && kind != html.EndTagToken && kind != html.SelfClosingTagToken {
		return nil
	}
	token := p.tokens.Token()
	if p.skip != "" && p.skipping(&token) {
		return nil
	}
	if kind == html.EndTagToken {
		return p.end(token.Data)
	}
	return p.start(&token)
}

// skipping passes what is inside an element that shows nothing, up to its end or
// the end of its cell.
func (p *page) skipping(token *html.Token) bool {
	switch token.Data {
	case p.skip:
		if token.Type == html.EndTagToken {
			p.depth--
		} else if token.Type == html.StartTagToken {
			p.depth++
		}
		if p.depth == 0 {
			p.skip = ""
		}
		return true
	case "td", "th", "tr", "table", "tbody", "thead", "tfoot", "body", "html":
		p.skip = ""
		return false
	}
	return true
}

func (p *page) text() error {
	raw := p.tokens.Text()
	switch {
	case p.inCSS:
		sheetRules(p.rules, string(raw))
		return p.book.Spend(len(raw))
	case p.skip != "" || len(p.stack) == 0:
		return nil
	}
	g := p.top()
	if g.caption {
		g.title = append(g.title, raw[:min(len(raw), maxTitle-min(len(g.title), maxTitle))]...)
		return nil
	}
	if g.cell == nil {
		return nil // browsers show it in front of the table
	}
	return g.cell.add(raw, g)
}

// maxTitle is how much of a table's caption is kept.
const maxTitle = 200

// comment looks for the names of the sheets in what Excel hides in comments.
func (p *page) comment(text string) {
	if len(p.names) > 0 || !strings.Contains(text, "x:ExcelWorksheet") {
		return
	}
	for _, m := range regexp.MustCompile(`<x:Name>\s*([^<]*?)\s*</x:Name>`).FindAllStringSubmatch(text, -1) {
		p.names = append(p.names, html.UnescapeString(m[1]))
	}
}

func (p *page) top() *grid { return p.stack[len(p.stack)-1] }

// start handles a start tag. What browsers close by themselves is closed here.
func (p *page) start(t *html.Token) error {
	switch t.Data {
	case "table":
		if len(p.stack) > 0 && p.top().cell != nil {
			p.top().cell.block = true
		}
		if err := p.openTable(true); err != nil {
			return err
		}
		if p.ruleOf(t).hidden {
			p.top().whole = table.Hidden
		}
		return nil
	case "tr", "td", "th", "thead", "tbody", "tfoot", "caption":
		if len(p.stack) == 0 {
			if err := p.openTable(false); err != nil {
				return err
			}
		}
		return p.part(t)
	case "style":
		p.inCSS = t.Type == html.StartTagToken
		return nil
	case "script", "noscript", "iframe", "noembed", "noframes", "title", "select", "template", "object", "svg", "math":
		if t.Type == html.StartTagToken {
			p.skip, p.depth = t.Data, 1
		}
		return nil
	}
	if len(p.stack) > 0 && p.top().cell != nil {
		p.inside(t)
	}
	return nil
}

// inside handles a start tag inside a cell.
func (p *page) inside(t *html.Token) {
	c := p.top().cell
	switch t.Data {
	case "br":
		c.lines++
		return
	case "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "dt", "dd", "blockquote", "address":
		c.block = true
	case "pre":
		c.pre++
	case "input", "img", "wbr", "col", "area", "embed", "link", "meta", "param", "source", "track":
		return // without an end tag
	}
	if p.ruleOf(t).hidden && t.Type == html.StartTagToken {
		p.skip, p.depth = t.Data, 1
	}
}

// part handles a start tag of a table's own parts.
func (p *page) part(t *html.Token) error {
	g := p.top()
	g.caption = false
	switch t.Data {
	case "caption":
		g.caption = len(g.title) == 0 && g.sheet == nil
		return nil
	case "thead", "tbody", "tfoot":
		return g.endGroup()
	case "tr":
		if err := g.endRow(); err != nil {
			return err
		}
		return g.beginRow(p.ruleOf(t).hidden)
	}
	c, err := p.newCell(t)
	if err != nil {
		return err
	}
	return g.beginCell(c)
}

// end handles an end tag.
func (p *page) end(name string) error {
	switch name {
	case "style":
		p.inCSS = false
	case "body", "html":
		p.closed = true
	}
	if len(p.stack) == 0 {
		return nil
	}
	g := p.top()
	switch name {
	case "table":
		return p.closeTable()
	case "caption":
		g.caption = false
	case "td", "th":
		return g.endCell()
	case "tr":
		return g.endRow()
	case "thead", "tbody", "tfoot":
		return g.endGroup()
	case "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote":
		if g.cell != nil {
			g.cell.block = true
			if name == "pre" {
				g.cell.pre = max(0, g.cell.pre-1)
			}
		}
	}
	return nil
}

func (p *page) openTable(explicit bool) error {
	if len(p.stack) >= maxNested {
		return &diag.Problem{
			Code: "F15", Severity: diag.Error, Pos: p.pos,
			Message: lang.F("tables stand inside each other more than %d deep", "表格嵌套超过 %d 层", maxNested),
			Hint:    lang.T("open the page in Excel, and save it as .xlsx", "请用 Excel 打开，另存为 .xlsx"),
		}
	}
	p.tables++
	name := fmt.Sprintf("table %d", p.tables)
	if p.tables <= len(p.names) {
		name = p.names[p.tables-1]
	}
	p.stack = append(p.stack, &grid{page: p, name: name, explicit: explicit, row: -1, settleAt: manySpans})
	return nil
}

func (p *page) closeTable() error {
	g := p.top()
	p.stack = p.stack[:len(p.stack)-1]
	p.skip = ""
	return g.end()
}

// ruleOf is what the style sheet and the element itself say of it.
func (p *page) ruleOf(t *html.Token) rule {
	var r rule
	for _, a := range t.Attr {
		switch a.Key {
		case "class":
			for class := range strings.FieldsSeq(a.Val) {
				r.merge(p.rules[class])
			}
		case "hidden":
			r.hidden = true
		}
	}
	for _, a := range t.Attr {
		if a.Key == "style" {
			r.merge(parseRule(a.Val))
		}
	}
	return r
}

// styleOf is the number of a format code in the book.
func (p *page) styleOf(code string) (int32, error) {
	if code == "" {
		code = "General"
	}
	n, ok := p.codes[code]
	if ok {
		return n, nil
	}
	n = p.book.AddStyle(code)
	p.codes[code] = n
	return n, p.book.Spend(len(code) + perStyle)
}

// perStyle is about what a style costs beside its text.
const perStyle = 64
