package kpi

import (
	"crm/internal/civil"
	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/money"
	"crm/internal/value"
)

// Service is the answers, complaints, samples and payments of a window.
type Service struct {
	// Answers is the customers who said in the window how likely they recommend us,
	// by their last answer: 9 and 10 promote us, up to 6 detract.
	Answers, Promoters, Passives, Detractors int
	// Complaints is those made in the window, Proposed those of them that had a
	// proposal by its end, and not before they were made, Seconds the time from the
	// one to the other, summed.
	Complaints, Proposed int
	Seconds              int64
	// Waiting is the complaints, whenever made, that were open without a proposal at
	// the window's end; 0 without Told.
	Waiting int
	// Told is whether the complaints tell when a proposal was made: without a column
	// of it nobody knows who waits.
	Told bool
	// SamplesPassed and SamplesFailed is the samples sent in the window of which it
	// is known.
	SamplesPassed, SamplesFailed int
	// PaidInTime and PaidLate is the orders due in the window; one unpaid past its day is late.
	PaidInTime, PaidLate int
}

// serviceOf is the service of the window after a day, up to and including another.
func (t *taker) serviceOf(after, on civil.Date) Service {
	var s Service
	s.answers(t.Data.Scores, after, on)
	s.complaints(t.Data.Complaints, after, on)
	if s.Told = t.Data.Has(crm.Complaints, crm.FieldProposed); !s.Told {
		s.Waiting = 0
	}
	s.samples(t.Data.Opportunities, after, on)
	s.payments(t.Data, after, on)
	return s
}

func (s *Service) samples(list []crm.Opportunity, after, on civil.Date) {
	for i := range list {
		o := &list[i]
		if d := o.SampleDay(); d <= after || d > on {
			continue
		}
		switch o.Sample {
		case crm.SamplePassed:
			s.SamplesPassed++
		case crm.SampleFailed:
			s.SamplesFailed++
		}
	}
}

// passed is the share of the samples that passed.
func (s *Service) passed() value.Value {
	return share(s.SamplesPassed, s.SamplesPassed+s.SamplesFailed)
}

// answers counts every customer's last answer; several of one day count as their
// mean, which is compared without dividing.
func (s *Service) answers(scores []crm.Score, after, on civil.Date) {
	for i := 0; i < len(scores); {
		var day civil.Date
		var sum money.Decimal
		n, customer := 0, scores[i].Customer
		for ; i < len(scores) && scores[i].Customer == customer; i++ {
			a := &scores[i]
			if a.Day <= after || a.Day > on || a.Day < day {
				continue
			}
			if a.Day > day {
				day, sum, n = a.Day, money.Decimal{}, 0
			}
			sum, n = sum.Add(a.Score), n+1
		}
		if n == 0 {
			continue
		}
		s.Answers++
		switch {
		case sum.Cmp(money.FromInt(9*n)) >= 0:
			s.Promoters++
		case sum.Cmp(money.FromInt(6*n)) <= 0:
			s.Detractors++
		default:
			s.Passives++
		}
	}
}

func (s *Service) complaints(list []crm.Complaint, after, on civil.Date) {
	for i := range list {
		c := &list[i]
		if c.OpenAt(on) && !c.ProposedBy(on) {
			s.Waiting++
		}
		if c.Opened.Day <= after || c.Opened.Day > on {
			continue
		}
		s.Complaints++
		if c.ProposedBy(on) && !c.Proposed.Before(c.Opened) {
			s.Proposed++
			s.Seconds += c.Opened.SecondsTo(c.Proposed)
		}
	}
}

func (s *Service) payments(d *crm.Data, after, on civil.Date) {
	if d.Terms == nil {
		return
	}
	for i, o := range d.AllOrders() {
		terms := d.Terms.At(i)
		if terms.Due <= after || terms.Due > on || o.Date > on || !o.Purchase() {
			continue
		}
		switch days, known := terms.Late(on); {
		case !known:
		case days == 0:
			s.PaidInTime++
		default:
			s.PaidLate++
		}
	}
}

// nps is the promoters less the detractors, per 100 answers: −100 to 100.
func (s *Service) nps() value.Value {
	if s.Answers == 0 {
		return value.Value{}
	}
	return value.Num(value.Number, money.FromInt(100*(s.Promoters-s.Detractors)).Div(money.FromInt(s.Answers), shareDigits))
}

