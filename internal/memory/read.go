package memory

import (
	"errors"
	"io"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/table"
)

// Read finds the memory of a book. Nil without an error means that it has none.
// What cannot be understood is a *diag.Problem of Severity Warning: the book is
// then to be treated as one without a memory. Other errors are the reader's.
func Read(book table.Book) (*Memory, error) {
	m, err := read(book, false)
	if m == nil || err != nil {
		return nil, err
	}
	for _, s := range book.Sheets() {
		if !strings.HasPrefix(s.Pos().Sheet, HistorySheet) || m.History != nil {
			continue
		}
		if err := m.readHistory(s); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// Remembers reports whether Read finds anything in a book, be it a memory or a
// problem, by the headers of its sheets alone.
func Remembers(book table.Book) (bool, error) {
	for _, s := range book.Sheets() {
		if !strings.HasPrefix(s.Pos().Sheet, StateSheet) {
			continue
		}
		ours, err := remembers(s)
		var unreadable *diag.Problem
		if ours || errors.As(err, &unreadable) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
	}
	return false, nil
}

func remembers(s table.Sheet) (bool, error) {
	rows, err := s.Rows()
	if err != nil {
		return false, err
	}
	defer rows.Close()
	r := &records{rows: rows, width: stateFields}
	return r.header(s.Pos(), stateMagic)
}

// ReadShown is Read for what the cells showed alone, and for whom: the customers
// of the latest state without their reasons, no state before, no history.
func ReadShown(book table.Book) (*Memory, error) { return read(book, true) }

func read(book table.Book, shown bool) (*Memory, error) {
	var m *Memory
	for _, s := range book.Sheets() {
		if !strings.HasPrefix(s.Pos().Sheet, StateSheet) {
			continue
		}
		found, err := readState(s, shown)
		if err != nil {
			return nil, err
		}
		if found != nil && m == nil {
			m = found
		}
	}
	return m, nil
}

// readState reads a state sheet; nil for a sheet that is none.
func readState(s table.Sheet, shown bool) (*Memory, error) {
	d := &decoder{memory: &Memory{}, shown: shown}
	ours, err := eachRecord(s, stateMagic, stateFields, d.record)
	switch {
	case err != nil || !ours:
		return nil, err
	case d.memory.Now.AsOf == 0:
		return nil, unreadable(s.Pos(), lang.T("it does not say which day it is of", "没有写明截止日期"))
	}
	return d.memory, nil
}

func (m *Memory) readHistory(s table.Sheet) error {
	_, err := eachRecord(s, historyMagic, historyFields, func(fields []string) bool {
		move, ok := readMove(fields)
		m.History = append(m.History, move)
		return ok
	})
	return err
}

// eachRecord hands out the records of a hidden sheet, each as so many fields.
// ours is false for a sheet whose first header says nothing of the kind.
func eachRecord(s table.Sheet, magic string, width int, take func([]string) bool) (ours bool, err error) {
	rows, err := s.Rows()
	if err != nil {
		return false, err
	}
	defer rows.Close()
	r := &records{rows: rows, width: width}
	if ours, err = r.header(s.Pos(), magic); err != nil || !ours {
		return false, err
	}
	for {
		fields, err := r.next()
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil {
			return true, err
		}
		if fields == nil || !take(fields) {
			pos := s.Pos()
			pos.Row = r.at
			return true, unreadable(pos, lang.T("this row is not as crm wrote it", "这一行与 crm 写入的内容不符"))
		}
	}
}

// records takes the records out of the cells of a sheet's first column.
type records struct {
	rows  table.Rows
	width int
	text  string // what is left of the cells read so far
	ahead string // the cell that follows them
	row   int    // of ahead
	at    int    // the row in which the text began
	done  error  // what ended the rows
}

func (r *records) header(pos diag.Pos, magic string) (ours bool, err error) {
	row, err := r.rows.Next()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	title := textOf(row)
	if title == magic {
		return true, nil
	}
	if strings.HasPrefix(title, magic[:strings.LastIndexByte(magic, '.')+1]) {
		return false, unreadable(pos, lang.F("it was written by another version of crm (%s)", "由另一版本的 crm 写入（%s）", diag.Excerpt(title)))
	}
	return false, nil
}

// next is the fields of the next record; nil for one with too many.
func (r *records) next() ([]string, error) {
	for r.text == "" {
		if err := r.gather(); err != nil {
			return nil, err
		}
	}
	record, rest, _ := strings.Cut(r.text, string(recordMark))
	r.text = rest
	fields := make([]string, r.width)
	for i := 0; ; i++ {
		field, rest, more := strings.Cut(record, string(cellMark))
		if i == len(fields) {
			return nil, nil
		}
		if fields[i] = field; !more {
			return fields, nil
		}
		record = rest
	}
}

// gather takes the next cell, with those that its last record goes on in.
func (r *records) gather() error {
	if r.ahead == "" && r.done == nil {
		r.read()
	}
	if r.ahead == "" {
		return r.done
	}
	r.text, r.at, r.ahead = r.ahead, r.row, ""
	for strings.HasSuffix(r.text, `\`) {
		r.read()
		if r.done != nil || !strings.HasPrefix(r.ahead, `\`) {
			break // what is missing makes the record one that nothing reads
		}
		r.text, r.ahead = r.text[:len(r.text)-1]+r.ahead[1:], ""
	}
	return nil
}

// read reads on to a row with a text.
func (r *records) read() {
	for r.ahead == "" && r.done == nil {
		row, err := r.rows.Next()
		if err != nil {
			r.done = err
			return
		}
		r.ahead, r.row = textOf(row), row.Number
	}
}

// textOf is the text of a row's first cell.
func textOf(row *table.Row) string {
	if c := row.Cell(0); c != nil {
		return string(c.Raw)
	}
	return ""
}

// unreadable is a memory that cannot be used.
func unreadable(pos diag.Pos, what lang.Text) *diag.Problem {
	return &diag.Problem{
		Code: "H14", Severity: diag.Warning, Pos: pos,
		Message: lang.F("what crm noted in this workbook about earlier runs cannot be read: %s", "无法读取 crm 在该工作簿中留下的历史记录：%s", what),
		Hint: lang.T("take a backup of the workbook (crm undo FILE) to keep the history, or go on without it",
			"如需保留变动历史，请恢复该工作簿的备份（crm undo 文件），否则将不带历史继续"),
		Effect: lang.T("the run counts as the first one: no moves, no history", "本次按首次运行处理：没有等级变动，也没有历史"),
	}
}
