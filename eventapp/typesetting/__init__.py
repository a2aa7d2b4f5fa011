"""Setting pages for print: our fonts, one compiler, PDF that holds every glyph."""
