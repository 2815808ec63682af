//! The book: the report before any file format. Cells with roles, no fonts and no colours.
