package words

import (
	"strings"
	"sync"
)

// changedHeaders is what exports call the day of the last change of a row, simplified.
const changedHeaders = `
更新时间 | 更新日期 | 编辑时间 | 修改时间 | 最后修改时间 | 最近修改时间 | 最后更新时间 | 最近更新时间 | 最后编辑时间
modified time | modified date | last modified | last modified date | last modified time | last updated on | last updated | last update
updated at | updated on | updated | update time | write_date | edit_time | updated_at | modified_at | last_modified`

var changed = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(changedHeaders) {
		for word := range strings.SplitSeq(line, "|") {
			all[strings.TrimSpace(word)] = true
		}
	}
	return all
})

// Changed reports whether a header is that of the day on which the row was last
// changed. It is never a contact, but somebody has touched the customer.
func Changed(header string) bool { return header != "" && changed()[Simplify(Key(header))] }
