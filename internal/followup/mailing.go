package followup

import (
	"slices"
	"strings"

	"crm/internal/crm"
)

// mailings is what logs call a message to many, lower case, as a channel or as
// a kind of activity.
var mailings = []string{
	"mailing", "mass mailing", "bulk mailing", "mass email", "mass mail", "bulk email", "bulk mail", "newsletter", "edm", "email campaign",
	"e-mail campaign", "email marketing", "marketing email", "campaign", "mailchimp", "broadcast",
	"群发", "群发邮件", "邮件群发", "营销邮件", "邮件营销", "edm营销", "edm邮件", "邮件推广", "推广邮件", "批量邮件", "新闻信", "电子报",
	"群發", "群發郵件", "郵件群發", "營銷郵件", "行銷郵件", "郵件行銷", "電子報",
}

// Mailing reports whether an activity is a message to many, told by its channel
// or its kind: it is no contact unless the class counts mailings.
func Mailing(channel, kind string) bool {
	return mailing(channel) || mailing(kind)
}

func mailing(word string) bool {
	return word != "" && slices.Contains(mailings, strings.ToLower(strings.TrimSpace(word)))
}

// mailWords is the channels and kinds of a log's activities, and which of them are
// mailings: a log has few.
type mailWords []mailWord

type mailWord struct {
	word    string
	mailing bool
}

// fewWords is up to how many words it is quicker to look through than to ask again.
const fewWords = 32

// mailing is Mailing of an activity.
func (m *mailWords) mailing(a *crm.Activity) bool { return m.of(a.Channel) || m.of(a.Kind) }

func (m *mailWords) of(word string) bool {
	for i := range *m {
		if (*m)[i].word == word {
			return (*m)[i].mailing
		}
	}
	is := mailing(word)
	if len(*m) < fewWords {
		*m = append(*m, mailWord{word, is})
	}
	return is
}
