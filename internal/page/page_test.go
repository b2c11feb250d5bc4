package page_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crm/internal/lang"
	"crm/internal/page"
	"crm/internal/table"
	"crm/internal/value"
)

func write(t *testing.T, p *page.Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := page.Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// element is what a browser's parser found: its attributes, and the text in it.
type element struct {
	attributes map[string]string
	text       string
}

// parsed is the elements of a page by their names, in order.
func parsed(t *testing.T, written string) map[string][]element {
	t.Helper()
	root, err := html.Parse(strings.NewReader(written))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]element{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		e := element{attributes: map[string]string{}}
		for _, a := range n.Attr {
			e.attributes[a.Key] = a.Val
		}
		if n.FirstChild != nil && n.FirstChild.Type == html.TextNode {
			e.text = n.FirstChild.Data
		}
		found[n.Data] = append(found[n.Data], e)
	}
	return found
}

func TestNothingLeavesItsPlace(t *testing.T) {
	p := made(60)
	p.Title = lang.Same(hostile[0])
	written := write(t, p)
	found := parsed(t, written)
	for name, want := range map[string]int{"script": 4, "style": 1, "img": 0, "b": 0, "title": 1, "iframe": 0, "link": 0, "object": 0, "base": 0} {
		if got := len(found[name]); got != want {
			t.Errorf("%d elements %s, want %d: a text of the data became markup", got, name, want)
		}
	}
	if got := found["title"][0].text; got != hostile[0] {
		t.Errorf("the title is %q, want it as it was given", got)
	}
	for _, what := range []string{"\u2028", "\u2029", "\u202e", "\x01", "\xff", "<!--<script>"} {
		if strings.Contains(written, what) {
			t.Errorf("%q stands in the page as it is", what)
		}
	}
	for _, e := range found["script"] {
		if strings.Contains(e.attributes["type"], "json") && !json.Valid([]byte(e.text)) {
			t.Errorf("%s is no JSON", e.attributes["id"])
		}
	}
}

func TestNamesReachThePage(t *testing.T) {
	data := customersIn(t, write(t, made(60)))
	names := data.Columns[0].Dict
	for _, want := range []string{hostile[0], hostile[1], hostile[4], hostile[5], hostile[6]} {
		if !slices.ContainsFunc(names, func(n any) bool { return n == want }) {
			t.Errorf("the name %q is not on the page as it was read", want)
		}
	}
	if want := `\u202eevil\u202c.exe`; !slices.ContainsFunc(names, func(n any) bool { return n == want }) {
		t.Errorf("a name that turns the text round is not shown as %q", want)
	}
}

// customersData is the part of the customers' JSON that the tests look at.
type customersData struct {
	Rows    int
	Columns []struct {
		ID, Kind, Unit string
		Digits         int
		Dict           []any
		Ordered, Wide  bool
		Values         []any
	}
	Patterns []any
}

func customersIn(t *testing.T, written string) customersData {
	t.Helper()
	var data customersData
	for _, e := range parsed(t, written)["script"] {
		if e.attributes["id"] == "customers-data" {
			if err := json.Unmarshal([]byte(e.text), &data); err != nil {
				t.Fatal(err)
			}
		}
	}
	return data
}

func TestPolicyNamesWhatIsThere(t *testing.T) {
	found := parsed(t, write(t, made(3)))
	var policy string
	for _, e := range found["meta"] {
		if e.attributes["http-equiv"] == "Content-Security-Policy" {
			policy = e.attributes["content"]
		}
	}
	for _, want := range []string{"default-src 'none'", "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy lacks %s", want)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Error("the policy allows something unsafe")
	}
	check := func(kind string, e element) {
		sum := sha256.Sum256([]byte(e.text))
		if want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
			t.Errorf("the policy does not name a %s of %d bytes", kind, len(e.text))
		}
	}
	check("style", found["style"][0])
	for _, e := range found["script"] {
		if e.attributes["type"] == "" {
			check("script", e)
		}
		if e.attributes["src"] != "" {
			t.Errorf("a script comes from %s", e.attributes["src"])
		}
	}
}

// No address of the world stands in a page but the names of XML's spaces and, in
// the licence of the charts' library, who made it.
func TestNoAddresses(t *testing.T) {
	p := made(3) // none of its names is an address
	for _, address := range regexp.MustCompile(`(?i)(?:https?:)?//(?:[a-z0-9-]+\.)+[a-z]{2,}[a-z0-9./-]*`).FindAllString(write(t, p), -1) {
		if !strings.HasPrefix(address, "http://www.w3.org/") && address != "https://www.apache.org/" {
			t.Errorf("the page names %s", address)
		}
	}
	if found := regexp.MustCompile(`@import|sourceMappingURL`).FindString(write(t, p)); found != "" {
		t.Errorf("the page would load something: %q", found)
	}
}

func TestSameBytes(t *testing.T) {
	first := write(t, made(300))
	for range 3 {
		if again := write(t, made(300)); again != first {
			t.Fatal("the same page came out with other bytes")
		}
	}
}

func TestTwentyThousandCustomers(t *testing.T) {
	const most = 8_000_000
	written := write(t, made(20_000))
	if len(written) > most {
		t.Errorf("the page has %d bytes, want %d at most", len(written), most)
	}
	t.Logf("%d bytes", len(written))
	if data := customersIn(t, written); data.Rows != 20_000 || len(data.Patterns) > 1000 {
		t.Errorf("%d rows, %d patterns of sentences", data.Rows, len(data.Patterns))
	}
}

// A page of nothing is a page still.
func TestEmptyPage(t *testing.T) {
	written := write(t, &page.Page{Title: lang.T("Report", "报告"), AsOf: asOf})
	if found := parsed(t, written); found["h1"][0].text != "Report" {
		t.Errorf("the heading is %q", found["h1"][0].text)
	}
	if data := customersIn(t, written); data.Rows != 0 {
		t.Errorf("%d rows", data.Rows)
	}
}

func TestLanguageShownFirst(t *testing.T) {
	p := made(3)
	for _, c := range []struct {
		lang       lang.Lang
		code, head string
	}{{lang.ZH, "zh-CN", "客户经营报告"}, {lang.EN, "en", "Manager's report"}} {
		p.Lang = c.lang
		found := parsed(t, write(t, p))
		if got := found["html"][0].attributes["lang"]; got != c.code {
			t.Errorf("lang is %q, want %q", got, c.code)
		}
		if got := found["h1"][0].text; got != c.head {
			t.Errorf("the heading is %q, want %q", got, c.head)
		}
	}
}

// A column that is hidden in the grid is not in the file.
func TestHiddenColumnsStayOut(t *testing.T) {
	p := made(3)
	p.Customers.Grid.Columns = append(p.Customers.Grid.Columns, table.Column{ID: "email", Kind: value.Text, Hidden: true})
	for i := range p.Customers.Grid.Rows {
		p.Customers.Grid.Rows[i] = append(p.Customers.Grid.Rows[i], value.Str("canary@example.invalid"))
	}
	if strings.Contains(write(t, p), "canary") {
		t.Error("a value of a hidden column is in the page")
	}
}

// TestCountsHaveWholeSteps: an axis of counts asks for no steps below one, which
// would all be labelled alike.
func TestCountsHaveWholeSteps(t *testing.T) {
	if !strings.Contains(write(t, made(3)), "wholeSteps(columns[0])") {
		t.Error("the axis of counts may have steps below one")
	}
}
