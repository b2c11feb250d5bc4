package compare

import (
	"crm/internal/crm"
	"crm/internal/words"
)

// pair is one customer in two states; a side is nil where that state lacks it.
type pair struct{ old, now *crm.Assessment }

// match finds the customers of one state in another: by id where both have one,
// else by a name that one customer alone has among those left. The customers of
// now come first, in their order, then those that only old has, in theirs.
func match(old, now *crm.State) []pair {
	was, is := persons(old), persons(now)
	m := matching{was: was, is: is, of: make([]int, len(is)), taken: make([]bool, len(was))}
	for i := range m.of {
		m.of[i] = -1
	}
	m.byID()
	m.byName()
	pairs := make([]pair, 0, len(is))
	for i := range is {
		p := pair{now: &now.Assessments[i]}
		if j := m.of[i]; j >= 0 {
			p.old = &old.Assessments[j]
		}
		pairs = append(pairs, p)
	}
	for j := range was {
		if !m.taken[j] {
			pairs = append(pairs, pair{old: &old.Assessments[j]})
		}
	}
	return pairs
}

// person is who a customer is, in the form in which ids and names are compared.
type person struct{ id, name string }

func persons(s *crm.State) []person {
	list := make([]person, len(s.Assessments))
	for i := range s.Assessments {
		a := &s.Assessments[i]
		list[i] = personOf(a.ID, a.Name)
	}
	return list
}

func personOf(id, name string) person { return person{words.Key(id), words.Key(name)} }

type matching struct {
	was, is []person
	of      []int  // the place in was of a customer of is; -1 without
	taken   []bool // those of was that have been found
}

func (m *matching) take(i, j int) { m.of[i], m.taken[j] = j, true }

// byID pairs equal ids. The same id twice, which a table should not have, pairs
// in order.
func (m *matching) byID() {
	places := map[string][]int{}
	for j, p := range m.was {
		if p.id != "" {
			places[p.id] = append(places[p.id], j)
		}
	}
	for i, p := range m.is {
		if left := places[p.id]; p.id != "" && len(left) > 0 {
			m.take(i, left[0])
			places[p.id] = left[1:]
		}
	}
}

// byName pairs, among those left, names that occur once on either side, where
// one side knows no id. Two different ids are two customers, whatever they are called.
func (m *matching) byName() {
	was := alone(m.was, func(j int) bool { return m.taken[j] })
	is := alone(m.is, func(i int) bool { return m.of[i] >= 0 })
	for i, p := range m.is {
		j, known := was[p.name]
		if k, single := is[p.name]; !known || !single || k != i || j < 0 || m.of[i] >= 0 {
			continue
		}
		if p.id == "" || m.was[j].id == "" {
			m.take(i, j)
		}
	}
}

// alone is the places of names; -1 for a name that occurs more than once.
func alone(list []person, matched func(int) bool) map[string]int {
	places := map[string]int{}
	for i, p := range list {
		if p.name == "" || matched(i) {
			continue
		}
		if _, again := places[p.name]; again {
			places[p.name] = -1
		} else {
			places[p.name] = i
		}
	}
	return places
}
