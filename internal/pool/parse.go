package pool

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/words"
)

// byteOrderMark makes Excel read the file as UTF-8.
const byteOrderMark = "\ufeff"

// field is what a column of the file holds.
type field int

// The fields, in the order in which a new ledger has them.
const (
	fieldRun field = iota
	fieldWhen
	fieldWho
	fieldAction
	fieldID
	fieldName
	fieldBefore
	fieldAfter
	fieldRule
	fieldClock
	fieldClockDate
	fieldLastActivity
	fieldReason
	fieldUndoes
	fields
	noField field = -1 // a column that somebody added
)

// headers is the titles of the fields; the English ones are what machines call them.
var headers = [fields]lang.Text{
	fieldRun:          lang.T("run", "批次"),
	fieldWhen:         lang.T("when", "时间"),
	fieldWho:          lang.T("who", "操作人"),
	fieldAction:       lang.T("action", "动作"),
	fieldID:           lang.T("customer_id", "客户编号"),
	fieldName:         lang.T("customer_name", "客户名称"),
	fieldBefore:       lang.T("owner_before", "原负责人"),
	fieldAfter:        lang.T("owner_after", "现负责人"),
	fieldRule:         lang.T("rule", "规则"),
	fieldClock:        lang.T("clock", "计时起点"),
	fieldClockDate:    lang.T("clock_date", "起点日期"),
	fieldLastActivity: lang.T("last_activity", "最近联系"),
	fieldReason:       lang.T("reason", "原因"),
	fieldUndoes:       lang.T("undoes", "撤销批次"),
}

// needed is the fields without which a line says nothing.
var needed = []field{fieldRun, fieldWhen, fieldAction, fieldID, fieldName, fieldBefore, fieldAfter, fieldUndoes}

// form is how a file is laid out: lines are added in the same way.
type form struct {
	columns   []field
	lang      lang.Lang
	delimiter rune
	crlf      bool
}

// newForm is that of a new ledger.
func newForm(l lang.Lang) form {
	f := form{lang: l, delimiter: ','}
	for i := range fields {
		f.columns = append(f.columns, i)
	}
	return f
}

// Parse reads a ledger. Columns are known by their headers, in any order and
// either language; those that it does not know stay as they are. A file that is
// not the ledger, or a line that cannot be read, is an error: who owns a customer
// is never guessed.
func Parse(file string, data []byte) (*Ledger, diag.List) {
	text := strings.TrimPrefix(string(data), byteOrderMark)
	if strings.TrimSpace(text) == "" {
		l := NewLedger(nil)
		return l, nil
	}
	p := parser{file: file}
	if !utf8.ValidString(text) {
		p.fail("P01", diag.Pos{File: file}, lang.T("the pool's ledger is not UTF-8", "公海台账不是 UTF-8 编码"), "", lang.T("save it as CSV UTF-8", "请另存为“CSV UTF-8”"))
		return nil, p.problems
	}
	p.form = formOf(text)
	lines := p.read(text)
	if p.problems.Failed() {
		return nil, p.problems
	}
	l := NewLedger(lines)
	l.text, l.form = string(data), p.form
	return l, p.problems
}

// formOf tells delimiter and line ends by the header.
func formOf(text string) form {
	header, _, _ := strings.Cut(text, "\n")
	f := form{delimiter: ',', crlf: strings.HasSuffix(header, "\r")}
	for _, d := range []rune{';', '\t'} {
		if !strings.ContainsRune(header, ',') && strings.ContainsRune(header, d) {
			f.delimiter = d
		}
	}
	return f
}

// parser is a file while it is read.
type parser struct {
	file     string
	form     form
	problems diag.List
	at       diag.Pos // of the record
	record   []string
}

func (p *parser) fail(code string, at diag.Pos, message lang.Text, found string, hint lang.Text) {
	p.problems.Add(diag.Problem{Code: code, Severity: diag.Error, Pos: at, Message: message, Found: found, Hint: hint})
}

func (p *parser) read(text string) []Line {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = p.form.delimiter, -1
	var lines []Line
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return lines
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			p.fail("P02", diag.Pos{File: p.file, Row: wrong.StartLine}, lang.T("the line cannot be read", "这一行无法读取"), "",
				lang.T("a quotation mark is missing or too many", "引号缺失或多余"))
			return nil
		}
		if err != nil {
			p.fail("P01", diag.Pos{File: p.file}, lang.T("the pool's ledger cannot be read", "公海台账无法读取"), "", lang.Text{})
			return nil
		}
		row, _ := r.FieldPos(0)
		p.at, p.record = diag.Pos{File: p.file, Row: row}, record
		if p.form.columns == nil {
			if !p.header() {
				return nil
			}
			continue
		}
		if !slices.ContainsFunc(record, func(s string) bool { return strings.TrimSpace(s) != "" }) {
			continue
		}
		lines = append(lines, p.line())
	}
}

