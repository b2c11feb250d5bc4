package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"crm/internal/diag"
	"crm/internal/draft"
	"crm/internal/lang"
	"crm/internal/measure"
	"crm/internal/pipeline"
	"crm/internal/rules"
	"crm/internal/safefile"
)

func (a *app) initCommand() *cobra.Command {
	o := &sourceFlags{}
	cmd := &cobra.Command{
		Use: "init [FILES]", GroupID: "setup",
		Short: a.t("write a commented rules.yaml for these files", "为这些文件生成一份带注释的 rules.yaml"),
		Long: a.t(`crm init reads the files and drafts a rules.yaml: sources, columns, words,
currency and core markets as recognised, the embedded classifications with what
your tables cannot carry commented out. It never replaces a file.`,
			`crm init 读取这些文件，起草一份 rules.yaml：数据源、列、用词、币种和核心市场按识别结果填好，
分级规则用内置的，你的表支撑不了的条件会注释掉并说明缺哪一列。绝不覆盖已有文件。`),
		Example: a.t("  crm init customers.xlsx orders.xlsx", "  crm init 客户列表.xlsx 订单列表.xlsx"),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runInit(cmd.Context(), args, o) },
	}
	a.addSourceFlags(cmd, o)
	return cmd
}

func (a *app) runInit(ctx context.Context, args []string, s *sourceFlags) error {
	path := rulesName
	if a.flags.rules != "" {
		path = a.flags.rules
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return usage(lang.F("%s is there already; nothing was written", "%s 已存在，没有写入", diag.Escape(path)),
			lang.F("another name: %s", "换个名字：%s", "crm init --rules rules-new.yaml"+fileArguments(args)))
	}
	if len(args) == 0 {
		args = spreadsheets(".")
	}
	r, err := a.runForDraft(ctx, args, s)
	if err != nil {
		return err
	}
	defer r.Close()
	text := draft.Rules(draft.Options{
		Lang: a.lang, Folder: absolute(filepath.Dir(path)), Data: r.Data, Layouts: r.Layouts,
		Defaults: rules.Default(measure.Declared()), Declared: measure.Declared(), Core: r.coreMarkets(),
	})
	_, err = safefile.Write(ctx, path, safefile.Options{}, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(a.env.Err, lang.F("written: %s", "已写入：%s", diag.Escape(path)).In(a.lang))
	hint(a.env.Err, a.lang, lang.T("look through it, then: crm classify", "看一遍，然后运行：crm classify"))
	return nil
}

// runForDraft runs the pipeline with the embedded rules. That only a rate or a
// currency is missing is no reason not to draft: the draft asks for them.
func (a *app) runForDraft(ctx context.Context, args []string, s *sourceFlags) (*run, error) {
	o, r, err := a.optionsUnder(rules.Default(measure.Declared()), args, s)
	if err != nil {
		return nil, err
	}
	r.Result, err = pipeline.Run(*o)
	a.learnLanguage(r.Result)
	if err == nil {
		err = ctx.Err()
	}
	if err == nil && r.Problems.Failed() && (r.Data == nil || !onlyMoney(r.Problems)) {
		a.report(r.Problems)
		err = errData
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// onlyMoney reports whether all errors are of amounts and currencies.
func onlyMoney(problems diag.List) bool {
	for i := range problems {
		if p := &problems[i]; p.Severity == diag.Error && !strings.HasPrefix(p.Code, "A") {
			return false
		}
	}
	return true
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// coreMarkets is the countries of the region that the embedded rules call core.
func (r *run) coreMarkets() []string {
	if r.Measures == nil {
		return nil
	}
	return r.Measures.RegionCountries("core")
}
