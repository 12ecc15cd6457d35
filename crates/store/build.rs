//! Embeds a new migration without touching a source file. Nothing is generated here.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
