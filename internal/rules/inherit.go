package rules

import (
	"crm/internal/diag"
	"crm/internal/lang"
)

// inherit gives a file what the embedded rules say of sections it does not have:
// follow-up and playbook as far as its classifications have the classes they
// speak of, and the channels of markets. A follow-up that says nothing of clocks,
// only pool: true say, has the embedded ones.
func (b *builder) inherit(f fields) {
	ownClocks, ownChannels, ownPlaybook := b.ownClocks, b.set.Followup.Channels != nil, f.has("playbook")
	if b.faulty || ownClocks && ownChannels && ownPlaybook {
		return
	}
	e := b.ofEmbedded()
	sections, _ := e.keys(node{Node: e.root}, lang.Text{}, sections...)
	follow, ok := sections.get("followup")
	if ok && !ownClocks {
		b.embeddedClocks(e, follow.value)
	} else if ok && !ownChannels {
		e.embeddedChannels(follow.value)
	}
	if plays, ok := sections.get("playbook"); ok && !ownPlaybook {
		e.playbook(plays.value)
	}
}

// embeddedClocks takes the embedded follow-up, and keeps what the file says of it.
func (b *builder) embeddedClocks(e *builder, section node) {
	own := b.set.Followup
	// What does not fit the file's classifications is reported to e, and so to
	// nobody: it is left out.
	e.followup(section)
	follow := &b.set.Followup
	if own.Pos != (diag.Pos{}) {
		follow.Pos, follow.Pool = own.Pos, own.Pool
	}
	if own.Channels != nil {
		follow.Channels = own.Channels
	}
	follow.embedded = true
	follow.keepClocked()
}

// keepClocked keeps of a follow-up whose classes do not exist only the channels.
func (f *Followup) keepClocked() {
	for _, c := range f.Cadences {
		if c.Clocked() {
			return
		}
	}
	*f = Followup{By: -1, Pool: f.Pool, Channels: f.Channels, Pos: f.Pos, embedded: f.embedded}
}

func (b *builder) embeddedChannels(followup node) {
	f, _ := b.keys(followup, lang.Text{}, "by", "pool", "classes", "touchpoints", "channels")
	if e, ok := f.get("channels"); ok {
		b.channels(e.value)
	}
}
