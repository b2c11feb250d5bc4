// Package inflate decodes DEFLATE streams (RFC 1951), fast and straight into
// buffers of its caller.
//
// It accepts exactly what compress/flate accepts and gives out the same bytes,
// also before an error. The code follows RFC 1951: blocks of the three kinds
// (3.2.3 to 3.2.7), codes from the lengths of their code words (3.2.2), lengths and
// distances (3.2.5), bits lowest first (3.1.1).
//
// Speed comes from tables that many bits are looked up in at once, for a match
// together with the literals before it, and from copying matches in pieces of 16
// bytes, some of them too many, while there is room (fast.go). Where there is not,
// at the end of a buffer or of the input, symbol.go reads one symbol after the
// other, bit by bit, and needs no tables.
//
// The package knows no container: it counts no checksum, sets no limit to what
// comes out and ignores what stands behind the stream.
package inflate
