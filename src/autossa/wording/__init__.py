"""Every word in a language, once: numbers and dates, words for codes, sentences, and the catalogue of translations."""
