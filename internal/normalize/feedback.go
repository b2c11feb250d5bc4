package normalize

import (
	"strings"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/table"
	"crm/internal/words"
)

// feedbackTable is one table of feedback while it is read.
type feedbackTable struct {
	*recordTable
	date    dateReader
	score   amountReader
	comment int // slot
	scores  int
	highest money.Decimal
}

// bestScore is what the most willing customer answers: how likely are you to
// recommend us, from 0 to 10 (Reichheld, The One Number You Need to Grow, 2003).
const bestScore = 10

// fewScores is how many scores a table may have before none over 5 says that
// they are of another scale.
const fewScores = 10

// readFeedback reads one table of feedback. A row needs its customer, its day and
// a score from 0 to 10.
func (r *run) readFeedback(l *crm.Layout) error {
	base, plan := r.recordTable(l)
	t := &feedbackTable{recordTable: base, date: base.date(plan, crm.FieldFeedbackDate)}
	slot, column := plan.slot(crm.FieldScore)
	t.score = newAmountReader(l, slot, column)
	t.comment, _ = plan.slot(crm.FieldComment)
	if err := t.read(plan, t.row); err != nil {
		return err
	}
	t.run.openAmounts(&t.score, l.Kind)
	t.otherScale()
	t.finish(&t.date)
	t.tellTwins(lang.N(t.twins, "%d answer was already read from another table and counts once", "%d answers were already read from another table and count once",
		"有 %d 条反馈在另一张表里已经读过，只计一次"))
	return nil
}

func (t *feedbackTable) row(ln *line) error {
	customer, ok := t.customer(ln)
	if !ok {
		return nil
	}
	day, ok, err := t.day(&t.date, ln)
	if !ok {
		return err
	}
	score, sign, fault := t.score.read(scoreCell(ln.cells[t.score.slot]))
	switch {
	case fault == amountOpen && !t.layout.Surveyed:
		return &Unsettled{Layout: t.layout}
	case fault == amountOpen:
		t.score.open.add(t.pos(t.score.slot), ln.cells[t.score.slot].Raw)
		t.account.put(crm.SetAside, ln)
		return nil
	case fault != amountGood || sign != "" || score.Sign() < 0 || score.Cmp(money.FromInt(bestScore)) > 0:
		t.aside("V03", scoreProblem(fault), t.score.slot, ln)
		return nil
	}
	if t.scores++; score.Cmp(t.highest) > 0 {
		t.highest = score
	}
	f := crm.Score{Customer: customer, Table: t.at, Row: int32(t.rows.row.Number), Day: day, Score: score}
	if c := ln.cells[t.comment]; c != nil {
		f.Comment = textOf(c)
	}
	if t.twin(scoreTwin{customer, day, score.String(), words.Key(f.Comment)}) {
		t.account.put(crm.LeftOutRepeat, ln)
		return nil
	}
	t.account.put(crm.Used, ln)
	t.run.data.Scores = append(t.run.data.Scores, f)
	return nil
}

// scoreCell is a cell without what people write behind a score of ten: 9/10, 8分.
// Out of another number it stays as it is, and is no score.
func scoreCell(c *table.Cell) *table.Cell {
	if c == nil || c.Kind != table.Text {
		return c
	}
	text := strings.TrimSpace(strings.ReplaceAll(string(c.Raw), "／", "/"))
	bare := strings.TrimSpace(strings.TrimSuffix(text, "分"))
	if of, ok := strings.CutSuffix(bare, "10"); ok {
		if score, ok := strings.CutSuffix(strings.TrimSpace(of), "/"); ok {
			bare = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(score), "分"))
		}
	}
	if bare == "" || bare == text {
		return c
	}
	score := *c
	score.Raw, score.Shared = []byte(bare), -1
	return &score
}

// scoreProblem says why a cell is no score.
func scoreProblem(fault amountFault) diag.Problem {
	p := diag.Problem{
		Message:  lang.T("not a score from 0 to 10", "不是 0 到 10 的评分"),
		Expected: lang.T("a number from 0 to 10: how likely the customer recommends us", "0 到 10 的数字，表示客户推荐我们的意愿"),
	}
	if fault == amountBlank {
		p.Message = lang.T("no score", "没有评分")
	}
	return p
}

// otherScale warns of scores that seem to be stars: 5 is the best among many.
func (t *feedbackTable) otherScale() {
	if t.scores < fewScores || t.highest.Cmp(money.FromInt(bestScore/2)) > 0 {
		return
	}
	t.run.problems.add(diag.Problem{
		Code: "V04", Severity: diag.Warning, Pos: t.rows.pos(t.layout.Header, t.score.column.Index), Field: string(crm.FieldScore), Found: t.highest.String(),
		Message:  lang.F("none of %d scores is over 5; they may be stars from 1 to 5", "%d 个评分都不超过 5，可能是 1 到 5 分制", t.scores),
		Expected: lang.T("scores from 0 to 10", "0 到 10 分制的评分"),
		Hint:     lang.T("if they are, NPS cannot be told from them: leave the table out", "如果是，就不能用来算 NPS，请不要读取这张表"),
		Effect:   lang.T("read as scores from 0 to 10", "按 0 到 10 分读取"),
	})
}
