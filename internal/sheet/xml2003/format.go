package xml2003

// FormatCode is the code of a number format as Excel's XML and its web pages write
// it: a code, or one of the names that stand for codes.
func FormatCode(name string) string {
	switch name {
	case "", "General", "General Number":
		return "General"
	case "General Date":
		return "m/d/yyyy h:mm"
	case "Short Date":
		return "m/d/yyyy"
	case "Medium Date":
		return "d-mmm-yy"
	case "Long Date":
		return `dddd, mmmm d, yyyy`
	case "Short Time":
		return "h:mm"
	case "Medium Time":
		return "h:mm AM/PM"
	case "Long Time":
		return "h:mm:ss AM/PM"
	case "Fixed":
		return "0.00"
	case "Standard":
		return "#,##0.00"
	case "Percent":
		return "0.00%"
	case "Scientific":
		return "0.00E+00"
	case "Currency":
		return "#,##0.00" // in the currency of whoever opens it: none is said
	case "Euro Currency":
		return "[$EUR] #,##0.00"
	case "Yes/No", "True/False", "On/Off":
		return "General"
	}
	return name
}
