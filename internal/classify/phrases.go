package classify

import (
	"sync"

	"crm/internal/cond"
	"crm/internal/lang"
	"crm/internal/value"
)

// phrases is the phrases that were made already: of thousands of customers many
// share them. Several may ask at once.
type phrases struct {
	lock  sync.RWMutex
	known map[compared]lang.Text
}

// compared is what a phrase depends on.
type compared struct {
	source         string
	actual, wanted value.Value
	result         cond.Truth
}

// mostPhrases is how many phrases are remembered.
const mostPhrases = 8192

// of is the phrase of a line, made where it is not known.
func (p *phrases) of(l *cond.Line, phrase func(*cond.Line) lang.Text) lang.Text {
	key := compared{l.Source, l.Actual, l.Wanted, l.Result}
	p.lock.RLock()
	text, known := p.known[key]
	p.lock.RUnlock()
	if known {
		return text
	}
	text = phrase(l)
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.known == nil {
		p.known = map[compared]lang.Text{}
	}
	if len(p.known) < mostPhrases {
		p.known[key] = text
	}
	return text
}

// lineRoom is the lines of a trace that is over, for the next one.
type lineRoom struct{ lines []cond.Line }

// room is the room of a trace; leave gives it back once nothing of it is needed.
func (r *Result) room() *lineRoom {
	if room, ok := r.rooms.Get().(*lineRoom); ok {
		return room
	}
	return &lineRoom{}
}

// trace is traceClass in the room.
func (room *lineRoom) trace(r *Result, d *decided, class, customer int) ClassTrace {
	t := r.traceIn(room.lines, d, class, customer)
	if t.Lines != nil {
		room.lines = t.Lines
	}
	return t
}
