//! Book → xlsx; Outcome → JSON and CSV. The only room that names rust_xlsxwriter, fonts and colours.

pub mod csv;
pub mod json;
pub mod lines;
mod save;
pub mod theme;
mod xlsx;

pub use save::{save, save_copy, save_json, save_workbook};
pub use theme::Theme;
pub use xlsx::{Options, XlsxFault, write, xlsx};
