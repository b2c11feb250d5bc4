package xlsx

import "crm/internal/civil"

// ISODate reads yyyy-mm-dd, alone or before a time of day (2026-03-01T08:30:00).
// A fraction of a second and a zone are passed over.
func ISODate(raw []byte) (d civil.Date, seconds int32, ok bool) { return isoDate(raw) }
