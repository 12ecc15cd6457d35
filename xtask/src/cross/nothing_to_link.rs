//! What stands in for C libraries where nothing is linked: headers of OpenSSL, and archives
//! with nothing in them.

use std::path::PathBuf;
use std::process::Command;

use super::tools::Tools;
use crate::outcome::{Outcome, Stop};

/// Neither SQLCipher's nor Stronghold's C library is built: a check links nothing.
pub fn without_c_libraries(cargo: &mut Command, tools: &Tools) -> Outcome<()> {
    let names = ["libssl.a", "libcrypto.a", "libsodium.a", "ssl.lib", "crypto.lib", "libsodium.lib"];
    let archives = empty_archives(tools, &names)?;
    cargo
        .env("OPENSSL_NO_VENDOR", "1")
        .env("OPENSSL_STATIC", "1")
        .env("OPENSSL_LIB_DIR", &archives)
        .env("OPENSSL_INCLUDE_DIR", openssl_headers(tools)?)
        .env("SODIUM_LIB_DIR", &archives);
    Ok(())
}

/// Names that a build script may look for, each an archive with nothing in it.
fn empty_archives(tools: &Tools, names: &[&str]) -> Outcome<PathBuf> {
    let folder = tools.folder("nothing-to-link")?;
    for name in names {
        // The mark that every archive begins with (ar(5)).
        let path = folder.join(name);
        std::fs::write(&path, "!<arch>\n").map_err(|why| Stop(format!("{}: {why}.", path.display())))?;
    }
    Ok(folder)
}

/// libssl-dev's headers, away from the other headers of this system.
fn openssl_headers(tools: &Tools) -> Outcome<PathBuf> {
    let folder = tools.folder("openssl-headers")?;
    let own = folder.join("openssl");
    std::fs::create_dir_all(&own).map_err(|why| Stop(format!("{}: {why}.", own.display())))?;
    for from in ["/usr/include/openssl", "/usr/include/x86_64-linux-gnu/openssl"] {
        let headers = std::fs::read_dir(from)
            .map_err(|why| Stop(format!("{from}: {why}. `apt-get install libssl-dev` brings it.")))?;
        for header in headers.flatten() {
            let to = own.join(header.file_name());
            std::fs::copy(header.path(), &to).map_err(|why| Stop(format!("{}: {why}.", to.display())))?;
        }
    }
    Ok(folder)
}
