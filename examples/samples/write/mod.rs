//! One file a format: the same [`Book`](crate::sheet::Book) in, the format's bytes out.

mod biff;
pub mod html;
pub mod ods;
pub mod text;
pub mod xls;
pub mod xlsb;
pub mod xlsx;
pub mod xml2003;
mod zipped;

/// What goes wrong while a sample is made.
pub type Fault = Box<dyn std::error::Error>;

/// Text as it stands in an XML or HTML document; line breaks stay.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A date as ISO 8601 text, in the afternoon as every return is saved.
fn iso((year, month, day): (u16, u8, u8)) -> String {
    format!("{year:04}-{month:02}-{day:02}T15:20:00")
}
