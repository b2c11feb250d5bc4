package ooxml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// Why checkXML refuses a part.
var (
	errDoctype  = errors.New("has a document type declaration")
	errEncoding = errors.New("is not in UTF-8")
	errNoRoot   = errors.New("has not exactly one root element")
)

// checkXML reports whether a part is well-formed UTF-8 with one root element and
// no document type, so that Tags sees all of it.
func checkXML(b []byte) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		if strings.EqualFold(label, "us-ascii") || strings.EqualFold(label, "ascii") {
			return r, nil
		}
		return nil, errEncoding
	}
	depth, roots := 0, 0
	for {
		token, err := d.RawToken()
		switch {
		case err == io.EOF && roots == 1 && depth == 0:
			return balanced(b)
		case err == io.EOF:
			return errNoRoot
		case err != nil:
			return err
		}
		switch token := token.(type) {
		case xml.Directive:
			return errDoctype
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 0 && len(bytes.Trim(token, spaces+"\ufeff")) > 0 {
				return errNoRoot
			}
		}
	}
}

// balanced checks that every end tag closes the element that is open. RawToken
// does not, and Token would check namespaces as well, which extensions in older
// writers' parts do not all declare.
func balanced(b []byte) error {
	var open []string
	for t := range Tags(b) {
		switch {
		case t.Close:
			if len(open) == 0 || open[len(open)-1] != t.Name {
				return errUnbalanced
			}
			open = open[:len(open)-1]
		case !t.Empty:
			open = append(open, t.Name)
		}
	}
	if len(open) > 0 {
		return errUnbalanced
	}
	return nil
}

var errUnbalanced = errors.New("has an end tag that closes another element")
