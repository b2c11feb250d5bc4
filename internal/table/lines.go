package table

// LineRows is rows of a text file that also come many at a time, with nothing
// copied: for tables of millions of lines.
type LineRows interface {
	Rows
	// NextLines is Next for many rows: it fills l with the lines that follow, at
	// least one unless there is an error; what stands in l comes before the error.
	// Until NextLines is called again the lines it filled last belong to the
	// reader too: they may be read, not changed. Who calls it does not call Next.
	NextLines(l *TextLines) error
}

// HeadedRows is rows of a text file, in which a record is as wide as the header.
type HeadedRows interface {
	Rows
	// HeaderAt says, before the first row is read, on which line the header stands:
	// it is the measure then of which rows are ragged, and no line above it is. Without
	// it the first record is the measure.
	HeaderAt(line int)
}

// TextLines is rows of a text file as their fields lie in it. All cells are texts
// without style, as Next would hand them out.
type TextLines struct {
	Text []byte
	Ends []int32 // in Text, of all fields of all lines, one after the other
	List []TextLine
}

// TextLine is one row of TextLines.
type TextLine struct {
	Number int   // as Row.Number
	From   int32 // where its first field begins in TextLines.Text
	First  int32 // the first of its Ends
	Fields int32 // how many it has, empty ones included
	Ragged bool  // as Row.Ragged
	Joined bool  // a field holds the delimiter: only Ends tells the fields apart
}

// Field is the text of field col of a line; nil where that is empty, or the line
// has fewer.
func (l *TextLines) Field(line *TextLine, col int) []byte {
	if col >= int(line.Fields) {
		return nil
	}
	at := int(line.First) + col
	from, end := line.From, l.Ends[at]
	if col > 0 {
		from = l.Ends[at-1] + 1
	}
	if from == end {
		return nil
	}
	return l.Text[from:end:end]
}

// Fields is the text from field first to field last of a line, which has both: each
// but the last followed by one byte.
func (l *TextLines) Fields(line *TextLine, first, last int) []byte {
	from, at := line.From, int(line.First)
	if first > 0 {
		from = l.Ends[at+first-1] + 1
	}
	return l.Text[from:l.Ends[at+last]]
}

// Whole is all of a line's text: its fields, each but the last followed by one byte.
func (l *TextLines) Whole(line *TextLine) []byte {
	return l.Text[line.From:l.Ends[line.First+line.Fields-1]]
}

// AppendCells appends the cells of a line to cells, as a Row has them.
func (l *TextLines) AppendCells(cells []Cell, line *TextLine) []Cell {
	for col := range int(line.Fields) {
		if raw := l.Field(line, col); raw != nil {
			cells = append(cells, Cell{Raw: raw, Col: int32(col), Style: -1, Shared: -1})
		}
	}
	return cells
}
