//! The shell: composes the app and gives it a window.
//!
//! The only code that knows Tauri. Not here: any decision; commands are one line each
//! and the use cases are in `trove-app`.

#[macro_use]
mod command_macro;
mod commands;
mod deep_link;
mod host;
mod only_one;
mod scheme_handler;
mod second_start;
mod window;

use std::process::ExitCode;
use std::sync::Arc;
use tauri::Manager;
use trove_app::{App, Paths};

/// Runs the app until its window closes.
pub fn run() -> ExitCode {
    trove_app::hardening::apply();
    match start() {
        Ok(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        Err(problem) => {
            complain(&problem);
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<i32, String> {
    let paths = Paths::from_environment().map_err(|error| error.to_string())?;
    let origin = trove_app::notion_origin().map_err(|error| format!("{error}."))?;
    if let Err(error) = trove_app::log::start(&paths.logs()) {
        complain(&format!("No log is written: {error}."));
    }
    trove_app::log::report_panics();

    let cache = paths.cache.clone();
    let app = tauri::Builder::default()
        // First, so that a second start hands its link over before it does anything else.
        .plugin(tauri_plugin_single_instance::init(|handle, arguments, _folder| {
            second_start::take(handle, arguments);
        }))
        .plugin(tauri_plugin_deep_link::init())
        .invoke_handler(commands::handler())
        .setup(move |tauri| {
            scheme_handler::ensure(tauri.handle());
            deep_link::listen(tauri.handle());
            window::open(tauri.handle(), &cache)?;
            Ok(())
        })
        .build(tauri::generate_context!())
        .map_err(|error| format!("Trove could not start: {error}."))?;
    // Not in `setup`, where an error is a panic and not a sentence; and after `build`, in
    // which a second start hands its link over and ends.
    let _only = only_one::claim(&paths.data)?;
    let host = Arc::new(host::DesktopHost::new(app.handle().clone()));
    // Inside the runtime, which the app keeps a handle of.
    let core = tauri::async_runtime::block_on(async { App::new(paths, origin, host) })
        .map_err(|error| format!("Trove could not start: {error}."))?;
    app.manage(core);
    Ok(app.run_return(|handle, event| {
        if let tauri::RunEvent::Exit = event {
            tauri::async_runtime::block_on(handle.state::<App>().shut_down());
            window::forget_web_data();
        }
    }))
}

#[expect(clippy::print_stderr, reason = "before the log and the window there is only the terminal")]
fn complain(problem: &str) {
    eprintln!("{problem}");
}
