package words

import (
	"testing"

	"pgregory.net/rapid"

	"crm/internal/crm"
	"crm/internal/rules"
)

func TestNull(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
		why  string
	}{
		{"", true, "nothing"}, {"  ", true, "spaces"}, {"\u00a0", true, "a no-break space"}, {"\u3000", true, "a full-width space"}, {"-", true, "a dash"}, {"--", true, "two dashes"}, {"—", true, "a long dash"}, {"/", true, "a slash"},
		{"无", true, "Chinese"}, {"無", true, "traditional"}, {"暂无", true, "Chinese"}, {"未知", true, "unknown"}, {"N/A", true, "English"}, {"n/a", true, "any case"}, {"#N/A", true, "Excel's word as text"}, {"NULL", true, "SQL"}, {"null", true, "JSON"},
		{"(null)", true, "in brackets"}, {"None", true, "Python"}, {"NaN", true, "pandas"}, {"NaT", true, "pandas"}, {"Unknown", true, "English"}, {`\N`, true, "MySQL"}, {"(blank)", true, "a pivot table's word"}, {"Not set", true, "two words"},
		{"1970-01-01", true, "the epoch"}, {"1970-01-01 00:00:00", true, "the epoch"}, {"1970-01-01 08:00:00", true, "the epoch in UTC+8"}, {"1970/1/1", true, "the epoch"}, {"1970年1月1日", true, "the epoch"}, {"1970-01-01T00:00:00Z", true, "the epoch"},
		{"0000-00-00", true, "MySQL"}, {"0000-00-00 00:00:00", true, "MySQL"}, {"0000/00/00", true, "MySQL"},
		{"1970-01-02", false, "the first day that counts"}, {"1970", false, "a number"}, {"0", false, "an amount"}, {"0000", false, "an id"}, {"00001", false, "an id"}, {"NA", false, "Namibia; see NullIn"}, {"ACME", false, "a name"}, {"无锡机械", false, "a name that begins with 无"}, {"Nullmeier GmbH", false, "a name"}, {"-5", false, "a number"},
	} {
		if got := Null(c.text); got != c.want {
			t.Errorf("Null(%q) is %v: %s", c.text, got, c.why)
		}
	}
}

// TestKeyOfIdeographs: the characters that Key does not look at are those that it
// would not change, also beside each other and beside plain text.
func TestKeyOfIdeographs(t *testing.T) {
	for r := rune(0x4C00); r < 0xA100; r++ {
		for _, s := range []string{string(r), "a" + string(r) + string(r) + "1"} {
			slow := slowKey(s)
			if got := Key(s); got != slow {
				t.Fatalf("Key(%q) is %q, want %q", s, got, slow)
			}
			if canonical(s) != (r >= 0x4E00 && r <= 0x9FFF) {
				t.Fatalf("%q is taken as it is: %v", s, canonical(s))
			}
		}
	}
	for _, broken := range []string{"\xe4\xb8", "\xe4\xb8a", "\xe4aa", "中\xe4"} {
		if canonical(broken) {
			t.Errorf("%q is taken as it is", broken)
		}
	}
}

// TestKeyTheShortWay: what Key does not look at closely it gives as if it did.
func TestKeyTheShortWay(t *testing.T) {
	letters := []rune("aZ0 -.客戶\t\u00a0\u200bÄßſİKÅΣςＡ（①ﬁ㎏Ꭰꭰ")
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.StringOfN(rapid.SampledFrom(letters), 0, 6, -1), rapid.String()).Draw(t, "text")
		if got, slow := Key(s), slowKey(s); got != slow {
			t.Fatalf("Key(%q) is %q, want %q", s, got, slow)
		}
	})
}

func TestNullIn(t *testing.T) {
	for _, c := range []struct {
		field crm.Field
		text  string
		want  bool
	}{
		{crm.FieldCountry, "NA", false}, {crm.FieldRegion, "NA", false}, {crm.FieldCustomerName, "NA", true}, {crm.FieldAmount, "NA", true}, {crm.FieldCustomerName, "0", true}, {crm.FieldAmount, "0", false},
		{crm.FieldOwner, "False", true}, {crm.FieldGroup, "未分组", true}, {crm.FieldTags, "未分组", false}, {crm.FieldCreated, "0", true}, {crm.FieldCustomerID, "0", false}, {crm.FieldProtected, "False", false},
	} {
		if got := NullIn(c.field, c.text); got != c.want {
			t.Errorf("NullIn(%s, %q) is %v", c.field, c.text, got)
		}
	}
}

