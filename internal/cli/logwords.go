package cli

import (
	"cmp"
	"maps"
	"slices"

	"crm/internal/crm"
	"crm/internal/diag"
	"crm/internal/lang"
	"crm/internal/nearest"
	"crm/internal/words"
)

// usualChannels is how customers are reached, where a log does not tell.
var usualChannels = []lang.Text{
	lang.T("email", "邮件"), lang.T("phone", "电话"), lang.T("visit", "拜访"), lang.T("WhatsApp", "WhatsApp"), lang.T("WeChat", "微信"),
	lang.T("video call", "视频会议"), lang.T("trade fair", "展会"), lang.T("LinkedIn", "领英"), lang.T("mailing", "群发邮件"),
}

// logWords is channel and kind as this log writes them: the word it has, else
// the rules' in its language. One that neither knows is kept, and said.
func (a *app) logWords(r *run, channel, kind string) (asChannel, asKind string) {
	followup := &r.Rules.Followup
	var channels, kinds []lang.Text
	for i := range followup.Touchpoints {
		kinds = append(kinds, followup.Touchpoints[i].Kind)
		channels = append(channels, followup.Touchpoints[i].Channel)
	}
	for i := range followup.Channels {
		channels = append(channels, followup.Channels[i].Channel)
	}
	said := func(text func(*crm.Activity) string) map[string]int {
		count := map[string]int{}
		for i := range r.Data.Activities {
			count[text(&r.Data.Activities[i])]++
		}
		return count
	}
	if channel != "" {
		channel = a.knownWord("--channel", channel, said(func(x *crm.Activity) string { return x.Channel }), append(channels, usualChannels...))
	}
	if kind != "" {
		kind = a.knownWord("--kind", kind, said(func(x *crm.Activity) string { return x.Kind }), kinds)
	}
	return channel, kind
}

// knownWord is a word as the table spells it most often, else as the rules do.
func (a *app) knownWord(flag, word string, table map[string]int, rules []lang.Text) string {
	key := words.Key(word)
	spelled := slices.Sorted(maps.Keys(table))
	spelled = slices.DeleteFunc(spelled, func(s string) bool { return s == "" })
	slices.SortStableFunc(spelled, func(x, y string) int { return cmp.Compare(table[y], table[x]) })
	for _, s := range spelled {
		if words.Key(s) == key {
			return s
		}
	}
	known := spelled
	for _, t := range rules {
		for _, s := range []string{t.EN, t.ZH} {
			if s != "" && words.Key(s) == key {
				return t.In(a.lang)
			}
		}
		if !t.Empty() {
			known = append(known, t.In(a.lang))
		}
	}
	if near := nearest.Of(word, known); near != "" {
		say(a.env.Err, a.lang, lang.F("%s %q is new here and kept as it is; did you mean %q?", "%s %q 是新写法，已照原样保留；是不是想写 %q？", flag, diag.Excerpt(word), diag.Excerpt(near)))
	} else if len(known) > 0 && a.env.ErrTerminal {
		say(a.env.Err, a.lang, lang.F("%s %q is new here and kept as it is", "%s %q 是新写法，已照原样保留", flag, diag.Excerpt(word)))
	}
	return word
}