// header takes the columns; false where the file is no ledger.
func (p *parser) header() bool {
	for _, title := range p.record {
		key, known := words.Key(title), noField
		for f, h := range headers {
			if key == h.EN || key == h.ZH {
				if known = field(f); key == h.ZH {
					p.form.lang = lang.ZH
				}
			}
		}
		if slices.Contains(p.form.columns, known) {
			known = noField // the first of that name counts
		}
		p.form.columns = append(p.form.columns, known)
	}
	for _, f := range needed {
		if !slices.Contains(p.form.columns, f) {
			p.fail("P01", p.at, lang.F("this is not the pool's ledger: no column %s", "这不是公海台账：缺少“%s”列", headers[f]), "",
				lang.T("restore its header, or move the file away to start a new ledger", "请恢复表头；或移走该文件，重新建立台账"))
			return false
		}
	}
	return true
}

// get is a field of the record; empty where there is none.
func (p *parser) get(f field) string {
	if i := slices.Index(p.form.columns, f); i >= 0 && i < len(p.record) {
		return plain(table.Unguard(strings.TrimSpace(p.record[i])))
	}
	return ""
}

// wrong reports a value that cannot be read.
func (p *parser) wrong(f field, expected lang.Text) {
	at := p.at
	at.Col = slices.Index(p.form.columns, f) + 1
	p.problems.Add(diag.Problem{
		Code: "P02", Severity: diag.Error, Pos: at, Field: headers[f].EN, Message: lang.T("the pool's ledger cannot be read here", "公海台账的这个值无法读取"),
		Found: p.get(f), Expected: expected,
		Hint: lang.T("put back what crm wrote; lines are only ever added", "请恢复 crm 写入的内容；台账只能追加，不要改动"),
	})
}

func (p *parser) line() Line {
	line := Line{
		Who: p.get(fieldWho), ID: p.get(fieldID), Name: p.get(fieldName), Before: p.place(fieldBefore), After: p.place(fieldAfter),
		Facts: Facts{
			Rule: p.get(fieldRule), Clock: p.clock(), ClockDate: p.day(fieldClockDate), LastActivity: p.day(fieldLastActivity), Reason: p.get(fieldReason),
		},
	}
	line.Run = p.number(fieldRun, true)
	if when, ok := civil.ParseText(p.get(fieldWhen)); ok && !when.TwoDigitYear() && !when.WholeMonth() {
		line.Day, ok = when.Day(civil.YMD, 0)
		line.Second = int(when.Seconds())
	}
	if line.Day <= 0 {
		p.wrong(fieldWhen, lang.T("a day and a time: 2026-01-31 17:05:00", "日期和时间，如 2026-01-31 17:05:00"))
	}
	for _, a := range Actions() {
		if s := words.Key(p.get(fieldAction)); s == a.String() || s == a.Title().EN || s == a.Title().ZH {
			line.Action = a
		}
	}
	switch {
	case line.Action == 0:
		p.wrong(fieldAction, lang.T("release, claim, hand-over or undo", "释放、领取、移交或撤销"))
	case line.Action == Undo:
		line.Undoes = p.number(fieldUndoes, true)
	case p.get(fieldUndoes) != "":
		p.wrong(fieldUndoes, lang.T("nothing: only an undo has it", "应为空：只有撤销才填"))
	}
	if line.ID == "" && line.Name == "" {
		p.wrong(fieldID, lang.T("a customer's id or name", "客户编号或名称"))
	}
	return line
}

func (p *parser) place(f field) Place {
	name := p.get(f)
	if namesPool(name) {
		return Place{Pool: true}
	}
	return Place{Owner: name}
}

func (p *parser) clock() crm.Clock {
	s := words.Key(p.get(fieldClock))
	for c := crm.FromActivity; c <= crm.FromCreated; c++ {
		if t := c.Title(); s == c.String() || s == words.Key(t.EN) || s == t.ZH {
			return c
		}
	}
	if s != "" {
		p.wrong(fieldClock, lang.T("activity, last contact, order, assigned or created", "跟进、最近联系、下单、分配或建档"))
	}
	return crm.NoClock
}

func (p *parser) day(f field) civil.Date {
	s := p.get(f)
	if s == "" {
		return 0
	}
	if t, ok := civil.ParseText(s); ok && !t.TwoDigitYear() && !t.WholeMonth() {
		if d, ok := t.Day(civil.YMD, 0); ok {
			return d
		}
	}
	p.wrong(f, lang.T("a day: 2026-01-31", "日期，如 2026-01-31"))
	return 0
}

func (p *parser) number(f field, above0 bool) int {
	n, err := strconv.Atoi(p.get(f))
	if err != nil || above0 && n <= 0 {
		p.wrong(f, lang.T("a number above 0", "大于 0 的整数"))
	}
	return n
}
