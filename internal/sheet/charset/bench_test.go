package charset

import "testing"

func BenchmarkGuess(b *testing.B) {
	c, _ := ByName("windows-1252")
	raw, err := c.Encode("Müller;Köln\nSociété Générale;Créteil\nPeña;Málaga\n")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		Guess(raw)
	}
}
