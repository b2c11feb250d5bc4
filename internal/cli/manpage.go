package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/safefile"
)

// manualMark is the first line of every page that crm wrote: only such a file is
// written over.
const manualMark = `.\" written by crm help man`

// manualDate is the date that pages carry. It does not move with the day they are
// written: the same crm writes the same pages.
const manualDate = "2026-11-22"

// writeManual writes a manual page for crm and one for every command into a folder.
func (a *app) writeManual(ctx context.Context, root *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usage(lang.T("help man wants a folder for the pages", "help man 需要一个存放手册页的文件夹"), lang.Same("crm help man man1"))
	}
	if err := safefile.MakeFolder(args[0]); err != nil {
		return err
	}
	pages := 0
	for _, cmd := range documented(root) {
		path := filepath.Join(args[0], manualName(cmd)+".1")
		if err := writePage(ctx, path, a.manualPage(cmd), safefile.Options{Mode: 0o644, Replace: true, Command: "crm help man", Now: a.env.Now()}); err != nil {
			return err
		}
		pages++
	}
	if a.env.ErrTerminal {
		fmt.Fprintln(a.env.Err, lang.N(pages, "%d page written: %s", "%d pages written: %s", "已写入 %d 个手册页：%s", diag.Escape(shortPath(args[0]))).In(a.lang))
	}
	return nil
}

// writePage writes one page, but not over a file that is not ours.
func writePage(ctx context.Context, path string, page []byte, how safefile.Options) error {
	was, err := os.ReadFile(path)
	if err == nil && !bytes.HasPrefix(was, []byte(manualMark)) {
		return failed(nil, lang.F("%s is no manual page of crm; nothing was written over it", "%s 不是 crm 的手册页，没有覆盖", diag.Escape(path)))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	_, err = safefile.Write(ctx, path, how, func(w io.Writer) error {
		_, err := w.Write(page)
		return err
	})
	return err
}

// documented is a command and all below it that people are told of, in the order
// in which help names them.
func documented(cmd *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{cmd}
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() && c.Name() != "help" {
			all = append(all, documented(c)...)
		}
	}
	return all
}

// manualName is what a command's page is called: crm-rules-check.
func manualName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// manualPage is a command's page, in the language of mdoc's older sister, which
// every man reads.
func (a *app) manualPage(cmd *cobra.Command) []byte {
	var b bytes.Buffer
	name := manualName(cmd)
	fmt.Fprintf(&b, "%s\n.TH %s 1 %s %q crm\n", manualMark, roff(strings.ToUpper(name)), manualDate, "crm "+version())
	fmt.Fprintf(&b, ".SH %s\n%s \\- %s\n", a.t("NAME", "名称"), roff(name), roff(cmd.Short))
	line := strings.TrimPrefix(strings.TrimSuffix(cmd.UseLine(), " [flags]"), cmd.CommandPath())
	fmt.Fprintf(&b, ".SH %s\n.B %s\n%s\n", a.t("SYNOPSIS", "用法"), roff(cmd.CommandPath()), roff(strings.TrimSpace(line+a.t(" [OPTIONS]", " [选项]"))))
	if cmd.Long != "" {
		fmt.Fprintf(&b, ".SH %s\n%s", a.t("DESCRIPTION", "说明"), a.paragraph(cmd.Long))
	}
	a.manualCommands(&b, cmd)
	a.manualOptions(&b, a.t("OPTIONS", "选项"), cmd.LocalNonPersistentFlags())
	a.manualOptions(&b, a.t("OPTIONS OF EVERY COMMAND", "所有命令通用的选项"), cmd.Root().PersistentFlags())
	if cmd.HasExample() {
		fmt.Fprintf(&b, ".SH %s\n.nf\n%s\n.fi\n", a.t("EXAMPLES", "示例"), roff(cmd.Example))
	}
	if !cmd.HasParent() {
		fmt.Fprintf(&b, ".SH %s\n.nf\n%s.fi\n", a.t("EXIT STATUS", "退出码"), roff(below(a.exitHelp())))
	}
	fmt.Fprintf(&b, ".SH %s\n%s\n", a.t("SEE ALSO", "另见"), a.seeAlso(cmd))
	return b.Bytes()
}

// below is a text without its first line, which is a heading.
func below(text string) string {
	_, rest, _ := strings.Cut(text, "\n")
	return rest
}

// paragraph is a text as it is: English may be filled anew, Chinese would get
// blanks between its lines.
func (a *app) paragraph(text string) string {
	if a.lang == lang.ZH {
		return ".nf\n" + roff(text) + "\n.fi\n"
	}
	return roff(text) + "\n"
}

func (a *app) manualCommands(b *bytes.Buffer, cmd *cobra.Command) {
	heading := a.t("COMMANDS", "命令")
	for _, c := range cmd.Commands() {
		if !c.IsAvailableCommand() || c.Name() == "help" {
			continue
		}
		if heading != "" {
			fmt.Fprintf(b, ".SH %s\n", heading)
			heading = ""
		}
		fmt.Fprintf(b, ".TP\n.B %s\n%s\n", roff(c.Name()), roff(c.Short))
	}
}

func (a *app) manualOptions(b *bytes.Buffer, heading string, flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" && f.Shorthand == "" {
			return
		}
		if heading != "" {
			fmt.Fprintf(b, ".SH %s\n", heading)
			heading = ""
		}
		name := `\fB` + roff("--"+f.Name) + `\fR`
		if f.Shorthand != "" {
			name = `\fB` + roff("-"+f.Shorthand) + `\fR, ` + name
		}
		value, about := pflag.UnquoteUsage(f)
		if value != "" {
			name += ` \fI` + roff(value) + `\fR`
		}
		fmt.Fprintf(b, ".TP\n%s\n%s\n", name, roff(about))
	})
}

// seeAlso is the pages above and below a command's.
func (a *app) seeAlso(cmd *cobra.Command) string {
	var pages []string
	if cmd.HasParent() {
		pages = append(pages, manualName(cmd.Parent()))
	}
	for _, c := range documented(cmd)[1:] {
		pages = append(pages, manualName(c))
	}
	for i, name := range pages {
		pages[i] = `\fB` + roff(name) + `\fR(1)`
	}
	return strings.Join(pages, ", ")
}

// roff is a text with everything escaped that man would take for its own.
func roff(text string) string {
	lines := strings.Split(strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
