package ooxml

// The namespaces that matter here; the second of each is the one of Strict books.
var (
	mainSpaces     = []string{"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"}
	relationSpaces = []string{"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships"}
	propertySpaces = []string{"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties", "http://purl.oclc.org/ooxml/officeDocument/customProperties"}
	variantSpaces  = []string{"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes", "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes"}
)

const (
	packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships"
	declared         = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
)

// space picks the namespace that the book's kind uses.
func (p *Package) space(pair []string) string {
	if p.Strict {
		return pair[1]
	}
	return pair[0]
}

// The kinds of relationships, which are the last word of their types.
const (
	kindBook        = "officeDocument"
	kindSheet       = "worksheet"
	kindStyles      = "styles"
	kindTable       = "table"
	kindProperties  = "custom-properties"
	kindPropertiesS = "customProperties" // of Strict books
)

// relationType is the full type of a kind of relationship.
func (p *Package) relationType(kind string) string {
	if kind == kindProperties && p.Strict {
		kind = kindPropertiesS
	}
	return p.space(relationSpaces) + "/" + kind
}
