//! taizhang (台账): departments' spreadsheets in, one consolidated workbook out, with every mismatch found.
//!
//! ```text
//! paths ─intake─▶ Submission ─detect─▶ Table ─normalise─▶ Record ─link─▶ Link ─consolidate─▶ Ledger ─report─▶ Book ─render─▶ bytes
//!                     └──────────────┴──────────┴────────────┴──── checks read all of these, change none ──▶ Findings ──┘
//! ```
//!
//! [`pipeline`] is the only file that knows the order of the stages.

pub mod changes;
pub mod checks;
pub mod cli;
pub mod consolidate;
pub mod detect;
pub mod figures;
pub mod forms;
pub mod intake;
pub mod lexicon;
pub mod link;
pub mod model;
pub mod normalise;
pub mod pipeline;
pub mod render;
pub mod report;
pub mod reread;
pub mod supervise;
pub mod templates;
pub mod text;
pub mod workspace;
