//! The system's dialog for choosing a folder, over the window.
//!
//! Not what is done with it: the window never learns of a folder that it has not asked for.

use crate::window;
use std::path::PathBuf;
use tauri::AppHandle;
use tokio::sync::oneshot;

/// `None` if the person chose none, or there is no dialog.
pub async fn ask(handle: &AppHandle) -> Option<PathBuf> {
    let (say, said) = oneshot::channel();
    let own = handle.clone();
    // Toolkits take a new dialog from the thread of their windows alone.
    let shown = handle.run_on_main_thread(move || {
        let mut dialog = rfd::AsyncFileDialog::new();
        if let Some(window) = window::of(&own) {
            dialog = dialog.set_parent(&window);
        }
        let chosen = dialog.pick_folder();
        tauri::async_runtime::spawn(async move {
            let folder = chosen.await.map(|folder| folder.path().to_owned());
            let _ = say.send(folder);
        });
    });
    shown.ok()?;
    said.await.ok()?
}
