package ooxml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// Why CheckXML refuses a part.
var (
	ErrDoctype  = errors.New("has a document type declaration")
	ErrEncoding = errors.New("is not in UTF-8")
	ErrNoRoot   = errors.New("has not exactly one root element")
)

// CheckXML reports whether a part is well-formed UTF-8 with one root element and
// no document type, so that Tags sees all of it.
func CheckXML(b []byte) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		if strings.EqualFold(label, "us-ascii") || strings.EqualFold(label, "ascii") {
			return r, nil
		}
		return nil, ErrEncoding
	}
	depth, roots := 0, 0
	for {
		token, err := d.RawToken()
		switch {
		case err == io.EOF && roots == 1 && depth == 0:
			return balanced(b)
		case err == io.EOF:
			return ErrNoRoot
		case err != nil:
			return err
		}
		switch token := token.(type) {
		case xml.Directive:
			return ErrDoctype
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 0 && len(bytes.Trim(token, spaces+"\ufeff")) > 0 {
				return ErrNoRoot
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
