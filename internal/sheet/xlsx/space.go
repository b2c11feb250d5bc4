package xlsx

import (
	"bytes"
	"strings"

	"crm/internal/lang"
)

// space is a name space, as far as this reader tells them apart. Strict and
// transitional ones mean the same.
type space uint8

const (
	unbound       space = iota
	foreign             // any other
	mainSpace           // spreadsheetml
	relSpace            // relationships: the prefix of r:id
	packageSpace        // relationship parts
	typesSpace          // [Content_Types].xml
	propsSpace          // custom properties
	variantSpace        // their values
	compatSpace         // mc:
	excelSpace          // Microsoft's extensions of spreadsheetml, which Excel understands
	xmlSpace            // xml:
	excelPrefix   = "http://schemas.microsoft.com/office/spreadsheetml/"
	xmlSpaceURI   = "http://www.w3.org/XML/1998/namespace"
	alternateName = "AlternateContent"
)

func spaceOf(uri string) space {
	switch uri {
	case "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main":
		return mainSpace
	case "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships":
		return relSpace
	case "http://schemas.openxmlformats.org/package/2006/relationships":
		return packageSpace
	case "http://schemas.openxmlformats.org/package/2006/content-types":
		return typesSpace
	case "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties", "http://purl.oclc.org/ooxml/officeDocument/customProperties":
		return propsSpace
	case "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes", "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes":
		return variantSpace
	case "http://schemas.openxmlformats.org/markup-compatibility/2006":
		return compatSpace
	case xmlSpaceURI:
		return xmlSpace
	case "":
		return unbound
	}
	if strings.HasPrefix(uri, excelPrefix) {
		return excelSpace
	}
	return foreign
}

// binding is a prefix that an open element declared; the empty one is the default.
type binding struct {
	prefix string
	space  space
	depth  int
}

// declared reports whether an attribute declares a prefix, and which.
func declared(name []byte) (prefix []byte, ok bool) {
	if name[0] != 'x' {
		return nil, false
	}
	if string(name) == "xmlns" {
		return nil, true
	}
	return bytes.CutPrefix(name, []byte("xmlns:"))
}

func (s *scanner) bound(prefix []byte) space {
	for i := len(s.binds) - 1; i >= 0; i-- {
		if s.binds[i].prefix == string(prefix) {
			return s.binds[i].space
		}
	}
	if string(prefix) == "xml" {
		return xmlSpace
	}
	return unbound
}

// attrIn is the value of an attribute by its name space: r:id whatever its prefix.
func (s *scanner) attrIn(in space, local string) []byte {
	for i := range s.attrs {
		name := s.attrs[i].name
		colon := bytes.IndexByte(name, ':')
		if colon >= 0 && string(name[colon+1:]) == local && s.bound(name[:colon]) == in {
			return s.attrs[i].value
		}
	}
	return nil
}

// alternative is an open mc:AlternateContent.
type alternative struct {
	depth int
	taken bool
}

// element is next, seen through mc:AlternateContent as Excel sees it: of its
// branches only the first whose needs are understood appears, and the wrapping
// itself never does. Understood are spreadsheetml and Microsoft's extensions of it.
func (s *scanner) element() event {
	for {
		ev := s.next()
		if ev < opened || s.space != compatSpace {
			return ev
		}
		if ev == closed {
			if string(s.local) == alternateName && len(s.alts) > 0 {
				s.alts = s.alts[:len(s.alts)-1]
			}
			continue
		}
		if !s.branch() && !s.skip() {
			return failed
		}
	}
}

// branch reports whether what is inside the mc: element just opened is to be read.
func (s *scanner) branch() bool {
	if string(s.local) == alternateName {
		s.alts = append(s.alts, alternative{depth: len(s.open)})
		return true
	}
	if len(s.alts) == 0 {
		return false
	}
	top := &s.alts[len(s.alts)-1]
	if top.taken || len(s.open) != top.depth+1 {
		return false
	}
	top.taken = string(s.local) == "Fallback" || string(s.local) == "Choice" && s.understood()
	return top.taken
}

func (s *scanner) understood() bool {
	needs := bytes.Fields(s.attr("Requires"))
	for _, prefix := range needs {
		if in := s.bound(prefix); in != mainSpace && in != excelSpace {
			return false
		}
	}
	return len(needs) > 0
}

// declaration reads <?xml …?>, which may stand only at the very start.
func (s *scanner) declaration() {
	if s.base+int64(s.p) != s.start {
		s.illFormed(s.p, lang.T("an XML declaration that is not at the start", "XML 声明不在开头"))
		return
	}
	const longest = 1 * kilo
	end := bytes.Index(s.b[s.p:], []byte("?>"))
	for end < 0 && len(s.b)-s.p < longest && s.more(s.p) {
		end = bytes.Index(s.b[s.p:], []byte("?>"))
	}
	if end < 0 || end > longest {
		s.illFormed(s.p, lang.T("an XML declaration without an end", "XML 声明没有结尾"))
		return
	}
	text := string(s.b[s.p : s.p+end])
	s.p += end + len("?>")
	encoding := strings.ToLower(pseudo(text, "encoding"))
	if version := pseudo(text, "version"); version != "1.0" {
		s.illFormed(s.p, lang.T("an XML version other than 1.0", "XML 版本不是 1.0"))
	}
	switch encoding {
	case "", "utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be":
	default:
		p := s.src.part
		s.fail(invalid(codeInvalid, p.pos, lang.F("%s is written in %s; a workbook's parts are in UTF-8 or UTF-16", "%s采用 %s 编码，工作簿部件应为 UTF-8 或 UTF-16", p.name(), quoted(encoding))))
	}
}

// pseudo is the value of name="value" in an XML declaration.
func pseudo(text, name string) string {
	_, after, found := strings.Cut(text, name)
	after = strings.TrimLeft(after, " \t\r\n")
	if !found || !strings.HasPrefix(after, "=") {
		return ""
	}
	after = strings.TrimLeft(after[1:], " \t\r\n")
	if after == "" || after[0] != '"' && after[0] != '\'' {
		return ""
	}
	value, _, _ := strings.Cut(after[1:], after[:1])
	return value
}
