package cli

import (
	"context"
	"errors"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"crm/internal/lang"
	"crm/internal/safefile"
)

// app is one run of the command line.
type app struct {
	env  Env
	lang lang.Lang // of help and messages; once data is read, its language unless one was asked for
	// langAsked is set where --lang, CRM_LANG or rules.yaml chose the language.
	langAsked bool
	written   []string // files that a command of several has finished
	flags     globals
	sources   map[*cobra.Command]*sourceFlags // of the commands that read files
}

// globals is the flags every command has.
type globals struct {
	rules   string
	lang    string
	verbose bool
	color   string
}

// Main runs the command line and returns its exit status.
func Main(ctx context.Context, env Env) int {
	a := &app{env: env, sources: map[*cobra.Command]*sourceFlags{}}
	if a.lang, a.langAsked = askedLanguage(env); !a.langAsked {
		a.lang, a.langAsked = a.rulesLanguage()
	}
	root := a.root()
	root.SetArgs(append([]string{}, env.Args...)) // nil would mean os.Args
	root.SetIn(env.In)
	root.SetOut(env.Out)
	root.SetErr(env.Err)
	err := root.ExecuteContext(ctx)
	// Whatever fails once the user asked to stop is that; what was done by then is done.
	if err != nil && ctx.Err() != nil && !errors.Is(err, safefile.ErrUnconfirmed) {
		err = ctx.Err()
		if len(a.written) > 0 {
			say(env.Err, a.lang, lang.F("interrupted; written before that: %s", "已中断；在此之前已写入：%s", quoteAll(a.written)))
			return exitInterrupted
		}
	}
	return exitCode(err, env.Err, a.lang)
}

// askedLanguage looks for --lang before cobra parses, so that help and usage
// errors speak it too.
func askedLanguage(env Env) (lang.Lang, bool) {
	if name, ok := early(env.Args, "--lang"); ok {
		return lang.Parse(name)
	}
	return lang.Parse(env.Getenv("CRM_LANG"))
}

// early is the value of a flag before cobra parses.
func early(args []string, flag string) (value string, ok bool) {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if value, ok := strings.CutPrefix(arg, flag+"="); ok {
			return value, true
		}
		if arg == flag && i+1 < len(args) {
			return args[i+1], true
		}
	}
	return "", false
}

func (a *app) t(en, zh string) string { return lang.T(en, zh).In(a.lang) }

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:               "crm",
		Short:             a.t("Classify the customers in your own Excel and CSV files", "给你自己的 Excel / CSV 客户表分级"),
		Long:              about.In(a.lang),
		Args:              cobra.ArbitraryArgs,
		Version:           version(),
		SilenceErrors:     true,
		SilenceUsage:      true,
		RunE:              a.runBare,
		PersistentPreRunE: func(*cobra.Command, []string) error { return a.checkGlobals() },
	}
	root.SetVersionTemplate("crm {{.Version}}\n")
	root.SetFlagErrorFunc(a.flagError)
	f := root.PersistentFlags()
	f.StringVar(&a.flags.rules, "rules", "", a.t("rules `FILE` (default: the nearest rules.yaml upward)", "规则`文件`（默认：向上最近的 rules.yaml）"))
	f.StringVar(&a.flags.lang, "lang", "", a.t("`zh|en`: language of output", "`zh|en`：输出语言"))
	f.BoolVarP(&a.flags.verbose, "verbose", "v", false, a.t("say more: every classification, every problem, how columns were read", "显示更多：全部分级、全部问题、各列读法"))
	f.StringVar(&a.flags.color, "color", "auto", a.t("`auto|always|never`", "`auto|always|never`：颜色"))
	root.AddGroup(
		&cobra.Group{ID: "daily", Title: a.t("Every day:", "每天：")},
		&cobra.Group{ID: "monthly", Title: a.t("Every month:", "每月：")},
		&cobra.Group{ID: "setup", Title: a.t("Set up:", "设置：")},
		&cobra.Group{ID: "care", Title: a.t("Care:", "维护：")},
	)
	root.AddCommand(a.overdueCommand(), a.logCommand(), a.classifyCommand(), a.listCommand(), a.reportCommand(), a.alertsCommand(), a.diffCommand(), a.whyCommand(), a.initCommand(), a.inspectCommand(),
		a.rulesCommand(), a.measuresCommand(), a.poolCommand(), a.undoCommand())
	root.AddCommand(a.showCommand(), a.checkCommand(), a.completionCommand())
	a.complete()
	root.SetHelpCommand(a.helpCommand(root))
	a.translateUsage(root)
	return root
}

// checkGlobals refuses what the flags of every command do not take.
func (a *app) checkGlobals() error {
	if _, ok := lang.Parse(a.flags.lang); a.flags.lang != "" && !ok {
		return usage(lang.F("--lang %q is neither zh nor en", "--lang %q 既不是 zh 也不是 en", a.flags.lang))
	}
	if !slices.Contains([]string{"auto", "always", "never"}, a.flags.color) {
		return usage(lang.F("--color %q is none of auto, always, never", "--color %q 不是 auto、always、never 之一", a.flags.color))
	}
	return nil
}

// version is the module's version as the build recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}
