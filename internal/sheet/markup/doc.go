// Package markup reads the XML of spreadsheets that are no OOXML: strict, piece
// by piece, bounded. Well-formedness is checked to the last byte; a document type,
// and with it every entity but the five of XML itself, is refused; one tag, the
// depth and the number of attributes have limits, and text comes in pieces, so
// that no document makes the reader hold much of it. It knows no format.
package markup