func TestTotal(t *testing.T) {
	for text, want := range map[string]bool{
		"合计": true, "合 计": true, "总计": true, "小计": true, "合計": true, "合计：": true, "合计(USD)": true, "张三 小计": true, "一月合计": true, "累计": true, "Total": true, "TOTAL:": true, "Grand Total": true, "Sub-total": true, "Subtotal": true,
		"Summe": true, "Gesamtsumme": true, "Zwischensumme": true, "Total général": true, "Sous-total": true, "Totale": true, "Totales": true, "Suma": true, "Sum": true,
		"Total Solutions Ltd": false, "ACME": false, "": false, "Sumitomo": false, "Summer GmbH": false, "合计机械有限公司": false, "总统家具": false, "Totally": false,
	} {
		if got := Total(text); got != want {
			t.Errorf("Total(%q) is %v", text, got)
		}
	}
}

func TestMeaning(t *testing.T) {
	extra := []rules.ValueRule{
		{Field: crm.FieldStage, Meaning: "order", Words: []rules.String{{Value: "老客"}, {Value: "询盘客户"}}},
		{Field: crm.FieldIntent, Meaning: "clear", Words: []rules.String{{Value: "2"}, {Value: "3"}}},
		{Field: crm.FieldOrderStatus, Meaning: "does_not_count", Words: []rules.String{{Value: "待收款"}}},
	}
	for _, c := range []struct {
		field crm.Field
		word  string
		extra []rules.ValueRule
		want  string
		known bool
		why   string
	}{
		{crm.FieldStage, "询盘客户", nil, "inquiry", true, "OKKI"}, {crm.FieldStage, "样单客户", nil, "sample", true, "OKKI"}, {crm.FieldStage, "成交客户", nil, "order", true, "OKKI"}, {crm.FieldStage, "复购客户", nil, "order", true, "OKKI"},
		{crm.FieldStage, "詢盤客戶", nil, "inquiry", true, "traditional"}, {crm.FieldStage, "报价中", nil, "quote", true, "template"}, {crm.FieldStage, "Closed Won", nil, "order", true, "HubSpot"}, {crm.FieldStage, "closedwon", nil, "order", true, "HubSpot's key"},
		{crm.FieldStage, "Quotation Sent", nil, "quote", true, "Odoo"}, {crm.FieldStage, "🟢 成交", nil, "order", true, "behind an emoji"}, {crm.FieldStage, "成交（二次）", nil, "order", true, "a bracket behind"}, {crm.FieldStage, "【成交】", nil, "order", true, "in brackets"},
		{crm.FieldStage, "待跟进", nil, "", true, "known, and no stage"}, {crm.FieldStage, "谜", nil, "", false, "unknown"}, {crm.FieldStage, "老客", extra, "order", true, "the team's word"}, {crm.FieldStage, "询盘客户", extra, "order", true, "the team's word comes first"},
		{crm.FieldIntent, "高", nil, "clear", true, "OKKI"}, {crm.FieldIntent, "Low", nil, "unclear", true, "English"}, {crm.FieldIntent, "3", nil, "", false, "a code needs values"}, {crm.FieldIntent, "3", extra, "clear", true, "a code with values"},
		{crm.FieldProductFit, "匹配", nil, "yes", true, "Chinese"}, {crm.FieldProductFit, "No", nil, "no", true, "English"}, {crm.FieldMarketPotential, "High", nil, "high", true, "English"}, {crm.FieldResult, "输单", nil, "lost", true, "Chinese"}, {crm.FieldResult, "Won", nil, "won", true, "English"},
		{crm.FieldResult, "Appointment Scheduled", nil, "open", true, "HubSpot's stage before the deal"}, {crm.FieldResult, "样品测试", nil, "open", true, "a stage before the deal"}, {crm.FieldResult, "Customer", nil, "", false, "no stage before it"},
		{crm.FieldResult, "Engaging", nil, "open", true, "crm-opportunities"}, {crm.FieldProtected, "是", nil, "yes", true, "a yes-or-no field"}, {crm.FieldArchived, "FALSE", nil, "no", true, "a yes-or-no field"}, {crm.FieldSamplePassed, "合格", nil, "yes", true, "a sample"},
		{crm.FieldOrderStatus, "Shipped", nil, "counts", true, "classicmodels"}, {crm.FieldOrderStatus, "Cancelled", nil, "does_not_count", true, "classicmodels"}, {crm.FieldOrderStatus, "待收款", extra, "does_not_count", true, "the team's word"}, {crm.FieldCountry, "是", nil, "", false, "no field of words"},
	} {
		if got, known := Meaning(c.field, c.word, c.extra); got != c.want || known != c.known {
			t.Errorf("Meaning(%s, %q) is %q, %v; want %q, %v: %s", c.field, c.word, got, known, c.want, c.known, c.why)
		}
	}
}

// What the built-in words mean is what crm says the field can mean.
func TestMeaningsAreCanonical(t *testing.T) {
	for field, list := range lexicon() {
		allowed := map[string]bool{"": true}
		for _, m := range crm.Meanings(field) {
			allowed[m] = true
		}
		for word, meaning := range list {
			if !allowed[meaning] {
				t.Errorf("%s of %s means %q, which is none of %v", word, field, meaning, crm.Meanings(field))
			}
		}
	}
}

