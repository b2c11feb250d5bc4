package normalize

import (
	"bytes"
	"hash/maphash"
)

// slot is a place of an open-addressing table: part of the hash, and what it
// stands for plus 1; 0 is an empty place.
type slot struct {
	tag  uint32
	item uint32
}

// firstSlots is the size of a new table; sizes are powers of two.
const firstSlots = 64

// full reports whether a table with that many items has to grow: at three quarters.
func full(items, slots int) bool { return items*4 >= slots*3 }

// grow doubles a table. The tags decide the places, so no key is read again.
func grow(slots []slot) []slot {
	bigger := make([]slot, max(firstSlots, 2*len(slots)))
	mask := uint32(len(bigger) - 1)
	for _, s := range slots {
		if s.item == 0 {
			continue
		}
		i := s.tag & mask
		for bigger[i].item != 0 {
			i = (i + 1) & mask
		}
		bigger[i] = s
	}
	return bigger
}

// keyTable maps texts to numbers. It holds no pointer per entry, and finding
// one allocates nothing.
type keyTable struct {
	seed  maphash.Seed
	slots []slot
	texts arena
	keys  []uint32
	vals  []int32
}

func newKeyTable(seed maphash.Seed) *keyTable { return &keyTable{seed: seed} }

func (t *keyTable) len() int { return len(t.keys) }

func (t *keyTable) find(key []byte) (val int32, ok bool) {
	if len(t.slots) == 0 {
		return 0, false
	}
	i := t.place(key, uint32(maphash.Bytes(t.seed, key)))
	if t.slots[i].item == 0 {
		return 0, false
	}
	return t.vals[t.slots[i].item-1], true
}

// place is where the key is, or where it would be put.
func (t *keyTable) place(key []byte, tag uint32) uint32 {
	mask := uint32(len(t.slots) - 1)
	i := tag & mask
	for {
		s := t.slots[i]
		if s.item == 0 || s.tag == tag && bytes.Equal(t.texts.at(t.keys[s.item-1]), key) {
			return i
		}
		i = (i + 1) & mask
	}
}

// put sets the number of a key.
func (t *keyTable) put(key []byte, val int32) {
	if full(len(t.keys)+1, len(t.slots)) {
		t.slots = grow(t.slots)
	}
	tag := uint32(maphash.Bytes(t.seed, key))
	i := t.place(key, tag)
	if item := t.slots[i].item; item != 0 {
		t.vals[item-1] = val
		return
	}
	t.keys = append(t.keys, t.texts.add(key))
	t.vals = append(t.vals, val)
	t.slots[i] = slot{tag: tag, item: uint32(len(t.keys))}
}
