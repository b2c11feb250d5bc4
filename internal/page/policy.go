package page

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// policy is what a browser lets the page do: run the scripts and use the styles
// whose digests stand here, and nothing else. It may load nothing, connect to
// nothing, send no form, be the base of no address, and turn no text into markup:
// a browser that knows trusted types refuses to.
func policy(style string, scripts ...string) string {
	sources := make([]string, len(scripts))
	for i, script := range scripts {
		sources[i] = digest(script)
	}
	return "default-src 'none'; script-src " + strings.Join(sources, " ") + "; style-src " + digest(style) +
		"; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
}

func digest(content string) string {
	sum := sha256.Sum256([]byte(content))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
