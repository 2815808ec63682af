//! Arguments in, exit status out.

use std::process::ExitCode;

/// A run makes millions of small texts on several threads, which the allocators of the systems serve slowly.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    taizhang::cli::main()
}
