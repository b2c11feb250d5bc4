package rules

import "crm/internal/lang"

// inherit gives a file what the embedded rules say of sections it does not have:
// follow-up and playbook as far as its classifications have the classes they
// speak of, and the channels of markets.
func (b *builder) inherit(f fields) {
	own, ownChannels, ownPlaybook := f.has("followup"), b.set.Followup.Channels != nil, f.has("playbook")
	if b.faulty || ownChannels && ownPlaybook {
		return
	}
	e := b.ofEmbedded()
	sections, _ := e.keys(node{Node: e.root}, lang.Text{}, sections...)
	follow, ok := sections.get("followup")
	if ok && !own {
		// What does not fit the file's classifications is reported to e, and so to
		// nobody: it is left out.
		e.followup(follow.value)
		b.set.Followup.embedded = true
		b.set.Followup.keepClocked()
	} else if ok && !ownChannels {
		e.embeddedChannels(follow.value)
	}
	if plays, ok := sections.get("playbook"); ok && !ownPlaybook {
		e.playbook(plays.value)
	}
}

// keepClocked keeps of a follow-up whose classes do not exist only the channels.
func (f *Followup) keepClocked() {
	for _, c := range f.Cadences {
		if c.Clocked() {
			return
		}
	}
	*f = Followup{By: -1, Channels: f.Channels, Pos: f.Pos, embedded: f.embedded}
}

func (b *builder) embeddedChannels(followup node) {
	f, _ := b.keys(followup, lang.Text{}, "by", "pool", "classes", "touchpoints", "channels")
	if e, ok := f.get("channels"); ok {
		b.channels(e.value)
	}
}
