//! The binary.

/// The door makes and drops many small texts; the system's allocator spends a tenth of a commit on
/// them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    server::cli::main()
}