func TestCountsAsOrder(t *testing.T) {
	ignore := []rules.String{{Value: "待收款"}}
	for _, c := range []struct {
		status        string
		ignore        []rules.String
		counts, known bool
		why           string
	}{
		{"", nil, true, true, "no status"}, {"Shipped", nil, true, true, "classicmodels"}, {"Disputed", nil, true, true, "classicmodels"}, {"On Hold", nil, true, true, "classicmodels"}, {"Cancelled", nil, false, true, "classicmodels"},
		{"草稿", nil, false, true, "OKKI"}, {"已下单", nil, true, true, "OKKI"}, {"待收款", nil, true, true, "OKKI"}, {"待收款", ignore, false, true, "ignore_status"}, {"售后", nil, true, true, "after the sale"}, {"已取消", nil, false, true, "Chinese"},
		{"Quotation Sent", nil, false, true, "Odoo"}, {"Sales Order", nil, true, true, "Odoo"}, {"已退款", nil, false, true, "refunded"}, {"某种状态", nil, true, false, "unknown counts and is reported"},
	} {
		if counts, known := CountsAsOrder(c.status, c.ignore, nil); counts != c.counts || known != c.known {
			t.Errorf("CountsAsOrder(%q) is %v, %v: %s", c.status, counts, known, c.why)
		}
	}
}

func TestKey(t *testing.T) {
	for _, c := range []struct{ text, want, why string }{
		{"ACME", "acme", "case"}, {"  ACME  Ltd ", "acme ltd", "spaces"}, {"ＡＣＭＥ", "acme", "full-width"}, {"ACME\u00a0Ltd", "acme ltd", "a no-break space"}, {"ACME\nLtd", "acme ltd", "a line break"}, {"Straße", "strasse", "ß folds"}, {"㈱ABC", "(株)abc", "a compatibility character"},
		{"A\u200bB", "ab", "a zero-width space"}, {"0007", "0007", "zeros stay"}, {"客戶", "客戶", "traditional names stay"}, {"É", "é", "accents stay"}, {"E\u0301", "é", "composed"}, {"", "", "nothing"}, {"acme ltd", "acme ltd", "as it is"},
	} {
		if got := Key(c.text); got != c.want {
			t.Errorf("Key(%q) is %q, want %q: %s", c.text, got, c.want, c.why)
		}
	}
}

func TestKeyIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if k := Key(s); Key(k) != k {
			t.Fatalf("Key(%q) is %q, and of that %q", s, k, Key(k))
		}
	})
}

func TestYes(t *testing.T) {
	for text, want := range map[string]bool{"是": true, "Yes": true, "TRUE": true, "1": true, "√": true, "有": true, "否": false, "no": false, "0": false, "×": false, "FALSE": false} {
		if got, ok := Yes(text); !ok || got != want {
			t.Errorf("Yes(%q) is %v, %v", text, got, ok)
		}
	}
	if _, ok := Yes("maybe"); ok {
		t.Error("maybe is neither")
	}
}

// Each traditional character stands before a simplified one, and none before itself twice differently.
func TestSimplify(t *testing.T) {
	for _, c := range [][2]string{{"客戶名稱", "客户名称"}, {"訂單金額", "订单金额"}, {"業務員", "业务员"}, {"聯絡人", "联络人"}, {"國家/地區", "国家/地区"}, {"最後聯繫時間", "最后联系时间"}, {"備註", "备注"}, {"幣別", "币别"}, {"單價", "单价"}, {"數量", "数量"}, {"產品名稱", "产品名称"}, {"電話", "电话"}, {"郵箱", "邮箱"}, {"負責人", "负责人"}, {"創建時間", "创建时间"}, {"跟進內容", "跟进内容"}, {"客户", "客户"}, {"ACME", "ACME"}} {
		if got := Simplify(c[0]); got != c[1] {
			t.Errorf("Simplify(%s) is %s, want %s", c[0], got, c[1])
		}
	}
	for from, to := range simplified() {
		if further, again := simplified()[to]; again && further != to {
			t.Errorf("%c becomes %c, and that %c", from, to, further)
		}
	}
}

func TestUnpaid(t *testing.T) {
	for text, want := range map[string]bool{
		"未付": true, "未付款": true, "未 付 款": true, "否": true, "尚未付款": true, "No": true, "是": false, "分期": false, "未回款": true, "待收款": true, "Unpaid": true, "NOT YET PAID": true, "pending": true, "Open": true, "未結清": true,
		"已付": false, "paid": false, "T/T 30%": false, "": false, "2026-01-01": false, "部分付款": false,
	} {
		if got := Unpaid(text); got != want {
			t.Errorf("Unpaid(%q) = %v", text, got)
		}
	}
}
