//! Whether this system has what the window is drawn with. Windows brings WebView2 by itself since
//! Windows 11, and many an installation of Windows 10 has none; elsewhere the program links it, or
//! its package asks for it.
//!
//! Not here: getting it. Nothing is downloaded that nobody asked for.

/// The window's sheets and scripts are built for browsers of late 2023.
#[cfg(any(windows, test))]
const OLDEST: u32 = 120;

/// # Errors
/// A sentence: it is missing or too old, and where it is to be had.
#[cfg(windows)]
pub fn look() -> Result<(), String> {
    judge(tauri::webview_version().ok().as_deref())
}

#[cfg(not(windows))]
pub fn look() -> Result<(), String> {
    Ok(())
}

/// By the version that WebView2 tells, `143.0.3650.80` say; `None` where there is none.
#[cfg(any(windows, test))]
fn judge(version: Option<&str>) -> Result<(), String> {
    let how = match version {
        None => "is not installed on this computer".to_owned(),
        Some(version) => match version.split('.').next().and_then(|major| major.parse::<u32>().ok()) {
            // What cannot be read as a version is no reason to refuse.
            None | Some(OLDEST..) => return Ok(()),
            Some(_) => format!("is too old on this computer (version {version})"),
        },
    };
    Err(format!(
        "Trove draws its window with Microsoft Edge WebView2, which {how}. Install its current version from \
         https://developer.microsoft.com/microsoft-edge/webview2/ and start Trove again. On the command line, \
         trove works without it."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_and_old_are_told_and_say_where_it_is_to_be_had() {
        for current in ["120.0.2210.55", "143.0.3650.80 canary", "1000", "something else", ""] {
            assert_eq!(judge(Some(current)), Ok(()), "{current}");
        }
        for (version, how) in
            [(None, "is not installed"), (Some("119.9.9.9"), "too old on this computer (version 119.9.9.9)")]
        {
            let told = judge(version).unwrap_err();
            assert!(told.contains(how) && told.contains("https://developer.microsoft.com/"), "{told}");
        }
    }
}
