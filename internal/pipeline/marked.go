package pipeline

import (
	"crm/internal/memory"
	"crm/internal/table"
	"crm/internal/workbook"
)

// markedBook is a book of ours that another program saved without its custom
// properties, and with them our marker.
type markedBook struct {
	table.Book
	properties map[string]string
}

// Properties is the marker made anew.
func (b *markedBook) Properties() map[string]string { return b.properties }

// marked gives a book its marker back from what it remembers: its columns and
// sheets stay ours. It counts as the user's own book, as which it was saved.
func marked(book table.Book) table.Book {
	if _, ours := workbook.ReadMarker(book.Properties()); ours {
		return book
	}
	m, err := memory.Read(book)
	if err != nil || m == nil {
		return book // what is damaged is told where the past is taken up
	}
	marker := workbook.Marker{
		AsOf: m.Now.AsOf.String(), RulesSHA256: m.Now.RulesSHA256, Kind: workbook.InPlace, Main: m.Now.Classification, Sheets: m.Sheets,
	}
	for i, id := range m.Columns {
		for _, suffix := range []string{"", " (crm)"} {
			if i < len(m.Headers) {
				marker.Columns, marker.Headers = append(marker.Columns, id), append(marker.Headers, m.Headers[i]+suffix)
			}
		}
	}
	properties := map[string]string{}
	for _, p := range marker.Properties() {
		properties[p.Name] = p.Text
	}
	return &markedBook{Book: book, properties: properties}
}
