"""Money: documents, who pays and how, what came, what is owed, the books."""
