package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/rules"
	"crm/internal/sheet"
)

// input is the files of a run, and which tables were named outright.
type input struct {
	files []string
	named map[string]crm.TableKind // file or file#sheet
	only  map[string]bool          // files of which only the named sheets are wanted
	// skipped is Office's own lock files among FILES.
	skipped []string
}

// input gathers FILES and the files that flags name; without any, rules.yaml's
// sources; without these, it says what to type.
func (a *app) input(args []string, s *sourceFlags, set *rules.Set) (*input, error) {
	in := &input{named: map[string]crm.TableKind{}, only: map[string]bool{}}
	for _, arg := range args {
		for _, path := range expand(arg) {
			in.add(path)
		}
	}
	for _, t := range tableFlags {
		for _, source := range s.tables[t.kind] {
			in.addNamed(source, t.kind)
		}
	}
	if len(in.files) > 0 {
		return in, nil
	}
	for _, source := range set.Sources.Tables {
		in.addNamed(sourcePath(set.File, source.Path.Value), source.Kind)
	}
	switch {
	case len(in.files) > 0:
		return in, nil
	case len(in.skipped) > 0:
		return nil, usage(lang.F("%s is a lock file of an open workbook, not the workbook", "%s 是打开中的工作簿的锁文件，不是工作簿本身", diag.Escape(in.skipped[0])))
	}
	return nil, a.nothingToRead()
}

func (in *input) add(path string) {
	switch {
	case strings.HasPrefix(filepath.Base(path), "~$"):
		in.skipped = append(in.skipped, path)
	case !slices.ContainsFunc(in.files, func(f string) bool { return filepath.Clean(f) == filepath.Clean(path) }):
		in.files = append(in.files, path)
	}
}

func (in *input) addNamed(source string, kind crm.TableKind) {
	file, sheet := splitSheet(source)
	if before := len(in.files); sheet == "" {
		in.only[file] = false
	} else if in.add(file); len(in.files) > before { // nobody asked for the whole of it before
		in.only[file] = true
	}
	in.add(file)
	in.named[source] = kind
}

// splitSheet takes book.xlsx#Sheet2 apart; a file whose own name holds the # stays whole.
func splitSheet(source string) (file, sheet string) {
	if _, err := os.Stat(source); err == nil {
		return source, ""
	}
	file, sheet, _ = strings.Cut(source, "#")
	return file, sheet
}

// expand resolves a pattern that the shell left alone, as on Windows.
func expand(arg string) []string {
	if _, err := os.Stat(arg); err == nil || !strings.ContainsAny(arg, "*?[") {
		return []string{arg}
	}
	found, err := filepath.Glob(arg)
	if err != nil || len(found) == 0 {
		return []string{arg}
	}
	return found
}

// sourcePath resolves a source against the folder of its rules file; ~ and
// environment variables mean what they mean in a shell.
func sourcePath(rulesFile, source string) string {
	source = os.ExpandEnv(source)
	if rest, ok := strings.CutPrefix(source, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			source = filepath.Join(home, rest)
		}
	}
	if filepath.IsAbs(source) {
		return source
	}
	return filepath.Join(filepath.Dir(rulesFile), source)
}

// nothingToRead names the spreadsheets of the folder and the line to type.
func (a *app) nothingToRead() error {
	seen := spreadsheets(".")
	if len(seen) == 0 {
		return usage(lang.T("no files given, and this folder holds no spreadsheet", "没有指定文件，当前文件夹里也没有表格文件"),
			lang.T("crm classify customers.xlsx orders.xlsx", "crm classify 客户列表.xlsx 订单列表.xlsx"))
	}
	return usage(
		lang.F("no files given and no sources in rules.yaml; this folder holds %s", "没有指定文件，rules.yaml 里也没有 sources；当前文件夹里有 %s", quoteAll(seen)),
		lang.Same("crm init "+quoteAll(seen)), lang.Same("crm classify "+quoteAll(seen)))
}

// spreadsheets is the files of a folder that may hold tables, without our own output.
func spreadsheets(folder string) []string {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && sheet.Looks(e.Name()) && !strings.HasSuffix(strings.TrimSuffix(e.Name(), filepath.Ext(e.Name())), outputSuffix) {
			names = append(names, e.Name())
		}
	}
	return names
}

// quoteAll writes file names as a shell takes them.
func quoteAll(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = shellQuote(diag.Escape(n))
	}
	return strings.Join(quoted, " ")
}

func shellQuote(name string) string {
	if strings.ContainsAny(name, " \t'\"\\$&;()<>|*?#~`!{}[]") {
		return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
	}
	return name
}
