package ooxml

import (
	"bytes"
	"strconv"
	"strings"
)

// strictNames turns the namespaces and types of relationships of the usual kind
// of books into those of the Strict kind.
var strictNames = strings.NewReplacer(
	"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships",
	"http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main",
	"http://schemas.openxmlformats.org/drawingml/2006/chart", "http://purl.oclc.org/ooxml/drawingml/chart",
	"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing", "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
)

// relationKindOf is the type of a fresh book's relationship in the user's book.
func (p *Package) relationKindOf(full string) string {
	if p.Strict {
		return strictNames.Replace(full)
	}
	return full
}

// strictTag puts a tag of a new part into the words of the Strict kind.
func strictTag(local string, text []byte) []byte {
	if bytes.Contains(text, []byte("xmlns")) {
		return []byte(strictNames.Replace(string(text)))
	}
	divisor := 0
	switch local {
	case "gapWidth", "gapDepth", "overlap", "lblOffset", "hPercent", "depthPercent", "holeSize", "secondPieSize", "bubbleScale":
		divisor = 1
	case "alpha", "alphaMod", "alphaOff", "lumMod", "lumOff", "satMod", "satOff", "shade", "tint":
		divisor = 1000
	default:
		return text
	}
	n, err := strconv.Atoi(Attr(text, "val"))
	if err != nil {
		return text
	}
	return SetAttr(text, "val", percent(n, divisor))
}

// percent writes a number, in so many parts of a percent, as the Strict kind does.
func percent(n, divisor int) string {
	whole := strconv.Itoa(n / divisor)
	if rest := n % divisor; rest > 0 {
		whole += "." + strings.TrimRight(strconv.Itoa(divisor + rest)[1:], "0")
	}
	return whole + "%"
}
