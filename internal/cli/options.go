package cli

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"crm/internal/cache"
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/pipeline"
	"crm/internal/rules"
	"crm/internal/sheet"
	"crm/internal/sheet/crypt"
	"crm/internal/sheet/csvfile"
	"crm/internal/sheet/held"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// sourceFlags is the flags of every command that reads files.
type sourceFlags struct {
	asOf      string
	currency  string
	rates     []string
	tables    [crm.Feedback + 1][]string // by kind: --customers, --orders, …
	dateOrder string
	decimal   string
	encoding  string
	limits    []string
	secrets   []string // --password-file
	rows      bool     // a plain --limit is a number of rows
	strict    bool
	view      string     // --view, of the commands that have it
	books     bool       // the command works on the books, not only on what they say: they are opened whatever the cache has
	without   cache.Part // what the command does not look at, besides with --verbose
	// Of classify: where earlier classes are looked for, and whether a workbook
	// that crm wrote is input.
	remembered func([]table.Book) []string
	takeOwn    bool
	// passwords is those to try on a protected workbook.
	passwords func(path string) ([]crypt.Password, error)
	// prepare has the last word on how files are read, once the rules are known; may be nil.
	prepare func(*pipeline.Options)
}

// tableFlags is the kinds that a flag can name.
var tableFlags = []struct {
	kind crm.TableKind
	name string
}{
	{crm.Customers, "customers"}, {crm.Orders, "orders"}, {crm.OrderLines, "order-lines"},
	{crm.Activities, "activities"}, {crm.Opportunities, "opportunities"}, {crm.Complaints, "complaints"}, {crm.Feedback, "feedback"},
}

// onlyToday hides --as-of of a command that does what it does today. Typed all the
// same, it is refused with the reason.
func onlyToday(cmd *cobra.Command) {
	if f := cmd.Flags().Lookup("as-of"); f != nil {
		f.Hidden = true
	}
}

func (a *app) addSourceFlags(cmd *cobra.Command, s *sourceFlags) {
	a.sources[cmd] = s
	f := cmd.Flags()
	f.StringVar(&s.asOf, "as-of", "", a.t("the `DAY` the result is true for, yyyy-mm-dd (default: today)", "结果所对应的`日期`，yyyy-mm-dd（默认：今天）"))
	f.StringVar(&s.currency, "currency", "", a.t("`CODE` of the currency everything is converted to, and of amounts that name none", "统一折算的币种`代码`，也用于没写币种的金额"))
	f.StringArrayVar(&s.rates, "rate", nil, a.t("`CODE=RATE`: price of one unit in the base currency, such as EUR=1.08 or CNY=1/7.2", "`币种=汇率`：一单位该币种折合多少本位币，如 EUR=1.08 或 CNY=1/7.2"))
	for _, t := range tableFlags {
		f.StringArrayVar(&s.tables[t.kind], t.name, nil, lang.F("read `FILE[#SHEET]` as %s", "把`文件[#工作表]`当作%s读取", t.kind.Title()).In(a.lang))
	}
	f.StringVar(&s.dateOrder, "date-order", "", a.t("`dmy|mdy|ymd`: how ambiguous dates are read", "`dmy|mdy|ymd`：有歧义的日期怎么读"))
	f.StringVar(&s.decimal, "decimal", "", a.t("`MARK`, . or , : the decimal mark of ambiguous amounts", "有歧义的金额以哪个`符号`为小数点：. 或 ,"))
	f.StringVar(&s.encoding, "encoding", "", a.t("`NAME` of the encoding of CSV files, such as gb18030", "CSV 文件的编码`名称`，如 gb18030"))
	limit := a.t("`NAME=N`: raise a safety limit that a message named", "`名称=N`：放宽报错中提到的安全上限")
	if s.rows {
		limit = a.t("`N` rows at most; NAME=N raises a safety limit that a message named", "最多 `N` 行；名称=N 放宽报错中提到的安全上限")
	}
	f.StringArrayVar(&s.limits, "limit", nil, limit)
	f.StringArrayVar(&s.secrets, "password-file", nil, a.t("`FILE` whose only line is the password of protected workbooks (else: the command in CRM_PASSWORD_COMMAND, or asked for)", "受保护工作簿的密码`文件`，只含一行密码（否则用 CRM_PASSWORD_COMMAND 中的命令，或在终端询问）"))
	s.passwords = a.passwordsOf(s)
	f.BoolVar(&s.strict, "strict", false, a.t("fail when any row was set aside or warned of", "只要有搁置的行或提醒就失败"))
}

