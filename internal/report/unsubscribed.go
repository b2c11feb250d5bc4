package report

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"crm/internal/value"
)

// What says that somebody wants no mailings. Tables have no common column for
// it, so the words are known by themselves: in the status, the tags, and in any
// column of the team's own; and so are the columns of a yes or no.
var (
	outWords = []string{"退订", "已退订", "邮件退订", "拒收", "拒收邮件", "不接收邮件", "unsubscribed", "unsubscribe", "optedout", "optout", "donotemail", "donotcontact", "donotmail"}
	// outHeaders: anything but a no is a yes, a day too.
	outHeaders = []string{"退订", "是否退订", "已退订", "是否已退订", "邮件退订", "退订邮件", "退订日期", "退订时间", "拒收邮件", "是否拒收邮件", "邮件拒收", "禁止邮件",
		"unsubscribed", "unsubscribe", "unsubscribedat", "unsubscribedate", "unsubscribedon", "unsubscribedfromallemail", "optout", "optedout",
		"emailoptout", "emailoptedout", "hasoptedoutofemail", "optedoutofemail", "donotemail", "donotcontact", "noemail", "blacklist", "isblacklisted", "emailblacklist"}
	// inHeaders: a no is a no.
	inHeaders = []string{"订阅", "是否订阅", "邮件订阅", "接收邮件", "是否接收邮件", "接受邮件", "subscribed", "issubscribed", "optin", "emailoptin", "optedin", "acceptsmarketing", "acceptsemailmarketing", "newsletter"}
	noWords   = []string{"否", "no", "n", "false", "f", "0", "-", "×", "✗", "无", "没有", "未退订", "none", "null", "never"}
)

// squeezed is a word or header in the form in which they are compared: small
// letters without spaces, hyphens, points and underscores.
func squeezed(s string) string {
	return strings.NewReplacer(" ", "", "-", "", "_", "", ".", "", "?", "").Replace(strings.ToLower(strings.TrimSpace(norm.NFKC.String(s))))
}

// unsubscribed reports of a customer whether the tables say that it wants no mailings.
func (r *Run) unsubscribed() func(customer int) bool {
	type column struct {
		at      int
		out, in bool
	}
	var own []column
	for at, c := range r.Data.ExtraColumns {
		header := squeezed(c.Header)
		own = append(own, column{at, slices.Contains(outHeaders, header), slices.Contains(inHeaders, header)})
	}
	return func(customer int) bool {
		c := &r.Data.Customers[customer]
		if outWord(c.Status) || slices.ContainsFunc(c.Tags, outWord) {
			return true
		}
		return slices.ContainsFunc(own, func(k column) bool {
			cell := of(c.Extra, k.at)
			return cell.Present() && (outWord(cell.Text()) || k.out && !saysNo(cell) || k.in && saysNo(cell))
		})
	}
}

func outWord(word string) bool { return word != "" && slices.Contains(outWords, squeezed(word)) }

// saysNo reports whether a cell of a column of yes or no says no.
func saysNo(v value.Value) bool {
	if v.Kind() == value.Bool {
		return !v.True()
	}
	word := strings.ToLower(strings.TrimSpace(norm.NFKC.String(v.String())))
	return slices.Contains(noWords, word)
}
