//! Outcome → Book: one file a sheet. Cells with roles; no fonts, no colours, no file format.
