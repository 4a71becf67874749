"""From publications to what people open: public and internal pages, workbooks, documents."""
