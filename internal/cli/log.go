package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"crm/internal/cache"
	"crm/internal/contactlog"
	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/pipeline"
	"crm/internal/sheet"
)

// logWait is how long a contact waits for others that are being written down.
const logWait = 15 * time.Second

// logFlags is the flags of crm log.
type logFlags struct {
	sourceFlags
	savingFlags
	date, next    string
	channel, kind string
	outcome, by   string
	text          string
	several       bool // --text was given: all arguments are customers
	undo          bool
	named         bool // a file was named: the sources of rules.yaml are not read
}

func (a *app) logCommand() *cobra.Command {
	o := &logFlags{sourceFlags: sourceFlags{without: cache.Summaries}}
	cmd := &cobra.Command{
		Use: "log CUSTOMER [TEXT | -]", GroupID: "daily",
		Short: a.t("write a contact down in your own log", "把一次跟进写进你自己的跟进记录"),
		Long: a.t(`Adds a row to your table of activities, a CSV file or a sheet of a workbook,
under the headers it has. TEXT is what was talked about; - reads it from standard
input; without it, on a terminal, your editor opens ($VISUAL, $EDITOR). Without a
table of activities one is made beside rules.yaml. --undo takes the last write back.

One contact with many customers, as a trade fair or a mailing: with --text all
arguments are customers, and a row is written for each, or for none. - in the place
of CUSTOMER reads them from standard input, one a line.`,
			`在你的跟进记录（CSV 文件或工作簿里的工作表）末尾添加一行，沿用原有表头。
TEXT 是沟通内容；写 - 则从标准输入读取；不写时，在终端会打开编辑器（$VISUAL、$EDITOR）。
没有跟进记录时，会在 rules.yaml 旁边新建一份。--undo 撤销最后一次写入。

展会、群发邮件等一次涉及多个客户：用 --text 给出内容，其余参数都是客户，每个客户写一行；
有一个客户找不到，就一行也不写。CUSTOMER 处写 - 则从标准输入读取客户，每行一个。`),
		Example: a.t(
			`  crm log ACME "asked for a new quote" --channel phone --next 2026-12-01
  crm log ACME --kind "Needs review" --outcome "sample wanted" --next 2w
  crm log C12 C15 C31 --text "met at the fair" --channel "trade fair"
  crm list --class A --columns customer_id | crm log - --text "catalogue sent" --channel mailing
  crm log --undo`,
			`  crm log C1012 "客户要求重新报价" --channel 电话 --next 2026-12-01
  crm log C1012 --kind 需求调研 --outcome "要样品" --next 2w
  crm log C1012 C1015 C1031 --text "广交会见面" --channel 展会
  crm list --class A --columns customer_id | crm log - --text "已发新目录" --channel 群发邮件
  crm log --undo`),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.several = cmd.Flags().Changed("text")
			for _, t := range tableFlags {
				o.named = o.named || cmd.Flags().Changed(t.name)
			}
			return a.runLog(cmd.Context(), args, o)
		},
	}
	a.addSourceFlags(cmd, &o.sourceFlags)
	a.addSavingFlags(cmd, &o.savingFlags)
	f := cmd.Flags()
	o.wait = logWait
	f.Lookup("wait").DefValue = logWait.String()
	f.StringVar(&o.date, "date", "", a.t("the `DAY` of the contact: 2026-01-31, yesterday (default: today)", "跟进`日期`：2026-01-31、昨天（默认：今天）"))
	f.StringVar(&o.next, "next", "", a.t("the `DAY` to be in touch again: 2026-02-28, or 7d, 2w, 1mo after the contact", "下次跟进`日期`：2026-02-28，或 7d、2w、1mo（从本次跟进算起）"))
	f.StringVar(&o.channel, "channel", "", a.t("the `CHANNEL`: email, phone, WhatsApp, visit …", "跟进`方式`：邮件、电话、WhatsApp、拜访……"))
	f.StringVar(&o.kind, "kind", "", a.t("the `KIND` of contact, such as a touchpoint of rules.yaml", "跟进`类型`，如 rules.yaml 里的触点"))
	f.StringVar(&o.outcome, "outcome", "", a.t("what came of it, in a few `WORDS`", "跟进`结果`"))
	f.StringVar(&o.by, "by", "", a.t("the `NAME` of who did it", "跟进人`姓名`"))
	f.StringVar(&o.text, "text", "", a.t("what was talked about, as one `TEXT`: all arguments are customers then", "沟通`内容`；给出后，其余参数都是客户"))
	f.BoolVar(&o.undo, "undo", false, a.t("take the last write back", "撤销最后一次写入"))
	return cmd
}

