package cli

import "strings"

// columnNames is the flag --columns: names with commas between them, as the rules
// write them. A comma inside quotes belongs to a header: column("City, state").
type columnNames []string

// Set adds the names of one --columns.
func (c *columnNames) Set(text string) error {
	*c = append(*c, splitColumns(text)...)
	return nil
}

func (c *columnNames) String() string { return strings.Join(*c, ",") }

// Type is what pflag calls a list of texts.
func (c *columnNames) Type() string { return "strings" }

// splitColumns cuts at the commas outside quotes, spaces around names left out. A
// name all in quotes, as CSV writes one, is what stands in them.
func splitColumns(text string) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	var names []string
	var quote rune
	start := 0
	for i, c := range text {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == 0 && c == ',':
			names = append(names, columnName(text[start:i]))
			start = i + 1
		}
	}
	return append(names, columnName(text[start:]))
}

func columnName(text string) string {
	text = strings.TrimSpace(text)
	if n := len(text); n > 1 && text[0] == '"' && text[n-1] == '"' {
		return strings.ReplaceAll(text[1:n-1], `""`, `"`)
	}
	return text
}
