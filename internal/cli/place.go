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
	"crm/internal/safefile"
	"crm/internal/sheet"
	"crm/internal/table"
	"crm/internal/workbook"
	"crm/internal/writeback"
)

// outputSuffix is what our own workbook's name has after the source's.
const outputSuffix = ".classified"

// target is one file that classify writes.
type target struct {
	book   table.Book // whose customers it holds
	path   string
	itself bool // the book is written over, not copied
	last   bool // nothing else is written
	saved  safefile.Saved
	notes  []lang.Text
}

// targets is where classify writes, checked before anything is computed into a file.
func (a *app) targets(r *run, o *classifyFlags) ([]target, error) {
	books := r.CustomerBooks()
	if o.place {
		return inPlace(r, books)
	}
	if err := notProtected(r, o.force); err != nil {
		return nil, err
	}
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
			t.path = filepath.Join(cmp.Or(folder, filepath.Dir(b.Path())), outputName(b))
		}
		if slices.ContainsFunc(all, func(other target) bool { return other.path == t.path }) {
			return nil, usage(lang.F("two of the files would both become %s; nothing was written", "有两个文件都会写成 %s；没有写任何文件", diag.Escape(t.path)),
				lang.T("classify them one by one with -o FILE, or rename one", "请改一个文件名，或用 -o 文件 逐个分级"))
		}
		if err := fitsFormat(r, &t); err != nil {
			return nil, err
		}
		if err := a.mayReplace(r, t.path, b, o.force); err != nil {
			return nil, err
		}
		t.itself = safefile.SameFile(t.path, b.Path())
		all = append(all, t)
	}
	return all, nil
}

// inPlace is the customers' own workbook, where there is one.
func inPlace(r *run, books []table.Book) ([]target, error) {
	elsewhere := lang.T("without --in-place a new workbook is written beside the file", "不加 --in-place 会在文件旁边生成一个新工作簿")
	switch {
	case !r.Data.Read(crm.Customers):
		return nil, usage(lang.T("--in-place needs a customers table, and only orders were read", "--in-place 需要客户表，这次只读到了订单"), elsewhere)
	case len(books) > 1:
		return nil, usage(lang.F("--in-place writes one workbook, and the customers come from %d files", "--in-place 只能写一个工作簿，而客户来自 %d 个文件", len(books)),
			lang.T("name a folder for the workbooks: -o FOLDER/", "请指定一个输出文件夹：-o 文件夹/"))
	case !writeback.Copied(r.Result, books[0]):
		return nil, usage(lang.F("--in-place cannot write into %s: %s", "--in-place 不能写入 %s：%s", diag.Escape(books[0].Path()), unwritable(books[0])), elsewhere)
	}
	return []target{{book: books[0], path: books[0].Path(), itself: true}}, nil
}

// unwritable says why crm cannot write into a book.
func unwritable(b table.Book) lang.Text {
	switch {
	case sheet.Protected(b.Problems()):
		return lang.T("it is protected by a password", "它有密码保护")
	case delimited(b):
		return lang.T("a CSV file has no place for sheets and colours", "CSV 文件放不下工作表和颜色")
	}
	return lang.F("crm writes .xlsx, and this is .%s", "crm 只能写 .xlsx，而它是 .%s", b.Format())
}

// notProtected refuses to write down what a password protects in a workbook that has none.
func notProtected(r *run, force bool) error {
	if force {
		return nil
	}
	for _, b := range r.Books {
		if sheet.Secret(b.Problems()) {
			return usage(lang.F("%s is protected by a password, and the workbook that crm writes would not be; nothing was written", "%s 有密码保护，而 crm 写出的工作簿没有密码；没有写任何文件", diag.Escape(b.Path())),
				lang.T("--force writes it all the same: keep it where only you can read it; crm list, why and show write nothing", "--force 仍会写出：请存放在只有自己能读的地方；crm list、why、show 不写文件"))
		}
	}
	return nil
}

// fitsFormat refuses a name under which Excel would not open the copy: macros
// need a name of their own.
func fitsFormat(r *run, t *target) error {
	ending, want := strings.ToLower(filepath.Ext(t.path)), bookEnding(t.book)
	switch {
	case ending == ".csv", ending == want:
		return nil
	case writeback.Copied(r.Result, t.book):
		return usage(lang.F("-o %s: a copy of %s has to end in %s, or Excel will not open it", "-o %s：%s 的副本必须以 %s 结尾，否则 Excel 打不开",
			diag.Escape(t.path), diag.Escape(t.book.Path()), want))
	case ending == ".xlsm":
		return usage(lang.F("-o %s: the workbook has no macros, so it ends in .xlsx", "-o %s：工作簿没有宏，应以 .xlsx 结尾", diag.Escape(t.path)))
	}
	return nil
}

// bookEnding is the ending of a workbook's copy.
func bookEnding(b table.Book) string {
	if b.Format() == "xlsm" {
		return ".xlsm"
	}
	return ".xlsx"
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
	case ".xlsx", ".xlsm", ".csv":
		return "", output, nil
	}
	return "", "", usage(lang.F("-o %q is neither a folder nor an .xlsx, .xlsm or .csv file", "-o %q 既不是文件夹，也不是 .xlsx、.xlsm 或 .csv 文件", diag.Excerpt(output)))
}

// outputName is the workbook's name after its source; that of our own output does not grow.
func outputName(source table.Book) string {
	return strings.TrimSuffix(pipeline.Name(source.Path()), outputSuffix) + outputSuffix + bookEnding(source)
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
	return notTheirs(path, force)
}

// notTheirs refuses to replace a file that crm did not write or that somebody
// changed since.
func notTheirs(path string, force bool) error {
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
