package cli

import (
	"io"
	"strings"

	"crm/internal/codes"
	"crm/internal/diag"
	"crm/internal/lang"
)

// helpErrors is crm help errors [CODE…]: what the codes beside problems mean.
func (a *app) helpErrors(typed []string) error {
	var b strings.Builder
	for _, id := range typed {
		c, ok := codes.Find(id)
		if !ok {
			return usage(lang.F("there is no code %q", "没有代码 %q", diag.Escape(id)), lang.Same("crm help errors"))
		}
		a.tellCode(&b, &c)
	}
	if len(typed) == 0 {
		b.WriteString(a.t("The codes beside problems: what each means, what becomes of the row or the run, what to do.\nWith --strict, rows set aside and warnings stop the run too.\n",
			"问题旁的代码：含义、对该行或本次运行的处理、应对办法。\n加 --strict 时，搁置的行和提醒也会使运行停止。\n"))
		for _, f := range codes.All() {
			b.WriteString("\n" + string(f.Letter) + "  " + f.Title.In(a.lang) + "\n")
			for i := range f.Codes {
				a.tellCode(&b, &f.Codes[i])
			}
		}
	}
	_, err := io.WriteString(a.env.Out, b.String())
	return err
}

// tellCode writes one code: its meaning, below it the answer and what to do.
func (a *app) tellCode(b *strings.Builder, c *codes.Code) {
	const indent = "         "
	b.WriteString("CRM-" + c.ID + "  " + c.Meaning.In(a.lang) + "\n")
	b.WriteString(indent + c.Answers.Title().In(a.lang))
	if do := c.Do.In(a.lang); do != "" {
		b.WriteString(a.t("; to do: ", "；应对：") + do)
	}
	b.WriteByte('\n')
}
