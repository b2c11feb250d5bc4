package cli

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/pipeline"
	"crm/internal/table"
	"crm/internal/workbook"
)

// outputSuffix is what our own workbook's name has after the source's.
const outputSuffix = ".classified"

// target is one file that classify writes.
type target struct {
	book   table.Book // whose customers it holds
	path   string
	backup string // where the file that was there is kept; empty without
}

// targets is where classify writes, checked before anything is computed into a file.
func (a *app) targets(r *run, o *classifyFlags) ([]target, error) {
	books := customerBooks(r.Data)
	folder, file, err := outputPlace(o.output)
	if err != nil {
		return nil, err
	}
	if len(books) > 1 && folder == "" {
		return nil, usage(lang.F("the customers come from %d files", "客户来自 %d 个文件", len(books)),
			lang.T("name a folder for the workbooks: -o FOLDER/", "请指定一个输出文件夹：-o 文件夹/"))
	}
	var all []target
	for _, b := range books {
		t := target{book: b, path: file}
		if file == "" {
			t.path = filepath.Join(cmp.Or(folder, filepath.Dir(b.Path())), outputName(b.Path()))
		}
		if slices.ContainsFunc(all, func(other target) bool { return other.path == t.path }) {
			return nil, usage(lang.F("two of the files would both become %s; nothing was written", "有两个文件都会写成 %s；没有写任何文件", diag.Escape(t.path)),
				lang.T("classify them one by one with -o FILE, or rename one", "请改一个文件名，或用 -o 文件 逐个分级"))
		}
		if err := a.mayReplace(r, t.path, b, o.force); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

// customerBooks is the books the customers came from; those of the orders where orders stand alone.
func customerBooks(d *crm.Data) []table.Book {
	kind := crm.Customers
	if !d.Read(crm.Customers) {
		kind = d.OrdersFrom
	}
	var books []table.Book
	seen := map[table.Book]bool{}
	for _, l := range d.Tables {
		if l.Kind == kind && !seen[l.Book] {
			seen[l.Book] = true
			books = append(books, l.Book)
		}
	}
	if kind != crm.Customers && len(books) > 1 {
		books = books[:1] // the customers are no sheet of any of them: one new workbook
	}
	return books
}

// listsAside reports whether the file has the sheet Set aside; a CSV file has no sheets.
func (t *target) listsAside() bool { return !strings.EqualFold(filepath.Ext(t.path), ".csv") }

// outputPlace takes -o apart: a folder, or a file of a kind that classify writes.
func outputPlace(output string) (folder, file string, err error) {
	if output == "" {
		return "", "", nil
	}
	info, statErr := os.Stat(output)
	if statErr == nil && info.IsDir() || strings.HasSuffix(output, "/") || strings.HasSuffix(output, string(filepath.Separator)) {
		return filepath.Clean(output), "", nil
	}
	switch strings.ToLower(filepath.Ext(output)) {
	case ".xlsx", ".csv":
		return "", output, nil
	}
	return "", "", usage(lang.F("-o %q is neither a folder nor an .xlsx or .csv file", "-o %q 既不是文件夹，也不是 .xlsx 或 .csv 文件", diag.Excerpt(output)))
}

// outputName is the workbook's name after its source; that of our own output does not grow.
func outputName(source string) string {
	return strings.TrimSuffix(pipeline.Name(source), outputSuffix) + outputSuffix + ".xlsx"
}

// mayReplace refuses to replace a file that crm did not write or that somebody
// changed since, and any file that was read (our own output, read alone, excepted).
func (a *app) mayReplace(r *run, path string, source table.Book, force bool) error {
	_, ours := workbook.ReadMarker(source.Properties())
	if !ours {
		if err := a.notOverInput(r, path); err != nil {
			return err
		}
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if force {
		return nil
	}
	untouched, err := workbook.Untouched(path)
	if err == nil && untouched {
		return nil
	}
	return usage(lang.F("%s is there, and crm did not write it or it was changed since; nothing was written",
		"%s 已存在，它不是 crm 写的，或写出后又被改过；没有写任何文件", diag.Escape(path)),
		lang.T("--force replaces it and keeps the old one as a backup; -o writes elsewhere", "--force 会替换它并把旧文件留作备份；-o 可写到别处"))
}
