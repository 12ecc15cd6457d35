//! The shell: composes the app and gives it a window.
//!
//! The only code that knows Tauri. Not here: any decision; commands are one line each
//! and the use cases are in `trove-app`.

#[macro_use]
mod command_macro;
mod arguments;
mod commands;
mod complaint;
mod deep_link;
mod desktop;
#[cfg(target_os = "linux")]
mod desktop_entry;
mod drawing;
mod host;
mod only_one;
mod scheme_handler;
mod second_start;
#[cfg(target_os = "linux")]
mod text_size;
mod webview;
mod window;
mod window_place;

use complaint::complain;
use drawing::Drawing;
use std::process::ExitCode;
use std::sync::Arc;
use tauri::{Manager, RunEvent};
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
    drawing::take_the_safe_way(&paths);
    webview::look()?;

    let wanted = arguments::wanted(std::env::args_os().filter_map(|argument| argument.into_string().ok()));
    let own_paths = paths.clone();
    let builder = tauri::Builder::default();
    #[cfg(not(target_os = "linux"))]
    let builder = builder
        .plugin(tauri_plugin_autostart::Builder::new().arg(arguments::HIDDEN).build())
        .plugin(tauri_plugin_global_shortcut::Builder::new().build());
    let app = builder
        // First, so that a second start hands its link over before it does anything else.
        .plugin(tauri_plugin_single_instance::init(|handle, arguments, _folder| {
            second_start::take(handle, arguments);
        }))
        .plugin(tauri_plugin_deep_link::init())
        .manage(Drawing::default())
        .invoke_handler(commands::handler())
        .setup(move |tauri| {
            scheme_handler::ensure(tauri.handle());
            deep_link::listen(tauri.handle());
            Ok(())
        })
        .build(tauri::generate_context!())
        .map_err(|error| format!("Trove could not start: {error}."))?;
    // Not in `setup`, where an error is a panic and not a sentence; and after `build`, in
    // which a second start hands its link over and ends.
    let _only = only_one::claim(&paths.data)?;
    let host = Arc::new(host::DesktopHost::new(app.handle().clone()));
    // Inside the runtime, which the app keeps a handle of.
    let core = tauri::async_runtime::block_on(async { App::new(paths, origin, host.clone()) })
        .map_err(|error| format!("Trove could not start: {error}."))?;
    host.listen_to_system(&core);
    app.manage(core);
    Ok(app.run_return(move |handle, event| match event {
        // Not in `setup` either.
        RunEvent::Ready => {
            if let Err(error) = window::open(handle, &own_paths, wanted) {
                complain(&format!("Trove's window could not be opened: {error}."));
                handle.exit(1);
            }
        }
        RunEvent::ExitRequested { .. } => window::remember(handle),
        RunEvent::Exit => {
            tauri::async_runtime::block_on(handle.state::<App>().shut_down());
            window::forget_web_data();
        }
        // A click on the app's own sign in the dock.
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { has_visible_windows: false, .. } => window::show(handle),
        _ => {}
    }))
}
