//! Book → bytes: xlsx, csv, json. `theme.rs` alone knows fonts and colours.
