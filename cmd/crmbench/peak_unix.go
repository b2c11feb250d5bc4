//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
	"time"
)

// busy is how long processors have worked for this process, the system's part
// included.
func busy() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// peakBytes is the most memory an ended process held. On Linux a child starts
// with its parent's peak, which is why this process keeps itself small.
func peakBytes(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) * 1024
}
