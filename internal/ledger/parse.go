package ledger

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
	"crm/internal/words"
)

// Parse reads a ledger and hands over every record. Columns are known by their
// headers; those that it does not know stay as they are. A file that is not the
// ledger, or a line that cannot be read, is an error; whoever goes on with the rest
// asks the records.
func (k *Kind) Parse(file string, data []byte, line func(*Record)) (Form, diag.List) {
	p, at := parser{kind: k, file: file}, diag.Pos{File: file}
	if len(data) > MaxSize {
		p.fail(k.FileCode, at, lang.F("%s has more than %d MB", "%s超过 %d MB", k.Name, MaxSize>>20), lang.T("is it the right file?", "请确认是不是这个文件"))
		return Form{}, p.problems
	}
	whole := string(data)
	text := strings.TrimPrefix(whole, byteOrderMark)
	if strings.TrimSpace(text) == "" {
		// What crm writes has a header. Taken for a new ledger, a file that a full disk or
		// an unfinished sync left would undo all that it told.
		p.fail(k.FileCode, at, lang.F("%s is empty", "%s是空文件", k.Name),
			lang.T("put a backup of it back; or remove the file to start a new ledger", "请用备份恢复；如要重新建立台账，请删除该文件"))
		return Form{}, p.problems
	}
	if !utf8.ValidString(text) {
		p.fail(k.FileCode, at, lang.F("%s is not UTF-8", "%s不是 UTF-8 编码", k.Name), lang.T("save it as CSV UTF-8", "请另存为“CSV UTF-8”"))
		return Form{}, p.problems
	}
	p.form = formOf(text)
	p.form.text = whole
	p.read(text, line)
	if p.problems.Failed() {
		return Form{}, p.problems
	}
	return p.form, p.problems
}

// MaxSize is the most bytes of a ledger: a line has some 120 of them, and takes 22
// times that in memory.
const MaxSize = 16 << 20

// mostWrong is the most wrong values that are told of: each takes some 6 KB.
const mostWrong = 10_000

// formOf tells delimiter and line ends by the header.
func formOf(text string) Form {
	header, _, _ := strings.Cut(text, "\n")
	f := Form{delimiter: ',', crlf: strings.HasSuffix(header, "\r")}
	for _, d := range []rune{';', '\t'} {
		if !strings.ContainsRune(header, ',') && strings.ContainsRune(header, d) {
			f.delimiter = d
		}
	}
	return f
}

// parser is a file while it is read.
type parser struct {
	kind     *Kind
	file     string
	form     Form
	problems diag.List
}

func (p *parser) fail(code string, at diag.Pos, message, hint lang.Text) {
	p.problems.Add(diag.Problem{Code: code, Severity: diag.Error, Pos: at, Message: message, Hint: hint})
}

func (p *parser) read(text string, line func(*Record)) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = p.form.delimiter, -1, true
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			p.fail(p.kind.LineCode, diag.Pos{File: p.file, Row: wrong.StartLine}, lang.T("the line cannot be read", "这一行无法读取"),
				lang.T("a quotation mark is missing or too many", "引号缺失或多余"))
			return
		}
		if err != nil {
			p.fail(p.kind.FileCode, diag.Pos{File: p.file}, lang.F("%s cannot be read", "%s无法读取", p.kind.Name), lang.Text{})
			return
		}
		row, _ := r.FieldPos(0)
		record := &Record{parser: p, pos: diag.Pos{File: p.file, Row: row}, cells: cells}
		if p.form.columns == nil {
			if !p.header(record) {
				return
			}
			continue
		}
		if slices.ContainsFunc(cells, func(s string) bool { return strings.TrimSpace(s) != "" }) {
			line(record)
		}
		if len(p.problems) >= mostWrong {
			p.fail(p.kind.FileCode, record.pos, lang.F("%d values up to here are wrong; what follows was not read", "到此处已有 %d 个值有误，后面的未读", mostWrong),
				lang.T("is it the right file?", "请确认是不是这个文件"))
			return
		}
	}
}

// header takes the columns; false where the file is no ledger.
func (p *parser) header(r *Record) bool {
	for _, title := range r.cells {
		key, known := words.Key(title), noField
		for f, h := range p.kind.Headers {
			if key == h.EN || key == h.ZH {
				if known = Field(f); key == h.ZH {
					p.form.lang = lang.ZH
				}
			}
		}
		if slices.Contains(p.form.columns, known) {
			known = noField // the first of that name counts
		}
		p.form.columns = append(p.form.columns, known)
	}
	for _, f := range p.kind.Needed {
		if !slices.Contains(p.form.columns, f) {
			p.fail(p.kind.FileCode, r.pos, lang.F("this is not %s: no column %s", "这不是%s：缺少“%s”列", p.kind.Name, p.kind.Headers[f]),
				lang.T("restore its header, or move the file away to start a new ledger", "请恢复表头；或移走该文件，重新建立台账"))
			return false
		}
	}
	return true
}

// Record is a line of a file, while it is handed over.
type Record struct {
	parser  *parser
	pos     diag.Pos
	cells   []string
	damaged bool
}

// Damaged reports whether a value of the line could not be read.
func (r *Record) Damaged() bool { return r.damaged }

// Get is a field; empty where there is none.
func (r *Record) Get(f Field) string {
	if i := slices.Index(r.parser.form.columns, f); i >= 0 && i < len(r.cells) {
		return Plain(table.Unguard(strings.TrimSpace(r.cells[i])))
	}
	return ""
}

// Wrong reports a value that cannot be read.
func (r *Record) Wrong(f Field, expected lang.Text) {
	r.damaged = true
	k, at := r.parser.kind, r.pos
	at.Col = slices.Index(r.parser.form.columns, f) + 1
	r.parser.problems.Add(diag.Problem{
		Code: k.LineCode, Severity: diag.Error, Pos: at, Field: k.Headers[f].EN, Message: lang.F("%s cannot be read here", "%s的这个值无法读取", k.Name),
		Found: r.Get(f), Expected: expected,
		Hint: lang.T("put back what crm wrote; lines are only ever added", "请恢复 crm 写入的内容；台账只能追加，不要改动"),
	})
}

// Moment is a field with a day and a time.
func (r *Record) Moment(f Field) (m Moment) {
	if when, ok := civil.ParseText(r.Get(f)); ok && !when.TwoDigitYear() && !when.WholeMonth() {
		m.Day, _ = when.Day(civil.YMD, 0)
		m.Second = int(when.Seconds())
	}
	if m.Day <= 0 {
		r.Wrong(f, lang.T("a day and a time: 2026-01-31 17:05:00", "日期和时间，如 2026-01-31 17:05:00"))
	}
	return m
}

// Day is a field with a day; 0 where it is empty.
func (r *Record) Day(f Field) civil.Date {
	s := r.Get(f)
	if s == "" {
		return 0
	}
	if t, ok := civil.ParseText(s); ok && !t.TwoDigitYear() && !t.WholeMonth() {
		if d, ok := t.Day(civil.YMD, 0); ok {
			return d
		}
	}
	r.Wrong(f, lang.T("a day: 2026-01-31", "日期，如 2026-01-31"))
	return 0
}

// Number is a field with a number above 0.
func (r *Record) Number(f Field) int {
	n, err := strconv.Atoi(r.Get(f))
	if err != nil || n <= 0 {
		r.Wrong(f, lang.T("a number above 0", "大于 0 的整数"))
	}
	return n
}
