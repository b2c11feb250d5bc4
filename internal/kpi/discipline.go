package kpi

import (
	"cmp"
	"maps"
	"slices"

	"crm/internal/crm"
	"crm/internal/lang"
	"crm/internal/value"
)

// Owner is how one owner keeps the follow-up of the customers it has.
type Owner struct {
	Name      string // empty: customers without an owner
	Customers int    // those in the public pool left out
	InTime    int    // in time or due soon
	Overdue   int    // with those past their release that are protected
	Released  int
	NoClock   int         // nothing is due
	Share     value.Value // Share in time, of those with a clock; absent without
	// Activities is the rows of the log of the window on these customers; absent
	// where no log was read.
	Activities value.Value
}

// clocked is how many of the owner's customers have a clock.
func (o *Owner) clocked() int { return o.InTime + o.Overdue + o.Released }

// discipline is the follow-up by owner, by name.
func (t *taker) discipline() []Owner {
	if len(t.FollowUps) != len(t.Data.Customers) || len(t.FollowUps) == 0 {
		return nil
	}
	byName := map[string]*Owner{}
	for i := range t.FollowUps {
		state := t.FollowUps[i].State
		if state == crm.InPool {
			continue
		}
		name := t.Data.Customers[i].Owner
		if byName[name] == nil {
			byName[name] = &Owner{Name: name}
		}
		byName[name].add(state)
	}
	t.talks(byName)
	owners := make([]Owner, 0, len(byName))
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		o := byName[name]
		o.Share = share(o.InTime, o.clocked())
		owners = append(owners, *o)
	}
	return owners
}

func (o *Owner) add(state crm.FollowState) {
	o.Customers++
	switch state {
	case crm.InTime, crm.DueSoon:
		o.InTime++
	case crm.Overdue, crm.Protected:
		o.Overdue++
	case crm.Released:
		o.Released++
	default:
		o.NoClock++
	}
}

// talks counts the log of the window on the customers of each owner.
func (t *taker) talks(byName map[string]*Owner) {
	if !t.Data.Read(crm.Activities) {
		return
	}
	rows := map[string]int{}
	for i := range t.Data.Activities {
		if a := &t.Data.Activities[i]; a.Date > t.result.From && a.Date <= t.Now.On && a.Customer >= 0 {
			rows[t.Data.Customers[a.Customer].Owner]++
		}
	}
	for name, o := range byName {
		o.Activities = count(rows[name])
	}
}

func (t *taker) disciplined() figure {
	var all Owner
	f := figure{}
	for _, o := range t.result.Discipline {
		all.InTime, all.Overdue, all.Released = all.InTime+o.InTime, all.Overdue+o.Overdue, all.Released+o.Released
		f.parts = append(f.parts, crm.Part{ID: o.Name, Title: ownerTitle(o.Name), Value: o.Share, Customers: o.clocked()})
	}
	f.value = share(all.InTime, all.clocked())
	if !f.value.Present() {
		return figure{missing: lang.T("a date that follow-up can run from: last contact, assigned or created", "可起算跟进的日期：最近联系、分配或建档日期")}
	}
	f.counted = lang.F("%d in time, %d overdue, %d released", "按时 %d 个，逾期 %d 个，已释放 %d 个", all.InTime, all.Overdue, all.Released)
	return f
}

func ownerTitle(name string) lang.Text {
	if name == "" {
		return lang.T("no owner", "无负责人")
	}
	return lang.Same(name)
}

// Complete is how much of the fields that matter is filled.
type Complete struct {
	All     Filled
	Classes []Filled // in the order of Result.Classes; nil without classes
	Owners  []Filled // by name
}

// Filled is the fields of some customers.
type Filled struct {
	crm.ClassName // of the owner: ID is the name
	Customers     int
	Has, Asked    int
	Share         value.Value // Has of Asked; absent where none is asked
}

func (f *Filled) add(has, asked int) {
	f.Customers++
	f.Has, f.Asked = f.Has+has, f.Asked+asked
	f.Share = share(f.Has, f.Asked)
}

// complete is the fields of all customers, by class and by owner.
func (t *taker) complete() Complete {
	var c Complete
	if t.Input.Filled == nil {
		return c
	}
	for _, name := range t.result.Classes {
		c.Classes = append(c.Classes, Filled{ClassName: name})
	}
	owners := map[string]*Filled{}
	for i := range t.Data.Customers {
		has, asked := t.Input.Filled(i)
		if asked == 0 {
			continue
		}
		name := t.Data.Customers[i].Owner
		if owners[name] == nil {
			owners[name] = &Filled{ClassName: crm.ClassName{ID: name, Title: ownerTitle(name)}}
		}
		c.All.add(has, asked)
		owners[name].add(has, asked)
		if len(c.Classes) == 0 {
			continue
		}
		if class := t.class(&t.Now, i); class >= 0 {
			c.Classes[class].add(has, asked)
		}
	}
	for _, o := range owners { // sorted below
		c.Owners = append(c.Owners, *o)
	}
	slices.SortFunc(c.Owners, func(a, b Filled) int { return cmp.Compare(a.ID, b.ID) })
	return c
}

func (t *taker) completed() figure {
	c := &t.result.Complete
	if !c.All.Share.Present() {
		return figure{missing: lang.T("a customers table with columns such as country, owner or e-mail", "含国家、负责人、邮箱等列的客户表")}
	}
	f := figure{value: c.All.Share, counted: lang.F("%d of %d fields, of %d customers", "%d / %d 个字段，%d 个客户", c.All.Has, c.All.Asked, c.All.Customers)}
	for _, p := range slices.Concat(c.Classes, c.Owners) {
		f.parts = append(f.parts, crm.Part{ID: p.ID, Title: p.Title, Value: p.Share, Customers: p.Customers})
	}
	return f
}
