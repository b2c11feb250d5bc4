package held

// arena holds texts one after the other, in pages that are never moved.
type arena struct {
	pages [][]byte
	size  int64 // of all texts
}

// piece is where a text is.
type piece struct{ page, at, size uint32 }

const pageBytes = 256 << 10

// add keeps a copy of a text. One that is longer than a page gets its own.
func (a *arena) add(text []byte) piece {
	if len(text) == 0 {
		return piece{}
	}
	last := len(a.pages) - 1
	if last < 0 || len(a.pages[last])+len(text) > cap(a.pages[last]) {
		a.pages = append(a.pages, make([]byte, 0, max(len(text), a.next())))
		last++
	}
	at := len(a.pages[last])
	a.pages[last] = append(a.pages[last], text...)
	a.size += int64(len(text))
	return piece{page: uint32(last), at: uint32(at), size: uint32(len(text))}
}

// next is the size of the next page: the first ones of a small book are small.
func (a *arena) next() int { return min(pageBytes, 4<<10<<min(len(a.pages), 8)) }

func (a *arena) text(p piece) []byte {
	if p.size == 0 {
		return nil
	}
	end := p.at + p.size
	return a.pages[p.page][p.at:end:end]
}
