//! The workspace: `taizhang.toml`, task list, departments, decisions. What the operator wrote, checked before the run.
