//! Detection from the outside: layouts as departments send them, and laws that hold for every sheet.

#[path = "detect/laws.rs"]
mod laws;
#[path = "detect/layouts.rs"]
mod layouts;
#[path = "detect/support.rs"]
mod support;
