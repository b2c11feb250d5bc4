package cli

import (
	"github.com/spf13/cobra"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/rules"
)

func (a *app) rulesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "rules", GroupID: "setup",
		Short: a.t("work on the rules file", "规则文件相关"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return usage(lang.T("rules wants a subcommand", "rules 需要子命令"), lang.Same("crm rules check [rules.yaml]"))
		},
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "check [FILE]",
		Short: a.t("what is wrong in my rules", "我的规则哪里写错了"),
		RunE:  func(_ *cobra.Command, args []string) error { return a.runRulesCheck(args) },
	})
	return cmd
}

func (a *app) runRulesCheck(args []string) error {
	if len(args) > 1 {
		return usage(lang.F("rules check takes one file, found %d", "rules check 只接受一个文件，却有 %d 个", len(args)))
	}
	if len(args) == 1 {
		a.flags.rules = args[0]
	}
	set, found, err := a.loadRules()
	if err != nil {
		return err
	}
	if !found {
		say(a.env.Err, a.lang, lang.T("no rules.yaml found; the embedded rules are in use", "没有找到 rules.yaml，正在使用内置规则"))
		hint(a.env.Err, a.lang, lang.Same("crm init"))
		return nil
	}
	lines := []lang.Text{lang.F("%s is right: %s", "%s 没有错误：%s", diag.Escape(set.File), rulesContents(set))}
	if unfit := titlesOf(set.Unfit); !unfit.Empty() {
		lines = append(lines, lang.F("without sections alerts and tags of its own it has the default ones, but those that speak of classes it does not have: %s",
			"没有自己的 alerts、tags 节时使用默认的，但这些用到了文件中没有的等级，已略去：%s", unfit))
	}
	a.printLines(a.env.Out, lines)
	return nil
}

// titlesOf is titles one behind the other.
func titlesOf(titles []lang.Text) lang.Text {
	var all lang.Text
	for i, t := range titles {
		if i > 0 {
			all = lang.F("%s, ", "%s、", all)
		}
		all = lang.F("%s%s", "%s%s", all, t)
	}
	return all
}

// rulesContents counts what the rules hold; of follow-up, playbook and freeze
// what the file itself says.
func rulesContents(set *rules.Set) lang.Text {
	classes, clocks, touchpoints, steps, frozen := 0, 0, 0, 0, 0
	for i := range set.Classifications {
		classes += len(set.Classifications[i].Classes)
	}
	if set.Followup.Pos.File == set.File {
		touchpoints = len(set.Followup.Touchpoints)
		for _, c := range set.Followup.Cadences {
			if c.Clocked() {
				clocks++
			}
		}
	}
	for i := range set.Playbook {
		if set.Playbook[i].Pos.File == set.File {
			steps += len(set.Playbook[i].Steps)
		}
	}
	for _, r := range set.Freeze {
		frozen += r.Days()
	}
	alerts, tags, targets := alertContents(set)
	text := lang.F("%s, %s", "%s，%s", lang.N(len(set.Classifications), "%d classification", "%d classifications", "%d 个分级"),
		lang.N(classes, "%d class", "%d classes", "%d 个等级"))
	for _, more := range []struct {
		n    int
		text lang.Text
	}{
		{clocks, lang.N(clocks, "%d clock", "%d clocks", "%d 个跟进时钟")},
		{touchpoints, lang.N(touchpoints, "%d touchpoint", "%d touchpoints", "%d 项定期跟进")},
		{steps, lang.N(steps, "%d step of the playbook", "%d steps of the playbook", "%d 条维护做法")},
		{alerts, lang.N(alerts, "%d alert", "%d alerts", "%d 条预警")},
		{tags, lang.N(tags, "%d tag", "%d tags", "%d 个标签")},
		{targets, lang.N(targets, "%d target", "%d targets", "%d 个 KPI 目标")},
		{len(set.Views), lang.N(len(set.Views), "%d view", "%d views", "%d 个视图")},
		{frozen, lang.N(frozen, "%d day of freeze", "%d days of freeze", "%d 天时钟暂停")},
	} {
		if more.n > 0 {
			text = lang.F("%s, %s", "%s，%s", text, more.text)
		}
	}
	return text
}

// alertContents counts the alerts, tags and targets that the file itself has.
func alertContents(set *rules.Set) (alerts, tags, targets int) {
	for i := range set.Alerts {
		if set.Alerts[i].Pos.File == set.File {
			alerts++
		}
	}
	for i := range set.Tags {
		if set.Tags[i].Pos.File == set.File {
			tags++
		}
	}
	for i := range set.KPIs {
		if set.KPIs[i].Target.Present() {
			targets++
		}
	}
	return alerts, tags, targets
}