// hours is the mean of the hours from a complaint to its proposal.
func (s *Service) hours() value.Value {
	if s.Proposed == 0 {
		return value.Value{}
	}
	return value.Num(value.Number, money.New(s.Seconds, 0).Div(money.FromInt(3600*s.Proposed), shareDigits))
}

// promoted is the indicator NPS.
func (t *taker) promoted() figure {
	s := &t.result.Service
	f := figure{value: s.nps(), before: t.serviceBefore.nps()}
	if f.value.Present() {
		f.series = t.trend(earliest(t.Data.Scores, func(s *crm.Score) civil.Date { return s.Day }), func(after, on civil.Date) value.Value {
			var s Service
			s.answers(t.Data.Scores, after, on)
			return s.nps()
		})
		f.counted = lang.N(s.Answers, "%d answer: %d promote, %d detract", "%d answers: %d promote, %d detract",
			"%d 份评分：推荐 %d，贬损 %d", s.Promoters, s.Detractors)
		return f
	}
	f.missing = lang.F("answers from %s to %s in a feedback table with customer, date and score", "%s 至 %s 的客户评分（反馈表，含客户、日期、评分）", t.result.From+1, t.result.AsOf)
	return f
}

// answered is the indicator of complaints.
func (t *taker) answered() figure {
	s := &t.result.Service
	f := figure{value: s.hours(), before: t.serviceBefore.hours()}
	f.series = t.trend(earliest(t.Data.Complaints, func(c *crm.Complaint) civil.Date { return c.Opened.Day }), func(after, on civil.Date) value.Value {
		var s Service
		s.complaints(t.Data.Complaints, after, on)
		return s.hours()
	})
	switch {
	case f.value.Present():
		f.counted = lang.N(s.Complaints, "%[2]d of %[1]d complaint, %[3]d without a proposal now", "%[2]d of %[1]d complaints, %[3]d without a proposal now",
			"%d 起投诉中 %d 起已给方案，目前 %d 起未给方案", s.Proposed, s.Waiting)
	case !t.Data.Read(crm.Complaints) || !s.Told:
		f.missing = lang.T("a complaints table with customer, opened and proposed", "含客户、投诉时间、方案时间的投诉表")
	default:
		f.missing = lang.F("a complaint made from %s to %s that has a proposal", "%s 至 %s 提出且已给方案的投诉", t.result.From+1, t.result.AsOf)
	}
	return f
}

// sampled is the indicator of samples.
func (t *taker) sampled() figure {
	s := &t.result.Service
	f := figure{value: s.passed(), before: t.serviceBefore.passed()}
	if f.value.Present() {
		f.series = t.trend(earliest(t.Data.Opportunities, (*crm.Opportunity).SampleDay), func(after, on civil.Date) value.Value {
			var s Service
			s.samples(t.Data.Opportunities, after, on)
			return s.passed()
		})
		f.counted = lang.N(s.SamplesPassed+s.SamplesFailed, "%[2]d of %[1]d sample", "%[2]d of %[1]d samples", "%d 个样品中 %d 个通过", s.SamplesPassed)
		return f
	}
	f.missing = lang.T("an opportunities table that says whether samples passed", "写明样品是否通过的商机表")
	if t.Data.Has(crm.Opportunities, crm.FieldSamplePassed) {
		f.missing = lang.F("a sample sent from %s to %s of which it is known whether it passed", "%s 至 %s 寄出且已有结果的样品", t.result.From+1, t.result.AsOf)
	}
	return f
}

// paid is the indicator of payments.
func (t *taker) paid() figure {
	s := &t.result.Service
	f := figure{value: share(s.PaidInTime, s.PaidInTime+s.PaidLate), before: share(t.serviceBefore.PaidInTime, t.serviceBefore.PaidInTime+t.serviceBefore.PaidLate)}
	if f.value.Present() {
		f.counted = lang.N(s.PaidInTime+s.PaidLate, "%[2]d of %[1]d order due in the window", "%[2]d of %[1]d orders due in the window", "统计期内到期 %d 单，按时付款 %d 单", s.PaidInTime)
		return f
	}
	f.missing = lang.T("due and paid dates in the orders table", "订单表的到期日和付款日")
	if t.Data.Terms == nil {
		return f
	}
	if due, paid := t.Data.Terms.Known(); due && paid {
		f.missing = lang.F("an order due from %s to %s that is paid or late", "%s 至 %s 到期、已付或逾期的订单", t.result.From+1, t.result.AsOf)
	}
	return f
}