func (a *app) runLog(ctx context.Context, args []string, o *logFlags) error {
	if err := a.checkLog(args, o); err != nil {
		return err
	}
	o.prepare = func(p *pipeline.Options) {
		p.TakeClasses = true
		leaveOutNewLog(p)
	}
	if o.undo {
		return a.undoLog(ctx, o)
	}
	r, err := a.run(ctx, nil, &o.sourceFlags)
	if err != nil {
		return err
	}
	defer r.Close()
	if a.flags.verbose {
		a.mention(r)
	}
	who, said := o.parts(args)
	customers, err := a.logCustomers(r, who)
	if err != nil {
		return err
	}
	entry, err := a.entry(r, o)
	if err != nil {
		return err
	}
	to, err := a.logOf(r)
	if err != nil {
		return err
	}
	text, err := a.logText(ctx, r, customers, said)
	if err != nil {
		return err
	}
	if entry.Summary = text.said; saysNothing(entry) {
		return nothingToLog(a.env.InTerminal)
	}
	w := &logWriter{app: a, run: r, to: to, customers: customers, entries: entryEach(r, customers, entry), flags: o}
	if err := w.save(ctx); err != nil {
		return a.keepText(text, err)
	}
	text.forget()
	a.tellLogged(w)
	a.tellOneMeant(r, who, said)
	return nil
}

// checkLog refuses what the command line cannot mean.
func (a *app) checkLog(args []string, o *logFlags) error {
	example := lang.T(`crm log ACME "asked for a new quote" --channel phone`, `crm log C1012 "客户要求重新报价" --channel 电话`)
	switch {
	case o.undo && (len(args) > 0 || o.several || o.date+o.next+o.channel+o.kind+o.outcome+o.by != ""):
		return usage(lang.T("--undo takes the last write back and writes nothing", "--undo 只撤销最后一次写入，不写新内容"), lang.Same("crm log --undo"))
	case o.undo:
		return nil
	case len(args) == 0:
		return usage(lang.T("log wants a customer and what was talked about", "log 需要写客户和沟通内容"), example)
	}
	if who, said := o.parts(args); slices.Contains(who, "-") && slices.Equal(said, []string{"-"}) {
		return usage(lang.T("standard input gives the customers or the text, not both", "标准输入只能给出客户或内容之一"), lang.T(`crm log - --text "met at the fair"`, `crm log - --text "广交会见面"`))
	}
	for _, arg := range args {
		if sheet.Looks(arg) && isFile(arg) {
			return usage(lang.F("log takes no files, and %s is one", "log 不接受文件参数，而 %s 是文件", diag.Escape(arg)),
				lang.F("name files by flags: %s", "文件请用选项指定：%s", "--customers "+shellQuote(diag.Escape(arg))))
		}
	}
	return nil
}

// leaveOutNewLog leaves out a log that rules.yaml names and that is still to be made.
func leaveOutNewLog(p *pipeline.Options) {
	for _, s := range p.Rules.Sources.Tables {
		path := sourcePath(p.Rules.File, s.Path.Value)
		if file, _ := splitSheet(path); s.Kind == crm.Activities && !isFile(file) && len(p.Files) > 1 {
			p.Files = slices.DeleteFunc(slices.Clone(p.Files), func(f string) bool { return f == file })
			delete(p.Named, path)
		}
	}
}

// parts is whom the arguments name, and what was talked about.
func (o *logFlags) parts(args []string) (who, said []string) {
	if o.several {
		return args, []string{o.text}
	}
	return args[:1], args[1:]
}

// entry is what the flags say is to be written down, of whichever customer.
func (a *app) entry(r *run, o *logFlags) (*contactlog.Entry, error) {
	_, today, err := a.asOfDay(&o.sourceFlags, r.Rules)
	if err != nil {
		return nil, err
	}
	e := &contactlog.Entry{Date: r.AsOf, Outcome: cleanText(o.outcome), By: cleanText(o.by)}
	if o.date != "" {
		if e.Date, err = logDay("--date", o.date, today, 0); err != nil {
			return nil, err
		}
	}
	if e.Date > today {
		return nil, usage(lang.F("the contact cannot lie in the future: %s", "跟进日期不能晚于今天：%s", e.Date),
			lang.T("--next says when to be in touch again", "下次跟进日期请用 --next"))
	}
	if o.next != "" {
		if e.Next, err = logDay("--next", o.next, today, e.Date); err != nil {
			return nil, err
		}
		if e.Next < e.Date {
			return nil, usage(lang.F("--next %s lies before the contact of %s", "--next %s 早于本次跟进日期 %s", e.Next, e.Date))
		}
	}
	e.Channel, e.Kind = a.logWords(r, cleanText(o.channel), cleanText(o.kind))
	return e, nil
}

func saysNothing(e *contactlog.Entry) bool {
	return cmp.Or(e.Summary, e.Outcome, e.Kind, e.Channel) == "" && e.Next == 0
}

func nothingToLog(terminal bool) error {
	hints := []lang.Text{lang.T(`crm log ACME "asked for a new quote" --channel phone`, `crm log C1012 "客户要求重新报价" --channel 电话`)}
	if terminal {
		hints = append(hints, lang.T("without a text $VISUAL or $EDITOR opens, once one of them is set", "不写内容时会打开编辑器，需先设置 $VISUAL 或 $EDITOR"))
	}
	return usage(lang.T("there is nothing to write down: no text, channel, kind, outcome or next day", "没有可写的内容：缺少沟通内容、方式、类型、结果或下次日期"), hints...)
}

// cleanText is a text of a flag without what no cell should hold: blanks around it,
// control characters, the line ends of Windows.
func cleanText(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7F && r < 0xA0 || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd")))
}
