//go:build !unix

package main

import (
	"os"
	"time"
)

// busy is not known on this system.
func busy() time.Duration { return 0 }

// peakBytes is not known on this system.
func peakBytes(*os.ProcessState) int64 { return 0 }
