package cache

import (
	"bufio"
	"encoding/binary"
	"io"
	"math"

	"crm/internal/civil"
	"crm/internal/crm"
)

// activityBytes is the bytes of an activity.
const activityBytes = 36

// countBytes is the bytes of how many there are, behind the activities and behind
// their summaries.
const countBytes = 4

// writeActivities writes the part of the activities: records, the texts that many
// of them share, and how many they are. It holds no copy of them.
func writeActivities(to io.Writer, all []crm.Activity) error {
	w, shared := bufio.NewWriterSize(to, readChunk), newWords() // an error stays until Flush
	for i := range all {
		a, b := &all[i], w.AvailableBuffer()
		for _, n := range [...]uint32{
			uint32(a.Customer), uint32(a.Date), uint32(a.Next), uint32(a.Row), uint32(a.Table),
			shared.of(a.Channel), shared.of(a.Kind), shared.of(a.Outcome), shared.of(a.By),
		} {
			b = binary.LittleEndian.AppendUint32(b, n)
		}
		_, _ = w.Write(b)
	}
	for _, piece := range shared.pack() {
		_, _ = w.Write(piece)
	}
	_, _ = w.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(all))))
	return w.Flush()
}

// writeSummaries writes the part of what the activities' summaries say: the texts
// behind each other, where each of them ends, and how many they are.
func writeSummaries(to io.Writer, all []crm.Activity) error {
	w, end := bufio.NewWriterSize(to, readChunk), 0
	ends := make([]byte, 0, len(all)*endBytes)
	for i := range all {
		_, _ = w.WriteString(all[i].Summary)
		end += len(all[i].Summary)
		ends = binary.LittleEndian.AppendUint32(ends, uint32(end))
	}
	if end > maxPart {
		return errTooLarge
	}
	_, _ = w.Write(ends)
	_, _ = w.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(all))))
	return w.Flush()
}

// log is the communication log of an entry.
type log struct {
	all               []crm.Activity
	customers, tables int // how many there must be for every activity to name one
}

// counted is what lies in front of the count that ends a part, each of so many
// bytes; ok is false where there are fewer bytes.
func counted(part string, each int) (rest string, n int, ok bool) {
	if len(part) < countBytes {
		return "", 0, false
	}
	rest, n = part[:len(part)-countBytes], int(u32(part, len(part)-countBytes))
	return rest, n, n <= len(rest)/each
}

// unpackActivities reads the communication log, with an empty part of summaries
// without these; ok is false for what is none.
func unpackActivities(part, said string) (l log, ok bool) {
	records, n, ok := counted(part, activityBytes)
	if !ok {
		return l, false
	}
	t, rest, ok := unpack(records[n*activityBytes:])
	if !ok || rest != "" {
		return l, false
	}
	var summaries endings
	if said != "" {
		if summaries, ok = unpackSummaries(said, n); !ok {
			return l, false
		}
	}
	if n == 0 {
		return l, true
	}
	l.all = make([]crm.Activity, n)
	lastCustomer, lastTable := uint32(0), uint32(0)
	for i := range l.all {
		r := records[i*activityBytes : (i+1)*activityBytes]
		a, customer, at := &l.all[i], u32(r, 0), u32(r, 16)
		lastCustomer, lastTable = max(lastCustomer, customer), max(lastTable, at)
		a.Customer, a.Date, a.Next = int32(customer), civil.Date(u32(r, 4)), civil.Date(u32(r, 8))
		a.Row, a.Table = int32(u32(r, 12)), int32(at)
		a.Channel, a.Kind, a.Outcome, a.By = t.at(u32(r, 20)), t.at(u32(r, 24)), t.at(u32(r, 28)), t.at(u32(r, 32))
		a.Summary = summaries.at(i)
	}
	l.customers, l.tables = int(lastCustomer)+1, int(lastTable)+1
	return l, lastCustomer < math.MaxInt32 && lastTable < math.MaxInt32
}

// unpackSummaries reads the summaries of so many activities.
func unpackSummaries(part string, activities int) (s endings, ok bool) {
	rest, n, ok := counted(part, endBytes)
	if !ok || n != activities {
		return s, false
	}
	size := len(rest) - n*endBytes
	return endings{bytes: rest[:size], ends: rest[size:]}, true
}