// asOfDay is the day of the run and the machine's or rules.yaml's today.
func (a *app) asOfDay(s *sourceFlags, set *rules.Set) (asOf, today civil.Date, err error) {
	today = civil.Of(a.env.Now().In(a.zone(set)))
	if s.asOf == "" {
		return today, today, nil
	}
	asOf, ok := civil.ParseISO(s.asOf)
	if !ok {
		return 0, 0, usage(lang.F("--as-of %q is not a day", "--as-of %q 不是日期", s.asOf), lang.T("write it as 2026-01-31", "写成 2026-01-31 这样"))
	}
	return asOf, today, nil
}

// zone is ours: that of rules.yaml, else the machine's.
func (a *app) zone(set *rules.Set) *time.Location {
	if set.TimeZone != "" {
		if zone, err := time.LoadLocation(set.TimeZone); err == nil { // rules.Parse has checked the name
			return zone
		}
	}
	return a.env.Now().Location()
}

// mergeMoney puts --currency and --rate over the rules.
func (s *sourceFlags) mergeMoney(set *rules.Set) error {
	if s.currency != "" {
		c, ok := money.ParseCurrency(s.currency)
		if !ok || c.Sign() {
			return usage(lang.F("--currency %q is no currency code", "--currency %q 不是币种代码", s.currency), lang.T("such as USD, EUR or CNY", "例如 USD、EUR、CNY"))
		}
		set.Money.Base, set.Money.Default = c, c
	}
	if len(s.rates) == 0 {
		return nil
	}
	rates := make(map[money.Currency]money.Rate, len(s.rates)+len(set.Money.Rates))
	for c, r := range set.Money.Rates {
		rates[c] = r
	}
	for _, text := range s.rates {
		code, price, _ := strings.Cut(text, "=")
		c, known := money.ParseCurrency(code)
		rate, ok := money.ParseRate(price)
		if !known || c.Sign() || !ok {
			return usage(lang.F("--rate %q is no rate", "--rate %q 不是汇率", text), lang.T("write it as EUR=1.08 or CNY=1/7.2", "写成 EUR=1.08 或 CNY=1/7.2"))
		}
		rates[c] = rate
	}
	set.Money.Rates = rates
	return nil
}

func (s *sourceFlags) order() (civil.Order, error) {
	orders := map[string]civil.Order{"": civil.Undecided, "dmy": civil.DMY, "mdy": civil.MDY, "ymd": civil.YMD}
	o, ok := orders[strings.ToLower(s.dateOrder)]
	if !ok {
		return o, usage(lang.F("--date-order %q is none of dmy, mdy, ymd", "--date-order %q 不是 dmy、mdy、ymd 之一", s.dateOrder))
	}
	return o, nil
}

func (s *sourceFlags) mark() (money.Mark, error) {
	switch s.decimal {
	case "":
		return money.NoMark, nil
	case ".":
		return money.Point, nil
	case ",":
		return money.Comma, nil
	}
	return money.NoMark, usage(lang.F("--decimal %q is neither . nor ,", "--decimal %q 既不是 . 也不是 ,", s.decimal))
}

// lineBytes is the name of the one limit of CSV files: the bytes of a line.
const lineBytes = "line-bytes"

// sheetOptions is how files are opened. rowLimit is the plain number among
// --limit, which only crm list takes.
func (s *sourceFlags) sheetOptions() (o sheet.Options, rowLimit int, err error) {
	o = sheet.Options{Limits: xlsx.DefaultLimits(), Passwords: s.passwords}
	if s.encoding != "" {
		name, ok := csvfile.EncodingName(s.encoding)
		if !ok {
			return o, 0, usage(unknownName(lang.T("encoding", "编码"), s.encoding, csvfile.Encodings()))
		}
		o.Encoding = name
	}
	for _, text := range s.limits {
		name, count, named := strings.Cut(text, "=")
		if !named {
			name, count = "", text
		}
		n, err := strconv.ParseInt(count, 10, 64)
		if err != nil || n <= 0 {
			return o, 0, usage(lang.F("--limit %q is not a number above 0", "--limit %q 不是大于 0 的数", text))
		}
		switch {
		case !named && s.rows:
			rowLimit = int(n)
			continue
		case !named:
			return o, 0, usage(lang.F("--limit %q wants a name: NAME=N", "--limit %q 缺少名称，应写作 名称=N", text))
		}
		if !setLimit(&o, name, n) {
			return o, 0, usage(unknownName(lang.T("limit", "上限"), name, slices.Concat(xlsx.LimitNames(), held.LimitNames(), []string{lineBytes})))
		}
	}
	return o, rowLimit, nil
}

// setLimit sets the limit of that name, for every kind of file that has it.
func setLimit(o *sheet.Options, name string, n int64) bool {
	if name == lineBytes {
		o.LineBytes = n
		return true
	}
	known := o.Limits.Set(name, n)
	return o.Held.Set(name, n) || known
}
