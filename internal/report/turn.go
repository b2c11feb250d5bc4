package report

import (
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/value"
)

// turnLine says when a customer's class becomes another if nothing happens; nothing
// where nobody looked.
func (r *Run) turnLine(t *crm.Turn) []lang.Text {
	if t.Until == 0 {
		return nil
	}
	return []lang.Text{r.turnText(t)}
}

func (r *Run) turnText(t *crm.Turn) lang.Text {
	c := &r.Rules.Classifications[t.Classification]
	from, to := besideHan(c.Classes[t.From].Title), besideHan(c.Classes[t.To].Title)
	if t.On == 0 {
		return lang.F("with no new order or contact: still %s on %s", "若无新订单和跟进：到 %[2]s 仍为%[1]s", from, t.Until)
	}
	line := lang.F("with no new order or contact: falls to %s on %s", "若无新订单和跟进：%[2]s 降为%[1]s", to, t.On)
	if t.To < t.From {
		line = lang.F("with no new order or contact: rises to %s on %s", "若无新订单和跟进：%[2]s 升为%[1]s", to, t.On)
	}
	if t.Move.On == 0 {
		return line
	}
	_, why := moveLine(&t.Move, classNames(c))
	if why.Empty() {
		return line
	}
	return lang.F("%s: %s", "%s：%s", line, why)
}

// turnRow is the row of WhyFlat; nil where the class stays.
func (r *Run) turnRow(t *crm.Turn) []value.Value {
	if t.On == 0 {
		return nil
	}
	c := &r.Rules.Classifications[t.Classification]
	return []value.Value{
		value.Str(c.ID), value.Str(c.Classes[t.To].ID), value.Truth(false), value.Str("if_nothing_happens"),
		value.Day(t.On), value.Str(c.Classes[t.To].ID), value.Str("true"), value.Str(c.Classes[t.To].Pos.String()),
	}
}
