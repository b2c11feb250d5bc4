package xlsx

// Footer is what is printed below the pages of the sheet, with Excel's codes for
// page numbers and the like; empty without one. What is wrong with the sheet is
// for Rows to say.
func (sh *sheet) Footer() string {
	s, err := sh.part.scan()
	if err != nil {
		return ""
	}
	defer s.close()
	for {
		s.release()
		switch ev := s.element(); {
		case ev == failed || ev == ended:
			return ""
		case ev != closed && s.space == mainSpace && string(s.local) == "oddFooter":
			text, _ := s.content()
			return string(text)
		}
	}
}
