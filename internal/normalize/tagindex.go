package normalize

// tagIndex finds items by the tag of their hash: an open-addressing table in
// parts by the tag's first bits. Parts double one by one, so that a million items
// never stand in memory twice.
type tagIndex struct {
	parts [1 << tagPartBits]tagPart
}

const tagPartBits = 6

type tagPart struct {
	slots []slot
	items int
}

func (x *tagIndex) part(tag uint32) *tagPart { return &x.parts[tag>>(32-tagPartBits)] }

// add makes an item findable; several may have the same tag.
func (x *tagIndex) add(tag, item uint32) {
	p := x.part(tag)
	if full(p.items+1, len(p.slots)) {
		p.slots = grow(p.slots)
	}
	p.items++
	mask := uint32(len(p.slots) - 1)
	at := tag & mask
	for p.slots[at].item != 0 {
		at = (at + 1) & mask
	}
	p.slots[at] = slot{tag: tag, item: item + 1}
}

// fetch reads where the items of a tag begin, for the sake of reading it alone.
func (x *tagIndex) fetch(tag uint32) uint32 {
	p := x.part(tag)
	if len(p.slots) == 0 {
		return 0
	}
	return p.slots[tag&uint32(len(p.slots)-1)].item
}

// each ranges over the items of a tag, in the order they were added unless the
// part grew in between.
func (x *tagIndex) each(tag uint32) func(yield func(item uint32) bool) {
	return func(yield func(item uint32) bool) {
		p := x.part(tag)
		if len(p.slots) == 0 {
			return
		}
		mask := uint32(len(p.slots) - 1)
		for at := tag & mask; p.slots[at].item != 0; at = (at + 1) & mask {
			if p.slots[at].tag == tag && !yield(p.slots[at].item-1) {
				return
			}
		}
	}
}
