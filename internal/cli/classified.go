package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/memory"
	"crm/internal/safefile"
	"crm/internal/sheet"
	"crm/internal/table"
	"crm/internal/writeback"
)

// writeClassified writes the workbooks (or the CSV file) of a run.
func (a *app) writeClassified(ctx context.Context, r *run, o *classifyFlags) ([]target, error) {
	targets, err := a.targets(r, o)
	if err != nil {
		return nil, err
	}
	for i := range targets { // refused before the work, not after it
		if err := safefile.MakeFolder(filepath.Dir(targets[i].path)); err != nil {
			return nil, err
		}
		if err := safefile.Check(targets[i].path, a.saving(targets[i].path, &o.savingFlags, "classify")); err != nil {
			return nil, err
		}
	}
	for i := range targets {
		t := &targets[i]
		t.last = i == len(targets)-1
		if err := a.writeTarget(ctx, r, o, t); err != nil {
			if i > 0 && ctx.Err() == nil {
				a.printLines(a.env.Err, []lang.Text{lang.F("written before that: %s", "在此之前已写入：%s", quoteAll(a.written))})
			}
			return nil, err
		}
		a.written = append(a.written, shortPath(t.path))
		r.Problems = append(r.Problems, copiesBeside(r, t)...)
	}
	return targets, nil
}

// copiesBeside is the second files of a workbook that was written, such as sync
// services keep; those of files that were read are told already.
func copiesBeside(r *run, t *target) diag.List {
	if t.itself {
		return nil
	}
	found := sheet.Copies([]string{shortPath(t.path)})
	found = slices.DeleteFunc(found, func(p diag.Problem) bool {
		return slices.ContainsFunc(r.in.files, func(f string) bool { return filepath.Clean(f) == filepath.Clean(p.Found) })
	})
	for i := range found {
		found[i].Effect = lang.T("the file that was named is written", "写入的是指定的这一份")
	}
	return found
}

// foretell says what writing in place would find: cells edited by hand.
func (a *app) foretell(r *run, o *classifyFlags) error {
	targets, err := a.targets(r, o)
	if err != nil {
		return err
	}
	for i := range targets {
		plan, err := a.prepare(r, o, &targets[i])
		if err != nil {
			return err
		}
		r.Problems = append(r.Problems, plan.Problems...)
		plan.Close()
	}
	return nil
}

func (a *app) writeTarget(ctx context.Context, r *run, o *classifyFlags, t *target) error {
	how := a.saving(t.path, &o.savingFlags, "classify")
	if !t.listsAside() {
		saved, err := safefile.Write(ctx, t.path, how, a.csvWriter(r, t))
		t.path, t.saved = saved.Path, saved
		return err
	}
	plan, err := a.prepare(r, o, t)
	if err != nil {
		return err
	}
	defer plan.Close()
	r.Problems = append(r.Problems, plan.Problems...)
	if o.strict && len(plan.Problems) > 0 {
		return a.strictFailure(nil, plan.Problems)
	}
	how.Verify = plan.Verify
	if info, err := os.Stat(t.book.Path()); err == nil {
		how.Size = info.Size()
	}
	if t.itself {
		was, err := t.book.SHA256()
		if err != nil {
			return err
		}
		how.Was = &was
	}
	saved, err := safefile.Write(ctx, t.path, how, plan.Write)
	t.path, t.saved, t.notes = saved.Path, saved, append(saved.Notes, plan.Notes()...)
	return err
}

// prepare plans the workbook of a target.
func (a *app) prepare(r *run, o *classifyFlags, t *target) (*writeback.Plan, error) {
	plan, err := writeback.Prepare(r.forWriting(a.lang), writeback.Target{
		Book: t.book, Itself: t.itself, InPlace: o.place, Last: t.last, ReplaceEdited: o.edited == editedReplace, Force: o.force, Limits: r.limits,
	})
	return plan, a.changedMeanwhile(err)
}

// changedMeanwhile words that a book was changed between reading and writing.
func (a *app) changedMeanwhile(err error) error {
	var changed *writeback.Changed
	if !errors.As(err, &changed) {
		return err
	}
	return &safefile.Error{Err: safefile.ErrChanged,
		Text: lang.F("%s was changed while it was read; nothing was written", "%s 在读取期间被改动，没有写入", changed.Path),
		Hint: lang.T("run again", "请重新运行")}
}

// forWriting is the run as the workbook is made from it.
func (r *run) forWriting(l lang.Lang) *writeback.Run {
	return &writeback.Run{
		Result: r.Result, Report: r.report(l), Lang: l, Version: version(), Next: r.next, Since: r.since,
	}
}

// recall goes on with the history that the book, or its earlier copy, remembers.
func (a *app) recall(r *run) error {
	if past := r.Past; past != nil && r.AsOf < past.Now.AsOf {
		r.Problems.Add(diag.Problem{
			Code: "H15", Severity: diag.Note, Pos: diag.Pos{File: r.Books[0].Path()},
			Message: lang.F("this is a look back: as of %s, and the latest run was as of %s", "这次是回看：截至 %s，而最近一次分级截至 %s", r.AsOf, past.Now.AsOf),
			Effect:  lang.T("the classes are those of that day; no moves are told, and the history stays as it is", "等级按那一天计算，不列变动，变化历史保持不变"),
		})
	}
	if a.env.Writing != nil {
		a.env.Writing()
	}
	next, since, err := writeback.Recall(r.Result, r.report(a.lang), a.lang)
	r.next, r.since = next, since
	return err
}

// rememberedIn is where an earlier run over the same customers may have left its
// classes: the file about to be written, else the one written by default, and
// the book itself.
//
// A book that is written in place and remembers something goes on with its own past.
func rememberedIn(output string, inPlace bool) func([]table.Book) []string {
	return func(books []table.Book) []string {
		var paths []string
		if inPlace && len(books) == 1 {
			if remembers, err := memory.Remembers(books[0]); remembers || err != nil {
				return []string{books[0].Path()}
			}
		}
		folder, file, err := outputPlace(output)
		for _, b := range books {
			switch {
			case err != nil:
			case file != "":
				paths = append(paths, file)
			case folder != "":
				paths = append(paths, filepath.Join(folder, outputName(b)))
			default:
				paths = append(paths, filepath.Join(filepath.Dir(b.Path()), outputName(b)))
			}
			paths = append(paths, b.Path())
		}
		return paths
	}
}

// versionDigits is how many digits of a version's number crm undo --list shows.
const versionDigits = 12

// backupName is where a version is kept, its number as short as crm undo --list
// has it; with -v whole.
func (a *app) backupName(path string) string {
	folder, file := filepath.Split(shortPath(path))
	kind := filepath.Ext(file)
	if number := strings.TrimSuffix(file, kind); !a.flags.verbose && len(number) > versionDigits {
		return folder + number[:versionDigits] + "…" + kind
	}
	return folder + file
}

// tellWritten says what became of a file.
func (a *app) tellWritten(t *target) {
	name := diag.Escape(shortPath(t.path))
	if t.saved.Same {
		a.printLines(a.env.Err, []lang.Text{lang.F("0 changes: %s is as it was", "0 处变化：%s 保持原样", name)})
		return
	}
	lines := []lang.Text{lang.F("written: %s", "已写入：%s", name)}
	if t.saved.Backup != "" {
		lines = append(lines, lang.F("the previous one is kept: %s (crm undo %s takes this back)", "上一版已备份：%s（crm undo %s 可撤销）",
			diag.Escape(a.backupName(t.saved.Backup)), shellQuote(name)))
	}
	a.printLines(a.env.Err, append(lines, t.notes...))
}
