//! What goes out to the departments and comes back answered: forms to fill in, returns to answer, reminders.
//!
//! Books are made here as in `report`: cells with roles, no fonts and no colours. The wording is data in
//! `templates/<lang>/`.

mod answers;
mod form;
mod returns;
mod template;

pub use answers::{answers, settle};
pub use form::{Form, Given, form};
pub use returns::{Return, ReturnTemplate, reminder, returns};
pub use template::FormTemplate;

/// A department's name, or a template's, as a file name can have it.
pub fn file_name(text: &str) -> String {
    let awkward = |c: char| matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') || c.is_control();
    let name: String = text.chars().map(|c| if awkward(c) { '_' } else { c }).collect();
    name.trim_matches([' ', '.']).to_owned()
}
