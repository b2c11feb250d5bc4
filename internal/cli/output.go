package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crm/internal/civil"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/render"
	"crm/internal/safefile"
	"crm/internal/table"
	"crm/internal/workbook"
)

// outputFlags is the flags of every command that prints a table.
type outputFlags struct {
	format   string
	path     string
	raw      bool
	calendar bool // the command has a calendar too
}

// The formats that are no text of render's: a workbook, and a calendar.
const (
	formatXLSX render.Format = "xlsx"
	formatICS  render.Format = "ics"
)

// formats is what --format takes.
func (o *outputFlags) formats() []string {
	all := append(render.Formats(), string(formatXLSX))
	if o.calendar {
		all = append(all, string(formatICS))
	}
	return all
}

// ofFile is the format that a file's ending asks for.
func (o *outputFlags) ofFile(name string) (render.Format, bool) {
	switch ending := strings.ToLower(filepath.Ext(name)); {
	case ending == ".xlsx":
		return formatXLSX, true
	case ending == ".ics" && o.calendar:
		return formatICS, true
	}
	return render.FormatOfFile(name)
}

func (a *app) addOutputFlags(cmd *cobra.Command, o *outputFlags) {
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "", lang.F("`FORMAT`: %s", "`格式`：%s", strings.Join(o.formats(), ", ")).In(a.lang))
	f.StringVarP(&o.path, "output", "o", "", a.t("write to `FILE`; its ending chooses the format", "写入`文件`，格式由扩展名决定"))
	f.BoolVar(&o.raw, "raw", false, a.t("leave text in CSV and TSV as it is, also where a spreadsheet would run it as a formula", "CSV / TSV 里的文本原样输出（即使表格软件会当成公式）"))
}

// output is where a table goes, and how.
type output struct {
	format render.Format
	path   string
	raw    bool
	limit  int
	day    civil.Date // that a workbook is dated with; 0: none
	more   string     // the file that a list cut short offers to write
}

// people reports whether a person reads the output.
func (o *output) people() bool {
	return o.several() || o.format == render.HTML || o.format == formatXLSX
}

// several reports whether the output may hold texts and tables one below the other.
func (o *output) several() bool { return o.format == render.Table || o.format == render.Markdown }

// shorten keeps a list that is printed to its first rows, unless all are asked for.
func (o *output) shorten(all bool) {
	if o.several() && o.path == "" && !all {
		o.limit = shownRows
	}
}

// output decides format and place from the flags: a table on a terminal,
// tab-separated rows in a pipe, the file's ending with -o.
func (a *app) output(flags *outputFlags) (*output, error) {
	o := &output{path: flags.path, raw: flags.raw, format: render.TSV}
	if a.env.OutTerminal {
		o.format = render.Table
	}
	if flags.path != "" {
		f, ok := flags.ofFile(flags.path)
		if !ok && flags.format == "" {
			return nil, usage(lang.F("-o %q: no format has that ending", "-o %q：没有对应这个扩展名的格式", diag.Excerpt(filepath.Base(flags.path))),
				lang.Same(strings.Join(flags.formats(), ", ")))
		}
		o.format = f
	}
	if flags.format != "" {
		if !slices.Contains(flags.formats(), flags.format) {
			return nil, usage(unknownName(lang.T("format", "格式"), flags.format, flags.formats()))
		}
		o.format = render.Format(flags.format)
	}
	if o.format == formatXLSX && o.path == "" && a.env.OutTerminal {
		return nil, usage(lang.T("a workbook is nothing to print on a terminal", "工作簿不能直接显示在终端上"), lang.T("-o today.xlsx", "-o 今日.xlsx"))
	}
	return o, nil
}

// write renders a grid to stdout or, through the one door, to a file.
func (a *app) write(ctx context.Context, g *table.Grid, o *output) error {
	opts := render.Options{Lang: a.lang, Raw: o.raw}
	if o.format == formatXLSX {
		return a.writeList(ctx, g, o)
	}
	if o.path == "" {
		opts.Color, opts.Width, opts.Limit = a.color(), a.env.Width, o.limit
		if hidden := len(g.Rows) - o.limit; o.limit > 0 && hidden > 0 {
			opts.More = lang.F("… %d more: --all, or -o %s", "…… 还有 %d 行：加 --all，或 -o %s", hidden, cmp.Or(o.more, a.t("list.csv", "名单.csv")))
		}
		return render.Grid(a.env.Out, g, o.format, opts)
	}
	opts.BOM = o.format == render.CSV
	return a.save(ctx, o.path, func(w io.Writer) error { return render.Grid(w, g, o.format, opts) })
}

// writeList writes a grid as a workbook of one sheet. It carries no marker and has
// no lines under the table: it is a list, and may be read again like any other.
func (a *app) writeList(ctx context.Context, g *table.Grid, o *output) error {
	name := g.Title
	if name.Empty() {
		name = lang.T("List", "名单")
	}
	list := *g
	list.Notes = nil
	book := &workbook.Book{Lang: a.lang, Unmarked: true, Marker: workbook.Marker{AsOf: o.day.String()}, Sheets: []workbook.Sheet{{Name: name.In(a.lang), Grid: &list}}}
	write := func(w io.Writer) error { return workbook.Write(w, book) }
	if o.path == "" {
		return write(a.env.Out)
	}
	return a.save(ctx, o.path, write)
}

// save writes a list's file; one that is there is kept as a backup.
func (a *app) save(ctx context.Context, path string, write func(io.Writer) error) error {
	saved, err := safefile.Write(ctx, path, a.saving(path, &savingFlags{}, "list"), write)
	if err != nil {
		return err
	}
	if a.env.ErrTerminal {
		fmt.Fprintln(a.env.Err, lang.F("written: %s", "已写入：%s", diag.Escape(shortPath(saved.Path))).In(a.lang))
	}
	return nil
}

// color reports whether stdout gets colours: --color, then NO_COLOR
// (no-color.org) and TERM, then whether a person is looking.
func (a *app) color() bool {
	switch {
	case a.flags.color == "always":
		return true
	case a.flags.color == "never", a.env.Getenv("NO_COLOR") != "", a.env.Getenv("TERM") == "dumb":
		return false
	}
	return a.env.OutTerminal
}

// notOverInput refuses to write over a file that was read; our own output among
// FILES was not.
func (a *app) notOverInput(r *run, path string) error {
	if path == "" {
		return nil
	}
	for _, b := range r.Books {
		if safefile.SameFile(b.Path(), path) {
			return usage(lang.F("%s is one of the files read; nothing was written", "%s 是正在读取的文件，没有写入", diag.Escape(path)),
				lang.T("choose another name with -o", "请用 -o 换一个文件名"))
		}
	}
	return nil
}
